/** A day (YYYY-MM-DD) with counts. */
type Day = { readonly day: string }

/** Days that are shown as one: a day, a week from Monday, or a month. */
export interface Period<Row extends Day> {
  /** The day, the first day of the week, or the month (YYYY-MM). */
  readonly label: string
  readonly days: readonly Row[]
}

/** How long each of the periods is. */
export type PeriodLength = 'day' | 'week' | 'month'

// So many columns fit a narrow page.
const mostPeriods = 60
const dayMilliseconds = 86_400_000

/** The periods of some days; `isCut` where there are earlier ones. */
interface Periods<Row extends Day> {
  readonly length: PeriodLength
  readonly periods: readonly Period<Row>[]
  readonly isCut: boolean
}

/** The periods from the first of these days to the last, those without a day included; the shortest of which there are not too many. */
export function periodsOf<Row extends Day>(days: readonly Row[], most = mostPeriods): Periods<Row> {
  const [first, last] = [days[0]?.day, days.at(-1)?.day]
  if (first === undefined || last === undefined) return { length: 'day', periods: [], isCut: false }
  const span = (Date.parse(last) - Date.parse(first)) / dayMilliseconds
  const length = span < most ? 'day' : span < 7 * (most - 1) ? 'week' : 'month'
  const byLabel = Map.groupBy(days, ({ day }) => labelOf(day, length))
  const labels = []
  const end = labelOf(last, length)
  for (let label = labelOf(first, length); label <= end; label = after(label, length)) labels.push(label)
  return {
    length,
    // Of many years, the last ones.
    periods: labels.slice(-most).map((label) => ({ label, days: byLabel.get(label) ?? [] })),
    isCut: labels.length > most,
  }
}

function labelOf(day: string, length: PeriodLength): string {
  if (length === 'day') return day
  if (length === 'month') return day.slice(0, 7)
  const at = new Date(day)
  return dayOf(at.getTime() - ((at.getUTCDay() + 6) % 7) * dayMilliseconds)
}

function after(label: string, length: PeriodLength): string {
  if (length === 'day') return dayOf(Date.parse(label) + dayMilliseconds)
  if (length === 'week') return dayOf(Date.parse(label) + 7 * dayMilliseconds)
  const [year = 0, month = 0] = label.split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7)
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}
