import { type Change, joinChanges, type Provenance, sameRow } from '../change.ts'
import { type Email, fold } from '../text.ts'
import type { Mapping, Team, TeamId, User, UserId } from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'

/** Rows of the ledger that a batch may change: the users it names, those mapped to the Salesforce users it names, and all teams. */
export interface DraftRows {
  readonly users: readonly { readonly user: User; readonly mapping: Mapping | null }[]
  readonly teams: readonly Team[]
  /** Users in the whole ledger that take up a license. */
  readonly activeUsers: number
}

/** The ledger as it would be after the changes so far: each row of a batch is decided on it, as if typed one by one. */
export class LedgerDraft {
  readonly #users = new Map<string, User>()
  readonly #mappings = new Map<string, Mapping>()
  readonly #teams = new Map<string, Team>()
  readonly #byEmail = new Map<Email, UserId>()
  readonly #holders = new Map<SalesforceUserId, UserId>()
  readonly #teamsByName = new Map<string, TeamId>()
  readonly #changes = new Map<string, Change>()
  #byName: Map<string, Set<UserId>> | undefined
  #activeUsers: number

  constructor({ users, teams, activeUsers }: DraftRows) {
    for (const { user, mapping } of users) {
      this.#putUser(user)
      if (mapping !== null) this.#putMapping(mapping)
    }
    for (const team of teams) this.#putTeam(team)
    this.#activeUsers = activeUsers
  }

  get activeUsers(): number {
    return this.#activeUsers
  }

  user(userId: string): User | null {
    return this.#users.get(userId) ?? null
  }

  userWithEmail(email: Email): User | null {
    const userId = this.#byEmail.get(email)
    return userId === undefined ? null : this.user(userId)
  }

  /** Users with this full name or nickname, case and accents aside. */
  usersNamed(name: string): User[] {
    this.#byName ??= this.#indexNames()
    return [...(this.#byName.get(fold(name)) ?? [])].flatMap((userId) => this.user(userId) ?? [])
  }

  mappingOf(userId: UserId): Mapping | null {
    return this.#mappings.get(userId) ?? null
  }

  /** The user mapped to a Salesforce user. */
  holderOf(salesforceUserId: SalesforceUserId): { readonly user: User; readonly mapping: Mapping } | null {
    const userId = this.#holders.get(salesforceUserId)
    if (userId === undefined) return null
    const [user, mapping] = [this.user(userId), this.mappingOf(userId)]
    return user === null || mapping === null ? null : { user, mapping }
  }

  team(teamId: string): Team | null {
    return this.#teams.get(teamId) ?? null
  }

  teamOf({ teamId }: User): Team | null {
    return teamId === null ? null : this.team(teamId)
  }

  /** The team of this name (case and accents aside), key or team ID. */
  teamNamed(text: string): Team | null {
    const teamId = this.#teamsByName.get(fold(text))
    if (teamId !== undefined) return this.#teams.get(teamId) ?? null
    return [...this.#teams.values()].find((team) => team.teamId === text || team.key === text) ?? null
  }

  teamNames(): string[] {
    return [...this.#teams.values()].map(({ name }) => name)
  }

  /** All users that the batch may change, as they are now. */
  allUsers(): User[] {
    return [...this.#users.values()]
  }

  /** Makes these changes; a row that changes twice keeps the provenance of the last change. */
  apply(changes: readonly Change[], provenance: Provenance = {}): void {
    for (const change of changes) {
      const key = `${change.entity} ${change.key}`
      const earlier = this.#changes.get(key)
      const whole = earlier === undefined ? change : joinChanges(earlier, change)
      this.#changes.set(key, { ...whole, ...provenance })
      this.#put(change)
    }
  }

  /** The net changes: one per row, without rows that end as they began. */
  changes(): Change[] {
    return [...this.#changes.values()].filter(({ before, after }) => !sameRow(before, after))
  }

  #put(change: Change): void {
    switch (change.entity) {
      case 'user':
        this.#countLicense(change.before, -1)
        this.#countLicense(change.after, 1)
        if (change.before !== null) this.#dropUser(change.before)
        if (change.after !== null) this.#putUser(change.after)
        return
      case 'mapping':
        if (change.before !== null && this.#holders.get(change.before.salesforceUserId) === change.key)
          this.#holders.delete(change.before.salesforceUserId)
        if (change.after === null) this.#mappings.delete(change.key)
        else this.#putMapping(change.after)
        return
      case 'team':
        if (change.before !== null) this.#teamsByName.delete(fold(change.before.name))
        if (change.after === null) this.#teams.delete(change.key)
        else this.#putTeam(change.after)
        return
      case 'fact':
      case 'decision':
      case 'enteredUser':
      case 'enteredTeam':
    }
  }

  #countLicense(user: User | null, by: number): void {
    if (user?.state === 'active') this.#activeUsers += by
  }

  #putUser(user: User): void {
    this.#users.set(user.userId, user)
    this.#byEmail.set(user.email, user.userId)
    if (this.#byName !== undefined) addNames(this.#byName, user)
  }

  #dropUser(user: User): void {
    this.#users.delete(user.userId)
    if (this.#byEmail.get(user.email) === user.userId) this.#byEmail.delete(user.email)
    for (const name of namesOf(user)) this.#byName?.get(name)?.delete(user.userId)
  }

  #putMapping(mapping: Mapping): void {
    this.#mappings.set(mapping.userId, mapping)
    this.#holders.set(mapping.salesforceUserId, mapping.userId)
  }

  #putTeam(team: Team): void {
    this.#teams.set(team.teamId, team)
    this.#teamsByName.set(fold(team.name), team.teamId)
  }

  #indexNames(): Map<string, Set<UserId>> {
    const names = new Map<string, Set<UserId>>()
    for (const user of this.#users.values()) addNames(names, user)
    return names
  }
}

function addNames(names: Map<string, Set<UserId>>, user: User): void {
  for (const name of namesOf(user)) {
    const userIds = names.get(name)
    if (userIds === undefined) names.set(name, new Set([user.userId]))
    else userIds.add(user.userId)
  }
}

function namesOf({ firstName, lastName, nickname }: User): string[] {
  return [fold(`${firstName} ${lastName}`), ...(nickname === null ? [] : [fold(nickname)])]
}
