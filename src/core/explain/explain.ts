import { driftLine, type NotChecked } from '../drift.ts'
import { doubtsAbout, whyInactive, personKind, type SalesforceUser } from '../salesforce-user.ts'
import { decisionText, decisionInForce, pastText, forgetDecisionCommand } from './texts.ts'
import { type MatchCandidate, bestUnblocked, type ExplanationFacts } from './facts.ts'
import { type CommandLine, commandLine, withOptions } from '../hint.ts'
import { driftFix } from '../drift-fix.ts'
import { type Standing, type Visibility, visibilityOf } from '../visibility.ts'
import type { Blame } from '../history/blame.ts'
import { fullName } from '../model.ts'

/** One part of a story: sentences to read, and commands that may be typed. */
export interface ExplanationSection {
  readonly heading: string
  readonly sentences: readonly string[]
  readonly commands: readonly CommandLine[]
}

/** The whole story of one person. */
export interface Explanation {
  readonly facts: ExplanationFacts
  readonly who: string
  readonly verdict: Verdict
  readonly steps: readonly ExplainedStep[]
  readonly sections: readonly ExplanationSection[]
  /** Why the answer is not whole; null where all was looked at. */
  readonly couldNotLook: NotChecked | null
}

/** Tells the story of one person. */
export function explain(facts: ExplanationFacts): Explanation {
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
      facts.decisions.map((each) => forgetDecisionCommand(each)),
    ),
    part(
      'What has moved since',
      facts.drifts.map(({ drift, since }) => `${driftLine(drift, since?.slice(0, 10) ?? null)}.`),
    ),
    part('History', historyTexts(facts)),
    nextPart(facts, verdict),
  ].filter(({ sentences, commands }) => sentences.length + commands.length > 0)
  return { facts, who: personLabel(facts), verdict, steps, sections, couldNotLook: facts.outOfSight }
}

function part(
  heading: string,
  sentences: readonly string[],
  commands: readonly CommandLine[] = [],
): ExplanationSection {
  return { heading, sentences, commands }
}

function nextPart(facts: ExplanationFacts, verdict: Verdict): ExplanationSection {
  return verdict.next === null ? part('Next', [whyNothing(facts, verdict)]) : part('Next', [], [verdict.next])
}

function textsOf(steps: readonly ExplainedStep[], names: readonly ExplainedStep['step'][]): string[] {
  return names.flatMap((name) => steps.filter(({ step }) => step === name).map(({ text }) => text))
}

function inSalesScreen({ user }: ExplanationFacts): ExplainedStep['step'][] {
  return user === null ? [] : ['active', 'team']
}

const kinds = {
  person: 'a person of the company',
  external: 'somebody outside the company',
  chatter: 'a Chatter user',
  'not-a-person': 'not a person',
} as const

