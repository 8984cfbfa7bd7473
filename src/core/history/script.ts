import type { Change, ChangeSetHead } from '../change.ts'
import { type ScriptedUser, ScriptNames } from './script-names.ts'
import type { Team, User } from '../model.ts'
import { shellWord } from '../text.ts'

/** The steps in which a change set is told, so that every command finds what it needs; each reads all changes. */
export const scriptSteps = ['giveUp', 'teams', 'users', 'mappings', 'rest'] as const

/** One of these steps. */
export type ScriptStep = (typeof scriptSteps)[number]

/** People and teams that a script speaks of without having told how they are called. */
export interface UnknownNames {
  readonly userIds: readonly string[]
  readonly teamIds: readonly string[]
}

/** Writes the commands that do a history again on an empty ledger; what no command can do is a comment. */
export class AsScript {
  readonly #names = new ScriptNames()
  #steps = new Set<ScriptStep>()
  // With a limited number of licences a newcomer may be pending.
  #knowsLicences = false

  /** The line that tells which change set the commands below it repeat; the set's changes are next. */
  begin({ number, at, actor, command, reason }: ChangeSetHead): string {
    this.#steps = new Set(['giveUp'])
    this.#names.startLeaving()
    return scriptComment(`${number}  ${at}  ${actor}: ${command}${reason === null ? '' : ` (${reason})`}`)
  }

  /** Whether the change set has anything for a step; known after the first. */
  has(step: ScriptStep): boolean {
    return this.#steps.has(step)
  }

