import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { LedgerAccess } from '../ledger.ts'
import { isConnectionLost, isTriedAgain, ledgerFailure, outcomeUnknown, type Purpose } from './errors.ts'
import { quoted } from './dialect.ts'
import { answered, CuttableClient, type Patience, usualPatience } from './silence.ts'

const int8 = 20
const pageSize = 5000
const mostCommits = 22
const mostForGoodbye = 2000

// The server sees the ledger as of the first statement. Where several are sent as one, they take one round trip. A cursor
// is read to its end, and sorting a million rows in the usual 4 MB takes several times as long. A server that does not
// have these settings goes without them.
const sortKilobytes = 65_536
const beginReading = (head: string) =>
  `begin isolation level repeatable read read only; select 1 from ${head};
  select set_config(name, case name when 'work_mem' then '${sortKilobytes}' else '1' end, true) from pg_settings
    where case name when 'work_mem' then setting::bigint < ${sortKilobytes} else name = 'cursor_tuple_fraction' end`

// A client that stops in the middle of a commit (a closed laptop) holds its locks for less time than others wait for them.
const beginWriting = `begin isolation level read committed;
  set local idle_in_transaction_session_timeout = '20s'; set local lock_timeout = '30s'`

/** Runs statements. */
export interface Client {
  query(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>
}

/** The connections to one ledger. */
export class Connections {
  readonly schema: string
  readonly shown: string
  readonly #config: pg.PoolConfig
  readonly #patience: Patience
  readonly #pool: pg.Pool
  readonly #open = new Set<CuttableClient>()
  #cut: NodeJS.Timeout | undefined
  /** A server that was there comes back soon; one that never answered is not waited for. */
  #hasAnswered = false
  /** The connection of an open transaction that only reads. */
  #reading: Client | undefined

