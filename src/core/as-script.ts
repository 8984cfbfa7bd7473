import type { Change, ChangeSetHead } from './change.ts'
import { commandText } from './command-text.ts'
import type { User } from './user.ts'

/** How users and teams are called at a moment of the history. */
export class NamesThen {
  readonly #emails = new Map<string, string>()
  readonly #teams = new Map<string, string>()

  /** Takes in what changes tell: `before` names what they found, `after` what they left. */
  learn(changes: readonly Change[], side: 'before' | 'after'): void {
    for (const change of changes) {
      const row = change[side]
      if (row === null) continue
      if ('email' in row) this.#emails.set(row.userId, row.email)
      if ('name' in row && 'teamId' in row) this.#teams.set(row.teamId, row.name)
    }
  }

  email(userId: string): string {
    return this.#emails.get(userId) ?? userId
  }

  team(teamId: string): string {
    return this.#teams.get(teamId) ?? teamId
  }
}

/** The line that tells which change set the commands below it repeat. */
export function scriptHeading({ number, at, actor, command, reason }: ChangeSetHead): string {
  return comment(`${number}  ${at}  ${actor}: ${command}${reason === null ? '' : ` (${reason})`}`)
}

/**
 * The commands that make one change set's changes again, in an order in which they can run: what is given up comes
 * first, then teams, users and mappings, then the teams that go. What no command can do is a comment.
 */
export function scriptOf(changes: readonly Change[], names: NamesThen): string[] {
  names.learn(changes, 'before')
  const before = changes.flatMap((change) => givenUp(change, names))
  const teams = changes.flatMap((change) => teamLines(change))
  names.learn(changes, 'after')
  const users = changes.flatMap((change) => userLines(change, names))
  const mappings = changes.flatMap((change) => mappingLines(change, names))
  const rest = changes.flatMap((change) => restLines(change, names))
  return [...before, ...teams, ...users, ...mappings, ...rest]
}

function comment(text: string): string {
  return `# ${text.replace(/\s+/g, ' ')}`
}

function givenUp(change: Change, names: NamesThen): string[] {
  if (change.entity !== 'mapping' || change.before === null) return []
  const same = change.before.salesforceUserId === change.after?.salesforceUserId
  return same ? [] : [commandText('unmap', names.email(change.key))]
}

function teamLines(change: Change): string[] {
  if (change.entity !== 'team' || change.after === null) return []
  const { before, after } = change
  if (before === null)
    return [commandText('teams', 'create', after.name, ...(after.key === null ? [] : ['--key', after.key]))]
  return [
    ...(before.name === after.name ? [] : [commandText('teams', 'rename', before.name, after.name)]),
    ...(before.key === after.key ? [] : [commandText('teams', 'key', after.name, after.key ?? '--none')]),
  ]
}

function userLines(change: Change, names: NamesThen): string[] {
  if (change.entity !== 'user' || change.after === null) return []
  const { before, after } = change
  return [...(before === null ? created(after) : edited(before, after)), ...teamOf(before, after, names)]
}

function created(user: User): string[] {
  const { email, firstName, lastName, nickname, state } = user
  const names = ['--first-name', firstName, '--last-name', lastName]
  return [
    commandText(
      'create-user',
      '--email',
      email,
      ...names,
      ...(nickname === null ? [] : ['--nickname', nickname]),
    ),
    ...(state === 'active' ? [] : [commandText('users', 'edit', email, '--state', state)]),
  ]
}

function edited(before: User, after: User): string[] {
  const flags = [
    ...(before.firstName === after.firstName ? [] : ['--first-name', after.firstName]),
    ...(before.lastName === after.lastName ? [] : ['--last-name', after.lastName]),
    ...(before.nickname === after.nickname ? [] : ['--nickname', after.nickname ?? '']),
    ...(before.email === after.email ? [] : ['--email', after.email]),
    ...(before.state === after.state ? [] : ['--state', after.state]),
  ]
  return flags.length === 0 ? [] : [commandText('users', 'edit', before.email, ...flags)]
}

function teamOf(before: User | null, after: User, names: NamesThen): string[] {
  if ((before?.teamId ?? null) === after.teamId) return []
  if (after.teamId !== null)
    return [commandText('assign-team', after.email, names.team(after.teamId), '--move')]
  // A spectator has lost the team already.
  return after.state === 'spectating' ? [] : [commandText('assign-team', after.email, '--none')]
}

function mappingLines(change: Change, names: NamesThen): string[] {
  if (change.entity !== 'mapping' || change.after === null) return []
  const { before, after } = change
  const words = ['map', names.email(change.key), after.salesforceUserId]
  if (before?.salesforceUserId === after.salesforceUserId) return [commandText(...words, '--renew')]
  return [commandText(...words, '--allow-unknown', '--allow-inactive', '--allow-non-person')]
}

function restLines(change: Change, names: NamesThen): string[] {
  const { entity, before, after } = change
  if (entity === 'team' && before !== null && after === null)
    return [commandText('teams', 'delete', before.name)]
  if (entity === 'user' && before !== null && after === null)
    return [comment(`no command removes a user: ${before.email}`)]
  if (entity === 'fact')
    return [
      after === null
        ? commandText('settings', 'unset', change.key)
        : commandText('settings', 'set', change.key, after.value, '--by', after.attestedBy),
    ]
  if (entity === 'decision') return [comment(`no command records a decision: ${decisionText(change, names)}`)]
  return []
}

function decisionText({ before, after }: Change & { readonly entity: 'decision' }, names: NamesThen): string {
  const row = after ?? before
  if (row === null) return ''
  const about = [row.userId === null ? [] : names.email(row.userId), row.salesforceUserId ?? []]
    .flat()
    .join(' and ')
  return `${after === null ? 'taken back, ' : ''}${about}: ${row.kind}`
}
