import { driftFix } from '../drift-fix.ts'
import { type CommandLine, commandLine, withOptions } from '../hint.ts'
import { pairCommand } from '../match/pair-command.ts'
import { doubtsAbout, readAgainCommand, type SalesforceUser } from '../salesforce-user.ts'
import { type Standing, type Visibility, visibilityOf } from '../visibility.ts'
import { bestPair, type ExplanationFacts } from './facts.ts'
import { idleSinceDay, notCheckedReason } from './steps.ts'
import { decisionInForce, idleText, personLabel } from './texts.ts'

/** Whether a person shows up, in one sentence, and the next command. */
export interface Verdict {
  readonly standing: Standing
  /** null if unknown. */
  readonly showsUp: boolean | null
  readonly text: string
  /** null if there is nothing to do. */
  readonly next: CommandLine | null
}

/** Judges one person. */
export function verdictOf(facts: ExplanationFacts): Verdict {
  const visibility = visibilityOf({
    ...facts,
    salesforceUser: facts.notChecked === 'other-org' ? null : facts.salesforceUser,
    candidates: [],
  })
  const isUnknown = facts.user === null && facts.salesforceUser === null
  const standing = isUnknown ? 'salesforce-unknown' : visibility.standing
  return {
    standing,
    showsUp: isUnknown ? (facts.notChecked === null ? false : null) : visibility.showsUp,
    text: verdictText(facts, standing) + decisionSentence(facts, standing),
    next: nextCommand(facts, { ...visibility, standing }),
  }
}

function verdictText(facts: ExplanationFacts, standing: Standing): string {
  const who = personLabel(facts)
  if (standing === 'shows-up') return `${who} shows up in SalesScreen.`
  if (standing === 'waiting')
    return `${who} does not show up yet: everything is decided, but not all of it is known to be entered in SalesScreen.`
  if (standing !== 'salesforce-unknown') return `${who} does not show up: ${missing(facts, standing)}.`
  const { notChecked, lastRead, user, salesforceUserId } = facts
  if (user === null && notChecked === null)
    return `${who} does not show up: no SalesScreen user is mapped to it, and it is not in the Salesforce directory.`
  const why =
    notChecked === null
      ? `${salesforceUserId ?? ''} is not in the Salesforce directory`
      : notCheckedReason(notChecked, lastRead)
  return `It is unknown whether ${who} shows up: ${why}.`
}

function missing(
  facts: ExplanationFacts,
  standing: Exclude<Standing, 'shows-up' | 'waiting' | 'salesforce-unknown'>,
): string {
  const { user, salesforceUser, leaver } = facts
  const since = idleSinceDay(facts)
  switch (standing) {
    case 'not-in-salesscreen':
      return 'no SalesScreen user is mapped to this person'
    case 'not-active':
      return `the SalesScreen user is ${user?.state ?? ''}, not active`
    case 'pending':
      return 'the SalesScreen user is pending, which means that a license is missing'
    case 'no-team':
      return 'the SalesScreen user is not on a team'
    case 'not-mapped':
      return 'the SalesScreen user is not mapped to a Salesforce user'
    case 'salesforce-inactive':
      return `${(salesforceUser ?? leaver)?.name ?? ''} ${idleText('inactive', since)}`
    case 'salesforce-frozen':
      return `${(salesforceUser ?? leaver)?.name ?? ''} ${idleText('frozen', since)}`
  }
}

const decisionSentences = {
  never: ' It was decided that this user has no match.',
  'not-a-person': ' It was decided that this is not a person.',
  later: ' It was decided to review this later.',
} as const

function decisionSentence(facts: ExplanationFacts, standing: Standing): string {
  const found = decisionInForce(facts, standing)
  return found === null ? '' : decisionSentences[found.decision.kind]
}

function nextCommand(facts: ExplanationFacts, { standing, next }: Visibility): CommandLine | null {
  const { user, salesforceUser, notChecked, lastRead } = facts
  const found = decisionInForce(facts, standing)
  if (found !== null && found.decision.kind !== 'later') return null
  if (standing === 'shows-up') return fixCommand(facts)
  if (standing === 'salesforce-unknown') return readAgainCommand(lastRead)
  if (standing !== 'not-mapped' && standing !== 'not-in-salesscreen') return next
  if (notChecked === 'directory-unread') return readAgainCommand(lastRead)
  const map = mapCommand(facts)
  if (map !== null) return map
  // On a terminal it lets the admin choose.
  if (user !== null) return commandLine('map', user.email)
  return salesforceUser === null ? next : facts.creationDoubt === null ? createCommand(salesforceUser) : null
}

function fixCommand({ drifts, autoSync }: ExplanationFacts): CommandLine | null {
  const [fix] = drifts.flatMap(({ drift }) => driftFix(drift).commands)
  return fix ?? (autoSync?.value === 'off' ? null : commandLine('settings set', 'auto-sync', 'off'))
}

// Where the match is not clear an admin must compare both sides: a wrong pair or a second user is expensive.
function mapCommand({ candidates, user, asked }: ExplanationFacts): CommandLine | null {
  const pair = bestPair(candidates)
  if (pair !== null) return pairCommand(pair, asked)
  const [first] = candidates ?? []
  if (first === undefined) return null
  if (first.score !== null) return commandLine('review', first.userEmail)
  return user === null ? commandLine('explain', first.userEmail) : null
}

function createCommand(salesforceUser: SalesforceUser): CommandLine | null {
  if (doubtsAbout(salesforceUser).length > 0) return null
  const email = salesforceUser.email === null ? { email: '<email>' } : {}
  return withOptions(commandLine('create-user'), { 'from-sf': salesforceUser.salesforceUserId, ...email })
}

/** Why there is no next command, as a sentence. */
export function whyNoNext(facts: ExplanationFacts, { standing }: Pick<Verdict, 'standing'>): string {
  if (standing === 'shows-up') return 'Nothing to do.'
  if (decisionInForce(facts, standing) !== null) return 'Nothing to do while that decision is in force.'
  const { salesforceUser, creationDoubt } = facts
  if (creationDoubt !== null && standing === 'not-in-salesscreen')
    return `${creationDoubt}. To create a user anyway, give create-user another address with --email, or add --allow-mismatch.`
  const [doubt] =
    standing === 'not-in-salesscreen' && salesforceUser !== null ? doubtsAbout(salesforceUser) : []
  return doubt === undefined
    ? 'Nothing to do in sfsync: a Salesforce admin can reactivate or unfreeze the user.'
    : `Nothing to do: ${doubt.reason}.`
}
