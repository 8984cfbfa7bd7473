import {
  type Change,
  type ChangeSet,
  type ChangeSetHead,
  type StampedPlan,
  type Plan,
  type Rows,
  sameRow,
  type Stamp,
} from '../../src/core/change.ts'
import { type CompanyFact, type Decision, decisionKey, type User } from '../../src/core/model.ts'
import { type DriftFacts, driftOf } from '../../src/core/drift.ts'
import type { UserOutline } from '../../src/core/match/suggestion.ts'
import { fold } from '../../src/core/text.ts'
import type {
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
} from '../../src/ledger/ledger.ts'
import { FakeDirectory } from './fake-directory.ts'
import { headOf, isPast } from './fake-history.ts'
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

  async usersOf(keys: UserKeys): Promise<readonly MappedUser[]> {
    const found = this.#records().filter((record) => isAmong(record, keys))
    const people = found.toSorted(byText(({ user }) => user.userId))
    return await Promise.resolve(people.map(({ user, mapping }) => ({ user, mapping })))
  }

  async outlines(): Promise<readonly UserOutline[]> {
    const free = this.#records().filter(
      ({ user, mapping }) => mapping === null && (user.state === 'active' || user.state === 'pending'),
    )
    return await Promise.resolve(
      free.map(({ user: { userId, email, firstName, lastName } }) => ({
        userId,
        email,
        firstName,
        lastName,
      })),
    )
  }

  async *decisions(): AsyncGenerator<readonly Decision[]> {
    const found = [...this.#rows.decision.values()].toSorted(byText((each) => decisionKey(each)))
    if (found.length > 0) yield await Promise.resolve(found)
  }

  async *rows(): AsyncGenerator<readonly LedgerRow[]> {
    const { fact, team, user, mapping, decision } = this.#rows
    const rows: LedgerRow[] = [
      ...[...fact].map(([key, row]) => ({ entity: 'fact', key, row }) as const).toSorted(byText(keyOf)),
      ...[...team].map(([key, row]) => ({ entity: 'team', key, row }) as const).toSorted(byText(keyOf)),
      ...[...user].map(([key, row]) => ({ entity: 'user', key, row }) as const).toSorted(byText(keyOf)),
      ...[...mapping].map(([key, row]) => ({ entity: 'mapping', key, row }) as const).toSorted(byText(keyOf)),
      ...[...decision]
        .map(([key, row]) => ({ entity: 'decision', key, row }) as const)
        .toSorted(byText(keyOf)),
    ]
    if (rows.length > 0) yield await Promise.resolve(rows)
  }

  async atOneMoment<T>(read: () => Promise<T>): Promise<T> {
    return await read()
  }

  async *users(query: UserQuery): AsyncGenerator<readonly UserRecord[]> {
    const found = this.#records().filter((record) => isWanted(record, query))
    const page = await Promise.resolve(found.slice(0, query.limit))
    if (page.length > 0) yield page
  }

  async *mayHaveDrifted(organizationId: string | null): AsyncGenerator<readonly DriftFacts[]> {
    const mapped = this.#records().flatMap(({ mapping, ...record }): DriftFacts[] =>
      mapping === null ? [] : [{ ...record, mapping, sharedWith: [] }],
    )
    const found = mapped.filter((facts) => {
      const { drifts, notChecked: outOfSight } = driftOf(facts, { organizationId })
      return drifts.length > 0 || outOfSight !== null
    })
    if (found.length > 0) yield await Promise.resolve(found)
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

  async commit(plan: Plan, stamp: Stamp): Promise<ChangeSet | CommitConflict> {
    const { evidence, changes } = plan
    const outcome = await this.commitAll([{ ...stamp, evidence, changes }], this.#changeSets.length)
    if ('stale' in outcome) return outcome
    const [changeSet] = outcome
    return changeSet ?? { stale: [] }
  }

  async commitAll(
    drafts: readonly StampedPlan[],
    newest: number,
  ): Promise<readonly ChangeSet[] | CommitConflict> {
    if (newest !== this.#changeSets.length) return { stale: [] }
    const rowsBefore = this.#rows
    const committed: ChangeSet[] = []
    for (const draft of drafts) {
      const stale = await this.stale(draft.changes)
      const rows = applied(this.#rows, draft.changes)
      if (stale.length > 0 || !('user' in rows)) {
        this.#rows = rowsBefore
        return { stale }
      }
      this.#rows = rows
      committed.push({ ...draft, number: newest + committed.length + 1 })
    }
    this.#changeSets.push(...committed)
    return committed
  }

  async stale(changes: readonly Change[]): Promise<CommitConflict['stale']> {
    const compared = changes.map((change) => ({ change, found: this.#row(change) }))
    const stale = compared.filter(({ change, found }) => !sameRow(change.before, found))
    if (stale.length > 0) return await Promise.resolve(stale)
    const rows = applied(this.#rows, changes)
    return 'user' in rows ? [] : rows.map((change) => ({ change, found: change.before }))
  }

  async *history(query: HistoryQuery): AsyncGenerator<readonly ChangeSetHead[]> {
    const wanted = this.#changeSets.filter((set) => isPast(set, query))
    const ordered = query.oldestFirst === true ? wanted : wanted.toReversed()
    const heads = ordered.slice(0, query.limit).map(headOf)
    if (heads.length > 0) yield await Promise.resolve(heads)
  }

  async *changesOf(wanted: number): AsyncGenerator<readonly Change[]> {
    const changes = this.#changeSets.find(({ number }) => number === wanted)?.changes ?? []
    if (changes.length > 0) yield await Promise.resolve(changes)
  }

  async *changesTo(keys: readonly string[]): AsyncGenerator<readonly PastChange[]> {
    const past = this.#changeSets
      .flatMap((set) => set.changes.map((change) => ({ changeSet: headOf(set), change })))
      .filter(({ change }) => keys.includes(change.key))
    if (past.length > 0) yield await Promise.resolve(past.toReversed())
  }

  async lastChanges(
    entity: 'user' | 'team',
    keys: readonly string[],
    before: number,
  ): Promise<readonly Change[]> {
    const past = this.#changeSets.slice(0, before - 1).flatMap(({ changes }) => changes)
    const last = new Map(
      past.flatMap((change) =>
        change.entity === entity && keys.includes(change.key) ? [[change.key, change] as const] : [],
      ),
    )
    return await Promise.resolve([...last.values()].toSorted(byText(({ key }) => key)))
  }

  async copyTo(): Promise<void> {
    await Promise.reject(new Error('a ledger in memory cannot be copied to a file'))
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

function keyOf({ key }: { readonly key: string }): string {
  return key
}

function isAmong({ user, mapping }: UserRecord, keys: UserKeys): boolean {
  const called = (keys.called ?? []).map((text) => fold(text))
  return (
    keys.userIds?.includes(user.userId) === true ||
    keys.emails?.includes(user.email) === true ||
    called.includes(foldedName(user)) ||
    called.includes(foldedNickname(user) ?? foldedName(user)) ||
    (user.teamId !== null && keys.teamIds?.includes(user.teamId) === true) ||
    (mapping !== null && keys.salesforceUserIds?.includes(mapping.salesforceUserId) === true)
  )
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
