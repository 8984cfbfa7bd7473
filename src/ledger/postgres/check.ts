import { type Change, type Changes, type Entity, type Rows, sameRow } from '../../core/change.ts'
import { fold } from '../../core/text.ts'
import type { ConflictingRow } from '../ledger.ts'
import { entities, type EntityTable, entityTables } from '../sqlite/rows.ts'

/** Looks up a list of values in a column of a table. */
export interface Find {
  /** The rows that have one of them, with these columns only. */
  rows(
    table: string,
    column: string,
    values: readonly string[],
    columns?: readonly string[],
  ): Promise<readonly StoredRow[]>
  /** Those that no row has. */
  missing(table: string, column: string, values: readonly string[]): Promise<ReadonlySet<string>>
}

/** A row as it is stored. */
export type StoredRow = Readonly<Record<string, string | null>>

/** Whether something is a row, whose columns are texts in every table of the ledger. */
export function isStoredRow(row: unknown): row is StoredRow {
  return typeof row === 'object' && row !== null
}

/** The columns that no two rows share, besides the key. */
const uniqueColumns: Partial<Record<Entity, readonly string[]>> = {
  user: ['email'],
  team: ['name_key', 'key'],
  mapping: ['salesforce_user_id'],
}

/** Which rows name which others. */
const references = [
  { from: 'user', column: 'team_id', to: 'team' },
  { from: 'mapping', column: 'user_id', to: 'user' },
  { from: 'decision', column: 'user_id', to: 'user' },
  { from: 'enteredUser', column: 'team_id', to: 'enteredTeam' },
] as const

/** Why these changes cannot be made; the caller has the ledger to itself, or reads all of one moment. */
export async function conflictsIn(find: Find, changes: Changes): Promise<readonly ConflictingRow[]> {
  const stale = await changedMeanwhile(find, changes)
  if (stale.length > 0) return stale
  const blocked = await inTheWay(find, changes)
  return blocked.length > 0 ? blocked : await withoutReference(find, changes)
}

async function changedMeanwhile(find: Find, changes: Changes): Promise<ConflictingRow[]> {
  const found = new Map<string, Rows[Entity] | null>()
  for (const entity of entities) {
    const keys = changes.filter((change) => change.entity === entity).map(({ key }) => key)
    const { name, key } = entityTables[entity]
    for (const row of keys.length === 0 ? [] : await find.rows(name, key, keys))
      found.set(`${entity} ${row[key] ?? ''}`, fromTable(entity, row))
  }
  return changes.flatMap((change) => {
    const now = found.get(`${change.entity} ${change.key}`) ?? null
    return sameRow(now, change.before) ? [] : [{ change, found: now }]
  })
}

function fromTable<E extends Entity>(entity: E, row: StoredRow): Rows[E] | null {
  const table = entityTables[entity]
  return isRowOf(table, row) ? table.fromTable(row) : null
}

// The rows that find gives have the columns of their table.
function isRowOf<Row, TableRow>(table: EntityTable<Row, TableRow>, row: unknown): row is TableRow {
  return typeof row === 'object' && row !== null && table.key in row
}

/** The values of a row by the column in which they are stored. */
export function tableRowOf<E extends Entity>(entity: E, row: Rows[E]): StoredRow {
  const values: unknown = entityTables[entity].toTable(row)
  return isStoredRow(values) ? values : {}
}

// The first change that cannot be made, as when they are made one by one after all old rows are gone.
async function inTheWay(find: Find, changes: Changes): Promise<ConflictingRow[]> {
  const owners = new Map<string, string>()
  for (const entity of entities)
    for (const column of uniqueColumns[entity] ?? []) {
      const own = changes.filter((change) => change.entity === entity)
      const keys = new Set(own.map(({ key }) => key))
      const values = own.flatMap((change) =>
        change.after === null ? [] : (tableRowOf(entity, change.after)[column] ?? []),
      )
      const { name, key } = entityTables[entity]
      for (const row of values.length === 0 ? [] : await find.rows(name, column, values, [key, column]))
        if (!keys.has(row[key] ?? '')) owners.set(`${entity} ${column} ${row[column] ?? ''}`, row[key] ?? '')
    }
  for (const change of changes) {
    if (change.after === null) continue
    const row = tableRowOf(change.entity, change.after)
    if (breaksRule(change)) return [{ change, found: change.before }]
    for (const column of uniqueColumns[change.entity] ?? []) {
      const value = row[column]
      if (value === null || value === undefined) continue
      const place = `${change.entity} ${column} ${value}`
      if (owners.has(place)) return [{ change, found: change.before }]
      owners.set(place, change.key)
    }
  }
  return []
}

function breaksRule({ entity, after }: Change): boolean {
  if (after === null) return false
  if (entity === 'user') return after.state === 'spectating' && after.teamId !== null
  if (entity === 'team' || entity === 'enteredTeam') return after.name === '' || fold(after.name) === ''
  return false
}

const none: ReadonlySet<string> = new Set()

async function withoutReference(find: Find, changes: Changes): Promise<ConflictingRow[]> {
  const broken = new Set<Change>()
  for (const { from, column, to } of references) {
    const rows = changes.filter(({ entity }) => entity === from)
    const targets = new Map(changes.filter(({ entity }) => entity === to).map((each) => [each.key, each]))
    const target = entityTables[to]
    const source = entityTables[from]
    const named = rows.flatMap((change) => {
      const value = change.after === null ? null : tableRowOf(change.entity, change.after)[column]
      return value === null || value === undefined ? [] : [{ change, value }]
    })
    const elsewhere = named.map(({ value }) => value).filter((value) => !targets.has(value))
    const missing = elsewhere.length === 0 ? none : await find.missing(target.name, target.key, elsewhere)
    for (const { change, value } of named) {
      const planned = targets.get(value)
      if (planned === undefined ? missing.has(value) : planned.after === null) broken.add(change)
    }
    const removed = [...targets.values()].filter(({ after }) => after === null)
    const changed = new Set(rows.map(({ key }) => key))
    const wanted = removed.map(({ key }) => key)
    const left = new Set(
      (wanted.length === 0 ? [] : await find.rows(source.name, column, wanted, [source.key, column]))
        .filter((row) => !changed.has(row[source.key] ?? ''))
        .map((row) => row[column]),
    )
    for (const { value } of named) left.add(value)
    for (const change of removed) if (left.has(change.key)) broken.add(change)
  }
  return changes.flatMap((change) => (broken.has(change) ? [{ change, found: change.before }] : []))
}
