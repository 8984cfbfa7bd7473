import type { ErrorRow } from '../../core/errors.ts'

// More than an admin reads; the rest is counted, so that memory stays flat.
const mostKept = 10_000
const longestValue = 200

/** Collects the rows that could not be taken, and counts those beyond 10,000. */
export class Problems {
  readonly rows: ErrorRow[] = []
  private beyond = 0

  add(row: ErrorRow): void {
    if (this.rows.length >= mostKept) this.beyond += 1
    else if (row.value === undefined || row.value.length <= longestValue) this.rows.push(row)
    else this.rows.push({ ...row, value: `${row.value.slice(0, longestValue)}…` })
  }

  /** What to tell about the rows that were only counted. */
  notices(): string[] {
    if (this.beyond === 0) return []
    return [`${this.beyond} more rows could not be taken; only the first ${mostKept} are listed`]
  }
}
