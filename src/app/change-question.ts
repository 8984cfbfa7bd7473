import type { Change, Entity } from '../core/change.ts'
import type { Mapping, User } from '../core/model.ts'
import { countText } from '../core/text.ts'
import type { RowNames } from './change-text.ts'

/** What changes do, as the beginning of a question: each kind of change by name, or how many there are of it. */
export function changeQuestion(changes: readonly Change[], names: RowNames): string {
  const kinds = Map.groupBy(changes, (change) => `${change.entity} ${verbOf(change)}`)
  const actions = [...kinds.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : others.length === 0
        ? actionText(first, names)
        : actionsText(first, others.length + 1),
  )
  const text = new Intl.ListFormat('en-US').format(actions)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

type UserChange = Change & { entity: 'user' }

// What is done to rows of this kind.
function verbOf(change: Change): string {
  const { before, after } = change
  if (change.entity === 'mapping') return mappingVerb(change.before, change.after)
  if (change.entity === 'fact') return after === null ? 'unset' : 'set'
  if (change.entity === 'enteredUser' || change.entity === 'enteredTeam')
    return after === null ? 'mark' : 'record'
  if (before === null) return change.entity === 'decision' ? 'record' : 'create'
  if (after === null) return change.entity === 'decision' ? 'remove' : 'delete'
  return change.entity === 'user' ? userVerb(change.before, change.after) : 'change'
}

function mappingVerb(before: Mapping | null, after: Mapping | null): string {
  if (after === null) return 'remove'
  return before?.salesforceUserId === after.salesforceUserId ? 'confirm' : 'map'
}

function userVerb(before: User | null, after: User | null): string {
  if (before === null || after === null) return 'change'
  if (before.state !== after.state)
    return after.state === 'deactivated' ? 'deactivate' : after.state === 'active' ? 'reactivate' : 'change'
  const others = (['email', 'firstName', 'lastName', 'nickname'] as const).some(
    (field) => before[field] !== after[field],
  )
  if (others || before.teamId === after.teamId) return 'change'
  return before.teamId === null ? 'put' : after.teamId === null ? 'take off' : 'move'
}

function actionText(change: Change, names: RowNames): string {
  const { key } = change
  const verb = verbOf(change)
  switch (change.entity) {
    case 'user':
      return userAction(change, verb, names)
    case 'team':
      return teamAction(change, verb)
    case 'mapping':
      return change.after === null || verb === 'confirm'
        ? `${verb} the mapping of ${names.person(key)}`
        : `map ${names.person(key)} to ${change.after.salesforceUserId}`
    case 'fact':
      return change.after === null ? `unset ${key}` : `set ${key} to ${change.after.value}`
    case 'decision':
      return decisionAction(change, verb, names)
    case 'enteredUser':
      return change.after === null
        ? `mark ${names.person(key)} as not entered`
        : `record what SalesScreen has of ${names.person(key)}`
    case 'enteredTeam':
      return change.after === null
        ? `mark the team ${change.before?.name ?? key} as not entered`
        : `record that SalesScreen has the team ${change.after.name}`
  }
}

function userAction({ key, before, after }: UserChange, verb: string, names: RowNames): string {
  const who = names.person(key)
  const team = (user: User | null) => (user?.teamId == null ? 'no team' : names.team(user.teamId))
  switch (verb) {
    case 'create':
      return `create ${who} ${after?.teamId === null ? 'without a team' : `on ${team(after)}`}`
    case 'put':
      return `put ${who} on ${team(after)}`
    case 'take off':
      return `take ${who} off ${team(before)}`
    case 'move':
      return `move ${who} to ${team(after)}`
    case 'change':
      return `change the user ${who}`
    default:
      return `${verb} ${who}`
  }
}

function teamAction({ key, before, after }: Change & { entity: 'team' }, verb: string): string {
  if (before !== null && after !== null && before.name !== after.name)
    return `rename the team ${before.name} to ${after.name}`
  return `${verb} the team ${(after ?? before)?.name ?? key}`
}

function decisionAction(
  { before, after }: Change & { entity: 'decision' },
  verb: string,
  names: RowNames,
): string {
  const row = after ?? before
  const who = [row?.userId == null ? [] : names.person(row.userId), row?.salesforceUserId ?? []].flat()
  return `${verb} the decision about ${who.join(' and ')}`
}

// All of one kind.
function actionsText(change: Change, count: number): string {
  const verb = verbOf(change)
  const what = countText(count, verb === 'map' ? 'user' : nouns[change.entity])
  if (verb === 'mark') return `mark ${what} as not entered`
  if (verb === 'put') return `put ${what} on teams`
  if (verb === 'take off') return `take ${what} off their teams`
  return `${verb} ${what}`
}

const nouns: Readonly<Record<Entity, string>> = {
  user: 'user',
  team: 'team',
  mapping: 'mapping',
  fact: 'setting',
  decision: 'decision',
  enteredUser: 'SalesScreen user',
  enteredTeam: 'SalesScreen team',
}
