import Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'
import { fold } from '../../core/text.ts'
import { SqliteLedger } from '../sqlite/ledger.ts'
import { migrateLedger } from '../sqlite/migrate.ts'
import { prepare } from '../sqlite/open.ts'
import type { Client, Connections } from './connection.ts'
import { copyTable, type Row, rowOf, userColumns } from './copy.ts'
import { codeOf } from './errors.ts'

const rowsAtOnce = 5000
const integers = new Set([
  'active',
  'frozen',
  'read_id',
  'people',
  'continues',
  'added',
  'changed',
  'dropped',
])
const foldedColumns = ['username', 'email', 'alias', 'profile', 'role', 'department']

const compared = userColumns.filter((column) => column !== 'read_id' && column !== 'salesforce_user_id')
const listed = (prefix: string) => compared.map((column) => `${prefix}.${column}`).join(', ')
// What is to be written; of everyone else in the read, only that they were in it is new.
const differences = {
  gone: `select salesforce_user_id from temp.known
    where salesforce_user_id not in (select salesforce_user_id from salesforce_user)`,
  changed: `select s.salesforce_user_id from salesforce_user as s
    left join temp.known as k on k.salesforce_user_id = s.salesforce_user_id
    where k.salesforce_user_id is null or (${listed('s')}) is not (${listed('k')})`,
  same: `select s.salesforce_user_id from salesforce_user as s
    join temp.known as k on k.salesforce_user_id = s.salesforce_user_id
    where k.read_id <> s.read_id and (${listed('s')}) is (${listed('k')})`,
}
const changedUsers = `select ${userColumns.join(', ')} from salesforce_user
  where salesforce_user_id in (select salesforce_user_id from temp.changed) order by salesforce_user_id`

/** Users who stay on the server, because a delta cannot touch them. */
export interface LeftOut {
  readonly users: number
  /** Those who are not known to be inactive. */
  readonly active: number
}

/** A copy of the directory in a temporary SQLite file, which ends with the process. */
export class DirectoryCopy {
  readonly ledger: SqliteLedger
  readonly #connections: Connections
  readonly #database: Database.Database
  #head = 0

  private constructor(connections: Connections, database: Database.Database, beside: string) {
    this.#connections = connections
    this.#database = database
    this.ledger = new SqliteLedger(database, { path: beside })
  }

  /** An empty copy; a refresh keeps what it has read in a file: `beside` and an ending. */
  static async open(connections: Connections, beside: string): Promise<DirectoryCopy> {
    const database = new Database('')
    prepare(database)
    await migrateLedger(database)
    return new DirectoryCopy(connections, database, beside)
  }

