import { row, type Row } from './options-row.ts'

/** Copies of the ledger, whole or as lines. */
export const copies: readonly Row[] = [
  row(['backup'], { force: false }),
  row(['backup', 'monday.sqlite', '--force'], { file: 'monday.sqlite', force: true }),
]
