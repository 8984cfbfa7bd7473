import { type Change, changeOf, type Decided, netChanges, planOf } from '../change.ts'
import { type EnteredUser, knownAs, type Knowledge, newlyEntered } from '../entered.ts'
import { type CommandLine, commandLine, type Hint, withOptions } from '../hint.ts'
import { fullName, type TeamId, type User, type UserId, type UserState } from '../model.ts'
import { countText, fold, numberText } from '../text.ts'
import type { AdoptFacts, WorkbookUser } from './adopt-facts.ts'
import { WorkbookMappings } from './adopt-mappings.ts'
import { matchTeams, type WorkbookTeam } from './adopt-teams.ts'
import { type KnownUser, matchRows } from './adopt-users.ts'

export type { AdoptFacts, WorkbookUser } from './adopt-facts.ts'

/** What the ledger may take over from a workbook where the two differ. */
export const takeable = ['names', 'teams', 'state', 'mappings'] as const

/** One of these. */
export type Takeable = (typeof takeable)[number]

/** What the admin wants of a workbook. */
export interface AdoptWish {
  readonly take: ReadonlySet<Takeable>
  /** Whether the workbook has every user of SalesScreen, so that those who are missing are told. */
  readonly isComplete: boolean
  readonly known: Knowledge
  /** At most so many differences, and so many users who are missing, are named. */
  readonly mostListed: number
  newUserId(): UserId
  newTeamId(): TeamId
}

/**
 * Plans that SalesScreen is known to have the users of a workbook; those who are new to the ledger become part of it.
 * Refuses rows that could be one user or another, and names that could be one team or two.
 */
export function decideAdopt(facts: AdoptFacts, rows: readonly WorkbookUser[], wish: AdoptWish): Decided {
  const { sides, displaced, unclear } = matchRows(facts, rows)
  const matched = matchTeams(facts, rows, sides, () => wish.newTeamId())
  const problems = [...unclear, ...matched.unclear]
  if (problems.length > 0)
    return {
      code: 'decision-needed',
      message: `${countText(problems.length, 'row')} of ${facts.file} could mean one or another; nothing was changed`,
      rows: problems,
      actions: [],
    }
  const adoption = new Adoption(facts, wish, matched.teams)
  for (const side of displaced) adoption.displace(side)
  for (const row of rows) adoption.take(row, sides.get(row) ?? { user: null, entered: null })
  return adoption.plan(rows)
}

class Adoption {
  readonly #facts: AdoptFacts
  readonly #wish: AdoptWish
  readonly #teams: ReadonlyMap<string, WorkbookTeam>
  readonly #changes: Change[] = []
  readonly #differences: string[] = []
  readonly #mappings: WorkbookMappings
  readonly #seen = new Set<string>()
  readonly #enteredIds: ReadonlySet<string>
  readonly #byAddress: ReadonlyMap<string, User>
  #added = 0
  #known = 0

  constructor(facts: AdoptFacts, wish: AdoptWish, teams: ReadonlyMap<string, WorkbookTeam>) {
    this.#facts = facts
    this.#wish = wish
    this.#teams = teams
    this.#mappings = new WorkbookMappings(facts.mappings, wish.take.has('mappings'))
    this.#byAddress = new Map(facts.users.map((user) => [user.email, user]))
    this.#enteredIds = new Set(facts.entered.map(({ userId }) => userId))
    for (const each of teams.values()) this.#enterTeam(each)
    this.#renameTeams()
  }

  // The team is part of the ledger and of SalesScreen from here on.
  #enterTeam({ teamId, team, entered, name }: WorkbookTeam): void {
    if (team === null)
      this.#changes.push({ entity: 'team', key: teamId, before: null, after: { teamId, name, key: null } })
    if (entered?.name === name) return
    const after = { teamId, name, ...this.#wish.known }
    this.#changes.push({ entity: 'enteredTeam', key: teamId, before: entered, after })
  }

