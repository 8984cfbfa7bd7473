import Database, { SqliteError } from 'better-sqlite3'
import type {
  Change,
  Changes,
  ChangeSet,
  ChangeSetHead,
  Entity,
  Plan,
  Stamp,
  StampedPlan,
} from '../../core/change.ts'
import type { UserOutline } from '../../core/match/suggestion.ts'
import type { EnteredUser } from '../../core/entered.ts'
import type { CompanyFact, Decision, UserId } from '../../core/model.ts'
import type { TeamTodoFacts, UserTodoFacts } from '../../core/todo.ts'
import type {
  CommitConflict,
  ConflictingRow,
  Directory,
  DriftCandidate,
  FirstQuery,
  FirstRows,
  HistoryQuery,
  Ledger,
  LedgerCounts,
  LedgerRow,
  MappedUser,
  PastChange,
  TeamRecord,
  UserKey,
  UserKeys,
  UserNames,
  UserQuery,
  UserRecord,
} from '../ledger.ts'
import { checkCommit, commit } from './commit.ts'
import { copyStore } from './copy.ts'
import { SqliteDirectory } from './directory.ts'
import { LongList } from './long-list.ts'
import { type LedgerFile, QueryRunner, type Statement } from './query-runner.ts'
import { decisionOf, entities, entityTables, type EntityTableRows, factOf, teamOf } from './rows.ts'
import { mappedUserOf, mappedUsersByKeys, recordOf, recordsByKey } from './look-ups.ts'
import type { TeamTable } from './schema.ts'

/** The ledger in one SQLite database. The queries of rarely used methods are loaded when needed. */
export class SqliteLedger implements Ledger {
  readonly directory: Directory
  readonly #run: QueryRunner

