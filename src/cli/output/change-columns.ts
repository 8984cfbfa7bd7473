import type { Change } from '../../core/change.ts'
import type { Column } from './columns.ts'

/** One field of one changed row. */
export interface FieldChange {
  readonly entity: string
  readonly key: string
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** Columns for the formats that know no nested rows. */
export const changeColumns: readonly Column<FieldChange>[] = [
  { key: 'entity', label: 'Entity', kind: 'text', value: ({ entity }) => entity },
  { key: 'key', label: 'Key', kind: 'id', value: ({ key }) => key },
  { key: 'field', label: 'Field', kind: 'text', value: ({ field }) => field },
  { key: 'before', label: 'Before', kind: 'text', value: ({ before }) => before },
  { key: 'after', label: 'After', kind: 'text', value: ({ after }) => after },
]

/** Changes field by field; fields that stay are left out. */
export function fieldChanges(changes: readonly Change[]): FieldChange[] {
  return changes.flatMap(({ entity, key, before, after }) => {
    const old = new Map(Object.entries(before ?? {}))
    const fresh = new Map(Object.entries(after ?? {}))
    const fields = [...new Set([...old.keys(), ...fresh.keys()])]
    return fields.flatMap((field) => {
      const [left, right] = [text(old.get(field)), text(fresh.get(field))]
      return left === right ? [] : [{ entity, key, field, before: left, after: right }]
    })
  })
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
