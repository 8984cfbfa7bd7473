import type { Change } from './change.ts'
import { comment, line } from './script-line.ts'
import type { ScriptedUser, ScriptNames } from './script-names.ts'
import type { User } from './user.ts'

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
    ...(now === null ? created(after, knowsLicences) : edited(now, after)),
    ...placed(now, after, names),
  ]
}

function created({ email, firstName, lastName, nickname, state }: User, knowsLicences: boolean): string[] {
  const flags = ['--email', email, '--first-name', firstName, '--last-name', lastName]
  return [
    line(['create-user'], [], [...flags, ...(nickname === null ? [] : ['--nickname', nickname])]),
    ...(state === 'active' && !knowsLicences ? [] : [line(['users', 'edit'], [email], ['--state', state])]),
  ]
}

function edited(now: ScriptedUser, after: ScriptedUser): string[] {
  const flags = [
    ...(now.firstName === after.firstName ? [] : ['--first-name', after.firstName]),
    ...(now.lastName === after.lastName ? [] : ['--last-name', after.lastName]),
    ...(now.nickname === after.nickname ? [] : ['--nickname', after.nickname ?? '']),
    ...(now.email === after.email ? [] : ['--email', after.email]),
    ...(now.state === after.state ? [] : ['--state', after.state]),
  ]
  return flags.length === 0 ? [] : [line(['users', 'edit'], [now.email], flags)]
}

function placed(now: ScriptedUser | null, after: ScriptedUser, names: ScriptNames): string[] {
  if ((now?.teamId ?? null) === after.teamId) return []
  if (after.teamId !== null)
    return [line(['assign-team'], [after.email, names.team(after.teamId)], ['--move'])]
  // A spectator has lost the team already.
  return after.state === 'spectating' ? [] : [line(['assign-team'], [after.email], ['--none'])]
}

// The nearest that commands come to somebody who is not there.
function removed(before: User, names: ScriptNames): string[] {
  const now = { ...before, email: names.knowsUser(before.userId) ? names.email(before.userId) : before.email }
  const bare: ScriptedUser = { ...now, state: 'deactivated', teamId: null }
  names.leaveOver(bare)
  return [
    comment(`no command removes a user: ${now.email} stays, deactivated and on no team`),
    ...edited(now, bare),
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
  return [line(['users', 'edit'], [email], ['--email', aside])]
}
