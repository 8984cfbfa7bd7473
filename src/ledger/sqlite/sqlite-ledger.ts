import { type default as Database, SqliteError } from 'better-sqlite3'
import type { CompiledQuery, Kysely } from 'kysely'
import type { Change, ChangeSet, ChangeSetHead, Draft, Plan, Stamp } from '../../core/change.ts'
import type { CompanyFact } from '../../core/company.ts'
import type { Decision } from '../../core/decision.ts'
import type { DriftFacts } from '../../core/drift.ts'
import type { UserOutline } from '../../core/match/outline.ts'
import type {
  Directory,
  HistoryQuery,
  Ledger,
  LedgerCounts,
  LedgerRow,
  MappedUser,
  PastChange,
  StaleChanges,
  TeamRecord,
  UserKey,
  UserKeys,
  UserQuery,
  UserRecord,
} from '../ledger.ts'
import { commit, rehearse } from './commit.ts'
import { copyTo } from './copy-to.ts'
import { everyRow, rowOf } from './every-row.ts'
import { ledgerFailure } from './failure.ts'
import { pagesOf, rowsOf } from './pages.ts'
import { mappedUserOf, mappedUsersQuery } from './mapped-users.ts'
import { recordOf, recordsByKey, recordsQuery } from './records.ts'
import { decisionOf, factOf, teamOf } from './rows.ts'
import type { LedgerTables } from './schema.ts'
import { SqliteDirectory } from './sqlite-directory.ts'

/** The ledger in one SQLite file. */
export class SqliteLedger implements Ledger {
  readonly directory: Directory
  readonly #kysely: Kysely<LedgerTables>
  readonly #connection: Database.Database
  readonly #path: string

  constructor(kysely: Kysely<LedgerTables>, connection: Database.Database, path: string) {
    this.#kysely = kysely
    this.#connection = connection
    this.#path = path
    this.directory = new SqliteDirectory(kysely, connection, path)
  }

