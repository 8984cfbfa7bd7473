import { type Change, changeOf, type Decided, netChanges, planOf } from '../change.ts'
import { type EnteredTeam, type EnteredUser, knownAs, type Knowledge, newlyEntered } from '../entered.ts'
import { type CommandLine, commandLine, type Hint } from '../hint.ts'
import { fullName, type Team, type TeamId, type User, type UserId, type UserState } from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { countText, type Email, fold } from '../text.ts'
import { addressKey } from '../todo.ts'

/** A user as a workbook of SalesScreen has it; undefined where the workbook has no such column. */
export interface WorkbookUser {
  readonly line: number
  readonly email: Email
  /** As the workbook spells it. */
  readonly spelling: string
  readonly firstName: string
  readonly lastName: string
  readonly nickname: string | null | undefined
  readonly state: UserState | undefined
  /** The name of the team; null for none. */
  readonly team: string | null | undefined
  readonly salesforceUserId: SalesforceUserId | null | undefined
}

/** What the ledger knows of users and teams before a workbook is taken in. */
export interface AdoptFacts {
  /** As the admin gave it. */
  readonly file: string
  readonly users: readonly User[]
  readonly entered: readonly EnteredUser[]
  readonly teams: readonly Team[]
  readonly enteredTeams: readonly EnteredTeam[]
  /** null if no admin has set the number. */
  readonly licenses: number | null
}

/** What the ledger may take over from a workbook where the two differ. */
export const takeable = ['names', 'teams', 'state'] as const

/** One of these. */
export type Takeable = (typeof takeable)[number]

/** What the admin wants of a workbook. */
export interface AdoptWish {
  readonly take: ReadonlySet<Takeable>
  /** Whether the workbook has every user of SalesScreen, so that those who are missing are told. */
  readonly isComplete: boolean
  readonly known: Knowledge
  newUserId(): UserId
  newTeamId(): TeamId
}

/** Plans that SalesScreen is known to have the users of a workbook; those who are new to the ledger become part of it. */
export function decideAdopt(facts: AdoptFacts, rows: readonly WorkbookUser[], wish: AdoptWish): Decided {
  const adoption = new Adoption(facts, wish)
  for (const row of rows) adoption.take(row)
  return adoption.plan(rows)
}

class Adoption {
  readonly #facts: AdoptFacts
  readonly #wish: AdoptWish
  readonly #changes: Change[] = []
  readonly #differences: string[] = []
  readonly #byAddress = new Map<string, User>()
  readonly #enteredByAddress = new Map<string, EnteredUser>()
  readonly #entered = new Map<string, EnteredUser>()
  readonly #users = new Map<string, User>()
  readonly #teams = new Map<string, Team>()
  readonly #enteredTeams = new Map<string, EnteredTeam>()
  readonly #seen = new Set<string>()
  #added = 0
  #known = 0

  constructor(facts: AdoptFacts, wish: AdoptWish) {
    this.#facts = facts
    this.#wish = wish
    for (const user of facts.users) {
      this.#byAddress.set(addressKey(user.email), user)
      this.#users.set(user.userId, user)
    }
    for (const entered of facts.entered) {
      this.#enteredByAddress.set(addressKey(entered.email), entered)
      this.#entered.set(entered.userId, entered)
    }
    for (const team of facts.teams) this.#teams.set(fold(team.name), team)
    // A team that is to be renamed still has its old name in SalesScreen, and that name counts here.
    for (const entered of facts.enteredTeams) {
      this.#enteredTeams.set(entered.teamId, entered)
      const team = facts.teams.find(({ teamId }) => teamId === entered.teamId)
      this.#teams.set(fold(entered.name), team ?? { teamId: entered.teamId, name: entered.name, key: null })
    }
  }

