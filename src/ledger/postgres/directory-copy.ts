import Database from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'
import { fold } from '../../core/text.ts'
import { SqliteLedger } from '../sqlite/ledger.ts'
import { migrateLedger } from '../sqlite/migrate.ts'
import { prepare } from '../sqlite/open.ts'
import type { Client, Connections } from './connection.ts'
import { copyTable, type Row, rowOf, userColumns } from './copy.ts'

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
    await migrateLedger(database, ':memory:')
    return new DirectoryCopy(connections, database, beside)
  }

  /** Copies the directory and the mappings, as of one moment. */
  async fill(): Promise<void> {
    this.#database.pragma('foreign_keys = off')
    await this.#connections.guarded(
      async () =>
        await this.#connections.reading(async () => {
          const [head] = await this.#connections.rows(
            `select directory from ${this.#connections.table('ledger_head')}`,
          )
          this.#head = Number(rowOf(head)['directory'])
          await copyTable(this.#connections, this.#database, 'directory_read', '*')
          await copyTable(this.#connections, this.#database, 'salesforce_user', userColumns.join(', '))
          // Of the log, a read looks only at who left without being in a read since.
          await copyTable(
            this.#connections,
            this.#database,
            'directory_change',
            'c.*',
            `as c join ${this.#connections.table('salesforce_user')} as s
              on s.salesforce_user_id = c.salesforce_user_id and s.active = 0 and c.read_id > s.read_id`,
          )
          await copyTable(this.#connections, this.#database, 'mapping', '*')
          await copyTable(
            this.#connections,
            this.#database,
            'screen_user',
            'user_id, email, first_name, last_name, nickname, state, null as team_id, name_key, nickname_key',
          )
        }),
    )
    this.#database.exec(`create temp table known as select ${userColumns.join(', ')} from salesforce_user;
      create unique index temp.known_by_id on known (salesforce_user_id)`)
    this.#database.pragma('foreign_keys = on')
  }

  /** Writes what read `number` changed; throws `ledger-busy` if another read was written meanwhile. */
  async write(number: number): Promise<void> {
    await this.#connections.writing(
      async (client) => {
        const head = await client.query(
          `update ${this.#connections.table('ledger_head')} set directory = $1::integer
           where directory = $2::integer returning directory`,
          [number, this.#head],
        )
        if (head.rows.length === 0) throw overtaken()
        await this.#send(
          client,
          'directory_read',
          this.#rows('select * from directory_read where read_id = ?', number),
        )
        await this.#send(
          client,
          'directory_change',
          this.#rows('select * from directory_change where read_id = ?', number),
        )
        const gone = this.#rows(
          `select salesforce_user_id from temp.known where salesforce_user_id not in (
             select salesforce_user_id from salesforce_user)`,
        )
        await client.query(
          `delete from ${this.#connections.table('salesforce_user')} where salesforce_user_id = any ($1::text[])`,
          [[...gone].map((row) => row['salesforce_user_id'])],
        )
        const changed = this.#rows(
          `select ${userColumns.join(', ')} from salesforce_user
           except select ${userColumns.join(', ')} from temp.known`,
        )
        await this.#send(client, 'salesforce_user', changed, 'salesforce_user_id')
      },
      async () => await this.#isWritten(number),
    )
  }

  // Waits for the head: the transaction whose answer was lost may not have ended yet. Another read has another time.
  async #isWritten(number: number): Promise<boolean> {
    const [own] = this.#rows('select at, origin from directory_read where read_id = ?', number)
    return await this.#connections.writing(async (client) => {
      await client.query(`select 1 from ${this.#connections.table('ledger_head')} for update`)
      const { rows } = await client.query(
        `select 1 from ${this.#connections.table('directory_read')} where read_id = $1 and at = $2 and origin = $3`,
        [number, own?.['at'], own?.['origin']],
      )
      return rows.length > 0
    })
  }

  async close(): Promise<void> {
    await this.ledger.close()
  }

  *#rows(query: string, ...values: readonly unknown[]): Generator<Row> {
    for (const row of this.#database.prepare(query).all(...values)) yield rowOf(row)
  }

  async #send(client: Client, table: string, rows: Iterable<Row>, key?: string): Promise<void> {
    const all = [...rows]
    for (let from = 0; from < all.length; from += rowsAtOnce) {
      const some = all
        .slice(from, from + rowsAtOnce)
        .map((row) => (key === undefined ? row : withFolded(row)))
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
