import { isAscii, isUtf8 } from 'node:buffer'
import { distance } from 'fastest-levenshtein'
import { bytesOf, refuseBinary, type TextInput, type TextSource, unreadableFile } from './source.ts'
import { SfsyncError } from '../core/errors.ts'

/**
 * Turns the bytes of a file into text, in pieces. A byte order mark decides as long as the bytes fit it, then `encoding`,
 * then NUL bytes (UTF-16), then the text itself: UTF-8 as long as it is valid, else windows-1252. Guesses are added to
 * `notices`. Marks at the beginning of lines are left out, and CR CR LF is one line end.
 * Throws `usage` for an unknown encoding, and the code of the file's kind for bytes that are not text.
 */
export async function decode(
  input: TextInput,
  encoding: string | undefined,
  notices: string[],
): Promise<AsyncIterable<string>> {
  const wanted = encoding === undefined ? undefined : await resolveEncoding(encoding)
  const iterator = bytesOf(input)
  const head = await takeHead(iterator)
  const mark = byteOrderMark(head)
  try {
    if (mark === undefined) refuseBinary(input, head)
  } catch (error) {
    await iterator.return(undefined)
    throw error
  }
  const bytes = startingWith(head, iterator)
  return tidyLines(textOf({ source: input, notices, mark, wanted, utf16: utf16WithoutMark(head) }, bytes))
}

/** What is known about the encoding of a file before it is read. */
interface Signs {
  readonly source: TextSource
  readonly notices: string[]
  /** The encoding that its byte order mark names. */
  readonly mark: string | undefined
  /** The encoding that the admin names. */
  readonly wanted: string | undefined
  /** The encoding that its NUL bytes show. */
  readonly utf16: string | undefined
}

function textOf(signs: Signs, bytes: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const { source, notices, mark, wanted, utf16 } = signs
  const isWanted = wanted !== undefined && (mark === undefined || (mark !== 'UTF-8' && utf16 === undefined))
  const known = isWanted ? wanted : mark === 'UTF-8' ? undefined : (mark ?? utf16)
  if (mark !== undefined && known === mark && wanted !== undefined && wanted !== mark)
    notices.push(markWins(source, mark, wanted))
  return known === undefined ? utf8OrLegacy(signs, bytes) : decodeAs(source.name, known, bytes, notices)
}

function markWins({ name }: TextSource, mark: string, wanted: string): string {
  return `${name} has a ${mark} byte order mark, so it was read as ${mark}, not as ${wanted}`
}

/** Leaves out what joining files and converting them twice left: marks at the beginning of lines, and CR CR LF. */
async function* tidyLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = ''
  let isLineStart = true
  for await (const piece of text) {
    let joined = held + piece
    // A CR at the end may belong to the next piece.
    const end = joined.length - (joined.endsWith('\r\r') ? 2 : Number(joined.endsWith('\r')))
    held = joined.slice(end)
    joined = tidied(joined.slice(0, end), isLineStart)
    if (joined === '') continue
    isLineStart = joined.endsWith('\n') || joined.endsWith('\r')
    yield joined
  }
  if (held !== '') yield held
}

function tidied(text: string, isLineStart: boolean): string {
  const lines = text.includes('\r\r\n') ? text.replaceAll('\r\r\n', '\r\n') : text
  if (!lines.includes('\ufeff')) return lines
  const inside = lines.replace(/([\r\n])\ufeff+/g, '$1')
  return isLineStart ? inside.replace(/^\ufeff+/, '') : inside
}

async function* decodeAs(
  name: string,
  encoding: string,
  bytes: AsyncIterable<Uint8Array>,
  notices: string[],
): AsyncGenerator<string> {
  const { default: iconv } = await import('iconv-lite')
  const decoder = iconv.getDecoder(encoding)
  let hasReplacements = false
  for await (const chunk of bytes) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    hasReplacements ||= text.includes('\ufffd')
    yield text
  }
  const rest = decoder.end() ?? ''
  hasReplacements ||= rest.includes('\ufffd')
  if (hasReplacements)
    notices.push(
      `${name} contains bytes that are not ${encoding}; they are shown as \ufffd. Check --encoding`,
    )
  yield rest
}

