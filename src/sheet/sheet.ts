import type { ErrorRow } from '../core/errors.ts'
import type { OddCell } from './odd-cells.ts'

/** A table read from a file, whole: a batch is decided whole. */
export interface Sheet {
  /** As the admin gave it; "standard input" for `-`. */
  readonly name: string
  /** `csv` is every separated text, `workbook` XLSX, ODS and tables of web pages. */
  readonly form: 'csv' | 'workbook' | 'ndjson' | 'yaml'
  /** Between cells; a comma for the other forms. */
  readonly separator: string
  /** The header as it is written, without columns that are entirely empty. */
  readonly labels: readonly string[]
  readonly rows: readonly SheetRow[]
  /** Rows whose cells are unclear, and lines that are not a JSON object. */
  readonly problems: readonly ErrorRow[]
  /** What had to be guessed, as sentences. */
  readonly notices: readonly string[]
}

/** One row: as many cells as the sheet has labels, trimmed, without the apostrophe that guards formulas. */
export interface SheetRow {
  /** The line it begins on, counted from 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** The cells of a workbook that hold something else than a text. */
  readonly odd?: readonly OddCell[]
}

/** One line of a text that sfsync wrote itself. */
export interface TextLine {
  /** Counted from 1. */
  readonly line: number
  readonly text: string
}
