import type { Table } from '../data/table.ts'
import type { Field } from '../data/schema.ts'
import type { FieldName } from './query.ts'
import { invalidField, invalidType } from './refusal.ts'

/** What one identity sees of the org. */
export interface World {
  /** The clock of the org, in milliseconds. */
  readonly now: number
  /** Whether deleted records are found as well. */
  readonly includeDeleted: boolean
  /** A table by its lower-case name; undefined where the identity may not read it. */
  table(name: string): Table | undefined
  /** Whether a field may be seen, by its whole path. */
  readable(object: string, field: string): boolean
  /** Which rows are shared with the identity; undefined where all are. */
  sees(table: Table): ((row: number) => boolean) | undefined
}

/** The table that a query names; throws INVALID_TYPE. */
export function tableNamed(world: World, { name, at }: FieldName): Table {
  const table = world.table(name.toLowerCase())
  if (table === undefined) throw invalidType(name, at)
  return table
}

/** The field that a query names; throws INVALID_FIELD. */
export function fieldNamed(world: World, { type }: Table, { name, at }: FieldName): Field {
  const field = type.fields.get(name.toLowerCase())
  if (field === undefined || !world.readable(type.name, field.name)) throw invalidField(name, type.name, at)
  return field
}
