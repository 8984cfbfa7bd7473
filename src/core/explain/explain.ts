import { driftLine, type OutOfSight } from '../drift.ts'
import { personKind } from '../salesforce-user.ts'
import { decisionText, takeBackCommand } from './decision-text.ts'
import type { StoryFacts } from './facts.ts'
import type { Likeness } from './likeness.ts'
import { whyNothing } from './next.ts'
import { pastText } from './past-text.ts'
import { type Step, stepsOf, unseenText } from './steps.ts'
import { type Verdict, verdictOf, whoIs } from './verdict.ts'

/** One part of a story: sentences to read, and commands that may be typed. */
export interface Section {
  readonly heading: string
  readonly sentences: readonly string[]
  readonly commands: readonly string[]
}

/** The whole story of one person. */
export interface Story {
  readonly facts: StoryFacts
  readonly who: string
  readonly verdict: Verdict
  readonly steps: readonly Step[]
  readonly sections: readonly Section[]
  /** Why the answer is not whole; null where all was looked at. */
  readonly couldNotLook: OutOfSight | null
}

/** Tells the story of one person. */
export function explain(facts: StoryFacts): Story {
  const steps = stepsOf(facts)
  const verdict = verdictOf(facts)
  const sections = [
    part('In SalesScreen', textsOf(steps, ['salesscreen', ...inSalesScreen(facts), 'auto-sync'])),
    part('Mapping', textsOf(steps, ['mapping'])),
    part('In Salesforce', [...textsOf(steps, ['salesforce']), ...details(facts)]),
    part('Who it may be', likenessTexts(facts)),
    part(
      'Decisions',
      facts.decisions.map((each) => decisionText(each, facts.today)),
      facts.decisions.map((each) => takeBackCommand(each)),
    ),
    part(
      'What has moved since',
      facts.drifts.map(({ drift, since }) => `${driftLine(drift, since?.slice(0, 10) ?? null)}.`),
    ),
    part('History', historyTexts(facts)),
    nextPart(facts, verdict),
  ].filter(({ sentences, commands }) => sentences.length + commands.length > 0)
  return { facts, who: whoIs(facts), verdict, steps, sections, couldNotLook: facts.outOfSight }
}

function part(heading: string, sentences: readonly string[], commands: readonly string[] = []): Section {
  return { heading, sentences, commands }
}

function nextPart(facts: StoryFacts, verdict: Verdict): Section {
  return verdict.next === null ? part('Next', [whyNothing(facts, verdict)]) : part('Next', [], [verdict.next])
}

function textsOf(steps: readonly Step[], names: readonly Step['step'][]): string[] {
  return names.flatMap((name) => steps.filter(({ step }) => step === name).map(({ text }) => text))
}

function inSalesScreen({ user }: StoryFacts): Step['step'][] {
  return user === null ? [] : ['active', 'team']
}

const kinds = {
  person: 'a person of the company',
  external: 'somebody outside the company',
  chatter: 'a Chatter user',
  'not-a-person': 'not a person',
} as const

function details({ salesforceUser: person, seenAt, lastRead, outOfSight }: StoryFacts): string[] {
  if (person === null || outOfSight === 'other-org') return []
  const { username, email, type, profile, lastLoginAt } = person
  const seen =
    seenAt === null
      ? []
      : [`Last seen on ${dayOf(seenAt)}${lastRead === null ? '' : ` in ${lastRead.origin}`}.`]
  return [
    `Username ${username ?? 'unknown'}, e-mail ${email ?? 'unknown'}, user type ${type === null ? 'unknown' : `${type} (${kinds[personKind(person)]})`}, profile ${profile ?? 'unknown'}.`,
    ...(lastLoginAt === null ? [] : [`Last login: ${dayOf(lastLoginAt)}.`]),
    ...seen,
  ]
}

// A report tells the last login in its own words.
function dayOf(time: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(time) ? time.slice(0, 10) : time
}

const mostLikenesses = 3

function likenessTexts(facts: StoryFacts): string[] {
  const { likenesses, outOfSight, user, mapping } = facts
  if (likenesses === null)
    return mapping === null && outOfSight === 'directory-unread' ? [unseenText(outOfSight, facts)] : []
  const shown = likenesses.slice(0, mostLikenesses).map((like) => likenessText(like, user === null))
  const more = likenesses.length - shown.length
  if (shown.length === 0 && facts.decisions.some(({ decision }) => decision.kind === 'never'))
    return ['Nobody looks like this person but those about whom it is decided.']
  if (shown.length === 0)
    return [
      `Nobody in ${user === null ? 'SalesScreen who is not mapped' : 'Salesforce'} looks like this person.`,
    ]
  return more === 0 ? shown : [...shown, `${more} more ${more === 1 ? 'is' : 'are'} less likely.`]
}

function likenessText(like: Likeness, isTheUserToldOf: boolean): string {
  const { score, certainty, evidence, whyNot } = like
  const name = isTheUserToldOf
    ? `${like.userName} (${like.userEmail})`
    : `${like.salesforceName} (${like.salesforceUserId})`
  if (score === null) return `${name} is no candidate although the e-mail is equal: ${whyNot ?? ''}.`
  const sure = certainty === null || certainty === 'none' ? '' : `${certainty}, `
  return `${name}: ${sure}score ${score}; ${evidence.join(', ')}${whyNot === null ? '' : `; but ${whyNot}`}.`
}

function historyTexts({ past, teamNameOf }: StoryFacts): string[] {
  const shown = past.newest.map((each) => pastText(each, teamNameOf))
  const more = past.total - shown.length
  return more > 0 ? [...shown, `And ${more} older ${more === 1 ? 'change set' : 'change sets'}.`] : shown
}
