import { startingWith, takeHead } from './head.ts'
import { byteOrderMark, resolveEncoding, utf16WithoutMark } from './encoding-names.ts'
import { binaryRefusal } from './refuse-bytes.ts'
import { bytesOf, type TextInput } from './source.ts'
import { utf8OrWindows1252 } from './utf8-or-legacy.ts'

/**
 * Turns the bytes of a file into text, in pieces. A byte order mark decides, then `encoding`, then NUL bytes (UTF-16),
 * then the text itself: UTF-8 as long as it is valid, else windows-1252. What was guessed is told in `notices`.
 * Throws `usage` for an unknown encoding and what its voice says for bytes that are no text.
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
  const refusal = mark === undefined ? binaryRefusal(input, head) : undefined
  if (refusal) {
    await iterator.return(undefined)
    throw refusal
  }
  if (mark !== undefined && wanted !== undefined && wanted !== mark)
    notices.push(`${input.name} begins with the mark of ${mark}, so it was read as ${mark}, not as ${wanted}`)
  const known = mark ?? wanted ?? utf16WithoutMark(head)
  const bytes = startingWith(head, iterator)
  if (known === undefined) return utf8OrWindows1252(input, bytes, notices)
  return decodeAs(input.name, known, bytes, notices)
}

async function* decodeAs(
  name: string,
  encoding: string,
  bytes: AsyncIterable<Uint8Array>,
  notices: string[],
): AsyncGenerator<string> {
  const { default: iconv } = await import('iconv-lite')
  const decoder = iconv.getDecoder(encoding)
  let strange = false
  for await (const chunk of bytes) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    strange ||= text.includes('\ufffd')
    yield text
  }
  const rest = decoder.end() ?? ''
  strange ||= rest.includes('\ufffd')
  if (strange)
    notices.push(`${name} holds bytes that are not ${encoding}; they read as \ufffd. Check --encoding`)
  yield rest
}
