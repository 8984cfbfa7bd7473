import { parseEmail } from '../../core/email.ts'
import { columnFlags, type ReportField } from '../report-fields.ts'
import { looksLikeId } from './header.ts'
import { isAboutSomebodyElse } from './labels.ts'
import type { CsvRecord } from '../../sheet/records.ts'

/** The column whose values are Salesforce User IDs, each a different one; the leftmost where there are several. */
export function guessId(labels: readonly string[], sample: readonly CsvRecord[]): number | undefined {
  const columns = labels.flatMap((label, column) => {
    const values = valuesOf(sample, column)
    const ids = values.filter(looksLikeId)
    const good = ids.length > 0 && ids.length * 2 >= values.length && new Set(ids).size === ids.length
    return good && !isAboutSomebodyElse(label) ? [column] : []
  })
  return columns[0]
}

/**
 * Finds e-mail address and username by content where no label tells them. A lone column of addresses is the e-mail
 * address; of two columns the one that only lengthens the other is the username.
 */
export function guessAddresses(
  labels: readonly string[],
  of: Record<ReportField, number[]>,
  sample: readonly CsvRecord[],
  notices: string[],
): void {
  if (of.email.length > 0) return
  const taken = new Set(Object.values(of).flat())
  const columns = labels.flatMap((label, column) =>
    !taken.has(column) && !isAboutSomebodyElse(label) && holdsAddresses(sample, column) ? [column] : [],
  )
  const [first, second] = columns
  if (first === undefined) return
  const take = (field: 'email' | 'username', column: number) => {
    of[field] = [column]
    notices.push(
      `column "${labels[column]}" was taken as the ${field === 'email' ? 'e-mail address' : 'username'} because of what it holds; ${columnFlags[field]} says otherwise`,
    )
  }
  if (second === undefined) return take('email', first)
  if (columns.length > 2 || of.username.length > 0) return undecided(labels, columns, notices)
  const longer = [first, second].find((column) =>
    lengthens(sample, column === first ? second : first, column),
  )
  if (longer === undefined) return undecided(labels, columns, notices)
  take('email', longer === first ? second : first)
  take('username', longer)
}

function undecided(labels: readonly string[], columns: readonly number[], notices: string[]): void {
  const names = columns.map((column) => `"${labels[column]}"`).join(', ')
  notices.push(`${names} all hold addresses and none was taken: say which by ${columnFlags.email} "<label>"`)
}

function lengthens(sample: readonly CsvRecord[], short: number, long: number): boolean {
  const pairs = sample.map((record) => [record.cells[short] ?? '', record.cells[long] ?? ''] as const)
  const longer = pairs.filter(([left, right]) => right.toLowerCase().startsWith(left.toLowerCase()))
  return longer.length * 2 > pairs.length
}

function holdsAddresses(sample: readonly CsvRecord[], column: number): boolean {
  const values = valuesOf(sample, column)
  const addresses = values.filter((value) => 'email' in parseEmail(value))
  return addresses.length > 0 && addresses.length * 5 >= values.length * 4
}

function valuesOf(sample: readonly CsvRecord[], column: number): string[] {
  return sample.map((record) => (record.cells[column] ?? '').trim()).filter((value) => value !== '')
}