  async findUsers(key: UserKey): Promise<readonly UserRecord[]> {
    const query = recordsByKey(this.#kysely, key).compile()
    const read = async () => await Promise.resolve(rowsOf(this.#connection, query))
    return (await this.#told(read())).map((row) => recordOf(row))
  }

  async usersOf(keys: UserKeys): Promise<readonly MappedUser[]> {
    const query = mappedUsersQuery(this.#kysely, keys).compile()
    const read = async () => await Promise.resolve(rowsOf(this.#connection, query))
    return (await this.#told(read())).map((row) => mappedUserOf(row))
  }

  async outlines(): Promise<readonly UserOutline[]> {
    const { userOutlinesQuery } = await import('./outlines.ts')
    const read = async () =>
      await Promise.resolve(rowsOf(this.#connection, userOutlinesQuery(this.#kysely).compile()))
    return await this.#told(read())
  }

  async *users(query: UserQuery): AsyncGenerator<readonly UserRecord[]> {
    yield* this.#pages(recordsQuery(this.#kysely, query).compile(), recordOf)
  }

  async *decisions(): AsyncGenerator<readonly Decision[]> {
    yield* this.#pages(everyRow(this.#kysely).decisions, decisionOf)
  }

  async *rows(): AsyncGenerator<readonly LedgerRow[]> {
    const every = everyRow(this.#kysely)
    yield* this.#pages(every.facts, rowOf.fact)
    yield* this.#pages(every.teams, rowOf.team)
    yield* this.#pages(every.users, rowOf.user)
    yield* this.#pages(every.mappings, rowOf.mapping)
    yield* this.#pages(every.decisions, rowOf.decision)
  }

  async atOneMoment<T>(read: () => Promise<T>): Promise<T> {
    await this.#told(Promise.resolve(this.#connection.exec('begin')))
    try {
      // The moment is that of the first reading, not that of the beginning.
      this.#connection.prepare('select max(number) from change_set').get()
      return await read()
    } finally {
      this.#connection.exec('rollback')
    }
  }

  async *mayHaveDrifted(organizationId: string | null): AsyncGenerator<readonly DriftFacts[]> {
    const { driftFactsOf, driftQuery } = await import('./drift.ts')
    yield* this.#pages(driftQuery(this.#kysely, organizationId).compile(), driftFactsOf)
  }

  async teams(): Promise<readonly TeamRecord[]> {
    const rows = await this.#told(
      this.#kysely
        .selectFrom('team as t')
        .select(['t.team_id', 't.name', 't.key'])
        .select(({ selectFrom }) =>
          selectFrom('screen_user as u')
            .whereRef('u.team_id', '=', 't.team_id')
            .select(({ fn }) => fn.countAll<number>().as('members'))
            .as('members'),
        )
        .orderBy('t.name_key')
        .execute(),
    )
    return rows.map((row) => ({ team: teamOf(row), members: row.members ?? 0 }))
  }

  async facts(): Promise<readonly CompanyFact[]> {
    const rows = await this.#told(
      this.#kysely.selectFrom('company_fact').selectAll().orderBy('name').execute(),
    )
    return rows.map((row) => factOf(row))
  }

  async counts(): Promise<LedgerCounts> {
    const count = async (table: 'screen_user' | 'team' | 'mapping' | 'change_set') => {
      const query = this.#kysely.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('rows'))
      return (await this.#told(query.executeTakeFirstOrThrow())).rows
    }
    const active = this.#kysely
      .selectFrom('screen_user')
      .where('state', '=', 'active')
      .select(({ fn }) => fn.countAll<number>().as('rows'))
    return {
      users: await count('screen_user'),
      activeUsers: (await this.#told(active.executeTakeFirstOrThrow())).rows,
      teams: await count('team'),
      mappings: await count('mapping'),
      changeSets: await count('change_set'),
    }
  }

  async commit(plan: Plan, stamp: Stamp): Promise<ChangeSet | StaleChanges> {
    const { evidence, changes } = plan
    const outcome = await this.#write([{ ...stamp, evidence, changes }], undefined)
    if ('stale' in outcome) return outcome
    const [changeSet] = outcome
    return changeSet ?? { stale: [] }
  }

  async commitAll(drafts: readonly Draft[], newest: number): Promise<readonly ChangeSet[] | StaleChanges> {
    return await this.#write(drafts, newest)
  }

  async #write(
    drafts: readonly Draft[],
    newest: number | undefined,
  ): Promise<readonly ChangeSet[] | StaleChanges> {
    const work = async () => await Promise.resolve(commit(this.#connection, this.#kysely, drafts, { newest }))
    return await this.#told(work())
  }

  async stale(changes: readonly Change[]): Promise<StaleChanges['stale']> {
    const work = async () => await Promise.resolve(rehearse(this.#connection, this.#kysely, changes))
    return await this.#told(work())
  }

  async *history(query: HistoryQuery): AsyncGenerator<readonly ChangeSetHead[]> {
    const { headOf, headsQuery } = await import('./history.ts')
    yield* this.#pages(headsQuery(this.#kysely, query).compile(), headOf)
  }

  async *changesOf(number: number): AsyncGenerator<readonly Change[]> {
    const { changesQuery } = await import('./history.ts')
    const { storedChange } = await import('./stored-change.ts')
    yield* this.#pages(changesQuery(this.#kysely, number).compile(), storedChange)
  }

  async *changesTo(keys: readonly string[]): AsyncGenerator<readonly PastChange[]> {
    const { changesToQuery, pastChangeOf } = await import('./history.ts')
    yield* this.#pages(changesToQuery(this.#kysely, keys).compile(), pastChangeOf)
  }

  async lastChanges(
    entity: 'user' | 'team',
    keys: readonly string[],
    before: number,
  ): Promise<readonly Change[]> {
    const { lastChangesQuery } = await import('./history.ts')
    const { storedChange } = await import('./stored-change.ts')
    const query = lastChangesQuery(this.#kysely, entity, keys, before)
    const read = async () => await Promise.resolve(rowsOf(this.#connection, query))
    return (await this.#told(read())).map((row) => storedChange(row))
  }

  async copyTo(path: string): Promise<void> {
    const work = async () => await Promise.resolve(copyTo(this.#connection, path))
    await this.#told(work(), path)
  }

  async integrity(): Promise<readonly string[]> {
    return await this.#told(problemsOf(this.#connection))
  }

  async close(): Promise<void> {
    await this.#kysely.destroy()
    this.#connection.close()
  }

  // Every failure leaves this room in the admin's words.
  async #told<T>(work: Promise<T>, path: string = this.#path): Promise<T> {
    try {
      return await work
    } catch (error) {
      throw ledgerFailure(error, path)
    }
  }

  async *#pages<Row, Item>(query: CompiledQuery<Row>, itemOf: (row: Row) => Item): AsyncGenerator<Item[]> {
    try {
      yield* pagesOf(this.#connection, query, itemOf)
    } catch (error) {
      throw ledgerFailure(error, this.#path)
    }
  }
}

// References are looked at in a sound file only: following them through a damaged one fails.
async function problemsOf(connection: Database.Database): Promise<readonly string[]> {
  const problems = damageIn(connection)
  if (problems.length > 0) return problems
  const broken = connection.prepare<[], { table: string }>('pragma foreign_key_check').all()
  return await Promise.resolve(
    broken.map((row) => `a row of ${row.table} refers to a row that does not exist`),
  )
}

function damageIn(connection: Database.Database): string[] {
  try {
    const rows = connection.prepare<[], { integrity_check: string }>('pragma integrity_check').all()
    return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
  } catch (error) {
    // A file may be too damaged even to be looked through.
    if (error instanceof SqliteError && error.code.startsWith('SQLITE_CORRUPT')) return [error.message]
    throw error
  }
}
