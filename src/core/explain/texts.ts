import { isInForce } from '../decide/decision.ts'
import { type CommandLine, commandLine } from '../hint.ts'
import type { Standing } from '../visibility.ts'
import type { PastChangeSet, ExplanationFacts, NamedPairDecision } from './facts.ts'
import type { Change } from '../change.ts'
import type { Decision, User } from '../model.ts'

/** A decision as a sentence: who decided what, when and why, and how long it counts. */
export function decisionText({ decision, email, salesforceName }: NamedPairDecision, today: string): string {
  const { decidedBy, decidedAt, salesforceUserId, reason, until } = decision
  const person =
    salesforceUserId === null
      ? null
      : salesforceName === null
        ? salesforceUserId
        : `${salesforceName} (${salesforceUserId})`
  const what = verdict(decision.kind, email ?? decision.userId, person)
  const why = reason === null ? '' : `, because: ${reason}`
  return `${decidedBy} decided on ${decidedAt.slice(0, 10)} that ${what}${why}.${lapse(until, today)}`
}

function verdict(
  kind: NamedPairDecision['decision']['kind'],
  user: string | null,
  person: string | null,
): string {
  const both = [user ?? [], person ?? []].flat()
  switch (kind) {
    case 'never':
      return both.length === 2 ? both.join(' is never ') : `nobody belongs to ${both.join('')}`
    case 'not-a-person':
      return `${both.join(' and ')} ${both.length === 2 ? 'are' : 'is'} not a person`
    case 'later':
      return `${both.join(' and ')} ${both.length === 2 ? 'are' : 'is'} to be looked at later`
  }
}

function lapse(until: string | null, today: string): string {
  if (until === null) return ''
  return isInForce({ until }, today) ? ` It counts until ${until}.` : ` It lapsed on ${until}.`
}

const inShort = { never: 'never these two', 'not-a-person': 'not a person', later: 'put off' } as const

/** A decision about a pair as part of a sentence that names both. */
export function decisionInShort({
  decision: { kind, decidedBy, decidedAt, reason },
}: NamedPairDecision): string {
  const why = reason === null ? '' : ` (${reason})`
  return `${inShort[kind]}, as ${decidedBy} decided on ${decidedAt.slice(0, 10)}${why}`
}

/** The command that takes a decision back. */
export function forgetDecisionCommand({ decision, email }: NamedPairDecision): CommandLine {
  const { userId, salesforceUserId } = decision
  return commandLine('decisions remove', ...[email ?? userId ?? [], salesforceUserId ?? []].flat())
}

/** The decision that still counts and answers for an open step: this person is not to be mapped at all, or not now. */
export function decisionInForce(
  { decisions, mapping, today }: ExplanationFacts,
  standing: Standing,
): NamedPairDecision | null {
  if (mapping !== null || standing === 'shows-up' || standing === 'not-active') return null
  const alone = decisions.filter(
    ({ decision }) =>
      isInForce(decision, today) && (decision.userId === null || decision.salesforceUserId === null),
  )
  return alone.find(({ decision }) => decision.kind !== 'later') ?? alone[0] ?? null
}

/** What a change set did to somebody, as one line. */
export function pastText({ head, changes }: PastChangeSet, teamNameOf: (teamId: string) => string): string {
  const told = changes.flatMap((change) => changeWords(change, teamNameOf))
  const what = told.length === 0 ? head.command : told.join(', ')
  return `${head.at.slice(0, 10)}, ${head.actor}: ${what} (change set ${head.number}).`
}

function changeWords(change: Change, teamNameOf: (teamId: string) => string): string[] {
  switch (change.entity) {
    case 'user':
      return userWords(change.before, change.after, teamNameOf)
    case 'mapping':
      return [mappingWords(change)]
    case 'decision':
      return [
        change.after === null ? `took back "${words(change.before)}"` : `decided "${words(change.after)}"`,
      ]
    case 'team':
    case 'fact':
      return []
  }
}

function mappingWords({ before, after }: Change & { entity: 'mapping' }): string {
  if (after === null) return `unmapped from ${before?.salesforceUserId ?? ''}`
  if (before?.salesforceUserId === after.salesforceUserId) return 'mapping seen anew'
  const was = before === null ? '' : `, was ${before.salesforceUserId}`
  return `mapped to ${after.salesforceUserId}${was}`
}

function words(decision: Decision | null): string {
  if (decision === null) return ''
  const kind = { never: 'never', 'not-a-person': 'not a person', later: 'later' }[decision.kind]
  return decision.salesforceUserId === null ? kind : `${kind} ${decision.salesforceUserId}`
}

const labels = {
  email: 'e-mail',
  firstName: 'first name',
  lastName: 'last name',
  nickname: 'nickname',
  state: 'state',
} as const
const fields = ['email', 'firstName', 'lastName', 'nickname', 'state'] as const

function userWords(
  before: User | null,
  after: User | null,
  teamNameOf: (teamId: string) => string,
): string[] {
  const team = (user: User) => (user.teamId === null ? 'no team' : `team ${teamNameOf(user.teamId)}`)
  if (after === null) return ['removed from the ledger']
  if (before === null)
    return [`created as ${after.email}, ${team(after)}${after.state === 'active' ? '' : `, ${after.state}`}`]
  return [
    ...fields.flatMap((field) =>
      before[field] === after[field]
        ? []
        : [`${labels[field]} ${before[field] || 'none'} became ${after[field] || 'none'}`],
    ),
    ...(before.teamId === after.teamId ? [] : [`${team(before)} became ${team(after)}`]),
  ]
}
