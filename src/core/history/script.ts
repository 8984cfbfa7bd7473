import type { Change, ChangeSetHead } from '../change.ts'
import { type CommandLine, commandLine, withOptions } from '../hint.ts'
import { type ScriptedUser, ScriptNames } from './script-names.ts'
import type { Team, User } from '../model.ts'

/** The steps that repeat a change set, in the order in which every command finds what it needs; each step reads all changes. */
export const scriptSteps = ['unmap', 'teams', 'users', 'mappings', 'rest'] as const

/** One of these steps. */
type ScriptStep = (typeof scriptSteps)[number]

/** A line of a script: a command, or a comment. All words of a command are data, even if they look like a placeholder. */
export type ScriptLine = CommandLine | { readonly comment: string }

/** Users and teams that a script is about to name although no earlier line of it does. */
export interface UnknownNames {
  readonly userIds: readonly string[]
  readonly teamIds: readonly string[]
}

/** Turns a history into the commands that repeat it on an empty ledger; what no command can do becomes a comment. */
export class HistoryScript {
  readonly #names = new ScriptNames()
  #steps = new Set<ScriptStep>()
  // With a limited number of licenses a new user may be pending.
  #knowsLicenses = false

  /** The line above the commands that repeat a change set; the set's changes are next. */
  begin({ number, at, actor, command, reason }: ChangeSetHead): ScriptLine {
    this.#steps = new Set(['unmap'])
    this.#names.startChangeSet()
    return { comment: `${number}  ${at}  ${actor}: ${command}${reason === null ? '' : ` (${reason})`}` }
  }

  /** Whether the change set has anything for a step; known after the first. */
  has(step: ScriptStep): boolean {
    return this.#steps.has(step)
  }

