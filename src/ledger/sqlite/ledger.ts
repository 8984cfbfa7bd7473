import { closeSync, openSync, rmSync } from 'node:fs'
import Database, { SqliteError } from 'better-sqlite3'
import type { CompiledQuery, Kysely } from 'kysely'
import type { Change, ChangeSet, ChangeSetHead, StampedPlan, Plan, Stamp } from '../../core/change.ts'
import type { CompanyFact, Decision } from '../../core/model.ts'
import type { DriftFacts } from '../../core/drift.ts'
import type { UserOutline } from '../../core/match/suggestion.ts'
import type {
  Directory,
  HistoryQuery,
  Ledger,
  LedgerCounts,
  LedgerRow,
  MappedUser,
  PastChange,
  CommitConflict,
  TeamRecord,
  UserKey,
  UserKeys,
  UserQuery,
  UserRecord,
} from '../ledger.ts'
import { commit, checkCommit } from './commit.ts'
import {
  everyRow,
  mappedUserOf,
  mappedUsersQuery,
  pagesOf,
  recordOf,
  recordsByKey,
  recordsQuery,
  rowOf,
  rowsOf,
} from './user-queries.ts'
import { ledgerFailure } from './errors.ts'
import { decisionOf, factOf, teamOf } from './rows.ts'
import type { LedgerTables } from './schema.ts'
import { SqliteDirectory } from './directory.ts'
import { SfsyncError } from '../../core/errors.ts'

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
    const { userOutlinesQuery } = await import('./user-queries.ts')
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
    const { driftFactsOf, driftQuery } = await import('./user-queries.ts')
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

  async commit(plan: Plan, stamp: Stamp): Promise<ChangeSet | CommitConflict> {
    const { evidence, changes } = plan
    const outcome = await this.#write([{ ...stamp, evidence, changes }], undefined)
    if ('stale' in outcome) return outcome
    const [changeSet] = outcome
    return changeSet ?? { stale: [] }
  }

  async commitAll(
    drafts: readonly StampedPlan[],
    newest: number,
  ): Promise<readonly ChangeSet[] | CommitConflict> {
    return await this.#write(drafts, newest)
  }

  async #write(
    drafts: readonly StampedPlan[],
    newest: number | undefined,
  ): Promise<readonly ChangeSet[] | CommitConflict> {
    const work = async () => await Promise.resolve(commit(this.#connection, this.#kysely, drafts, { newest }))
    return await this.#told(work())
  }

  async stale(changes: readonly Change[]): Promise<CommitConflict['stale']> {
    const work = async () => await Promise.resolve(checkCommit(this.#connection, this.#kysely, changes))
    return await this.#told(work())
  }

  async *history(query: HistoryQuery): AsyncGenerator<readonly ChangeSetHead[]> {
    const { headOf, headsQuery } = await import('./history-queries.ts')
    yield* this.#pages(headsQuery(this.#kysely, query).compile(), headOf)
  }

  async *changesOf(number: number): AsyncGenerator<readonly Change[]> {
    const { changesQuery } = await import('./history-queries.ts')
    const { storedChange } = await import('./rows.ts')
    yield* this.#pages(changesQuery(this.#kysely, number).compile(), storedChange)
  }

  async *changesTo(keys: readonly string[]): AsyncGenerator<readonly PastChange[]> {
    const { changesToQuery, pastChangeOf } = await import('./history-queries.ts')
    yield* this.#pages(changesToQuery(this.#kysely, keys).compile(), pastChangeOf)
  }

  async lastChanges(
    entity: 'user' | 'team',
    keys: readonly string[],
    before: number,
  ): Promise<readonly Change[]> {
    const { lastChangesQuery } = await import('./history-queries.ts')
    const { storedChange } = await import('./rows.ts')
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

/** Copies the whole store as it is at this moment into a new file, for its owner only; others go on writing. */
export function copyTo(connection: Database.Database, path: string): void {
  try {
    // Made empty before it is filled, for SQLite would let everybody read it; `wx` never takes somebody's file.
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new SfsyncError('conflict', `${path} exists already; nothing was written`, {
        actions: ['name a file that does not exist yet'],
      })
    throw error
  }
  try {
    connection.prepare('vacuum into ?').run(path)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  }
}