// What Salesforce offers when a report is exported, and what else spreadsheets write; iconv-lite knows many more.
const usualEncodings = [
  'UTF-8',
  'UTF-16LE',
  'UTF-16BE',
  'windows-1252',
  'ISO-8859-1',
  'ISO-8859-15',
  'Shift_JIS',
  'EUC-JP',
  'GB2312',
  'GB18030',
  'Big5',
  'EUC-KR',
  'windows-1250',
  'windows-1251',
  'ISO-8859-2',
  'macintosh',
]

// iconv-lite decodes these too, but they are not character sets.
const notCharacterSets = new Set(['base64', 'hex', 'binary'])

/** The name by which iconv-lite decodes an encoding; throws `usage` for a name it does not know. */
async function resolveEncoding(encoding: string): Promise<string> {
  const { default: iconv } = await import('iconv-lite')
  const wanted = encoding.trim().toLowerCase()
  // Source: the WHATWG Encoding Standard, which reads ISO-8859-1 as its superset windows-1252.
  if (/^(iso[-_]?8859[-_]?1|latin[-_]?1)$/.test(wanted)) return 'windows-1252'
  if (notCharacterSets.has(wanted) || wanted === '' || !iconv.encodingExists(wanted))
    throw unknownEncodingError(encoding)
  return (
    usualEncodings.find((usual) => usual.toLowerCase().replace('-', '') === wanted.replace('-', '')) ?? wanted
  )
}

function unknownEncodingError(encoding: string): SfsyncError {
  const distanceTo = (name: string) => distance(plain(encoding), plain(name))
  const names = usualEncodings.toSorted((left, right) => distanceTo(left) - distanceTo(right))
  return new SfsyncError('usage', `unknown encoding "${encoding}"`, {
    actions: [
      `Did you mean ${names.slice(0, 3).join(', ')}?`,
      `common encodings: ${usualEncodings.join(', ')}`,
    ],
  })
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** The encoding that a byte order mark names. */
function byteOrderMark(head: Uint8Array): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'UTF-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16LE'
  if (head[0] === 0xfe && head[1] === 0xff) return 'UTF-16BE'
  return undefined
}

// What a table has in its first lines whatever its language: line breaks, separators, quotes and spaces.
const structure = new Set(Buffer.from('\r\n,;\t|" '))

/** Recognizes UTF-16 without a mark: NUL bytes on one side of the pairs only, and more than once beside such signs. */
function utf16WithoutMark(head: Uint8Array): string | undefined {
  const sides = [0, 0]
  const signs = [0, 0]
  for (const [index, byte] of head.entries())
    if (byte === 0) {
      const side = index % 2
      sides[side] = (sides[side] ?? 0) + 1
      if (structure.has(head[index ^ 1] ?? 0)) signs[side] = (signs[side] ?? 0) + 1
    }
  const [first = 0, second = 0] = sides
  const [big = 0, little = 0] = signs
  const enough = head.length / 50
  if (second > enough && first === 0 && little > 1) return 'UTF-16LE'
  if (first > enough && second === 0 && big > 1) return 'UTF-16BE'
  return undefined
}

const newline = 0x0a

/**
 * Decodes UTF-8; at the first invalid byte switches to the wanted encoding or windows-1252, which loses nothing because
 * all before was ASCII. Throws when valid UTF-8 letters came before, for then no single encoding gives every name right,
 * and when a byte order mark promised UTF-8 and no one named another encoding.
 */
async function* utf8OrLegacy(signs: Signs, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const place = { source: signs.source, line: 1, hasLetters: false }
  let legacy: Legacy | undefined
  let skip = signs.mark === undefined ? 0 : 3
  let pending = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const joined = Buffer.concat([pending, chunk]).subarray(skip)
    skip = 0
    const whole = legacy ? joined : joined.subarray(0, joined.length - openSequence(joined))
    pending = joined.subarray(whole.length)
    if (!legacy && !isUtf8(whole)) legacy = await switchToLegacy(whole, place, signs)
    yield legacy ? legacy.text(whole) : utf8Text(whole, place)
  }
  if (pending.length > 0) {
    legacy ??= await switchToLegacy(pending, place, signs)
    yield legacy.text(pending)
  }
  const { mark, wanted, notices, source } = signs
  if (legacy === undefined && mark !== undefined && wanted !== undefined && wanted !== mark)
    notices.push(markWins(source, mark, wanted))
}

