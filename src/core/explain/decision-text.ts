import { isStanding } from '../decide-decision.ts'
import { commandText } from '../command-text.ts'
import type { Standing } from '../visibility.ts'
import type { StoryFacts, ToldDecision } from './facts.ts'

/** A decision as a sentence: who decided what, when and why, and how long it counts. */
export function decisionText({ decision, email, salesforceName }: ToldDecision, today: string): string {
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

function verdict(kind: ToldDecision['decision']['kind'], user: string | null, person: string | null): string {
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
  return isStanding({ until }, today) ? ` It counts until ${until}.` : ` It lapsed on ${until}.`
}

const inShort = { never: 'never these two', 'not-a-person': 'not a person', later: 'put off' } as const

/** A decision about a pair as part of a sentence that names both. */
export function decisionInShort({ decision: { kind, decidedBy, decidedAt, reason } }: ToldDecision): string {
  const why = reason === null ? '' : ` (${reason})`
  return `${inShort[kind]}, as ${decidedBy} decided on ${decidedAt.slice(0, 10)}${why}`
}

/** The command that takes a decision back. */
export function takeBackCommand({ decision, email }: ToldDecision): string {
  const { userId, salesforceUserId } = decision
  return commandText('decisions', 'remove', ...[email ?? userId ?? [], salesforceUserId ?? []].flat())
}

/** The decision that still counts and answers for an open step: this person is not to be mapped at all, or not now. */
export function openDecision(
  { decisions, mapping, today }: StoryFacts,
  standing: Standing,
): ToldDecision | null {
  if (mapping !== null || standing === 'shows-up' || standing === 'not-active') return null
  const alone = decisions.filter(
    ({ decision }) =>
      isStanding(decision, today) && (decision.userId === null || decision.salesforceUserId === null),
  )
  return alone.find(({ decision }) => decision.kind !== 'later') ?? alone[0] ?? null
}
