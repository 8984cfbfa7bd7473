import { SfsyncError } from '../core/errors.ts'
import type { TextLine } from './sheet.ts'
import { bytesOf, type TextInput } from './source.ts'

const voice = {
  code: 'file-unreadable',
  expected: 'sfsync reads here what it wrote itself',
  advice: [],
  again: 'write the file again',
} as const

/** The lines of a text in UTF-8, in groups, without their ends; empty ones are left out. Throws `file-unreadable`. */
export async function* linesOf(input: Omit<TextInput, 'voice'>): AsyncGenerator<readonly TextLine[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let line = 0
  const lines = (texts: readonly string[]): TextLine[] =>
    texts.flatMap((each) => {
      line += 1
      const text = each.endsWith('\r') ? each.slice(0, -1) : each
      return text === '' ? [] : [{ line, text }]
    })
  try {
    for await (const bytes of bytesOf({ ...input, voice })) {
      const texts = (rest + decoder.decode(bytes, { stream: true })).split('\n')
      rest = texts.pop() ?? ''
      yield lines(texts)
    }
    yield lines([rest + decoder.decode()])
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new SfsyncError('file-unreadable', `${input.name} is not UTF-8 after line ${line}`, {
      actions: ['it was changed by another program: write it again with sfsync'],
      cause: error,
    })
  }
}
