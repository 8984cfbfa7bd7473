import type { Change, LedgerRow } from '../core/change.ts'
import { visibleJson } from '../core/visible-text.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** How much a dump held. */
export interface DumpCounts {
  rows: number
  changeSets: number
}

/**
 * The whole ledger as lines of JSON, the same bytes for the same content, in pieces: a head, every row by kind and key,
 * the history where it is wanted, and a last line by which a file that was cut off is known. Counts into `dumped`.
 */
export async function* dumpText(
  ledger: Ledger,
  history: boolean,
  dumped: DumpCounts,
): AsyncGenerator<string> {
  yield line({ sfsync: 'dump', version: 1 })
  for await (const page of ledger.rows()) {
    dumped.rows += page.length
    yield page.map((row) => rowLine(row)).join('')
  }
  if (history) yield* historyText(ledger, dumped)
  yield line({ sfsync: 'end' })
}

function rowLine({ entity, key, row }: LedgerRow): string {
  return line({ entity, key, row })
}

// Numbers have no gaps, so the oldest comes first without a list of all of them in memory.
async function* historyText(ledger: Ledger, dumped: DumpCounts): AsyncGenerator<string> {
  const { changeSets } = await ledger.counts()
  for (let wanted = 1; wanted <= changeSets; wanted += 1) {
    for await (const heads of ledger.history({ number: wanted }))
      for (const { number, at, actor, command, reason, evidence, size } of heads)
        yield line({ entity: 'changeSet', number, at, actor, command, reason, evidence, changes: size })
    for await (const page of ledger.changesOf(wanted))
      yield page.map((change) => changeLine(wanted, change)).join('')
    dumped.changeSets += 1
  }
}

function changeLine(changeSet: number, { entity, key, before, after, origin, evidence }: Change): string {
  return line({ entity: 'change', changeSet, change: { entity, key, before, after, origin, evidence } })
}

function line(value: object): string {
  return `${visibleJson(JSON.stringify(value))}\n`
}