  /**
   * Copies the directory and the mappings, as of one moment; for a delta only what it can touch: these users, and those who
   * are frozen. Returns how many users are left out.
   */
  async fill(touched?: readonly string[]): Promise<LeftOut> {
    this.#database.pragma('foreign_keys = off')
    const leftOut = await this.#connections.guarded(
      async () =>
        await this.#connections.reading(async () => {
          const wanted = touched === undefined ? undefined : await this.#wanted(touched)
          await this.#copy(wanted)
          return wanted === undefined ? { users: 0, active: 0 } : await this.#without(wanted)
        }),
    )
    this.#database.exec(`create temp table known as select ${userColumns.join(', ')} from salesforce_user;
      create unique index temp.known_by_id on known (salesforce_user_id)`)
    this.#database.pragma('foreign_keys = on')
    return leftOut
  }

  // One more is wanted, so that a delta with new users only is not taken for the first read.
  async #wanted(touched: readonly string[]): Promise<readonly string[]> {
    const users = this.#connections.table('salesforce_user')
    const rows = await this.#connections.rows(
      `select salesforce_user_id from ${users} where frozen = 1
       union select min(salesforce_user_id) from ${users}`,
    )
    const more = rows.map((row) => rowOf(row)['salesforce_user_id'])
    return [...new Set([...touched, ...more.filter((each) => typeof each === 'string')])]
  }

  async #without(wanted: readonly string[]): Promise<LeftOut> {
    const [row] = await this.#connections.rows(
      `select count(*) as users, count(*) filter (where active is distinct from 0) as active
       from ${this.#connections.table('salesforce_user')} where salesforce_user_id <> all ($1::text[])`,
      [wanted],
    )
    return { users: Number(rowOf(row)['users']), active: Number(rowOf(row)['active']) }
  }

  async #copy(wanted: readonly string[] | undefined): Promise<void> {
    const values = wanted === undefined ? [] : [wanted]
    const only = (column: string) => (wanted === undefined ? 'true' : `${column} = any ($1::text[])`)
    const copy = async (table: string, columns: string, rest: string, parameters: readonly unknown[]) =>
      await copyTable(this.#connections, this.#database, table, columns, rest, parameters)
    const [head] = await this.#connections.rows(
      `select directory from ${this.#connections.table('ledger_head')}`,
    )
    this.#head = Number(rowOf(head)['directory'])
    await copy('directory_read', '*', '', [])
    await copy('salesforce_user', userColumns.join(', '), `where ${only('salesforce_user_id')}`, values)
    // Of the log, a read looks only at who left without being in a read since.
    await copy(
      'directory_change',
      'c.*',
      `as c join ${this.#connections.table('salesforce_user')} as s
        on s.salesforce_user_id = c.salesforce_user_id and s.active = 0 and c.read_id > s.read_id
       where ${only('c.salesforce_user_id')}`,
      values,
    )
    await copy('mapping', '*', `where ${only('salesforce_user_id')}`, values)
    await copy(
      'screen_user',
      'user_id, email, first_name, last_name, nickname, state, null as team_id, name_key, nickname_key',
      wanted === undefined
        ? ''
        : `where user_id in (select user_id from ${this.#connections.table('mapping')} where ${only('salesforce_user_id')})`,
      values,
    )
  }

  /** Writes what read `number` changed; throws `ledger-busy` if another read was written meanwhile. */
  async write(number: number): Promise<void> {
    // Before the transaction, in which the server does not wait long for what comes next.
    for (const [name, query] of Object.entries(differences))
      this.#database.exec(`create temp table "${name}" as ${query}`)
    const users = this.#connections.table('salesforce_user')
    await this.#connections.writing(
      async (client) => {
        await this.#begin(client, number)
        await this.#send(client, 'directory_change', 'select * from directory_change where read_id = ?', [
          number,
        ])
        for (const ids of this.#blocks('select salesforce_user_id from temp.gone'))
          await client.query(`delete from ${users} where salesforce_user_id = any ($1::text[])`, [idsIn(ids)])
        await this.#send(client, 'salesforce_user', changedUsers, [], 'salesforce_user_id')
        for (const ids of this.#blocks('select salesforce_user_id from temp.same'))
          await client.query(
            `update ${users} set read_id = $1::integer where salesforce_user_id = any ($2::text[])`,
            [number, idsIn(ids)],
          )
        // At the end, because no one else can write while the head is taken.
        const head = await client.query(
          `update ${this.#connections.table('ledger_head')} set directory = $1::integer
           where directory = $2::integer returning directory`,
          [number, this.#head],
        )
        if (head.rows.length === 0) throw overtaken()
      },
      async () => await this.#isWritten(number),
    )
  }

  // Reads that began with the same directory have the same number: here, another one waits for the end of this one.
  async #begin(client: Client, number: number): Promise<void> {
    const head = await client.query(
      `select 1 from ${this.#connections.table('ledger_head')} where directory = $1::integer`,
      [this.#head],
    )
    if (head.rows.length === 0) throw overtaken()
    try {
      await this.#send(client, 'directory_read', 'select * from directory_read where read_id = ?', [number])
    } catch (error) {
      throw codeOf(error) === '23505' ? overtaken() : error
    }
  }

  // Waits for the head: the transaction whose answer was lost may not have ended yet. Another read has another time.
  async #isWritten(number: number): Promise<boolean> {
    const own = rowOf(
      this.#database.prepare('select at, origin from directory_read where read_id = ?').get(number),
    )
    return await this.#connections.writing(async (client) => {
      await client.query(`select 1 from ${this.#connections.table('ledger_head')} for update`)
      const { rows } = await client.query(
        `select 1 from ${this.#connections.table('directory_read')} where read_id = $1 and at = $2 and origin = $3`,
        [number, own['at'], own['origin']],
      )
      return rows.length > 0
    })
  }

  async close(): Promise<void> {
    await this.ledger.close()
  }

  /** The rows of a query, so many at a time. */
  *#blocks(query: string, values: readonly unknown[] = []): Generator<Row[]> {
    let block: Row[] = []
    for (const row of this.#database.prepare(query).iterate(...values)) {
      block.push(rowOf(row))
      if (block.length < rowsAtOnce) continue
      yield block
      block = []
    }
    if (block.length > 0) yield block
  }

  /** Writes the rows of a query into a table; a row that is there, by `key`, is replaced. */
  async #send(
    client: Client,
    table: string,
    query: string,
    parameters: readonly unknown[],
    key?: string,
  ): Promise<void> {
    for (const block of this.#blocks(query, parameters)) {
      const some = key === undefined ? block : block.map((row) => withFolded(row))
      const columns = Object.keys(some[0] ?? {})
      const names = columns.map((column) => `"${column}"`)
      const values = columns.map((column, at) => `$${at + 1}::${integers.has(column) ? 'integer' : 'text'}[]`)
      const updates = names.map((name) => `${name} = excluded.${name}`).join(', ')
      await client.query(
        `insert into ${this.#connections.table(table)} (${names.join(', ')}) select * from unnest(${values.join(', ')})
         ${key === undefined ? '' : `on conflict (${key}) do update set ${updates}`}`,
        columns.map((column) => some.map((row) => row[column] ?? null)),
      )
    }
  }
}

function idsIn(rows: readonly Row[]): unknown[] {
  return rows.map((row) => row['salesforce_user_id'])
}

function withFolded(row: Row): Row {
  const keys = foldedColumns.map((column) => {
    const value = row[column]
    return [`${column}_key`, typeof value === 'string' ? fold(value) : null] as const
  })
  return { ...row, ...Object.fromEntries(keys) }
}

function overtaken(): SfsyncError {
  return new SfsyncError(
    'ledger-busy',
    'someone else changed the directory meanwhile; this read was not written',
    { actions: ['run the command again'] },
  )
}
