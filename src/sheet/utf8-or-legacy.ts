import { isAscii, isUtf8 } from 'node:buffer'
import { type TextSource, unreadable } from './source.ts'

const newline = 0x0a

/**
 * Decodes UTF-8; at the first byte that is none, turns to windows-1252, which loses nothing because all before was ASCII.
 * Throws when valid UTF-8 letters came before: then no single encoding gives every name right.
 */
export async function* utf8OrWindows1252(
  source: TextSource,
  bytes: AsyncIterable<Uint8Array>,
  notices: string[],
): AsyncGenerator<string> {
  const place = { source, line: 1, sawLetters: false }
  let legacy: { write(bytes: Buffer): string } | undefined
  let kept = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const joined = Buffer.concat([kept, chunk])
    const whole = legacy ? joined : joined.subarray(0, joined.length - openSequence(joined))
    kept = joined.subarray(whole.length)
    if (!legacy && !isUtf8(whole)) legacy = await turnToLegacy(whole, place, notices)
    yield legacy ? legacyText(legacy.write(whole), place) : utf8Text(whole, place)
  }
  if (kept.length === 0) return
  legacy ??= await turnToLegacy(kept, place, notices)
  yield legacyText(legacy.write(kept), place)
}

interface Place {
  readonly source: TextSource
  line: number
  sawLetters: boolean
}

function utf8Text(bytes: Buffer, place: Place): string {
  if (isAscii(bytes)) {
    place.line += lineBreaks(bytes)
    return bytes.toString('latin1')
  }
  place.sawLetters = true
  place.line += lineBreaks(bytes)
  return bytes.toString('utf8')
}

async function turnToLegacy(
  bytes: Buffer,
  place: Place,
  notices: string[],
): Promise<{ write(bytes: Buffer): string }> {
  const lenient = bytes.toString('utf8')
  // oxlint-disable-next-line no-control-regex -- the whole of ASCII is meant
  if (place.sawLetters || /[^\u0000-\u007f\ufffd]/.test(lenient)) throw mixed(place, lenient)
  notices.push(
    `${place.source.name} is not UTF-8 and was read as windows-1252 (Western European). If names look wrong, say the encoding it was exported with: --encoding`,
  )
  const { default: iconv } = await import('iconv-lite')
  return iconv.getDecoder('windows-1252')
}

function legacyText(text: string, place: Place): string {
  // Bytes that windows-1252 leaves unused, and that East Asian encodings use all the time.
  const strange = /[\u0081\u008d\u008f\u0090\u009d\ufffd]/.exec(text)
  if (!strange) {
    place.line += text.split('\n').length - 1
    return text
  }
  throw untold(place, text.slice(0, strange.index), 'neither UTF-8 nor windows-1252')
}

function mixed(place: Place, lenient: string): Error {
  return untold(
    place,
    lenient.slice(0, lenient.indexOf('\ufffd')),
    'not UTF-8, although other characters in it are',
  )
}

function untold(place: Place, before: string, what: string): Error {
  const line = place.line + before.split('\n').length - 1
  const { source } = place
  return unreadable(
    source,
    `${source.name}:${line} is ${what}, so its encoding cannot be told`,
    [
      `${source.voice.again} with the encoding Unicode (UTF-8)`,
      'or say the encoding it was exported with, for example --encoding Shift_JIS, GB2312, Big5, EUC-KR or windows-1252',
    ],
    [{ file: source.name, line, reason: `this line is ${what}` }],
  )
}

/** How many bytes at the end begin a UTF-8 sequence that the next chunk goes on with. */
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
