import { fullName } from '../user.ts'
import { type Standing, visibilityOf } from '../visibility.ts'
import { openDecision } from './decision-text.ts'
import type { StoryFacts } from './facts.ts'
import { nextOf } from './next.ts'

/** The answer in one sentence, and what follows from it. */
export interface Verdict {
  readonly standing: Standing
  /** null: nobody can tell. */
  readonly showsUp: boolean | null
  readonly text: string
  /** The one command that comes next; null where none does. */
  readonly next: string | null
}

/** Judges one person. */
export function verdictOf(facts: StoryFacts): Verdict {
  const visibility = visibilityOf({
    ...facts,
    salesforceUser: facts.outOfSight === 'other-org' ? null : facts.salesforceUser,
    candidates: [],
  })
  const isUnknown = facts.user === null && facts.salesforceUser === null
  const standing = isUnknown ? 'salesforce-unknown' : visibility.standing
  return {
    standing,
    showsUp: isUnknown ? (facts.outOfSight === null ? false : null) : visibility.showsUp,
    text: `${sentence(facts, standing)}${settledText(facts, standing)}`,
    next: nextOf(facts, { ...visibility, standing }),
  }
}

function sentence(facts: StoryFacts, standing: Standing): string {
  const who = whoIs(facts)
  if (standing === 'shows-up') return `${who} shows up in SalesScreen.`
  if (standing === 'salesforce-unknown')
    return facts.user === null && facts.outOfSight === null
      ? `${who} does not show up: nobody is mapped to it, and the directory does not know it.`
      : `Nobody can tell whether ${who} shows up: ${unknownWhy(facts)}.`
  return `${who} does not show up: ${missing(facts, standing)}.`
}

/** How a person is called: by name, and by what tells them apart. */
export function whoIs({ user, salesforceUser, salesforceUserId }: StoryFacts): string {
  if (user !== null) return fullName(user) === user.email ? user.email : `${fullName(user)} (${user.email})`
  return salesforceUser === null
    ? (salesforceUserId ?? '')
    : `${salesforceUser.name} (${salesforceUserId ?? ''})`
}

function unknownWhy({ outOfSight, salesforceUserId }: StoryFacts): string {
  switch (outOfSight) {
    case 'directory-unread':
      return 'nobody has been read from Salesforce yet'
    case 'other-org':
      return 'the directory was read from another org'
    case 'state-untold':
      return 'the directory does not tell who is active in Salesforce'
    case null:
      return `the directory does not know ${salesforceUserId ?? ''}`
  }
}

function missing({ user, salesforceUser, idleSince }: StoryFacts, standing: Standing): string {
  const since = idleSince === null ? '' : ` since ${idleSince.slice(0, 10)}`
  switch (standing) {
    case 'not-in-salesscreen':
      return 'no SalesScreen user is mapped to this person'
    case 'not-active':
      return `the SalesScreen user is ${user?.state ?? ''}, not active`
    case 'no-team':
      return 'the SalesScreen user is on no team'
    case 'not-mapped':
      return 'the SalesScreen user is not mapped to a Salesforce user'
    case 'salesforce-inactive':
      return `${salesforceUser?.name ?? ''} is inactive in Salesforce${since}`
    case 'salesforce-frozen':
      return `${salesforceUser?.name ?? ''} is frozen in Salesforce${since}`
    case 'shows-up':
    case 'salesforce-unknown':
      return ''
  }
}

const settled = {
  never: ' It was decided that nobody belongs to this person.',
  'not-a-person': ' It was decided that this is not a person.',
  later: ' It was decided to look at this later.',
} as const

function settledText(facts: StoryFacts, standing: Standing): string {
  const settling = openDecision(facts, standing)
  return settling === null ? '' : settled[settling.decision.kind]
}
