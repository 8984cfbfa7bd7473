import type { Change, ChangeSetHead, Entity } from '../../core/change.ts'
import type { UserOutline } from '../../core/match/suggestion.ts'
import type { EnteredUser } from '../../core/entered.ts'
import type { CompanyFact, Decision, UserId } from '../../core/model.ts'
import type { TeamTodoFacts, UserTodoFacts } from '../../core/todo.ts'
import type {
  DriftCandidate,
  FirstQuery,
  FirstRows,
  HistoryQuery,
  LedgerCounts,
  LedgerRow,
  MappedUser,
  MappingMinute,
  MappingMinutesQuery,
  PastChange,
  StandingFacts,
  TeamRecord,
  UserKey,
  UserKeys,
  UserNames,
  UserQuery,
  UserRecord,
} from '../ledger.ts'
import type { Queries, Statement } from './query-runner.ts'
import { decisionOf, entities, entityTables, type EntityTableRows, factOf, teamOf } from './rows.ts'
import { mappedUserOf, mappedUsersByKeys, recordOf, recordsByKey, recordsByKeys } from './look-ups.ts'
import type { TeamTable } from './schema.ts'

/** Everything that only reads a ledger, wherever it is kept. The queries of rarely used methods are loaded when needed. */
export class LedgerReads {
  readonly #queries: Queries

  constructor(queries: Queries) {
    this.#queries = queries
  }

  async findUsers(key: UserKey): Promise<readonly UserRecord[]> {
    return await this.#queries.all(recordsByKey(key), recordOf)
  }

  async recordsOf(keys: UserKeys): Promise<readonly UserRecord[]> {
    return await this.#queries.all(recordsByKeys(keys), recordOf)
  }

  async usersOf(keys: UserKeys): Promise<readonly MappedUser[]> {
    return await this.#queries.all(mappedUsersByKeys(keys), mappedUserOf)
  }

  async outlines({ mapped }: { readonly mapped: boolean }): Promise<readonly UserOutline[]> {
    const { userOutlines } = await import('./outlines.ts')
    return await userOutlines(this.#queries, mapped)
  }

  async *users(query: UserQuery): AsyncGenerator<readonly UserRecord[]> {
    const { recordsQuery } = await import('./user-queries.ts')
    yield* this.#queries.pages(recordsQuery(query), recordOf)
  }

  async *standings(): AsyncGenerator<readonly StandingFacts[]> {
    const { standingFactsOf, standingsQuery } = await import('./standings-query.ts')
    yield* this.#queries.pages(standingsQuery, standingFactsOf)
  }

  async firstUsers(query: UserQuery & FirstQuery): Promise<FirstRows<UserRecord>> {
    const { firstUsers } = await import('./first-rows.ts')
    return await firstUsers(this.#queries, query)
  }

  async userNames(query: UserQuery): Promise<readonly UserNames[]> {
    const { userNames } = await import('./first-rows.ts')
    return await userNames(this.#queries, query)
  }

  async *driftCandidates(organizationId: string | null): AsyncGenerator<readonly DriftCandidate[]> {
    const { driftFactsOf, driftQuery } = await import('./user-queries.ts')
    yield* this.#queries.pages(driftQuery(organizationId), driftFactsOf)
  }

  async teams(): Promise<readonly TeamRecord[]> {
    const query: Statement<Omit<TeamTable, 'name_key'> & { readonly members: number }> = {
      sql: `select t.team_id, t.name, t.key,
          (select count(*) from screen_user as u where u.team_id = t.team_id) as members
        from team as t order by t.name_key`,
      parameters: [],
    }
    return await this.#queries.all(query, (row) => ({ team: teamOf(row), members: row.members }))
  }

  async facts(): Promise<readonly CompanyFact[]> {
    return await this.#queries.all(everyRow('fact'), factOf)
  }

  async *decisions(): AsyncGenerator<readonly Decision[]> {
    yield* this.#queries.pages(everyRow('decision'), decisionOf)
  }

  async *enteredUsers(keys?: Pick<UserKeys, 'userIds' | 'teamIds'>): AsyncGenerator<readonly EnteredUser[]> {
    const { enteredUserOf, enteredUsersQuery } = await import('./entered-queries.ts')
    yield* this.#queries.pages(enteredUsersQuery(keys), enteredUserOf)
  }

  async *userTodoFacts(
    userIds?: readonly UserId[],
    { times = true }: { readonly times?: boolean } = {},
  ): AsyncGenerator<readonly UserTodoFacts[]> {
    const { goneUsers, userTodoFactsOf, usersToEnterQuery } = await import('./entered-queries.ts')
    yield* this.#queries.pages(goneUsers, userTodoFactsOf)
    yield* this.#queries.pages(usersToEnterQuery(userIds, times), userTodoFactsOf)
  }

  async teamTodoFacts(): Promise<readonly TeamTodoFacts[]> {
    const { teamTodoFactsOf, teamsToEnter } = await import('./entered-queries.ts')
    return await this.#queries.all(teamsToEnter, teamTodoFactsOf)
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
    const [counts] = await this.#queries.all(query, (row) => row)
    return counts ?? { users: 0, activeUsers: 0, teams: 0, mappings: 0, changeSets: 0 }
  }

  async *rows(): AsyncGenerator<readonly LedgerRow[]> {
    for (const entity of entities) yield* this.#queries.pages(...ledgerRows(entity))
  }

  async *history(query: HistoryQuery): AsyncGenerator<readonly ChangeSetHead[]> {
    const { headOf, headsQuery } = await import('./history-queries.ts')
    yield* this.#queries.pages(headsQuery(query).compile(), headOf)
  }

  async *changesOf(number: number, { lastFirst } = { lastFirst: false }): AsyncGenerator<readonly Change[]> {
    const { changesQuery, storedChange } = await import('./history-queries.ts')
    yield* this.#queries.pages(changesQuery(number, lastFirst).compile(), storedChange)
  }

  async *changesTo(keys: readonly string[]): AsyncGenerator<readonly PastChange[]> {
    const { changesToQuery, pastChangeOf } = await import('./history-queries.ts')
    yield* this.#queries.pages(changesToQuery(keys).compile(), pastChangeOf)
  }

  async lastChanges(
    entity: 'user' | 'team',
    keys: readonly string[],
    before: number,
  ): Promise<readonly Change[]> {
    const { lastChangesQuery, storedChange } = await import('./history-queries.ts')
    return await this.#queries.all(lastChangesQuery(entity, keys, before), storedChange)
  }

  async mappingMinutes(query: MappingMinutesQuery = {}): Promise<readonly MappingMinute[]> {
    const { mappingMinutesQuery } = await import('./history-queries.ts')
    return await this.#queries.all(mappingMinutesQuery(query), (row) => row)
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
