import type { OddValue } from './workbook/workbook.ts'

/** A cell of a workbook that holds something else than a text. */
export interface OddCell {
  /** Its place among the cells of its row. */
  readonly column: number
  /** `Sheet1!C12`. */
  readonly place: string
  readonly value: OddValue
}

/**
 * What a column takes besides texts: nothing (IDs, names and addresses are damaged then), whole numbers (a team, an
 * employee number), ticks, or times.
 */
export type Takes = 'texts' | 'digits' | 'ticks' | 'times'

/** Why a cell cannot be what was meant; undefined where it can. */
export function oddReason({ place, value }: OddCell, takes: Takes): string | undefined {
  const { kind, text, isRounded = false } = value
  switch (kind) {
    case 'error':
      return `${place} shows the error ${text} instead of a value`
    case 'formula':
      return `${place} is a formula, ${text}, whose value is not in the file; open the file in a spreadsheet program and save it again`
    case 'number':
      if (isRounded)
        return `${place} is the number ${text}: a spreadsheet keeps only 15 digits, the rest is lost`
      if (takes === 'ticks' || (takes === 'digits' && /^\d+$/.test(text))) return undefined
      return `${place} is the number ${text}, not a text; format the cell as text and enter the value again`
    case 'date':
      if (takes === 'times') return undefined
      return `${place} is the date ${text}: a spreadsheet made it of what was typed; format the cell as text and enter the value again`
    case 'boolean':
      return takes === 'ticks' ? undefined : `${place} is the truth value ${text}, not a text`
  }
}
