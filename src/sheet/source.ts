import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import type { TextLine } from './sheet.ts'

/** How a file is spoken of when it cannot be read: an exported report, or any table. */
export interface FileKindTexts {
  readonly code: 'report-unreadable' | 'file-unreadable'
  /** What sfsync reads, as the end of a sentence. */
  readonly expected: string
  /** How to get a file that sfsync reads. */
  readonly advice: readonly string[]
  /** How to get the file once more. */
  readonly again: string
}

/** A file that is being read. */
export interface TextSource {
  /** As the admin gave it; `-` is shown as "standard input". */
  readonly name: string
  readonly voice: FileKindTexts
}

/** A file with its bytes, which are read once, from the beginning to the end. */
export interface TextInput extends TextSource {
  readonly bytes: AsyncIterable<Uint8Array>
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
}

/** The bytes of a file; a failure of the file system becomes a failure of that file. */
export async function* bytesOf(input: TextInput): AsyncGenerator<Uint8Array> {
  try {
    yield* input.bytes
  } catch (error) {
    if (error instanceof SfsyncError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = systemReasons[code] ?? (error instanceof Error ? error.message : String(error))
    throw new SfsyncError(input.voice.code, `${input.name} cannot be read: ${reason}`, {
      actions: ['check the name of the file and who may read it'],
      cause: error,
    })
  }
}

/** The failure of a whole file: what is wrong with it, and what to do. */
export function unreadableFile(
  { voice }: TextSource,
  message: string,
  actions: readonly string[],
  rows: readonly ErrorRow[] = [],
): SfsyncError {
  return new SfsyncError(voice.code, message, { actions, rows })
}

const signatures: readonly (readonly [hex: string, what: string])[] = [
  ['504b0304', 'an Excel workbook (.xlsx) or another zip archive'],
  ['d0cf11e0a1b11ae1', 'an Excel workbook (.xls)'],
  ['25504446', 'a PDF document'],
  ['1f8b', 'a gzip archive'],
]

/** The refusal of bytes that are known to be no text; undefined for others. */
export function binaryRefusal(source: TextSource, head: Uint8Array): Error | undefined {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex')
  const known = signatures.find(([signature]) => hex.startsWith(signature))
  return known && wrongFileError(source, known[1])
}

/** Refuses text that is no table: a web page, or control characters. */
export function refuseOtherText(source: TextSource, head: string): void {
  const start = head.trimStart()
  if (/^<(!doctype html|html|table|head|meta|body|\?xml)/i.test(start))
    throw wrongFileError(source, 'a web page or XML, which is what Salesforce writes for Format: Excel .xls')
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  const controls = start.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0
  if (controls * 50 > start.length) throw wrongFileError(source, 'no text')
}

/** The failure of a file that is something else. */
export function wrongFileError(source: TextSource, what: string): Error {
  return unreadableFile(source, `${source.name} is ${what}; ${source.voice.expected}`, source.voice.advice)
}

const voice = {
  code: 'file-unreadable',
  expected: 'sfsync reads here what it wrote itself',
  advice: [],
  again: 'write the file again',
} as const

/** The lines of a text in UTF-8, in groups, without their ends; empty ones are left out. Throws `file-unreadable`. */
export async function* textLines(input: Omit<TextInput, 'voice'>): AsyncGenerator<readonly TextLine[]> {
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
