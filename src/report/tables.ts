import { numberText } from '../core/text.ts'
import type { FirstRows } from '../ledger/ledger.ts'
import type { Person } from './facts.ts'
import { type Html, markup, isolated, lines } from './html.ts'

/** A column of a table: its heading, and the cell of each row; numbers are aligned and sorted as such. */
export interface TableColumn<Row> {
  readonly label: string
  readonly isNumber?: true
  readonly cell: (row: Row) => Html | string | number | null
}

/** A table with a caption, in a place of its own that scrolls where the page is narrow. */
export function table<Row>(
  caption: string,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
): Html {
  const heads = columns.map(({ label, isNumber }) =>
    isNumber === true
      ? markup`<th scope="col" class="number">${label}</th>`
      : markup`<th scope="col">${label}</th>`,
  )
  const body = rows.map((row) => {
    const cells = columns.map(({ cell, isNumber }, at) => {
      const value = cell(row)
      const shown = typeof value === 'number' ? numberText(value) : value
      if (isNumber === true) return markup`<td class="number">${shown}</td>`
      return at === 0 ? markup`<th scope="row">${shown}</th>` : markup`<td>${shown}</td>`
    })
    return markup`<tr>
      ${cells}
    </tr>`
  })
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${lines(body)}
      </tbody>
    </table>
  </div>`
}

/** A chart, and beside it the table with the same figures; below it where the page is narrow. */
export function beside(chart: Html, figures: Html): Html {
  return markup`<div class="pair">
    <div>${chart}</div>
    <div>${figures}</div>
  </div>`
}

/** The command that lists all of them, and who else is on that list, in words that follow "with". */
export interface WholeList {
  readonly typed: string
  readonly others?: string
}

/** A table of the first rows of a list, and where the others are. */
export function firstRowsTable<Row>(
  caption: string,
  columns: readonly TableColumn<Row>[],
  { rows, total }: FirstRows<Row>,
  { typed, others: besides }: WholeList,
): Html {
  const others =
    rows.length < total
      ? markup`<p class="quiet">
          The first ${numberText(rows.length)} of ${numberText(total)}. All of
          them${besides === undefined ? '' : `, with ${besides}`}: ${code(typed)}
        </p>`
      : null
  return markup`${table(caption, columns, rows)}${others}`
}

// No column is as wide as a longer word, so that it is broken where its cell ends.
const longest = 64

/** A command to copy. It is broken at its spaces, and not within a flag or an address. */
export function code(command: string): Html {
  const words = command.split(' ').map((word) => {
    if (word.length > longest) return markup`<span class="long">${word}</span>`
    // A browser breaks a line after one of these.
    return /[-/?]/.test(word) ? markup`<span>${word}</span>` : word
  })
  return markup`<code dir="auto">${words.map((word, at) => (at === 0 ? word : [' ', word]))}</code>`
}

/** Someone by name and address, or by what is known. */
export function personCell({ name, email, userId, salesforceUserId }: Person): Html {
  const called = name === '' ? null : name
  const first = called ?? email ?? salesforceUserId ?? userId ?? ''
  const rest = email !== null && email !== first ? markup` <bdi class="quiet">${email}</bdi>` : null
  return markup`${isolated(first)}${rest}`
}

/** A name that someone typed, or what stands for none. */
export function nameCell(name: string | null, none = '–'): Html {
  return name === null ? markup`<span class="quiet">${none}</span>` : isolated(name)
}

/** A moment (UTC, ISO 8601) or a day, as every reader reads it. */
export function timeCell(at: string | null): Html | string {
  if (at === null) return 'unknown'
  const shown = at.includes('T') ? `${at.slice(0, 16).replace('T', ' ')} UTC` : at
  return markup`<time datetime="${at}">${shown}</time>`
}
