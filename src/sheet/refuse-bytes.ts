import { type TextSource, unreadable } from './source.ts'

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
  return known && refused(source, known[1])
}

/** Refuses text that is no table: a web page, or control characters. */
export function refuseOtherText(source: TextSource, head: string): void {
  const start = head.trimStart()
  if (/^<(!doctype html|html|table|head|meta|body|\?xml)/i.test(start))
    throw refused(source, 'a web page or XML, which is what Salesforce writes for Format: Excel .xls')
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  const controls = start.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0
  if (controls * 50 > start.length) throw refused(source, 'no text')
}

/** The failure of a file that is something else. */
export function refused(source: TextSource, what: string): Error {
  return unreadable(source, `${source.name} is ${what}; ${source.voice.expected}`, source.voice.advice)
}
