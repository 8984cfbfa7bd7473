import type { Change, Rows } from './change.ts'
import { type CompanyFact, type Decision, fullName, type Mapping, type Team, type User } from './model.ts'
import { fold } from './text.ts'

/** Rows of the ledger by key, each kind for itself. */
export interface RowsByKey {
  readonly users: ReadonlyMap<string, User>
  readonly teams: ReadonlyMap<string, Team>
  readonly mappings: ReadonlyMap<string, Mapping>
  readonly facts: ReadonlyMap<string, CompanyFact>
  readonly decisions: ReadonlyMap<string, Decision>
}

/** The row that a change is about, as it is in these rows. */
export function rowIn(
  rows: RowsByKey,
  { entity, key }: Pick<Change, 'entity' | 'key'>,
): Rows[Change['entity']] | null {
  switch (entity) {
    case 'user':
      return rows.users.get(key) ?? null
    case 'team':
      return rows.teams.get(key) ?? null
    case 'mapping':
      return rows.mappings.get(key) ?? null
    case 'fact':
      return rows.facts.get(key) ?? null
    case 'decision':
      return rows.decisions.get(key) ?? null
  }
}

/** The rows after these changes. */
export function rowsAfter(rows: RowsByKey, changes: readonly Change[]): RowsByKey {
  const after = {
    users: new Map(rows.users),
    teams: new Map(rows.teams),
    mappings: new Map(rows.mappings),
    facts: new Map(rows.facts),
    decisions: new Map(rows.decisions),
  }
  for (const change of changes)
    switch (change.entity) {
      case 'user':
        put(after.users, change.key, change.after)
        break
      case 'team':
        put(after.teams, change.key, change.after)
        break
      case 'mapping':
        put(after.mappings, change.key, change.after)
        break
      case 'fact':
        put(after.facts, change.key, change.after)
        break
      case 'decision':
        put(after.decisions, change.key, change.after)
    }
  return after
}

function put<Row>(rows: Map<string, Row>, key: string, row: Row | null): void {
  if (row === null) rows.delete(key)
  else rows.set(key, row)
}

/** Tells what speaks against single rows where rows contradict each other: the rules that hold in every ledger. */
export class ConstraintChecker {
  readonly #rows: RowsByKey
  readonly #byEmail: ReadonlyMap<string, readonly User[]>
  readonly #bySalesforceUser: ReadonlyMap<string, readonly Mapping[]>
  readonly #byTeam: ReadonlyMap<string, readonly User[]>
  readonly #teamsByName: ReadonlyMap<string, readonly Team[]>
  readonly #teamsByKey: ReadonlyMap<string, readonly Team[]>
  readonly #decisionsByUser: ReadonlyMap<string, readonly Decision[]>

  constructor(rows: RowsByKey) {
    this.#rows = rows
    this.#byEmail = grouped(rows.users, ({ email }) => email)
    this.#byTeam = grouped(rows.users, ({ teamId }) => teamId)
    this.#bySalesforceUser = grouped(rows.mappings, ({ salesforceUserId }) => salesforceUserId)
    this.#teamsByName = grouped(rows.teams, ({ name }) => fold(name))
    this.#teamsByKey = grouped(rows.teams, ({ key }) => key)
    this.#decisionsByUser = grouped(rows.decisions, ({ userId }) => userId)
  }

  /** Why a changed row cannot be as the change leaves it; undefined where nothing speaks against it. */
  of(change: Change): string | undefined {
    switch (change.entity) {
      case 'user':
        return change.after === null ? this.#removedUser(change.key) : this.#user(change.after)
      case 'team':
        return change.after === null ? this.#removedTeam(change.key) : this.#team(change.after)
      case 'mapping':
        return change.after === null ? undefined : this.#mapping(change.after)
      case 'decision':
        return change.after?.userId != null && !this.#rows.users.has(change.after.userId)
          ? 'the user is not there any more'
          : undefined
      case 'fact':
        return undefined
    }
  }

  #removedUser(userId: string): string | undefined {
    const mapping = this.#rows.mappings.get(userId)
    if (mapping !== undefined) return `is mapped to ${mapping.salesforceUserId}`
    return this.#decisionsByUser.has(userId) ? 'a decision is about this user' : undefined
  }

  #user(user: User): string | undefined {
    const other = this.#byEmail.get(user.email)?.find(({ userId }) => userId !== user.userId)
    if (other !== undefined) return `${user.email} is the e-mail address of ${fullName(other)} now`
    return user.teamId !== null && !this.#rows.teams.has(user.teamId)
      ? 'the team is not there any more'
      : undefined
  }

  #removedTeam(teamId: string): string | undefined {
    const members = this.#byTeam.get(teamId)?.length ?? 0
    return members === 0 ? undefined : `${members === 1 ? 'one person is' : `${members} people are`} on it`
  }

  #team({ teamId, name, key }: Team): string | undefined {
    const sameName = this.#teamsByName.get(fold(name))?.find((each) => each.teamId !== teamId)
    if (sameName !== undefined) return `another team is called ${sameName.name} now`
    const sameKey =
      key === null ? undefined : this.#teamsByKey.get(key)?.find((each) => each.teamId !== teamId)
    return sameKey === undefined ? undefined : `the team ${sameKey.name} has the key ${key} now`
  }

  #mapping({ userId, salesforceUserId }: Mapping): string | undefined {
    if (!this.#rows.users.has(userId)) return 'the user is not there any more'
    const other = this.#bySalesforceUser.get(salesforceUserId)?.find((each) => each.userId !== userId)
    if (other === undefined) return undefined
    const holder = this.#rows.users.get(other.userId)
    return `${salesforceUserId} is mapped to ${holder === undefined ? other.userId : fullName(holder)} now`
  }
}

function grouped<Row>(
  rows: ReadonlyMap<string, Row>,
  keyOf: (row: Row) => string | null,
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows.values()) {
    const key = keyOf(row)
    if (key === null) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
