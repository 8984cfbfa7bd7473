import { randomUUID } from 'node:crypto'
import type { Change, Changes, ChangeSet, Entity, StampedPlan } from '../../core/change.ts'
import { fold } from '../../core/text.ts'
import type { CommitConflict, ConflictingRow } from '../ledger.ts'
import { entityTables } from '../sqlite/rows.ts'
import { conflictsIn, type Find, isStoredRow, type StoredRow, tableRowOf } from './check.ts'
import type { Client, Connections } from './connection.ts'

const rowsAtOnce = 5000

/** Undoes the transaction, and carries the conflicts. */
class Refused extends Error {
  readonly conflicts: readonly ConflictingRow[]

  constructor(conflicts: readonly ConflictingRow[]) {
    super('refused')
    this.conflicts = conflicts
  }
}

/** The only writer of the ledger, as that of the SQLite ledger: checks every `before`, writes every row, numbers the change sets. */
export async function commit(
  connections: Connections,
  drafts: readonly StampedPlan[],
  newest: number | undefined,
): Promise<readonly ChangeSet[] | CommitConflict> {
  // Tells whether a commit whose answer was lost was written.
  const token = randomUUID()
  try {
    return await connections.writing(
      async (client) => await writeAll(connections, client, drafts, newest, token),
      async () => await isWritten(connections, token),
      // Only a history that is loaded names the roles of others.
      drafts.some(({ role }) => role !== undefined) ? 'load' : 'write',
    )
  } catch (error) {
    if (error instanceof Refused) return { conflicts: error.conflicts }
    throw error
  }
}

async function writeAll(
  connections: Connections,
  client: Client,
  drafts: readonly StampedPlan[],
  newest: number | undefined,
  token: string,
): Promise<ChangeSet[]> {
  const store = new Store(connections, client)
  // The first statement takes the head: one writer at a time, who sees all that was written before.
  const head = await client.query(
    `update ${connections.table('ledger_head')} set number = number + $1::integer returning number`,
    [drafts.length],
  )
  let number = numberIn(head.rows) - drafts.length
  if (newest !== undefined && newest !== number) throw new Refused([])
  const committed: ChangeSet[] = []
  for (const draft of drafts) {
    const conflicts = await conflictsIn(store.find, draft.changes)
    if (conflicts.length > 0) throw new Refused(conflicts)
    await store.write(draft.changes)
    number += 1
    await store.append(number, draft, token)
    committed.push({ number, ...draft })
  }
  return committed
}

// Waits for the head: the transaction whose answer was lost may not have ended yet.
async function isWritten(connections: Connections, token: string): Promise<boolean> {
  return await connections.writing(async (client) => {
    await client.query(`select 1 from ${connections.table('ledger_head')} for update`)
    const { rows } = await client.query(
      `select 1 from ${connections.table('change_set')} where token = $1 limit 1`,
      [token],
    )
    return rows.length > 0
  })
}

function numberIn(rows: readonly unknown[]): number {
  const [row] = rows
  return typeof row === 'object' && row !== null && 'number' in row ? Number(row.number) : 0
}

/** Looks values up, for a check. */
export function finder(connections: Connections, query: Client['query']): Find {
  return {
    async rows(table, column, values, columns = ['*']) {
      const { rows } = await query(
        `select ${columns.join(', ')} from ${connections.table(table)} where ${column} = any ($1::text[])`,
        [[...new Set(values)]],
      )
      return rows.filter((row) => isStoredRow(row))
    },
    async missing(table, column, values) {
      const { rows } = await query(
        `select wanted.value from unnest($1::text[]) as wanted (value)
         where not exists (select 1 from ${connections.table(table)} as t where t.${column} = wanted.value)`,
        [[...new Set(values)]],
      )
      return new Set(rows.filter((row) => isStoredRow(row)).map((row) => row['value'] ?? ''))
    },
  }
}

/** No other row names these, so they are removed and written again. */
const renewed: ReadonlySet<Entity> = new Set(['mapping', 'decision', 'fact', 'enteredUser'])

/** Writes rows in an order in which every reference and every unique value holds after each statement. */
class Store {
  readonly find: Find
  readonly #connections: Connections
  readonly #client: Client

  constructor(connections: Connections, client: Client) {
    this.#connections = connections
    this.#client = client
    this.find = finder(connections, async (text, values) => await client.query(text, values))
  }