  take(row: WorkbookUser): void {
    // SalesScreen may still have the old address of a user whose address was changed in the ledger.
    const earlier = this.#enteredByAddress.get(addressKey(row.spelling))
    const user =
      (earlier === undefined ? undefined : this.#users.get(earlier.userId)) ?? this.#byAddress.get(row.email)
    const teamId = row.team === undefined ? undefined : row.team === null ? null : this.#teamOf(row.team)
    const userId = user?.userId ?? earlier?.userId ?? this.#wish.newUserId()
    this.#seen.add(userId)
    if (user === undefined) this.#add(row, userId, teamId ?? null)
    else this.#compare(row, user, teamId)
    this.#enter(row, userId, teamId)
  }

  #add(row: WorkbookUser, userId: UserId, teamId: TeamId | null): void {
    const { email, firstName, lastName, nickname = null, state = 'active' } = row
    const after: User = {
      userId,
      email,
      firstName,
      lastName,
      nickname,
      state,
      teamId: state === 'spectating' ? null : teamId,
    }
    this.#added += 1
    this.#change(row, { entity: 'user', key: userId, before: null, after })
  }

  #compare(row: WorkbookUser, user: User, teamId: TeamId | null | undefined): void {
    this.#known += 1
    const { take } = this.#wish
    let after = user
    const differs = (what: Takeable, text: string, taken: Partial<User>) => {
      if (take.has(what)) after = { ...after, ...taken }
      else this.#differences.push(`${user.email}: ${text}`)
    }
    const { firstName, lastName, nickname, state } = row
    if (firstName !== user.firstName || lastName !== user.lastName)
      differs('names', `${fullName({ ...row })} in SalesScreen, ${fullName(user)} here`, {
        firstName,
        lastName,
      })
    if (nickname !== undefined && nickname !== user.nickname)
      differs('names', `nickname ${nickname ?? 'none'} in SalesScreen, ${user.nickname ?? 'none'} here`, {
        nickname,
      })
    if (state !== undefined && state !== user.state)
      differs('state', `${state} in SalesScreen, ${user.state} here`, { state })
    if (teamId !== undefined && teamId !== user.teamId)
      differs('teams', `${row.team ?? 'no team'} in SalesScreen, ${this.#teamName(user.teamId)} here`, {
        teamId,
      })
    if (after.state === 'spectating') after = { ...after, teamId: null }
    if (after !== user) this.#change(row, { entity: 'user', key: user.userId, before: user, after })
  }

  #teamName(teamId: TeamId | null): string {
    if (teamId === null) return 'no team'
    return this.#facts.teams.find((team) => team.teamId === teamId)?.name ?? teamId
  }

  // The team is part of the ledger and of SalesScreen from here on.
  #teamOf(name: string): TeamId {
    const known = this.#teams.get(fold(name))
    const team = known ?? { teamId: this.#wish.newTeamId(), name, key: null }
    this.#teams.set(fold(name), team)
    const isInLedger = this.#facts.teams.some(({ teamId }) => teamId === team.teamId)
    if (!isInLedger && !this.#enteredTeams.has(`new ${team.teamId}`)) {
      this.#changes.push({ entity: 'team', key: team.teamId, before: null, after: { ...team, name } })
      this.#enteredTeams.set(`new ${team.teamId}`, { teamId: team.teamId, name, ...this.#wish.known })
    }
    const entered = this.#enteredTeams.get(team.teamId) ?? null
    if (entered?.name !== name) {
      const after = { teamId: team.teamId, name, ...this.#wish.known }
      this.#changes.push({ entity: 'enteredTeam', key: team.teamId, before: entered, after })
      this.#enteredTeams.set(team.teamId, after)
    }
    return team.teamId
  }

  #enter(row: WorkbookUser, userId: UserId, teamId: TeamId | null | undefined): void {
    const { known } = this.#wish
    const before = this.#entered.get(userId) ?? null
    const { firstName, lastName, spelling: email } = row
    const nickname = row.nickname === undefined ? (before?.nickname ?? null) : row.nickname
    let after = before ?? newlyEntered({ userId, email, firstName, lastName, nickname }, known)
    if (
      after.email !== email ||
      after.firstName !== firstName ||
      after.lastName !== lastName ||
      after.nickname !== nickname
    )
      after = { ...after, email, firstName, lastName, nickname, ...knownAs.user(known) }
    if (row.state !== undefined && (row.state !== after.state || after.stateSource === null))
      after = { ...after, state: row.state, ...knownAs.state(known) }
    if (teamId !== undefined && (teamId !== after.teamId || after.teamSource === null))
      after = { ...after, teamId, ...knownAs.team(known) }
    const { salesforceUserId } = row
    if (
      salesforceUserId !== undefined &&
      (salesforceUserId !== after.salesforceUserId || after.mappingSource === null)
    )
      after = { ...after, salesforceUserId, ...knownAs.mapping(known) }
    if (after !== before) this.#change(row, { entity: 'enteredUser', key: userId, before, after })
  }

  #change({ line }: WorkbookUser, change: Parameters<typeof changeOf>[0]): void {
    this.#changes.push(changeOf({ ...change, origin: `${this.#facts.file}:${line}` }))
  }

  plan(rows: readonly WorkbookUser[]): Decided {
    const origins = new Map(this.#changes.map(({ entity, key, origin }) => [`${entity} ${key}`, origin]))
    const changes = netChanges(this.#changes).map((change) => {
      const origin = origins.get(`${change.entity} ${change.key}`)
      return origin === undefined ? change : { ...change, origin }
    })
    const { file } = this.#facts
    return planOf(changes, {
      evidence: [
        `${countText(rows.length, 'user')} read from ${file}: ${this.#added} new to the ledger, ${this.#known} known`,
      ],
      notices: changes.length === 0 ? [`no changes: SalesScreen is already known to be as in ${file}`] : [],
      warnings: [...this.#differenceTexts(), ...this.#missing(), ...this.#withoutLicense(changes)],
      next: this.#next(changes),
    })
  }

  #differenceTexts(): Hint[] {
    if (this.#differences.length === 0) return []
    return [
      ...this.#differences.slice(0, mostListed),
      ...(this.#differences.length > mostListed
        ? [`... and ${this.#differences.length - mostListed} more differences`]
        : []),
      'the ledger keeps its own values; to take those of SalesScreen, add --take names,teams,state',
    ]
  }

  #missing(): Hint[] {
    if (!this.#wish.isComplete) return []
    const missing = this.#facts.users.filter(
      ({ userId, state }) =>
        !this.#seen.has(userId) && (state !== 'deactivated' || this.#entered.has(userId)),
    )
    return missing
      .slice(0, mostListed)
      .map((user) => {
        const isEntered = this.#entered.has(user.userId)
        return isEntered
          ? {
              text: `${user.email} is recorded as entered, but the workbook does not have this user; if it is complete`,
              command: commandLine('todo reopen', user.email),
            }
          : `${user.email} is in the ledger, but not in the workbook`
      })
      .concat(missing.length > mostListed ? [`... and ${missing.length - mostListed} more users`] : [])
  }

  // Where the workbook has no column of states, an active user may be Pending.
  #withoutLicense(changes: readonly Change[]): Hint[] {
    const { licenses, users } = this.#facts
    const states = new Map<string, UserState | null>(users.map(({ userId, state }) => [userId, state]))
    let isGrowing = false
    for (const { entity, key, before, after } of changes) {
      if (entity !== 'user') continue
      states.set(key, after?.state ?? null)
      isGrowing ||= after?.state === 'active' && before?.state !== 'active'
    }
    const active = [...states.values()].filter((state) => state === 'active').length
    if (licenses === null || !isGrowing || active <= licenses) return []
    return [
      {
        text: `${active - licenses} of ${countText(active, 'user')} would become Pending: ${countText(licenses, 'license')}; if that number is no longer right`,
        command: commandLine('settings set', 'licenses', '<number>'),
      },
    ]
  }

  #next(changes: readonly Change[]): CommandLine[] {
    return changes.length === 0 ? [] : [commandLine('suggest')]
  }
}

const mostListed = 20
