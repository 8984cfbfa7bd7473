import type { Change, LedgerRow } from '../core/change.ts'
import { visibleJson } from '../core/visible-text.ts'
import type { HistoryReader, RowCounter, RowReader } from '../ledger/ledger.ts'

/** How many rows and change sets a dump has. */
export interface DumpCounts {
  rows: number
  changeSets: number
}

type DumpedLedger = RowReader & RowCounter & HistoryReader

/**
 * The whole ledger as NDJSON, in pieces; equal content gives equal bytes. A first line names the format, then come all
 * rows by kind and key, the history if wanted, and a last line that shows that the file is complete. Counts into `dumped`.
 */
export async function* dumpText(
  ledger: DumpedLedger,
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

// Numbers have no gaps, so no list of all change sets is needed to begin with the oldest.
async function* historyText(ledger: DumpedLedger, dumped: DumpCounts): AsyncGenerator<string> {
  const { changeSets } = await ledger.counts()
  for (let wanted = 1; wanted <= changeSets; wanted += 1) {
    for await (const heads of ledger.history({ number: wanted }))
      for (const { number, at, actor, command, reason, evidence, role, size } of heads)
        yield line({
          entity: 'changeSet',
          number,
          at,
          actor,
          command,
          reason,
          evidence,
          changes: size,
          ...(role === null ? {} : { role }),
        })
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
