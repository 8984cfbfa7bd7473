import { mayBeOneName } from '../../core/match/identity.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import { fold, normalizeEmail, tidy } from '../../core/text.ts'
import type { ReportField } from '../../sheet/report-fields.ts'
import type { Columns } from './columns.ts'

/** A cell that says something else than another cell of its row. */
export interface Contradiction {
  readonly column: string
  readonly value: string
  readonly reason: string
}

// These say who a user is; of two columns with other fields the first counts, as the notice says.
const identifying = [
  'username',
  'email',
  'name',
  'firstName',
  'lastName',
] as const satisfies readonly ReportField[]

/** Finds columns of one row that contradict each other about who it is. */
export class ContradictionFinder {
  readonly #columns: Columns
  readonly #repeated: readonly (typeof identifying)[number][]
  readonly #hasWholeName: boolean

  constructor(columns: Columns) {
    const { of, labels } = columns
    this.#columns = columns
    this.#repeated = identifying.filter((field) => of[field].length > 1)
    // A list of sfsync itself has what the directory has, where a name and its parts may be from different reports.
    const isOurList = of.firstName.some((column) => labels[column] === 'firstName')
    this.#hasWholeName = !isOurList && of.name.length > 0 && of.firstName.length > 0 && of.lastName.length > 0
  }

  /** The first contradiction of a row; undefined if there is none. */
  find(cells: readonly string[], salesforceUserId: SalesforceUserId): Contradiction | undefined {
    const { of, otherIds } = this.#columns
    for (const column of otherIds) {
      const parsed = parseSalesforceUserId(cells[column] ?? '')
      if ('salesforceUserId' in parsed && parsed.salesforceUserId !== salesforceUserId)
        return this.#contradiction(cells, column, this.#columns.id)
    }
    for (const field of this.#repeated) {
      const filled = of[field].filter((column) => (cells[column] ?? '') !== '')
      const [first, ...others] = filled
      const other = others.find((column) => !isSame(field, cells[first ?? -1] ?? '', cells[column] ?? ''))
      if (first !== undefined && other !== undefined) return this.#contradiction(cells, other, first)
    }
    return this.#hasWholeName ? this.#otherName(cells) : undefined
  }

  #otherName(cells: readonly string[]): Contradiction | undefined {
    const { of } = this.#columns
    const column = of.name.find((each) => (cells[each] ?? '') !== '')
    const textOf = (field: 'firstName' | 'lastName') =>
      cells[of[field].find((each) => (cells[each] ?? '') !== '') ?? -1] ?? ''
    const parts = tidy(`${textOf('firstName')} ${textOf('lastName')}`)
    const name = column === undefined ? '' : (cells[column] ?? '')
    if (column === undefined || parts === '' || fold(name) === fold(parts) || mayBeOneName(name, parts))
      return undefined
    return {
      column: this.#columns.labels[column] ?? '',
      value: name,
      reason: `the full name is ${name}, but first and last name are ${parts}`,
    }
  }

  #contradiction(cells: readonly string[], column: number, other: number): Contradiction {
    const { labels } = this.#columns
    const value = cells[column] ?? ''
    return {
      column: labels[column] ?? '',
      value,
      reason: `"${value}" contradicts column "${labels[other] ?? ''}", which has "${cells[other] ?? ''}"`,
    }
  }
}

function isSame(field: (typeof identifying)[number], left: string, right: string): boolean {
  if (field === 'name') return mayBeOneName(left, right)
  return field === 'username' || field === 'email'
    ? normalizeEmail(left) === normalizeEmail(right)
    : fold(left) === fold(right)
}
