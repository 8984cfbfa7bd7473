import type { TodoKind } from '../todo.ts'
import type { Change } from '../change.ts'
import type { EnteredUser } from '../entered.ts'
import { isInForce } from '../decide/decision.ts'
import { type CommandLine, commandLine } from '../hint.ts'
import { type Decision, fullName, type User } from '../model.ts'
import type { Standing } from '../visibility.ts'
import type { PastChangeSet, ExplanationFacts, NamedDecision } from './facts.ts'

/** A person by name and by what identifies them. */
export function personLabel({ user, salesforceUser, salesforceUserId }: ExplanationFacts): string {
  if (user !== null) return fullName(user) === user.email ? user.email : `${fullName(user)} (${user.email})`
  const id = salesforceUserId ?? ''
  return salesforceUser === null ? id : `${salesforceUser.name} (${id})`
}

/** What follows the name of an inactive or frozen Salesforce user. */
export function idleText(idle: 'inactive' | 'frozen', sinceDay: string | null): string {
  return sinceDay === null ? `is ${idle} in Salesforce` : `has been ${idle} in Salesforce since ${sinceDay}`
}

/** A decision as sentences: who decided what, when and why, and until when it is in force. */
export function decisionText(
  { decision, user, salesforceName }: NamedDecision,
  { today, dayOf }: Pick<ExplanationFacts, 'today' | 'dayOf'>,
): string {
  const { decidedBy, decidedAt, salesforceUserId, reason, until, userId } = decision
  const salesforceUser =
    salesforceUserId === null || salesforceName === null
      ? salesforceUserId
      : `${salesforceName} (${salesforceUserId})`
  const what = decided(decision.kind, [user?.email ?? userId ?? [], salesforceUser ?? []].flat())
  const why = reason === null ? '' : `, because: ${reason}`
  const expires = isInForce(decision, today) ? 'expires' : 'expired'
  const expiry = until === null ? '' : ` It ${expires} on ${until}.`
  return `${decidedBy} decided on ${dayOf(decidedAt)} that ${what}${why}.${expiry}`
}

function decided(kind: Decision['kind'], names: readonly string[]): string {
  const [isPair, both] = [names.length === 2, names.join(' and ')]
  switch (kind) {
    case 'never':
      return isPair ? `${both} are not the same person` : `${both} has no match`
    case 'not-a-person':
      return isPair ? `neither ${names.join(' nor ')} is a person` : `${both} is not a person`
    case 'later':
      return `${both} should be reviewed later`
  }
}

const inShort = {
  never: 'not the same person',
  'not-a-person': 'not a person',
  later: 'to be reviewed later',
} as const

/** A decision about a pair as part of a sentence that names both. */
export function decisionInShort(
  { decision: { kind, decidedBy, decidedAt, reason } }: NamedDecision,
  dayOf: ExplanationFacts['dayOf'],
): string {
  const why = reason === null ? '' : `: ${reason}`
  return `${inShort[kind]} (decided by ${decidedBy}, ${dayOf(decidedAt)}${why})`
}

/** The command that removes a decision. */
export function removeDecisionCommand({ decision, user }: NamedDecision): CommandLine {
  const { userId, salesforceUserId } = decision
  return commandLine('decisions remove', ...[user?.email ?? userId ?? [], salesforceUserId ?? []].flat())
}

/** The decision in force that settles an open mapping: this user has no match, is not a person, or is reviewed later. */
export function decisionInForce(
  { decisions, mapping, today }: ExplanationFacts,
  standing: Standing,
): NamedDecision | null {
  if (mapping !== null || standing === 'shows-up' || standing === 'not-active') return null
  const alone = decisions.filter(
    ({ decision }) =>
      isInForce(decision, today) && (decision.userId === null || decision.salesforceUserId === null),
  )
  return alone.find(({ decision }) => decision.kind !== 'later') ?? alone[0] ?? null
}

type TeamNames = ExplanationFacts['teamNameOf']

/** What a change set did to a person, as one line. */
export function pastText(
  { head, changes }: PastChangeSet,
  { teamNameOf, dayOf }: Pick<ExplanationFacts, 'teamNameOf' | 'dayOf'>,
): string {
  const texts = changes.flatMap((change) => changeTexts(change, teamNameOf))
  const what = texts.length === 0 ? head.command : texts.join(', ')
  return `${dayOf(head.at)}, ${head.actor}: ${what} (change set ${head.number}).`
}

