import type { LinkFinding } from '../../salesforce/links.ts'
import type { Column } from '../output/columns.ts'

/** What doctor found of one thing. */
export interface Finding extends Pick<LinkFinding, 'result' | 'detail'> {
  readonly check: string
}

/** The columns of `doctor`. */
export const findingColumns: readonly Column<Finding>[] = [
  { key: 'check', label: 'Check', kind: 'id', value: ({ check }) => check },
  { key: 'result', label: 'Result', kind: 'text', value: ({ result }) => result },
  { key: 'detail', label: 'Detail', kind: 'text', value: ({ detail }) => detail },
]