function details({ salesforceUser: person, seenAt, lastRead, outOfSight }: ExplanationFacts): string[] {
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

function likenessTexts(facts: ExplanationFacts): string[] {
  const { likenesses, outOfSight, user, mapping } = facts
  if (likenesses === null)
    return mapping === null && outOfSight === 'directory-unread' ? [notCheckedText(outOfSight, facts)] : []
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

function likenessText(like: MatchCandidate, isTheUserToldOf: boolean): string {
  const { score, matchClass, evidence, whyNot } = like
  const name = isTheUserToldOf
    ? `${like.userName} (${like.userEmail})`
    : `${like.salesforceName} (${like.salesforceUserId})`
  if (score === null) return `${name} is no candidate although the e-mail is equal: ${whyNot ?? ''}.`
  const sure = matchClass === null || matchClass === 'none' ? '' : `${matchClass}, `
  return `${name}: ${sure}score ${score}; ${evidence.join(', ')}${whyNot === null ? '' : `; but ${whyNot}`}.`
}

function historyTexts({ past, teamNameOf }: ExplanationFacts): string[] {
  const shown = past.newest.map((each) => pastText(each, teamNameOf))
  const more = past.total - shown.length
  return more > 0 ? [...shown, `And ${more} older ${more === 1 ? 'change set' : 'change sets'}.`] : shown
}

/** The one command that comes next; null where none does. */
export function nextOf(facts: ExplanationFacts, { standing, next }: Visibility): CommandLine | null {
  const { user, salesforceUser, outOfSight } = facts
  const settling = decisionInForce(facts, standing)
  if (settling !== null && settling.decision.kind !== 'later') return null
  if (standing === 'shows-up') return mending(facts)
  if (standing === 'salesforce-unknown') return commandLine('sf-users refresh')
  if (standing !== 'not-mapped' && standing !== 'not-in-salesscreen') return next
  if (outOfSight === 'directory-unread') return commandLine('sf-users refresh')
  return pairing(facts) ?? (user === null && salesforceUser !== null ? creating(salesforceUser) : next)
}

function mending({ drifts, autoSync }: ExplanationFacts): CommandLine | null {
  const [mend] = drifts.flatMap(({ drift }) => driftFix(drift).commands)
  return mend ?? (autoSync?.value === 'off' ? null : commandLine('settings set', 'auto-sync', 'off'))
}

// Where it takes judgement which of them is right, a person looks at both sides: a wrong pair, or a second user, is dear.
function pairing({ likenesses, user }: ExplanationFacts): CommandLine | null {
  const pair = bestUnblocked(likenesses)
  if (pair !== null) return commandLine('map', pair.userEmail, pair.salesforceUserId)
  const [first] = likenesses ?? []
  if (first === undefined) return null
  if (first.score !== null) return commandLine('review', first.userEmail)
  return user === null ? commandLine('explain', first.userEmail) : null
}

function creating(person: SalesforceUser): CommandLine | null {
  if (doubtsAbout(person).length > 0) return null
  const email = person.email === null ? { email: '<email>' } : {}
  return withOptions(commandLine('create-user'), { 'from-sf': person.salesforceUserId, ...email })
}

/** Why no command comes next, as a sentence. */
export function whyNothing(facts: ExplanationFacts, { standing }: Pick<Visibility, 'standing'>): string {
  if (standing === 'shows-up') return 'Nothing is left to do.'
  if (decisionInForce(facts, standing) !== null) return 'Nothing, as long as that is decided.'
  const { salesforceUser: person } = facts
  const [doubt] = standing === 'not-in-salesscreen' && person !== null ? doubtsAbout(person) : []
  return doubt === undefined
    ? 'Nothing can be done in sfsync: whoever administers Salesforce can let this user in again.'
    : `Nothing: ${doubt.reason}.`
}

/** The steps to showing up, in the order in which they are told. */
export const stepNames = ['auto-sync', 'salesscreen', 'active', 'team', 'mapping', 'salesforce'] as const

/** One step: taken, missing, or (null) nobody can tell, because another one comes first or nobody could look. */
export interface ExplainedStep {
  readonly step: (typeof stepNames)[number]
  readonly ok: boolean | null
  readonly text: string
}

/** Judges every step of one person. */
export function stepsOf(facts: ExplanationFacts): ExplainedStep[] {
  return [
    autoSyncStep(facts),
    salesscreen(facts),
    active(facts),
    team(facts),
    mappingStep(facts),
    salesforce(facts),
  ]
}

function autoSyncStep({ autoSync: fact }: ExplanationFacts): ExplainedStep {
  if (fact === null)
    return {
      step: 'auto-sync',
      ok: null,
      text: 'Nobody has attested yet that automatic sync is off: it may create and move people by itself.',
    }
  const { value, attestedBy, attestedAt } = fact
  const by = `as ${attestedBy} attested on ${attestedAt.slice(0, 10)}`
  return {
    step: 'auto-sync',
    ok: value === 'off',
    text:
      value === 'off'
        ? `Automatic sync is off, ${by}.`
        : `Automatic sync is ${value}, ${by}: it creates and moves people by itself.`,
  }
}

function salesscreen({ user }: ExplanationFacts): ExplainedStep {
  if (user === null) return { step: 'salesscreen', ok: false, text: 'There is no SalesScreen user.' }
  const nickname = user.nickname === null ? '' : `, called ${user.nickname}`
  const text = `There is a SalesScreen user: ${fullName(user)}, ${user.email}${nickname} (${user.userId}).`
  return { step: 'salesscreen', ok: true, text }
}

function active({ user, blames }: ExplanationFacts): ExplainedStep {
  if (user === null) return unknown('active', 'Whether the user is active comes after there is one.')
  const since = sinceText(blames, 'state')
  return { step: 'active', ok: user.state === 'active', text: `The user is ${user.state}${since}.` }
}

function team({ user, teamName, blames }: ExplanationFacts): ExplainedStep {
  if (user === null) return unknown('team', 'A team comes after there is a user.')
  return teamName === null
    ? { step: 'team', ok: false, text: 'The user is on no team: no data shows.' }
    : { step: 'team', ok: true, text: `The user is on team ${teamName}${sinceText(blames, 'team')}.` }
}

function mappingStep({ user, mapping: row, salesforceUserId, blames }: ExplanationFacts): ExplainedStep {
  if (user === null)
    return { step: 'mapping', ok: false, text: `Nobody is mapped to ${salesforceUserId ?? 'this person'}.` }
  if (row === null)
    return { step: 'mapping', ok: false, text: 'The user is not mapped to a Salesforce user.' }
  const seen = row.seenName === null ? '' : `, called ${row.seenName} at that time`
  return {
    step: 'mapping',
    ok: true,
    text: `The user is mapped to ${row.salesforceUserId}${sinceText(blames, 'mapping')}${seen}.`,
  }
}

function sinceText(blames: readonly Blame[], what: string): string {
  const found = blames.find((each) => each.what === what)
  if (found === undefined || found.at === null || found.changeSet === null) return ''
  return ` since ${found.at.slice(0, 10)} (${found.actor ?? 'nobody known'}, change set ${found.changeSet})`
}

function salesforce(facts: ExplanationFacts): ExplainedStep {
  const { salesforceUserId: id, salesforceUser: person, outOfSight, idleSince, lastRead } = facts
  if (outOfSight !== null) return unknown('salesforce', notCheckedText(outOfSight, facts))
  if (id === null)
    return unknown('salesforce', 'Whom to look for in Salesforce is known once the user is mapped.')
  if (person === null) {
    const looked = lastRead === null ? '' : ` (${lastRead.origin}, read ${lastRead.at.slice(0, 10)})`
    return unknown(
      'salesforce',
      lastRead === null
        ? notCheckedText('directory-unread', facts)
        : `The directory${looked} does not know ${id}: it may have been read with fewer rights, for fewer types of users, from another org, or the ID is wrong.`,
    )
  }
  const idle = whyInactive(person)
  const who = `${person.name} (${id})`
  if (idle !== null) {
    const since = idleSince === null ? '' : ` since ${idleSince.slice(0, 10)}`
    return { step: 'salesforce', ok: false, text: `${who} is ${idle} in Salesforce${since}.` }
  }
  return person.active === null
    ? unknown('salesforce', notCheckedText('state-untold', facts))
    : { step: 'salesforce', ok: true, text: `${who} is active in Salesforce.` }
}

/** Why nobody could look, as a sentence. */
export function notCheckedText(why: NotChecked, { lastRead }: Pick<ExplanationFacts, 'lastRead'>): string {
  const origin = lastRead?.origin ?? 'the directory'
  switch (why) {
    case 'directory-unread':
      return 'Could not look: nobody has been read from Salesforce yet.'
    case 'other-org':
      return `Could not look: the directory was read from another org (${origin}) than the user was mapped in.`
    case 'state-untold':
      return `Could not look: ${origin} does not tell who is active.`
  }
}

function unknown(step: ExplainedStep['step'], text: string): ExplainedStep {
  return { step, ok: null, text }
}

/** The answer in one sentence, and what follows from it. */
export interface Verdict {
  readonly standing: Standing
  /** null: nobody can tell. */
  readonly showsUp: boolean | null
  readonly text: string
  /** The one command that comes next; null where none does. */
  readonly next: CommandLine | null
}

/** Judges one person. */
export function verdictOf(facts: ExplanationFacts): Verdict {
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

function sentence(facts: ExplanationFacts, standing: Standing): string {
  const who = personLabel(facts)
  if (standing === 'shows-up') return `${who} shows up in SalesScreen.`
  if (standing === 'salesforce-unknown')
    return facts.user === null && facts.outOfSight === null
      ? `${who} does not show up: nobody is mapped to it, and the directory does not know it.`
      : `Nobody can tell whether ${who} shows up: ${unknownWhy(facts)}.`
  return `${who} does not show up: ${missing(facts, standing)}.`
}

/** How a person is called: by name, and by what tells them apart. */
export function personLabel({ user, salesforceUser, salesforceUserId }: ExplanationFacts): string {
  if (user !== null) return fullName(user) === user.email ? user.email : `${fullName(user)} (${user.email})`
  return salesforceUser === null
    ? (salesforceUserId ?? '')
    : `${salesforceUser.name} (${salesforceUserId ?? ''})`
}

function unknownWhy({ outOfSight, salesforceUserId }: ExplanationFacts): string {
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

function missing({ user, salesforceUser, idleSince }: ExplanationFacts, standing: Standing): string {
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

function settledText(facts: ExplanationFacts, standing: Standing): string {
  const settling = decisionInForce(facts, standing)
  return settling === null ? '' : settled[settling.decision.kind]
}
