import type { ErrorRow } from '../errors.ts'

/** What a column of a batch file can tell. */
export const batchFields = [
  'user',
  'firstName',
  'lastName',
  'name',
  'nickname',
  'team',
  'salesforceUser',
  'system',
  'problem',
] as const

/** One of these. */
export type BatchField = (typeof batchFields)[number]

/** One row of a batch file; empty cells are left out. */
export interface BatchRow {
  /** Counted from 1. */
  readonly line: number
  readonly values: Readonly<Partial<Record<BatchField, string>>>
}

/** Why one row cannot be carried out, told of one of its columns. */
export interface RowProblem extends Pick<ErrorRow, 'reason' | 'flag' | 'action'> {
  readonly line: number
  readonly field: BatchField
  readonly value: string
  /** What all problems of this kind have in common, as a heading. */
  readonly group: string
}
