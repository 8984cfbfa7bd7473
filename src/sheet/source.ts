import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { dumpAndLoad, type Hint } from '../core/hint.ts'
import type { TextLine } from './sheet.ts'

/** What sfsync says about a file of one kind (a report, or a table) that it cannot read. */
export interface FileKindTexts {
  readonly code: 'report-unreadable' | 'file-unreadable'
  /** What sfsync reads, as the end of a sentence. */
  readonly expected: string
  /** How to get a file that sfsync reads. */
  readonly advice: readonly string[]
  /** What an empty file lacks, and how to get one that is not empty. */
  readonly empty: { readonly reason: string; readonly advice: readonly string[] }
  /** How to get the file once more. */
  readonly again: string
}

/** A file that is being read. */
export interface TextSource {
  /** As the admin gave it; `-` is shown as "standard input". */
  readonly name: string
  readonly texts: FileKindTexts
}

/** A file with its bytes, which are read once, from the beginning to the end. */
export interface TextInput extends TextSource {
  readonly bytes: AsyncIterable<Uint8Array>
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
}

/** The bytes of a file; throws the code of its kind where the file system fails. */
export async function* bytesOf({
  name,
  bytes,
  texts,
}: Pick<TextInput, 'name' | 'bytes'> & {
  readonly texts: Pick<FileKindTexts, 'code'>
}): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes
  } catch (error) {
    if (error instanceof SfsyncError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = systemReasons[code] ?? (error instanceof Error ? error.message : String(error))
    throw new SfsyncError(texts.code, `cannot read ${name}: ${reason}`, {
      actions: ['check the file name and its permissions'],
      cause: error,
    })
  }
}

/** The failure of a whole file: what is wrong with it, and what to do. */
export function unreadableFile(
  { code }: Pick<FileKindTexts, 'code'>,
  message: string,
  actions: readonly string[],
  rows: readonly ErrorRow[] = [],
): SfsyncError {
  return new SfsyncError(code, message, { actions, rows })
}

/** The bytes that begin a zip archive, such as every workbook but the old .xls. */
export const zipSignature = '504b0304'
/** The bytes that begin a file of Microsoft's compound format: .xls, and workbooks with a password. */
export const compoundSignature = 'd0cf11e0a1b11ae1'

const sqliteDatabase = 'a ledger or another SQLite database'

const signatures: readonly (readonly [hex: string, what: string])[] = [
  ['25504446', 'a PDF document'],
  ['1f8b', 'a gzip archive'],
  ['53514c6974652066', sqliteDatabase],
]

/** Throws for bytes that begin a known format other than text. */
export function refuseBinary(source: TextSource, head: Uint8Array): void {
  const known = knownBinary(head)
  if (known !== undefined) throw wrongFileError(source, known)
}

function knownBinary(head: Uint8Array): string | undefined {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex')
  return signatures.find(([signature]) => hex.startsWith(signature))?.[1]
}

const fewControls = 3

/** Throws for text that is not a table: nothing at all, XML, or control characters. */
export function refuseOtherText(source: TextSource, head: string): void {
  const start = head.trimStart()
  if (start === '') throw emptyError(source)
  if (/^<(!doctype|\?xml)/i.test(start)) throw wrongFileError(source, 'XML')
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  const controls = start.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0
  // A few stray ones are told with their cells.
  if (controls > fewControls && controls * 50 > start.length) throw wrongFileError(source, 'not a text file')
}

/** The failure of a file without any content. */
export function emptyError({ name, texts }: TextSource): Error {
  return unreadableFile(texts, `${name} is empty: ${texts.empty.reason}`, texts.empty.advice)
}

/** The failure of a file that is something else. */
export function wrongFileError({ name, texts }: TextSource, what: string): Error {
  return unreadableFile(texts, `${name} is ${what}; ${texts.expected}`, texts.advice)
}

// A backup is easily taken for a dump.
function refuseDatabase(name: string, head: Uint8Array): void {
  const known = knownBinary(head)
  if (known !== sqliteDatabase) return
  const actions: Hint[] = ['name a file that sfsync dump or sfsync plan wrote']
  if (name !== 'standard input')
    actions.unshift({ text: 'to load a ledger, make a dump of it first', command: dumpAndLoad(name).dump })
  throw new SfsyncError('file-unreadable', `${name} is ${known}, not a text file`, { actions })
}

// A row of the ledger has a few hundred characters; /dev/zero has no end.
const maxLineLength = 10_000_000

/** The lines of a UTF-8 text that sfsync wrote, in groups, without their ends and without empty ones. Throws `file-unreadable`. */
export async function* textLines(
  input: Pick<TextInput, 'name' | 'bytes'>,
): AsyncGenerator<readonly TextLine[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let isFirst = true
  let rest: string[] = []
  let restLength = 0
  let line = 0
  const lines = (texts: readonly string[]): TextLine[] =>
    texts.flatMap((each) => {
      line += 1
      const text = each.endsWith('\r') ? each.slice(0, -1) : each
      return text === '' ? [] : [{ line, text }]
    })
  try {
    for await (const bytes of bytesOf({ ...input, texts: { code: 'file-unreadable' } })) {
      if (isFirst) refuseDatabase(input.name, bytes)
      isFirst = false
      const [first = '', ...others] = decoder.decode(bytes, { stream: true }).split('\n')
      rest.push(first)
      restLength += first.length
      if (restLength > maxLineLength)
        throw unreadableFile(
          { code: 'file-unreadable' },
          `line ${line + 1} of ${input.name} is longer than any that sfsync writes`,
          ['name a file that sfsync wrote'],
        )
      const last = others.pop()
      if (last === undefined) continue
      yield lines([rest.join(''), ...others])
      rest = [last]
      restLength = last.length
    }
    yield lines([rest.join('') + decoder.decode()])
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new SfsyncError('file-unreadable', `${input.name} is not UTF-8 after line ${line}`, {
      actions: ['another program changed it: write it again with sfsync'],
      cause: error,
    })
  }
}