  constructor(config: pg.PoolConfig, schema: string, shown: string, patience = usualPatience) {
    this.schema = schema
    this.shown = shown
    this.#patience = patience
    this.#config = {
      max: 4,
      connectionTimeoutMillis: 10_000,
      application_name: 'sfsync',
      // A server that vanished without a word is noticed.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      ...config,
      types: {
        // Counts come as text, because they could be larger than any number here.
        getTypeParser: (type: number, format?: 'text' | 'binary') =>
          type === int8 ? Number : pg.types.getTypeParser(type, format),
      },
    }
    this.#pool = new pg.Pool({ ...this.#config, Client: CuttableClient })
    // A connection that ends while it is idle is replaced by the next one.
    this.#pool.on('error', () => undefined)
    // One that ends while it is used makes its next statement fail, which is where it is handled.
    this.#pool.on('connect', (connection) => {
      this.#hasAnswered = true
      connection.on('error', () => undefined)
      if (connection instanceof CuttableClient) this.#open.add(connection)
    })
    this.#pool.on('remove', (connection) => {
      if (connection instanceof CuttableClient) this.#open.delete(connection)
      this.#endGoodbye()
    })
  }

  /** Whether what is sent can be read or changed on the way. */
  get encryption(): LedgerAccess['encryption'] {
    const { ssl } = this.#config
    if (typeof ssl !== 'object') return 'none'
    return ssl.rejectUnauthorized === false ? 'unverified' : 'verified'
  }

  /** The name of a table. */
  table(name: string): string {
    return `${quoted(this.schema)}.${quoted(name)}`
  }

  /** The rows of one statement, of the moment of an open reading transaction. */
  async rows(text: string, values: readonly unknown[] = []): Promise<unknown[]> {
    const open = this.#reading
    const query = async () => await (open ?? this.#client()).query(text, values)
    return (await (open === undefined ? this.#retried(query) : this.guarded(query))).rows
  }

  /** Everything that is read meanwhile is of one moment. */
  async reading<T>(read: () => Promise<T>): Promise<T> {
    const connection = await this.#begun(beginReading(this.table('ledger_head')))
    const client = this.#clientOf(connection)
    this.#reading = client
    try {
      return await read()
    } finally {
      this.#reading = undefined
      await endReading(connection, client)
    }
  }

  /** The rows of a statement in pages, all of one moment. */
  async *pages(text: string, values: readonly unknown[] = []): AsyncGenerator<unknown[]> {
    const open = this.#reading
    if (open !== undefined)
      return yield* this.#following(
        open,
        await this.guarded(async () => await this.#firstPage(open, text, values)),
      )
    // Until someone has the first page, the same can be read from the beginning.
    const { connection, client, first } = await this.#retried(async () => {
      const connected = await this.#connected(beginReading(this.table('ledger_head')))
      const each = this.#clientOf(connected)
      try {
        return { connection: connected, client: each, first: await this.#firstPage(each, text, values) }
      } catch (error) {
        connected.release(true)
        throw error
      }
    })
    try {
      yield* this.#following(client, first)
    } finally {
      await endReading(connection, client)
    }
  }

  async #firstPage(client: Client, text: string, values: readonly unknown[]): Promise<Page> {
    cursors += 1
    const cursor = `sfsync_${cursors}`
    await client.query(`declare ${cursor} no scroll cursor for ${text}`, values)
    return { cursor, rows: await fetched(client, cursor) }
  }

  async *#following(client: Client, { cursor, rows }: Page): AsyncGenerator<unknown[]> {
    for (let page = rows; ;) {
      // The server reads the next page while someone works with this one.
      const next =
        page.length < pageSize ? undefined : this.guarded(async () => await fetched(client, cursor))
      next?.catch(() => undefined)
      if (page.length > 0) yield page
      if (next === undefined) return
      page = await next
    }
  }

  /**
   * Writes in one transaction, and once more where another writer or a lost connection was in the way. `wasWritten` tells
   * whether a transaction whose answer was lost is written; `work` throws to undo everything.
   */
  async writing<T>(
    work: (client: Client) => Promise<T>,
    wasWritten: () => Promise<boolean> = async () => await Promise.resolve(false),
    purpose: Purpose = 'write',
  ): Promise<T> {
    const isTried = this.#trial()
    for (let attempt = 1; ; attempt += 1) {
      let written: { readonly result: T } | undefined
      try {
        return await this.#ending(await this.#connected(beginWriting), async (client) => {
          const result = await work(client)
          written = { result }
          await client.query('commit')
          return result
        })
      } catch (error) {
        const isUnknown = written !== undefined && isConnectionLost(error)
        // A commit that may be written is always asked about, however long its work took.
        if (isUnknown ? attempt >= mostCommits : !isTried(error, attempt))
          throw isUnknown ? outcomeUnknown(error, this.shown) : ledgerFailure(error, this.shown, purpose)
        await pause(attempt)
        if (written !== undefined && isUnknown && (await this.#asked(wasWritten))) return written.result
      }
    }
  }

  async #asked(wasWritten: () => Promise<boolean>): Promise<boolean> {
    try {
      return await wasWritten()
    } catch (error) {
      throw outcomeUnknown(error, this.shown)
    }
  }

  async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw ledgerFailure(error, this.shown)
    }
  }

  async close(): Promise<void> {
    // A server that no longer answers does not say goodbye either, and an open socket keeps the process from ending.
    this.#cut = setTimeout(() => {
      for (const connection of this.#open) connection.cut()
    }, mostForGoodbye)
    await this.#pool.end()
    this.#endGoodbye()
  }

  // The pool waits for the connections that are in use, not for the others.
  #endGoodbye(): void {
    if (this.#open.size === 0) clearTimeout(this.#cut)
  }

  /** Any connection, for one statement. */
  #client(): Client {
    return {
      query: async (text, values) =>
        await this.#ending(await this.#pool.connect(), async (client) => await client.query(text, values)),
    }
  }

  /** A connection on which a transaction has begun. One that was cut while it was idle is replaced. */
  async #begun(begin: string): Promise<pg.PoolClient> {
    return await this.#retried(async () => await this.#connected(begin))
  }

  async #connected(begin: string): Promise<pg.PoolClient> {
    const connection = await this.#pool.connect()
    try {
      await this.#clientOf(connection).query(begin)
      return connection
    } catch (error) {
      connection.release(true)
      throw error
    }
  }

  /** Tells whether work that failed is tried again. The time counts from the first failure, as the work may take long. */
  #trial(): (error: unknown, attempts: number) => boolean {
    let since: number | undefined
    return (error, attempts) => {
      since ??= performance.now()
      return isTriedAgain(error, attempts, (performance.now() - since) / 1000, this.#hasAnswered)
    }
  }

  async #retried<T>(work: () => Promise<T>): Promise<T> {
    const isTried = this.#trial()
    for (let attempt = 1; ; attempt += 1)
      try {
        return await work()
      } catch (error) {
        if (!isTried(error, attempt)) throw ledgerFailure(error, this.shown)
        await pause(attempt)
      }
  }

  async #ending<T>(connection: pg.PoolClient, work: (client: Client) => Promise<T>): Promise<T> {
    try {
      const result = await work(this.#clientOf(connection))
      connection.release()
      return result
    } catch (error) {
      // A transaction that failed ends with its connection, whatever state it is in.
      connection.release(true)
      throw error
    }
  }

  /** A connection that takes one statement after the other, as the driver asks for. */
  #clientOf(connection: pg.PoolClient): Client {
    let last: Promise<unknown> = Promise.resolve()
    return {
      query: async (text, values) => {
        const before = last
        const own = (async () => {
          await before
          const answer = connection.query(text, [...(values ?? [])])
          return connection instanceof CuttableClient
            ? await answered(answer, connection, this.#config, this.#patience)
            : await answer
        })()
        last = own.catch(() => undefined)
        return await own
      },
    }
  }
}

// Nothing is lost with a transaction that only read, so it does not matter if the connection has ended meanwhile.
async function endReading(connection: pg.PoolClient, client: Client): Promise<void> {
  try {
    await client.query('rollback')
    connection.release()
  } catch {
    connection.release(true)
  }
}

/** The first rows of a cursor. */
interface Page {
  readonly cursor: string
  readonly rows: unknown[]
}

let cursors = 0

async function fetched(client: Client, cursor: string): Promise<unknown[]> {
  return (await client.query(`fetch ${pageSize} from ${cursor}`)).rows
}

async function pause(attempt: number): Promise<void> {
  await wait(Math.min(2000, 10 * 2 ** attempt) * (0.5 + Math.random() / 2))
}