  async write(changes: Changes): Promise<void> {
    const of = (entity: Entity) => changes.filter((change) => change.entity === entity)
    const old = (entity: Entity) => of(entity).filter(({ before }) => before !== null)
    const gone = (entity: Entity) => of(entity).filter(({ after }) => after === null)
    for (const entity of renewed) await this.#remove(entity, old(entity))
    await this.#remove('user', gone('user'))
    // Values that go from one row to another are given up first. No user has such an address, and no team such a name.
    await this.#set('user', 'email = chr(1) || user_id', old('user'))
    await this.#set('team', 'name_key = chr(1) || team_id, key = null', old('team'))
    for (const entity of ['team', 'user'] as const) await this.#put(entity, of(entity))
    await this.#remove('team', gone('team'))
    await this.#put('enteredTeam', of('enteredTeam'))
    await this.#put('enteredUser', of('enteredUser'))
    await this.#remove('enteredTeam', gone('enteredTeam'))
    for (const entity of ['mapping', 'decision', 'fact'] as const) await this.#put(entity, of(entity))
  }

  async append(number: number, draft: StampedPlan, token: string): Promise<void> {
    const { role, changes } = draft
    const stamp = [draft.at, draft.actor, draft.command, draft.reason]
    const values = [number, ...stamp, JSON.stringify(draft.evidence), token]
    // The role is left to the server, which alone knows it, and which keeps writers from giving another one.
    await this.#client.query(
      `insert into ${this.#connections.table('change_set')}
         (number, at, actor, command, reason, evidence, token${role === undefined ? '' : ', role'})
       values ($1, $2, $3, $4, $5, $6, $7${role === undefined ? '' : ', $8'})`,
      role === undefined ? values : [...values, role],
    )
    await this.#inParts(
      changes,
      `insert into ${this.#connections.table('change')}
         (change_set, position, entity, key, before, after, origin, evidence)
       select ${number}, * from unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`,
      (some, from) => [
        some.map((_, at) => from + at),
        some.map(({ entity }) => entity),
        some.map(({ key }) => key),
        some.map(({ before }) => (before === null ? null : JSON.stringify(before))),
        some.map(({ after }) => (after === null ? null : JSON.stringify(after))),
        some.map(({ origin }) => origin ?? null),
        some.map(({ evidence }) => evidence ?? null),
      ],
    )
  }

  // The next part is made while the server writes the one before it.
  async #inParts(
    changes: Changes,
    text: string,
    columnsOf: (some: readonly Change[], from: number) => readonly unknown[],
  ): Promise<void> {
    let written: Promise<unknown> = Promise.resolve()
    for (let from = 0; from < changes.length; from += rowsAtOnce) {
      const columns = columnsOf(changes.slice(from, from + rowsAtOnce), from)
      await written
      written = this.#client.query(text, columns)
      // What goes wrong is thrown where it is waited for.
      written.catch(() => undefined)
    }
    await written
  }

  async #remove(entity: Entity, changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return
    const { name, key } = entityTables[entity]
    await this.#client.query(`delete from ${this.#connections.table(name)} where ${key} = any ($1::text[])`, [
      changes.map((change) => change.key),
    ])
  }

  async #set(entity: Entity, values: string, changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return
    const { name, key } = entityTables[entity]
    await this.#client.query(
      `update ${this.#connections.table(name)} set ${values} where ${key} = any ($1::text[])`,
      [changes.map((change) => change.key)],
    )
  }

  async #put(entity: Entity, changes: Changes): Promise<void> {
    const { name, key } = entityTables[entity]
    const rows = changes.filter(({ after }) => after !== null)
    const [first] = rows
    if (first === undefined) return
    const isThere = !renewed.has(entity) && rows.some(({ before }) => before !== null)
    const columns = Object.keys(storedRow(first))
    const names = columns.map((column) => `"${column}"`)
    await this.#inParts(
      rows,
      `insert into ${this.#connections.table(name)} (${names.join(', ')})
       select * from unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')})
       ${isThere ? `on conflict (${key}) do update set ${names.map((column) => `${column} = excluded.${column}`).join(', ')}` : ''}`,
      (some) => {
        const stored = some.map((change) => storedRow(change))
        return columns.map((column) => stored.map((row) => row[column] ?? null))
      },
    )
  }
}

function storedRow({ entity, after }: Change): StoredRow {
  if (after === null) return {}
  const row = tableRowOf(entity, after)
  return entity === 'user' ? { ...row, email_key: fold(row['email'] ?? '') } : row
}
