import { exportAdvice, unreadable } from './source.ts'

const signatures: readonly (readonly [hex: string, what: string])[] = [
  ['504b0304', 'an Excel workbook (.xlsx) or another zip archive'],
  ['d0cf11e0a1b11ae1', 'an Excel workbook (.xls)'],
  ['25504446', 'a PDF document'],
  ['1f8b', 'a gzip archive'],
]

/** The refusal of bytes that are known to be no text; undefined for others. */
export function binaryRefusal(name: string, head: Uint8Array): Error | undefined {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex')
  const known = signatures.find(([signature]) => hex.startsWith(signature))
  return known && refused(name, known[1])
}

/** Refuses text that is no CSV: nothing at all, a web page, JSON, or control characters. */
export function refuseOtherText(name: string, head: string): void {
  const start = head.trimStart()
  if (start === '') throw empty(name)
  if (/^<(!doctype html|html|table|head|meta|body|\?xml)/i.test(start))
    throw refused(name, 'a web page or XML, which is what Salesforce writes for Format: Excel .xls')
  if (/^[[{]\s*(["{}\]]|$)/.test(start)) throw refused(name, 'JSON')
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  const controls = start.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0
  if (controls * 50 > start.length) throw refused(name, 'no text')
}

function refused(name: string, what: string): Error {
  return unreadable(`${name} is ${what}; sfsync reads reports exported as CSV`, [
    exportAdvice,
    'A query does as well: sf data query --result-format csv --query "SELECT Id, Name, Username, Email, IsActive FROM User"',
  ])
}

function empty(name: string): Error {
  return unreadable(`${name} is empty: it holds neither a header line nor people`, [
    'if it was exported from a report, open the report, check its filters, and export it again',
    'if "sf data query" wrote it, the query found nobody: it then writes one empty line and no header',
  ])
}
