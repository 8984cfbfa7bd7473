import { commandText } from '../command-text.ts'
import { driftFix } from '../drift-fix.ts'
import { doubtsAboutNewcomer } from '../newcomer.ts'
import type { SalesforceUser } from '../salesforce-user.ts'
import type { Visibility } from '../visibility.ts'
import { openDecision } from './decision-text.ts'
import type { StoryFacts } from './facts.ts'
import { promising } from './likeness.ts'

/** The one command that comes next; null where none does. */
export function nextOf(facts: StoryFacts, { standing, next }: Visibility): string | null {
  const { user, salesforceUser, outOfSight } = facts
  const settling = openDecision(facts, standing)
  if (settling !== null && settling.decision.kind !== 'later') return null
  if (standing === 'shows-up') return mending(facts)
  if (standing === 'salesforce-unknown') return commandText('sf-users', 'refresh')
  if (standing !== 'not-mapped' && standing !== 'not-in-salesscreen') return next
  if (outOfSight === 'directory-unread') return commandText('sf-users', 'refresh')
  return pairing(facts) ?? (user === null && salesforceUser !== null ? creating(salesforceUser) : next)
}

function mending({ drifts, autoSync }: StoryFacts): string | null {
  const [mend] = drifts.flatMap(({ drift }) => driftFix(drift).commands)
  return mend ?? (autoSync?.value === 'off' ? null : commandText('settings', 'set', 'auto-sync', 'off'))
}

// Where it takes judgement which of them is right, a person looks at both sides: a wrong pair, or a second user, is dear.
function pairing({ likenesses, user }: StoryFacts): string | null {
  const pair = promising(likenesses)
  if (pair !== null) return commandText('map', pair.userEmail, pair.salesforceUserId)
  const [first] = likenesses ?? []
  if (first === undefined) return null
  if (first.score !== null) return commandText('review', first.userEmail)
  return user === null ? commandText('explain', first.userEmail) : null
}

function creating(person: SalesforceUser): string | null {
  if (doubtsAboutNewcomer(person).length > 0) return null
  const email = person.email === null ? ['--email', '<email>'] : []
  return commandText('create-user', '--from-sf', person.salesforceUserId, ...email)
}

/** Why no command comes next, as a sentence. */
export function whyNothing(facts: StoryFacts, { standing }: Pick<Visibility, 'standing'>): string {
  if (standing === 'shows-up') return 'Nothing is left to do.'
  if (openDecision(facts, standing) !== null) return 'Nothing, as long as that is decided.'
  const { salesforceUser: person } = facts
  const [doubt] = standing === 'not-in-salesscreen' && person !== null ? doubtsAboutNewcomer(person) : []
  return doubt === undefined
    ? 'Nothing can be done in sfsync: whoever administers Salesforce can let this user in again.'
    : `Nothing: ${doubt.reason}.`
}
