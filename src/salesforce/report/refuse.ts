import { refused, refuseOtherText } from '../../sheet/refuse-bytes.ts'
import { reportSource, unreadable } from './source.ts'

/** Refuses text that is no CSV: nothing at all, a web page, JSON, or control characters. */
export function refuseOther(name: string, head: string): void {
  const start = head.trimStart()
  if (start === '') throw empty(name)
  if (/^[[{]\s*(["{}\]]|$)/.test(start)) throw refused(reportSource(name), 'JSON')
  refuseOtherText(reportSource(name), head)
}

function empty(name: string): Error {
  return unreadable(`${name} is empty: it holds neither a header line nor people`, [
    'if it was exported from a report, open the report, check its filters, and export it again',
    'if "sf data query" wrote it, the query found nobody: it then writes one empty line and no header',
  ])
}