  /** A refresh keeps what it has read in a file beside the ledger. */
  constructor(connection: Database.Database, file: LedgerFile) {
    this.#run = new QueryRunner(connection, file)
    this.directory = new SqliteDirectory(this.#run)
  }

  async findUsers(key: UserKey): Promise<readonly UserRecord[]> {
    return await this.#run.all(recordsByKey(key), recordOf)
  }

  async usersOf(keys: UserKeys): Promise<readonly MappedUser[]> {
    return await this.#run.all(mappedUsersByKeys(keys), mappedUserOf)
  }

  async outlines({ mapped }: { readonly mapped: boolean }): Promise<readonly UserOutline[]> {
    const { userOutlines } = await import('./outlines.ts')
    return await userOutlines(this.#run, mapped)
  }

  async *users(query: UserQuery): AsyncGenerator<readonly UserRecord[]> {
    const { recordsQuery } = await import('./user-queries.ts')
    yield* this.#run.pages(recordsQuery(query), recordOf)
  }

  async firstUsers(query: UserQuery & FirstQuery): Promise<FirstRows<UserRecord>> {
    const { firstUsers } = await import('./first-rows.ts')
    return await firstUsers(this.#run, query)
  }

  async userNames(query: UserQuery): Promise<readonly UserNames[]> {
    const { userNames } = await import('./first-rows.ts')
    return await userNames(this.#run, query)
  }

  async *driftCandidates(organizationId: string | null): AsyncGenerator<readonly DriftCandidate[]> {
    const { driftFactsOf, driftQuery } = await import('./user-queries.ts')
    yield* this.#run.pages(driftQuery(organizationId), driftFactsOf)
  }

  async teams(): Promise<readonly TeamRecord[]> {
    const query: Statement<Omit<TeamTable, 'name_key'> & { readonly members: number }> = {
      sql: `select t.team_id, t.name, t.key,
          (select count(*) from screen_user as u where u.team_id = t.team_id) as members
        from team as t order by t.name_key`,
      parameters: [],
    }
    return await this.#run.all(query, (row) => ({ team: teamOf(row), members: row.members }))
  }

  async facts(): Promise<readonly CompanyFact[]> {
    return await this.#run.all(everyRow('fact'), factOf)
  }

  async *decisions(): AsyncGenerator<readonly Decision[]> {
    yield* this.#run.pages(everyRow('decision'), decisionOf)
  }

  async *enteredUsers(keys?: Pick<UserKeys, 'userIds' | 'teamIds'>): AsyncGenerator<readonly EnteredUser[]> {
    const { enteredUserOf, enteredUsersQuery } = await import('./entered-queries.ts')
    yield* this.#run.pages(enteredUsersQuery(keys), enteredUserOf)
  }

  async *userTodoFacts(userIds?: readonly UserId[]): AsyncGenerator<readonly UserTodoFacts[]> {
    const { goneUsers, userTodoFactsOf, usersToEnterQuery } = await import('./entered-queries.ts')
    yield* this.#run.pages(goneUsers, userTodoFactsOf)
    yield* this.#run.pages(usersToEnterQuery(userIds), userTodoFactsOf)
  }

  async teamTodoFacts(): Promise<readonly TeamTodoFacts[]> {
    const { teamTodoFactsOf, teamsToEnter } = await import('./entered-queries.ts')
    return await this.#run.all(teamsToEnter, teamTodoFactsOf)
  }

  async counts(): Promise<LedgerCounts> {
    const query: Statement<LedgerCounts> = {
      sql: `select
        (select count(*) from screen_user) as users,
        (select count(*) from screen_user where state = 'active') as "activeUsers",
        (select count(*) from team) as teams,
        (select count(*) from mapping) as mappings,
        (select count(*) from change_set) as "changeSets"`,
      parameters: [],
    }
    const [counts] = await this.#run.all(query, (row) => row)
    return counts ?? { users: 0, activeUsers: 0, teams: 0, mappings: 0, changeSets: 0 }
  }

  async *rows(): AsyncGenerator<readonly LedgerRow[]> {
    for (const entity of entities) yield* this.#run.pages(...ledgerRows(entity))
  }

  async readTransaction<T>(read: () => Promise<T>): Promise<T> {
    const { connection } = this.#run
    await this.#run.guarded(() => connection.exec('begin'))
    try {
      // The transaction sees the ledger as of its first read, not of its beginning.
      connection.prepare('select max(number) from change_set').get()
      return await read()
    } finally {
      connection.exec('rollback')
    }
  }

  async commit(plan: Plan, stamp: Stamp): Promise<ChangeSet | CommitConflict> {
    const { evidence, changes } = plan
    const outcome = await this.#commit([{ ...stamp, evidence, changes }], undefined)
    if ('conflicts' in outcome) return outcome
    const [changeSet] = outcome
    return changeSet ?? { conflicts: [] }
  }

  async commitAll(
    drafts: readonly StampedPlan[],
    newest: number,
  ): Promise<readonly ChangeSet[] | CommitConflict> {
    return await this.#commit(drafts, newest)
  }

  async #commit(
    drafts: readonly StampedPlan[],
    newest: number | undefined,
  ): Promise<readonly ChangeSet[] | CommitConflict> {
    return await this.#run.written((isSameFile) => commit(this.#run.connection, drafts, newest, isSameFile))
  }

  longList(): LongList {
    return new LongList()
  }

  async conflicts(changes: Changes): Promise<readonly ConflictingRow[]> {
    return await this.#run.guarded(() => checkCommit(this.#run.connection, changes))
  }

  async *history(query: HistoryQuery): AsyncGenerator<readonly ChangeSetHead[]> {
    const { headOf, headsQuery } = await import('./history-queries.ts')
    yield* this.#run.pages(headsQuery(query).compile(), headOf)
  }

  async *changesOf(number: number): AsyncGenerator<readonly Change[]> {
    const { changesQuery, storedChange } = await import('./history-queries.ts')
    yield* this.#run.pages(changesQuery(number).compile(), storedChange)
  }

  async *changesTo(keys: readonly string[]): AsyncGenerator<readonly PastChange[]> {
    const { changesToQuery, pastChangeOf } = await import('./history-queries.ts')
    yield* this.#run.pages(changesToQuery(keys).compile(), pastChangeOf)
  }

  async lastChanges(
    entity: 'user' | 'team',
    keys: readonly string[],
    before: number,
  ): Promise<readonly Change[]> {
    const { lastChangesQuery, storedChange } = await import('./history-queries.ts')
    return await this.#run.all(lastChangesQuery(entity, keys, before), storedChange)
  }

  async copyTo(path: string): Promise<void> {
    await this.#run.guarded(() => copyStore(this.#run.connection, path), path)
  }

  async integrity(): Promise<readonly string[]> {
    return await this.#run.guarded(() => problemsOf(this.#run.connection))
  }

  async close(): Promise<void> {
    await Promise.resolve(this.#run.connection.close())
  }
}

function ledgerRows<E extends Entity>(
  entity: E,
): [Statement<EntityTableRows[E]>, (row: EntityTableRows[E]) => LedgerRow] {
  return [everyRow(entity), entityTables[entity].ledgerRow]
}

function everyRow<E extends Entity>(entity: E): Statement<EntityTableRows[E]> {
  const { name, key } = entityTables[entity]
  return { sql: `select * from ${name} order by ${key}`, parameters: [] }
}

// References are checked in a sound file only: following them through a damaged one fails.
/** What is wrong with a database; nothing if it is intact. */
export function problemsOf(connection: Database.Database): string[] {
  const problems = damageIn(connection)
  if (problems.length > 0) return problems
  const broken = connection.prepare<[], { table: string }>('pragma foreign_key_check').all()
  return broken.map((row) => `a row of ${row.table} refers to a row that does not exist`)
}

function damageIn(connection: Database.Database): string[] {
  try {
    const rows = connection.prepare<[], { integrity_check: string }>('pragma integrity_check').all()
    return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
  } catch (error) {
    // A file may be too damaged even for the check.
    if (error instanceof SqliteError && error.code.startsWith('SQLITE_CORRUPT')) return [error.message]
    throw error
  }
}
