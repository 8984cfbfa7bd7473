import { countText } from '../text.ts'
import { driftLine } from '../drift.ts'
import type { CommandLine } from '../hint.ts'
import { personKind } from '../salesforce-user.ts'
import type { ExplanationFacts, MatchCandidate } from './facts.ts'
import { type ExplainedStep, notCheckedText, stepsOf } from './steps.ts'
import { decisionText, pastText, removeDecisionCommand } from './texts.ts'
import { type Verdict, verdictOf, whyNoNext } from './verdict.ts'

/** One section of an explanation: sentences, then commands. */
export interface ExplanationSection {
  readonly heading: string
  readonly sentences: readonly string[]
  readonly commands: readonly CommandLine[]
}

/** Why one person shows up or not, from what is known on both sides. */
export interface Explanation {
  readonly facts: ExplanationFacts
  readonly verdict: Verdict
  readonly steps: readonly ExplainedStep[]
  /** Without empty sections. */
  readonly sections: readonly ExplanationSection[]
}

/** Explains one person. */
export function explain(facts: ExplanationFacts): Explanation {
  const { decisions, drifts, dayOf, user } = facts
  const steps = stepsOf(facts)
  const verdict = verdictOf(facts)
  const about = (...names: readonly ExplainedStep['step'][]) =>
    names.flatMap((name) => steps.filter(({ step }) => step === name).map(({ text }) => text))
  const userSteps = user === null ? [] : about('active', 'team', 'entered')
  const sections = [
    section('In SalesScreen', [...about('salesscreen'), ...userSteps, ...about('auto-sync')]),
    section('Mapping', about('mapping')),
    section('In Salesforce', [...about('salesforce'), ...salesforceDetails(facts)]),
    section('Possible matches', candidateTexts(facts)),
    section(
      'Decisions',
      decisions.map((each) => decisionText(each, facts)),
      decisions.map(removeDecisionCommand),
    ),
    section(
      'Changed since mapping',
      drifts.map(({ drift, since }) => `${driftLine(drift, since === null ? null : dayOf(since))}.`),
    ),
    section('History', historyTexts(facts)),
    verdict.next === null
      ? section('Next', [whyNoNext(facts, verdict)])
      : section('Next', [], [verdict.next]),
  ].filter(({ sentences, commands }) => sentences.length + commands.length > 0)
  return { facts, verdict, steps, sections }
}

function section(
  heading: string,
  sentences: readonly string[],
  commands: readonly CommandLine[] = [],
): ExplanationSection {
  return { heading, sentences, commands }
}

const kinds = {
  person: 'internal user',
  external: 'external user',
  chatter: 'Chatter user',
  'not-a-person': 'not a person',
} as const

function salesforceDetails({
  salesforceUser,
  seenAt,
  lastRead,
  notChecked,
  dayOf,
}: ExplanationFacts): string[] {
  if (salesforceUser === null || notChecked === 'other-org') return []
  const { username, email, type, profile, lastLoginAt } = salesforceUser
  const userType = type === null ? 'unknown' : `${type} (${kinds[personKind(salesforceUser)]})`
  const origin = lastRead === null ? '' : ` from ${lastRead.origin}`
  return [
    `Username ${username ?? 'unknown'}, e-mail ${email ?? 'unknown'}, user type ${userType}, profile ${profile ?? 'unknown'}.`,
    ...(lastLoginAt === null ? [] : [`Last login: ${dayOf(lastLoginAt)}.`]),
    ...(seenAt === null ? [] : [`Last read on ${dayOf(seenAt)}${origin}.`]),
  ]
}

const mostCandidates = 3

function candidateTexts(facts: ExplanationFacts): string[] {
  const { candidates, notChecked, user, mapping, decisions } = facts
  if (candidates === null)
    return mapping === null && notChecked === 'directory-unread' ? [notCheckedText(notChecked, facts)] : []
  if (candidates.length === 0 && decisions.some(({ decision }) => decision.kind === 'never'))
    return ['No match besides those that a decision rules out.']
  if (candidates.length === 0)
    return [user === null ? 'No unmapped SalesScreen user matches.' : 'No Salesforce user matches.']
  const shown = candidates.slice(0, mostCandidates).map((each) => candidateText(each, user === null))
  const more = candidates.length - shown.length
  return more === 0
    ? shown
    : [...shown, `${countText(more, 'less likely match', 'less likely matches')} not shown.`]
}

function candidateText(candidate: MatchCandidate, namesUser: boolean): string {
  const { score, matchClass, evidence, whyNot } = candidate
  const name = namesUser
    ? `${candidate.userName} (${candidate.userEmail})`
    : `${candidate.salesforceName} (${candidate.salesforceUserId})`
  if (score === null) {
    const sign = evidence.includes('similar name') ? 'a similar name' : 'the same e-mail address'
    return `${name} has ${sign}, but is ruled out: ${whyNot ?? ''}.`
  }
  const label = matchClass === null || matchClass === 'none' ? '' : `${matchClass}, `
  return `${name}: ${label}score ${score}; ${evidence.join(', ')}${whyNot === null ? '' : `; but ${whyNot}`}.`
}

function historyTexts(facts: ExplanationFacts): string[] {
  const { past } = facts
  const shown = past.newest.map((each) => pastText(each, facts))
  const more = past.total - shown.length
  return more > 0 ? [...shown, `${countText(more, 'older change set')} not shown.`] : shown
}
