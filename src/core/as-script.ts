import type { Change, ChangeSetHead } from './change.ts'
import { comment, line } from './script-line.ts'
import { ScriptNames } from './script-names.ts'
import { teamDeletion, teamLines } from './script-teams.ts'
import { userLines } from './script-users.ts'

/** The steps in which a change set is told, so that every command finds what it needs; each reads all changes. */
export const scriptSteps = ['giveUp', 'teams', 'users', 'mappings', 'rest'] as const

/** One of these steps. */
export type ScriptStep = (typeof scriptSteps)[number]

/** People and teams that a script speaks of without having told how they are called. */
export interface Strangers {
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
    return comment(`${number}  ${at}  ${actor}: ${command}${reason === null ? '' : ` (${reason})`}`)
  }

  /** Whether the change set has anything for a step; known after the first. */
  has(step: ScriptStep): boolean {
    return this.#steps.has(step)
  }

  /** Whom the script must be told about (`meet`) before it can write this step of these changes. */
  strangers(step: ScriptStep, changes: readonly Change[]): Strangers {
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
    return isGivenUp(change) ? [line(['unmap'], [this.#names.email(change.key)])] : []
  }

  #mapped(change: Change): string[] {
    if (change.entity !== 'mapping' || change.after === null) return []
    const names = [this.#names.email(change.key), change.after.salesforceUserId]
    // A mapping that is made again sees what there is to see now.
    if (!isMapped(change)) return [comment(`seen anew: ${names.join(' -> ')}`)]
    return [line(['map'], names, mapFlags)]
  }

  #rest(change: Change): string[] {
    if (change.entity === 'team') return teamDeletion(change, this.#names)
    if (change.entity === 'fact') {
      const { key, after } = change
      if (key === 'licences') this.#knowsLicences = after !== null
      return after === null
        ? [line(['settings', 'unset'], [key])]
        : [line(['settings', 'set'], [key, after.value], ['--by', after.attestedBy])]
    }
    return change.entity === 'decision' ? [this.#decided(change)] : []
  }

  #decided(change: Change & { readonly entity: 'decision' }): string {
    const { before, after } = change
    const row = after ?? before
    if (row?.kind !== 'never' || row.userId === null || row.salesforceUserId === null)
      return comment(`no command records this decision: ${this.#decisionText(change)}`)
    const names = [this.#names.email(row.userId), row.salesforceUserId]
    if (after === null) return line(['decisions', 'remove'], names)
    const flags = [
      ...(after.reason === null ? [] : ['--reason', after.reason]),
      ...(after.until === null ? [] : ['--until', after.until]),
    ]
    return line(['reject'], names, flags)
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
