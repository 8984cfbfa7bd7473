import {
  type Change,
  type ChangeSet,
  type Plan,
  type Rows,
  sameRow,
  type Stamp,
} from '../../src/core/change.ts'
import type { CompanyFact } from '../../src/core/company.ts'
import { fold } from '../../src/core/text.ts'
import type { User } from '../../src/core/user.ts'
import type {
  HistoryQuery,
  Ledger,
  LedgerCounts,
  StaleChanges,
  TeamRecord,
  UserKey,
  UserQuery,
  UserRecord,
} from '../../src/ledger/ledger.ts'
import { FakeDirectory } from './fake-directory.ts'
import { applied, noRows, type FakeRows } from './fake-rows.ts'
import { byText } from './order.ts'

/** The ledger in memory, with the rules of the real one. */
export class FakeLedger implements Ledger {
  #rows: FakeRows = noRows
  readonly #changeSets: ChangeSet[] = []
  readonly directory = new FakeDirectory(() => this.#rows)

  async findUsers(key: UserKey): Promise<readonly UserRecord[]> {
    return await Promise.resolve(this.#records().filter((record) => fits(record, key)))
  }

  async *users(query: UserQuery): AsyncGenerator<readonly UserRecord[]> {
    const found = this.#records().filter((record) => isWanted(record, query))
    const page = await Promise.resolve(found.slice(0, query.limit))
    if (page.length > 0) yield page
  }

  async teams(): Promise<readonly TeamRecord[]> {
    const { team: teams, user: users } = this.#rows
    const records = [...teams.values()].map((team) => ({
      team,
      members: [...users.values()].filter(({ teamId }) => teamId === team.teamId).length,
    }))
    return await Promise.resolve(records.toSorted(byText(({ team }) => fold(team.name))))
  }

  async facts(): Promise<readonly CompanyFact[]> {
    return await Promise.resolve([...this.#rows.fact.values()].toSorted(byText(({ name }) => name)))
  }

  async counts(): Promise<LedgerCounts> {
    const { user: users, team: teams, mapping: mappings } = this.#rows
    return await Promise.resolve({
      users: users.size,
      activeUsers: [...users.values()].filter(({ state }) => state === 'active').length,
      teams: teams.size,
      mappings: mappings.size,
      changeSets: this.#changeSets.length,
    })
  }

  async commit(plan: Plan, stamp: Stamp): Promise<ChangeSet | StaleChanges> {
    const stale = await this.stale(plan.changes)
    const rows = applied(this.#rows, plan.changes)
    if (stale.length > 0 || rows === undefined) return { stale }
    this.#rows = rows
    const { evidence, changes } = plan
    const changeSet = { ...stamp, number: this.#changeSets.length + 1, evidence, changes }
    this.#changeSets.push(changeSet)
    return changeSet
  }

  async stale(changes: readonly Change[]): Promise<StaleChanges['stale']> {
    const compared = changes.map((change) => ({ change, found: this.#row(change) }))
    const stale = compared.filter(({ change, found }) => !sameRow(change.before, found))
    const isRefused = stale.length > 0 || applied(this.#rows, changes) !== undefined
    return await Promise.resolve(isRefused ? stale : compared)
  }

  async *history({ number, limit }: HistoryQuery): AsyncGenerator<ChangeSet> {
    const newestFirst = this.#changeSets.toReversed()
    const wanted =
      number === undefined ? newestFirst.slice(0, limit) : newestFirst.filter((set) => set.number === number)
    yield* await Promise.resolve(wanted)
  }

  async integrity(): Promise<readonly string[]> {
    return await Promise.resolve([])
  }

  async close(): Promise<void> {
    await Promise.resolve()
  }

  #row({ entity, key }: Change): Rows[Change['entity']] | null {
    return this.#rows[entity].get(key) ?? null
  }

  #records(): UserRecord[] {
    const users = [...this.#rows.user.values()]
    return users
      .map((user) => this.#record(user))
      .toSorted(
        byText(
          ({ user }) => foldedName(user),
          ({ user }) => user.email,
        ),
      )
  }

  #record(user: User): UserRecord {
    const { team: teams, mapping: mappings } = this.#rows
    const mapping = mappings.get(user.userId) ?? null
    return {
      user,
      team: (user.teamId === null ? undefined : teams.get(user.teamId)) ?? null,
      mapping,
      salesforceUser: mapping === null ? null : this.directory.person(mapping.salesforceUserId),
    }
  }
}

function fits({ user, mapping }: UserRecord, key: UserKey): boolean {
  if ('userId' in key) return user.userId === key.userId
  if ('email' in key) return user.email === key.email
  if ('salesforceUserId' in key) return mapping?.salesforceUserId === key.salesforceUserId
  return [foldedName(user), foldedNickname(user)].includes(fold(key.called))
}

function isWanted({ user, mapping }: UserRecord, query: UserQuery): boolean {
  const texts = [foldedName(user), foldedNickname(user) ?? '', fold(user.email)]
  const words = fold(query.search ?? '').split(' ')
  return (
    words.every((word) => texts.some((text) => text.includes(word))) &&
    (query.states?.includes(user.state) ?? true) &&
    (query.teamId === undefined || user.teamId === query.teamId) &&
    (query.mapped === undefined || (mapping !== null) === query.mapped)
  )
}

function foldedName({ firstName, lastName }: User): string {
  return fold(`${firstName} ${lastName}`)
}

function foldedNickname({ nickname }: User): string | null {
  return nickname === null ? null : fold(nickname)
}