function changeTexts({ entity, before, after }: Change, teamNameOf: TeamNames): string[] {
  switch (entity) {
    case 'user':
      return userTexts(before, after, teamNameOf)
    case 'mapping': {
      const [was, is] = [before?.salesforceUserId, after?.salesforceUserId]
      if (is === undefined) return [`unmapped from ${was ?? ''}`]
      if (was === is) return ['mapping confirmed']
      return [`mapped to ${is}${was === undefined ? '' : ` instead of ${was}`}`]
    }
    case 'decision':
      return [
        ...(after === null ? [] : [`decided "${briefly(after)}"`]),
        ...(after === null && before !== null ? [`removed the decision "${briefly(before)}"`] : []),
      ]
    case 'enteredUser':
      return [`in SalesScreen: ${enteredTexts(before, after, teamNameOf).join(', ')}`]
    case 'team':
    case 'fact':
    case 'enteredTeam':
      return []
  }
}

function briefly({ kind, salesforceUserId }: Decision): string {
  const text = kind === 'not-a-person' ? 'not a person' : kind
  return salesforceUserId === null ? text : `${text} ${salesforceUserId}`
}

function userTexts(before: User | null, after: User | null, teamNameOf: TeamNames): string[] {
  if (after === null) return ['removed from the ledger']
  const teamOf = ({ teamId }: User) => (teamId === null ? null : teamNameOf(teamId))
  if (before === null) {
    const team = teamOf(after)
    const details = [
      team === null ? 'no team' : `team ${team}`,
      ...(after.state === 'active' ? [] : [after.state]),
    ]
    return [`created as ${after.email}, ${details.join(', ')}`]
  }
  const fields: readonly (readonly [label: string, valueOf: (user: User) => string | null])[] = [
    ['e-mail', ({ email }) => email],
    ['first name', ({ firstName }) => firstName],
    ['last name', ({ lastName }) => lastName],
    ['nickname', ({ nickname }) => nickname],
    ['state', ({ state }) => state],
    ['team', teamOf],
  ]
  return fields.flatMap(([label, valueOf]) => {
    const [was, is] = [valueOf(before), valueOf(after)]
    return was === is ? [] : [`${label} changed from ${was || 'none'} to ${is || 'none'}`]
  })
}

/** What became known about a user in SalesScreen, part by part: `user`, `team Sales`. */
export function enteredTexts(
  before: EnteredUser | null,
  after: EnteredUser | null,
  teamNameOf: TeamNames,
): string[] {
  if (after === null) return ['no longer known to be in SalesScreen']
  const parts = [
    ...(before === null ? ['user'] : editedTexts(before, after)),
    ...((before?.state ?? 'active') === after.state ? [] : [after.state]),
    ...((before?.teamId ?? null) === after.teamId
      ? []
      : [after.teamId === null ? 'no team' : `team ${teamNameOf(after.teamId)}`]),
    ...((before?.salesforceUserId ?? null) === after.salesforceUserId
      ? []
      : [after.salesforceUserId === null ? 'no mapping' : `mapping ${after.salesforceUserId}`]),
  ]
  return parts.length === 0 ? ['confirmed'] : parts
}

function editedTexts(before: EnteredUser, after: EnteredUser): string[] {
  return (['firstName', 'lastName', 'nickname', 'email'] as const).flatMap((field) =>
    before[field] === after[field] ? [] : [`${enteredLabels[field]} ${after[field] || 'none'}`],
  )
}

const enteredLabels = {
  firstName: 'first name',
  lastName: 'last name',
  nickname: 'nickname',
  email: 'e-mail',
} as const

/** The kinds of to-dos as people read them; scripts and `--kind` have the codes. */
export const todoKindTexts: Readonly<Record<TodoKind, string>> = {
  'create-team': 'create team',
  'free-team-name': 'rename team for now',
  'rename-team': 'rename team',
  'create-user': 'create user',
  'free-address': 'change address for now',
  'edit-user': 'change user',
  reactivate: 'reactivate user',
  'assign-team': 'put on team',
  unmap: 'remove mapping',
  map: 'add mapping',
  deactivate: 'deactivate user',
  'delete-team': 'delete team',
}