  /** What the script must learn (`learn`) before it can write this step of these changes. */
  unknownNames(step: ScriptStep, changes: readonly Change[]): UnknownNames {
    const isMapping = step === 'unmap' ? isUnmapped : step === 'mappings' ? isMapped : () => false
    const userIds = changes.flatMap((change) => {
      if (step === 'rest' && change.entity === 'decision')
        return (change.after ?? change.before)?.userId ?? []
      return isMapping(change) ? [change.key] : []
    })
    return {
      userIds: [...new Set(userIds)].filter((userId) => !this.#names.knowsUser(userId)),
      teamIds: step === 'users' ? this.#unknownTeams(changes) : [],
    }
  }

  #unknownTeams(changes: readonly Change[]): string[] {
    const teamIds = changes.flatMap(({ entity, after }) => (entity === 'user' ? (after?.teamId ?? []) : []))
    return [...new Set(teamIds)].filter((teamId) => !this.#names.knowsTeam(teamId))
  }

  /** The name of a user or team at that moment, as the last change of its row has it. */
  learn({ entity, after }: Change): void {
    if (entity === 'user' && after !== null) this.#names.setEmail(after.userId, after.email)
    if (entity === 'team' && after !== null) this.#names.setTeam(after)
  }

  /** The commands of one step, of all changes in order, page by page. */
  lines(step: ScriptStep, changes: readonly Change[]): ScriptLine[] {
    switch (step) {
      case 'unmap':
        return changes.flatMap((change) => this.#unmapped(change))
      case 'teams':
        return changes.flatMap((change) => teamLines(change, this.#names))
      case 'users':
        return changes.flatMap((change) => userLines(change, this.#names, this.#knowsLicenses))
      case 'mappings':
        return changes.flatMap((change) => this.#mapped(change))
      case 'rest':
        return changes.flatMap((change) => this.#rest(change))
    }
  }

  #unmapped(change: Change): ScriptLine[] {
    this.#steps.add(stepOf(change))
    if (change.entity === 'team' && change.after === null) this.#steps.add('rest')
    this.#names.noteReleasedEmail(change)
    return isUnmapped(change) ? [commandLine('unmap', this.#names.email(change.key))] : []
  }

  #mapped(change: Change): ScriptLine[] {
    if (change.entity !== 'mapping' || change.after === null) return []
    const names = [this.#names.email(change.key), change.after.salesforceUserId]
    // Mapping again would store today's name and e-mail, so there is nothing to repeat.
    if (!isMapped(change)) return [{ comment: `mapping renewed: ${names.join(' -> ')}` }]
    return [withOptions(commandLine('map', ...names), mapOptions)]
  }

  #rest(change: Change): ScriptLine[] {
    if (change.entity === 'team') return teamDeletion(change, this.#names)
    if (change.entity === 'fact') {
      const { key, after } = change
      if (key === 'licenses') this.#knowsLicenses = after !== null
      return after === null
        ? [commandLine('settings unset', key)]
        : [withOptions(commandLine('settings set', key, after.value), { by: after.attestedBy })]
    }
    return change.entity === 'decision' ? [this.#decision(change)] : []
  }

  #decision(change: Change & { readonly entity: 'decision' }): ScriptLine {
    const { before, after } = change
    const row = after ?? before
    if (row?.kind !== 'never' || row.userId === null || row.salesforceUserId === null)
      return { comment: `no command for this decision: ${this.#decisionText(change)}` }
    const names = [this.#names.email(row.userId), row.salesforceUserId]
    if (after === null) return commandLine('decisions remove', ...names)
    return withOptions(commandLine('reject', ...names), {
      ...(after.reason === null ? {} : { reason: after.reason }),
      ...(after.until === null ? {} : { until: after.until }),
    })
  }

  #decisionText({ before, after }: Change & { readonly entity: 'decision' }): string {
    const row = after ?? before
    if (row === null) return ''
    const about = [row.userId === null ? [] : this.#names.email(row.userId), row.salesforceUserId ?? []]
    return `${after === null ? 'removed, ' : ''}${about.flat().join(' and ')}: ${row.kind}`
  }
}

// A repeated mapping takes nothing from anyone: the step before it has unmapped both sides.
const mapOptions = {
  'allow-unknown': true,
  'allow-inactive': true,
  'allow-non-person': true,
  'allow-mismatch': true,
  'allow-rejected': true,
} as const

function stepOf({ entity }: Change): ScriptStep {
  if (entity === 'team') return 'teams'
  if (entity === 'user') return 'users'
  return entity === 'mapping' ? 'mappings' : 'rest'
}

function isUnmapped({ entity, before, after }: Change): boolean {
  return entity === 'mapping' && before !== null && before.salesforceUserId !== after?.salesforceUserId
}

function isMapped({ entity, before, after }: Change): boolean {
  return entity === 'mapping' && after !== null && before?.salesforceUserId !== after.salesforceUserId
}

// The team as the change left it; another team first gives up the name or key that it still has in the script.
function teamLines(change: Change, names: ScriptNames): ScriptLine[] {
  if (change.entity !== 'team' || change.after === null) return []
  const { before, after } = change
  const free = [...freeName(after, names), ...freeKey(after, names)]
  const lines = before === null ? teamCreated(after) : teamEdited(names.teamNow(before), after)
  names.setTeam(after)
  return [...free, ...lines]
}

// By then its members have left it.
function teamDeletion(change: Change, names: ScriptNames): ScriptLine[] {
  if (change.entity !== 'team' || change.after !== null || change.before === null) return []
  const { name } = names.teamNow(change.before)
  names.deleteTeam(change.key)
  return [commandLine('teams delete', name)]
}

function teamCreated({ name, key }: Team): ScriptLine[] {
  return [withOptions(commandLine('teams create', name), key === null ? {} : { key })]
}

function teamEdited(now: Team, after: Team): ScriptLine[] {
  return [
    ...(now.name === after.name ? [] : [commandLine('teams rename', now.name, after.name)]),
    ...(now.key === after.key ? [] : [teamKey(after)]),
  ]
}

function teamKey({ name, key }: Team): ScriptLine {
  return key === null
    ? withOptions(commandLine('teams key', name), { none: true })
    : commandLine('teams key', name, key)
}

function freeName(team: Team, names: ScriptNames): ScriptLine[] {
  const holder = names.nameHolder(team)
  if (holder === undefined) return []
  const aside = `aside ${holder.teamId}`
  names.setTeam({ ...holder, name: aside })
  return [commandLine('teams rename', holder.name, aside)]
}

function freeKey(team: Team, names: ScriptNames): ScriptLine[] {
  const holder = names.keyHolder(team)
  if (holder === undefined) return []
  const bare = { ...holder, key: null }
  names.setTeam(bare)
  return [teamKey(bare)]
}

// The user as the change left it; another user first gives up the address that it still has in the script.
function userLines(change: Change, names: ScriptNames, knowsLicenses: boolean): ScriptLine[] {
  if (change.entity !== 'user') return []
  const { key, before, after } = change
  if (after === null) return before === null ? [] : removed(before, names)
  const revived = before === null ? names.reviveRemoved(after) : undefined
  const free = freeAddress(after, names)
  const now =
    revived ?? (before !== null && names.knowsUser(key) ? { ...before, email: names.email(key) } : before)
  names.setEmail(key, after.email)
  return [
    ...free,
    ...(now === null ? userCreated(after, knowsLicenses) : userEdited(now, after)),
    ...teamAssigned(now, after, names),
  ]
}

function userCreated(
  { email, firstName, lastName, nickname, state }: User,
  knowsLicenses: boolean,
): ScriptLine[] {
  const names = { email, 'first-name': firstName, 'last-name': lastName }
  const all = nickname === null ? names : { ...names, nickname }
  return [
    // Whether the user is new was decided then.
    withOptions(commandLine('create-user'), { ...all, new: true }),
    ...(state === 'active' && !knowsLicenses
      ? []
      : [withOptions(commandLine('users edit', email), { state })]),
  ]
}

function userEdited(now: ScriptedUser, after: ScriptedUser): ScriptLine[] {
  const options = {
    ...(now.firstName === after.firstName ? {} : { 'first-name': after.firstName }),
    ...(now.lastName === after.lastName ? {} : { 'last-name': after.lastName }),
    ...(now.nickname === after.nickname ? {} : { nickname: after.nickname ?? '' }),
    ...(now.email === after.email ? {} : { email: after.email }),
    ...(now.state === after.state ? {} : { state: after.state }),
  }
  return Object.keys(options).length === 0 ? [] : [withOptions(commandLine('users edit', now.email), options)]
}

function teamAssigned(now: ScriptedUser | null, after: ScriptedUser, names: ScriptNames): ScriptLine[] {
  if ((now?.teamId ?? null) === after.teamId) return []
  if (after.teamId !== null)
    return [withOptions(commandLine('assign-team', after.email, names.team(after.teamId)), { move: true })]
  // A spectator has lost the team already.
  return after.state === 'spectating'
    ? []
    : [withOptions(commandLine('assign-team', after.email), { none: true })]
}

// The closest that commands come to removing a user.
function removed(before: User, names: ScriptNames): ScriptLine[] {
  const now = { ...before, email: names.knowsUser(before.userId) ? names.email(before.userId) : before.email }
  const bare: ScriptedUser = { ...now, state: 'deactivated', teamId: null }
  names.markRemoved(bare)
  return [
    { comment: `no command removes a user: ${now.email} stays, deactivated and without a team` },
    ...userEdited(now, bare),
    ...teamAssigned(now, bare, names),
  ]
}

function freeAddress({ userId, email }: User, names: ScriptNames): ScriptLine[] {
  const gone = names.removedAt(email)
  const holder = gone?.userId ?? names.emailHolder(email, userId)
  if (holder === undefined) return []
  const aside = `aside-${holder}@sfsync.invalid`
  if (gone === undefined) names.setEmail(holder, aside)
  else names.renameRemoved(gone, aside)
  return [withOptions(commandLine('users edit', email), { email: aside })]
}