/** Decodes bytes that are not UTF-8. */
interface Legacy {
  text(bytes: Buffer): string
}

interface Place {
  readonly source: TextSource
  line: number
  hasLetters: boolean
}

function utf8Text(bytes: Buffer, place: Place): string {
  if (isAscii(bytes)) {
    place.line += lineBreaks(bytes)
    return bytes.toString('latin1')
  }
  place.hasLetters = true
  place.line += lineBreaks(bytes)
  return bytes.toString('utf8')
}

async function switchToLegacy(
  bytes: Buffer,
  place: Place,
  { mark, wanted, notices, source }: Signs,
): Promise<Legacy> {
  const lenient = bytes.toString('utf8')
  // oxlint-disable-next-line no-control-regex -- the whole of ASCII is meant
  if (place.hasLetters || /[^\u0000-\u007f\ufffd]/.test(lenient)) throw mixedError(place, lenient)
  const named = wanted === mark ? undefined : wanted
  if (mark !== undefined && named === undefined)
    throw brokenAt(place, lenient, `not ${mark}, although the file begins with the mark of ${mark}`)
  const { default: iconv } = await import('iconv-lite')
  const decoder = iconv.getDecoder(named ?? 'windows-1252')
  if (named !== undefined) {
    notices.push(
      `${source.name} begins with the byte order mark of ${mark}, but is not ${mark}; it was read as ${named}`,
    )
    return { text: (each) => decoder.write(each) }
  }
  notices.push(
    `${source.name} is not UTF-8 and was read as windows-1252 (Western European). If names look wrong, name its encoding with --encoding`,
  )
  return { text: (each) => windows1252Text(decoder.write(each), place) }
}

function windows1252Text(text: string, place: Place): string {
  // Bytes that windows-1252 leaves unused, and that East Asian encodings use all the time.
  const strange = /[\u0081\u008d\u008f\u0090\u009d\ufffd]/.exec(text)
  if (strange) throw unknownTextError(place, text.slice(0, strange.index), 'neither UTF-8 nor windows-1252')
  // The mark of UTF-8, read as windows-1252.
  const joined = text.indexOf('ï»¿')
  if (joined >= 0)
    throw unknownTextError(place, text.slice(0, joined), 'UTF-8, although lines before it are not')
  place.line += text.split('\n').length - 1
  return text
}

function mixedError(place: Place, lenient: string): Error {
  return brokenAt(place, lenient, 'not UTF-8, although other characters in it are')
}

function brokenAt(place: Place, lenient: string, what: string): Error {
  return unknownTextError(place, lenient.slice(0, lenient.indexOf('\ufffd')), what)
}

function unknownTextError(place: Place, before: string, what: string): Error {
  const line = place.line + before.split('\n').length - 1
  const { source } = place
  return unreadableFile(
    source.texts,
    `${source.name}:${line} is ${what}, so the encoding is unknown`,
    [
      `${source.texts.again} with the encoding Unicode (UTF-8)`,
      'or name the encoding it was exported with, for example --encoding Shift_JIS, GB2312, Big5, EUC-KR or windows-1252',
    ],
    [{ file: source.name, line, reason: `this line is ${what}` }],
  )
}

/** How many bytes at the end begin a UTF-8 sequence that the next chunk continues. */
function openSequence(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return back < sequenceLength(byte) ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

function sequenceLength(leading: number): number {
  if (leading >= 0xf0) return 4
  return leading >= 0xe0 ? 3 : 2
}

function lineBreaks(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1
  return count
}

// Enough to see a byte order mark, NUL bytes and the kind of a file.
const headSize = 4096

/** The first bytes of a source: at least 4,096 unless it is shorter. */
export async function takeHead(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  while (size < headSize) {
    const next = await iterator.next()
    if (next.done) break
    parts.push(next.value)
    size += next.value.length
  }
  return Buffer.concat(parts)
}

/** The head again, then the rest of the source, which is closed when the reader stops early. */
export async function* startingWith<Piece>(
  head: Piece,
  iterator: AsyncIterator<Piece>,
): AsyncGenerator<Piece> {
  try {
    yield head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}