  /** Whom the script must be told about (`meet`) before it can write this step of these changes. */
  strangers(step: ScriptStep, changes: readonly Change[]): UnknownNames {
    const isMapping = step === 'giveUp' ? isGivenUp : step === 'mappings' ? isMapped : () => false
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

  /** How a stranger was called at that moment, as the last change of the row tells. */
  meet({ entity, after }: Change): void {
    if (entity === 'user' && after !== null) this.#names.setEmail(after.userId, after.email)
    if (entity === 'team' && after !== null) this.#names.setTeam(after)
  }

  /** The commands of one step, of all changes in order, page by page. */
  lines(step: ScriptStep, changes: readonly Change[]): string[] {
    switch (step) {
      case 'giveUp':
        return changes.flatMap((change) => this.#givenUp(change))
      case 'teams':
        return changes.flatMap((change) => teamLines(change, this.#names))
      case 'users':
        return changes.flatMap((change) => userLines(change, this.#names, this.#knowsLicences))
      case 'mappings':
        return changes.flatMap((change) => this.#mapped(change))
      case 'rest':
        return changes.flatMap((change) => this.#rest(change))
    }
  }

  #givenUp(change: Change): string[] {
    this.#steps.add(stepOf(change))
    if (change.entity === 'team' && change.after === null) this.#steps.add('rest')
    this.#names.noteLeaving(change)
    return isGivenUp(change) ? [scriptLine(['unmap'], [this.#names.email(change.key)])] : []
  }

  #mapped(change: Change): string[] {
    if (change.entity !== 'mapping' || change.after === null) return []
    const names = [this.#names.email(change.key), change.after.salesforceUserId]
    // A mapping that is made again sees what there is to see now.
    if (!isMapped(change)) return [scriptComment(`seen anew: ${names.join(' -> ')}`)]
    return [scriptLine(['map'], names, mapFlags)]
  }

  #rest(change: Change): string[] {
    if (change.entity === 'team') return teamDeletion(change, this.#names)
    if (change.entity === 'fact') {
      const { key, after } = change
      if (key === 'licences') this.#knowsLicences = after !== null
      return after === null
        ? [scriptLine(['settings', 'unset'], [key])]
        : [scriptLine(['settings', 'set'], [key, after.value], ['--by', after.attestedBy])]
    }
    return change.entity === 'decision' ? [this.#decided(change)] : []
  }

  #decided(change: Change & { readonly entity: 'decision' }): string {
    const { before, after } = change
    const row = after ?? before
    if (row?.kind !== 'never' || row.userId === null || row.salesforceUserId === null)
      return scriptComment(`no command records this decision: ${this.#decisionText(change)}`)
    const names = [this.#names.email(row.userId), row.salesforceUserId]
    if (after === null) return scriptLine(['decisions', 'remove'], names)
    const flags = [
      ...(after.reason === null ? [] : ['--reason', after.reason]),
      ...(after.until === null ? [] : ['--until', after.until]),
    ]
    return scriptLine(['reject'], names, flags)
  }

  #decisionText({ before, after }: Change & { readonly entity: 'decision' }): string {
    const row = after ?? before
    if (row === null) return ''
    const about = [row.userId === null ? [] : this.#names.email(row.userId), row.salesforceUserId ?? []]
    return `${after === null ? 'taken back, ' : ''}${about.flat().join(' and ')}: ${row.kind}`
  }
}

const mapFlags = ['--allow-unknown', '--allow-inactive', '--allow-non-person', '--allow-rejected']

function stepOf({ entity }: Change): ScriptStep {
  if (entity === 'team') return 'teams'
  if (entity === 'user') return 'users'
  return entity === 'mapping' ? 'mappings' : 'rest'
}

function isGivenUp({ entity, before, after }: Change): boolean {
  return entity === 'mapping' && before !== null && before.salesforceUserId !== after?.salesforceUserId
}

function isMapped({ entity, before, after }: Change): boolean {
  return entity === 'mapping' && after !== null && before?.salesforceUserId !== after.salesforceUserId
}

/** The commands that make a team what a change made it; another team first gives up the name or key it still has. */
export function teamLines(change: Change, names: ScriptNames): string[] {
  if (change.entity !== 'team' || change.after === null) return []
  const { before, after } = change
  const free = [...freeName(after, names), ...freeKey(after, names)]
  const lines = before === null ? teamCreated(after) : teamEdited(names.teamNow(before), after)
  names.setTeam(after)
  return [...free, ...lines]
}

/** The command that deletes a team; its people have left it by then. */
export function teamDeletion(change: Change, names: ScriptNames): string[] {
  if (change.entity !== 'team' || change.after !== null || change.before === null) return []
  const { name } = names.teamNow(change.before)
  names.deleteTeam(change.key)
  return [scriptLine(['teams', 'delete'], [name])]
}

function teamCreated({ name, key }: Team): string[] {
  return [scriptLine(['teams', 'create'], [name], key === null ? [] : ['--key', key])]
}

function teamEdited(now: Team, after: Team): string[] {
  return [
    ...(now.name === after.name ? [] : [scriptLine(['teams', 'rename'], [now.name, after.name])]),
    ...(now.key === after.key ? [] : [keyed(after)]),
  ]
}

function keyed({ name, key }: Team): string {
  return key === null
    ? scriptLine(['teams', 'key'], [name], ['--none'])
    : scriptLine(['teams', 'key'], [name, key])
}

function freeName(team: Team, names: ScriptNames): string[] {
  const holder = names.nameHolder(team)
  if (holder === undefined) return []
  const aside = `aside ${holder.teamId}`
  names.setTeam({ ...holder, name: aside })
  return [scriptLine(['teams', 'rename'], [holder.name, aside])]
}

function freeKey(team: Team, names: ScriptNames): string[] {
  const holder = names.keyHolder(team)
  if (holder === undefined) return []
  const bare = { ...holder, key: null }
  names.setTeam(bare)
  return [keyed(bare)]
}

/** The commands that make somebody what a change made them; another one first gives up the address they still have. */
export function userLines(change: Change, names: ScriptNames, knowsLicences: boolean): string[] {
  if (change.entity !== 'user') return []
  const { key, before, after } = change
  if (after === null) return before === null ? [] : removed(before, names)
  const leftOver = before === null ? names.takeUp(after) : undefined
  const free = freeAddress(after, names)
  const now =
    leftOver ?? (before !== null && names.knowsUser(key) ? { ...before, email: names.email(key) } : before)
  names.setEmail(key, after.email)
  return [
    ...free,
    ...(now === null ? userCreated(after, knowsLicences) : userEdited(now, after)),
    ...placed(now, after, names),
  ]
}

function userCreated(
  { email, firstName, lastName, nickname, state }: User,
  knowsLicences: boolean,
): string[] {
  const flags = ['--email', email, '--first-name', firstName, '--last-name', lastName]
  return [
    scriptLine(['create-user'], [], [...flags, ...(nickname === null ? [] : ['--nickname', nickname])]),
    ...(state === 'active' && !knowsLicences
      ? []
      : [scriptLine(['users', 'edit'], [email], ['--state', state])]),
  ]
}

function userEdited(now: ScriptedUser, after: ScriptedUser): string[] {
  const flags = [
    ...(now.firstName === after.firstName ? [] : ['--first-name', after.firstName]),
    ...(now.lastName === after.lastName ? [] : ['--last-name', after.lastName]),
    ...(now.nickname === after.nickname ? [] : ['--nickname', after.nickname ?? '']),
    ...(now.email === after.email ? [] : ['--email', after.email]),
    ...(now.state === after.state ? [] : ['--state', after.state]),
  ]
  return flags.length === 0 ? [] : [scriptLine(['users', 'edit'], [now.email], flags)]
}

function placed(now: ScriptedUser | null, after: ScriptedUser, names: ScriptNames): string[] {
  if ((now?.teamId ?? null) === after.teamId) return []
  if (after.teamId !== null)
    return [scriptLine(['assign-team'], [after.email, names.team(after.teamId)], ['--move'])]
  // A spectator has lost the team already.
  return after.state === 'spectating' ? [] : [scriptLine(['assign-team'], [after.email], ['--none'])]
}

// The nearest that commands come to somebody who is not there.
function removed(before: User, names: ScriptNames): string[] {
  const now = { ...before, email: names.knowsUser(before.userId) ? names.email(before.userId) : before.email }
  const bare: ScriptedUser = { ...now, state: 'deactivated', teamId: null }
  names.leaveOver(bare)
  return [
    scriptComment(`no command removes a user: ${now.email} stays, deactivated and on no team`),
    ...userEdited(now, bare),
    ...placed(now, bare, names),
  ]
}

function freeAddress({ userId, email }: User, names: ScriptNames): string[] {
  const leftOver = names.leftOverAt(email)
  const holder = leftOver?.userId ?? names.emailHolder(email, userId)
  if (holder === undefined) return []
  const aside = `aside-${holder}@sfsync.invalid`
  if (leftOver === undefined) names.setEmail(holder, aside)
  else names.moveLeftOver(leftOver, aside)
  return [scriptLine(['users', 'edit'], [email], ['--email', aside])]
}

/** A command whose words are all data, as a POSIX shell must read it: `<b>` is a name here, not a placeholder. */
export function scriptLine(
  command: readonly string[],
  names: readonly string[],
  flags: readonly string[] = [],
): string {
  // A name with a hyphen at its start would be taken for a flag.
  const words = names.some((name) => name.startsWith('-'))
    ? [...command, ...flags, '--', ...names]
    : [...command, ...names, ...flags]
  return [
    'sfsync',
    ...words.map((word) => (word.startsWith('<') ? `'${word.replaceAll("'", `'\\''`)}'` : shellWord(word))),
  ].join(' ')
}

/** A line that a shell leaves alone. */
export function scriptComment(text: string): string {
  return `# ${text.replace(/\s*[\n\r\v\f\u0085\u2028\u2029]\s*/g, ' ')}`
}