  // A team without members in the workbook, whose name another one has there now, can only have been renamed.
  #renameTeams(): void {
    for (const before of this.#facts.enteredTeams) {
      const holder = this.#teams.get(fold(before.name))
      const isListed = [...this.#teams.values()].some(({ teamId }) => teamId === before.teamId)
      const team = this.#facts.teams.find(({ teamId }) => teamId === before.teamId)
      if (holder === undefined || isListed || team === undefined) continue
      const after = { teamId: before.teamId, name: team.name, ...this.#wish.known }
      this.#changes.push({ entity: 'enteredTeam', key: before.teamId, before, after })
    }
  }

  /** Someone else has the address in SalesScreen now, so a change of it that was decided here has been entered. */
  displace({ user, entered: before }: KnownUser): void {
    if (before === null) return
    const after = user === null ? null : { ...before, email: user.email, ...knownAs.user(this.#wish.known) }
    this.#changes.push({ entity: 'enteredUser', key: before.userId, before, after })
  }

  take(row: WorkbookUser, { user, entered }: KnownUser): void {
    const team = row.team == null ? null : (this.#teams.get(fold(row.team)) ?? null)
    // SalesScreen takes a spectator off the team, even if its workbook still shows the last one.
    const isSpectator = (row.state ?? entered?.state) === 'spectating'
    const teamId = row.team === undefined ? undefined : isSpectator ? null : (team?.teamId ?? null)
    const userId = user?.userId ?? entered?.userId ?? this.#wish.newUserId()
    this.#seen.add(userId)
    // A user that the ledger removed, and whose address another user is to get, cannot be part of it again.
    const heir = user === null ? this.#byAddress.get(row.email) : undefined
    if (heir === undefined) {
      if (user === null) this.#add(row, userId, teamId ?? null)
      else this.#compare(row, user, teamId)
      this.#mappings.add(row, { userId, isNew: user === null })
    } else
      this.#differences.push(
        `${row.email}: ${fullName(row)} in SalesScreen, who is not in the ledger; ${fullName(heir)} here`,
      )
    this.#enter(row, userId, entered, teamId)
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

  #enter(
    row: WorkbookUser,
    userId: UserId,
    found: EnteredUser | null,
    teamId: TeamId | null | undefined,
  ): void {
    const { known } = this.#wish
    // A user who was removed and created again is the one that SalesScreen still has, under the new ID.
    const earlier = found !== null && found.userId !== userId ? found : null
    if (earlier !== null)
      this.#change(row, { entity: 'enteredUser', key: earlier.userId, before: earlier, after: null })
    const before = found === null ? null : { ...found, userId }
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
    if (after !== before || earlier !== null)
      this.#change(row, {
        entity: 'enteredUser',
        key: userId,
        before: earlier === null ? before : null,
        after,
      })
  }

  #change({ line }: WorkbookUser, change: Parameters<typeof changeOf>[0]): void {
    this.#changes.push(changeOf({ ...change, origin: `${this.#facts.file}:${line}` }))
  }

  plan(rows: readonly WorkbookUser[]): Decided {
    const { changes: mapped, differences } = this.#mappings.decided(this.#facts)
    for (const { row, ...change } of mapped) this.#change(row, change)
    this.#differences.push(...differences)
    const origins = new Map(this.#changes.map(({ entity, key, origin }) => [`${entity} ${key}`, origin]))
    const changes = netChanges(this.#changes).map((change) => {
      const origin = origins.get(`${change.entity} ${change.key}`)
      return origin === undefined ? change : { ...change, origin }
    })
    const { file } = this.#facts
    return planOf(changes, {
      evidence: [
        `${countText(rows.length, 'user')} read from ${file}: ${numberText(this.#added)} new to the ledger, ${numberText(this.#known)} known`,
      ],
      notices: changes.length === 0 ? [`no changes: SalesScreen is already known to be as in ${file}`] : [],
      warnings: [...this.#withoutLicense(changes), ...this.#differenceTexts(), ...this.#missing()],
      next: this.#next(changes),
    })
  }

  #differenceTexts(): Hint[] {
    if (this.#differences.length === 0) return []
    const { mostListed } = this.#wish
    return [
      'the ledger keeps its own values; to take those of SalesScreen, add --take names,teams,state,mappings',
      ...this.#differences.slice(0, mostListed),
      ...(this.#differences.length > mostListed
        ? [`... and ${this.#differences.length - mostListed} more differences`]
        : []),
    ]
  }

  #missing(): Hint[] {
    const { isComplete, mostListed } = this.#wish
    if (!isComplete) return []
    const missing = this.#facts.users.filter(
      ({ userId, state }) =>
        !this.#seen.has(userId) && (state !== 'deactivated' || this.#enteredIds.has(userId)),
    )
    return missing
      .slice(0, mostListed)
      .map((user) => {
        const isEntered = this.#enteredIds.has(user.userId)
        return isEntered
          ? {
              text: `${user.email} is recorded as entered, but the workbook does not have this user; if it is complete`,
              command: commandLine('todo reopen', user.email),
            }
          : `${user.email} is in the ledger, but not in the workbook`
      })
      .concat(
        missing.length > mostListed ? [`... and ${numberText(missing.length - mostListed)} more users`] : [],
      )
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
    if (changes.length === 0) return []
    return this.#facts.isDirectoryRead
      ? [withOptions(commandLine('suggest'), { accept: 'class=sure' })]
      : [commandLine('sf-users import', '<report.csv>')]
  }
}
