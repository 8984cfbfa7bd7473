import { SfsyncError } from '../core/errors.ts'
import { distance } from 'fastest-levenshtein'

// What Salesforce offers at export, and what else spreadsheets write; iconv-lite knows many more.
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

// iconv-lite decodes these too, but they are no character sets.
const notForText = new Set(['base64', 'hex', 'binary'])

/** The name by which iconv-lite decodes an encoding; throws `usage` for a name it does not know. */
export async function resolveEncoding(encoding: string): Promise<string> {
  const { default: iconv } = await import('iconv-lite')
  const wanted = encoding.trim().toLowerCase()
  // Source: the WHATWG Encoding Standard, which reads ISO-8859-1 as its superset windows-1252.
  if (/^(iso[-_]?8859[-_]?1|latin[-_]?1)$/.test(wanted)) return 'windows-1252'
  if (notForText.has(wanted) || wanted === '' || !iconv.encodingExists(wanted))
    throw unknownEncoding(encoding)
  return (
    usualEncodings.find((usual) => usual.toLowerCase().replace('-', '') === wanted.replace('-', '')) ?? wanted
  )
}

function unknownEncoding(encoding: string): SfsyncError {
  const away = (name: string) => distance(plain(encoding), plain(name))
  const names = usualEncodings.toSorted((left, right) => away(left) - away(right))
  return new SfsyncError('usage', `there is no encoding "${encoding}"`, {
    actions: [`Did you mean ${names.slice(0, 3).join(', ')}?`, `usual names: ${usualEncodings.join(', ')}`],
  })
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** The encoding that a byte order mark tells. */
export function byteOrderMark(head: Uint8Array): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'UTF-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16LE'
  if (head[0] === 0xfe && head[1] === 0xff) return 'UTF-16BE'
  return undefined
}

/** Recognises UTF-16 without a mark: NUL bytes (half of each ASCII character) on one side of the pairs only. */
export function utf16WithoutMark(head: Uint8Array): string | undefined {
  let first = 0
  let second = 0
  for (const [index, byte] of head.entries())
    if (byte === 0) {
      if (index % 2 === 0) first += 1
      else second += 1
    }
  const enough = head.length / 50
  if (second > enough && first === 0) return 'UTF-16LE'
  if (first > enough && second === 0) return 'UTF-16BE'
  return undefined
}
