import type { Change } from '../../core/change.ts'
import type { Context } from '../context.ts'
import { type Column, idColumn, textColumn } from './columns.ts'
import { renderList } from './render.ts'

/** One field of one changed row. */
interface FieldChange {
  readonly entity: string
  readonly key: string
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** Columns for the formats that know no nested rows. */
export const changeColumns: readonly Column<FieldChange>[] = [
  textColumn('entity', 'Entity', ({ entity }) => entity),
  idColumn('key', 'Key', ({ key }) => key),
  textColumn('field', 'Field', ({ field }) => field),
  textColumn('before', 'Before', ({ before }) => before),
  textColumn('after', 'After', ({ after }) => after),
]

/** Changes field by field; fields that stay are left out. */
export function fieldChanges(changes: readonly Change[]): FieldChange[] {
  return changes.flatMap(({ entity, key, before, after }) => {
    const old = new Map(Object.entries(before ?? {}))
    const fresh = new Map(Object.entries(after ?? {}))
    const fields = [...new Set([...old.keys(), ...fresh.keys()])]
    return fields.flatMap((field) => {
      const [left, right] = [textOf(old.get(field)), textOf(fresh.get(field))]
      return left === right ? [] : [{ entity, key, field, before: left, after: right }]
    })
  })
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** Writes changes field by field, in the chosen format. */
export async function writeFieldChanges(
  { format, stdout }: Pick<Context, 'format' | 'stdout'>,
  changes: readonly Change[],
): Promise<void> {
  const fields = fieldChanges(changes)
  // Who only wants IDs wants each of them once.
  const rows = format === 'ids' ? fields.filter(({ key }, at) => key !== fields[at - 1]?.key) : fields
  await renderList(changeColumns, [rows], format, stdout)
}
