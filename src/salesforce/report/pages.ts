import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { Columns } from './columns.ts'
import { FooterSieve } from './footer.ts'
import type { Problems } from './problems.ts'
import type { CsvRecord } from '../../sheet/records.ts'
import { RowReader } from './rows.ts'

const pageSize = 1_000

/**
 * The people of a report in pages of about a thousand, as fast as they are taken. `problems` and `notices` are complete
 * after the last page. Throws `report-unreadable` at the end when all IDs have lost their letter case.
 */
export async function* readPages(
  name: string,
  batches: AsyncIterable<readonly CsvRecord[]>,
  columns: Columns,
  problems: Problems,
  notices: string[],
): AsyncGenerator<readonly SalesforceUser[]> {
  const sieve = new FooterSieve(columns.labels.length, columns.id)
  const rows = new RowReader(name, columns, problems)
  let page: SalesforceUser[] = []
  let people = 0
  const take = (record: CsvRecord) => {
    const person = rows.read(record)
    if (person) page.push(person)
  }
  for await (const batch of batches) {
    for (const record of sieve.pass(batch)) {
      take(record)
      if (page.length < pageSize) continue
      people += page.length
      yield page
      page = []
    }
  }
  const end = sieve.end()
  for (const record of end.people) take(record)
  notices.push(...rows.notices(), ...problems.notices(), ...footerNotice(name, end.footer))
  people += page.length
  if (people + problems.rows.length === 0) notices.push(`${name} holds no people, only its header`)
  if (page.length > 0) yield page
}

function footerNotice(name: string, footer: readonly CsvRecord[]): string[] {
  const [first] = footer
  if (first === undefined) return []
  const lines = footer.length === 1 ? 'line' : `${footer.length} lines`
  return [`left out the ${lines} below the people, from ${name}:${first.line} on: the report's footer`]
}
