import type { Drift, DriftFacts } from './drift.ts'
import { type CommandLine, commandLine, type Hint, withOptions } from './hint.ts'
import { type Email, fold, parseEmail } from './text.ts'
import { splitName } from './salesforce-user.ts'
import { fullName, type Mapping, type User } from './model.ts'
import { given } from './values.ts'

/** How to fix a finding. */
interface DriftFix {
  /** Commands to run, in this order. */
  readonly commands: readonly CommandLine[]
  /** Commands that an admin may run instead. */
  readonly instead: readonly CommandLine[]
  /** What to know or do first; null if nothing. */
  readonly advice: Hint | null
}

/** How to fix a finding; which way is right is up to the admin. */
export function driftFix({ kind, facts }: Drift): DriftFix {
  const { user, mapping } = facts
  const { email } = user
  const deactivate = commandLine('users deactivate', email)
  const unmap = commandLine('unmap', email)
  switch (kind) {
    case 'id-used-twice':
      return fix([], {
        instead: [unmap],
        advice: {
          text: 'unmap all but the right one; another program wrote to the ledger file, or it is damaged',
          command: commandLine('doctor'),
        },
      })
    case 'crossed':
      return fix([], crossedFix(facts))
    case 'gone':
    case 'never-seen':
      return fix([], {
        instead: [unmap, deactivate],
        advice:
          'Salesforce users cannot be deleted: check first whether the directory was read with fewer permissions, for fewer user types, or from a partial report',
      })
    case 'inactive':
      return fix([deactivate], { instead: [unmap] })
    case 'frozen':
      return fix([], {
        advice: 'nothing to do in sfsync: a Salesforce admin can unfreeze the user',
      })
    case 'no-team':
      return fix([commandLine('assign-team', email, '<team>')], {})
    case 'pending':
      return fix([withOptions(commandLine('users edit', email), { state: 'active' })], {
        instead: [deactivate],
        advice: { screen: 'license', name: fullName(user) },
      })
    case 'renamed':
      return fix([...nameCommands(facts), renewed(email, mapping)], {})
    case 'email-changed': {
      const newEmail = followedEmail(facts)
      return fix(
        [
          ...(newEmail === null ? [] : [withOptions(commandLine('users edit', email), { email: newEmail })]),
          renewed(newEmail ?? email, mapping),
        ],
        {},
      )
    }
  }
}

// Which of the two is right only an admin can find out.
function crossedFix({ user: { email }, crossed }: DriftFacts): Partial<DriftFix> {
  const meant = crossed?.meant.salesforceUserId ?? '<sfId>'
  return {
    instead: [withOptions(commandLine('map', email, meant), { replace: true }), commandLine('unmap', email)],
    advice: {
      text: 'find out who is who; if the mapping is right, record that the other one is someone else',
      command: commandLine('reject', email, meant),
    },
  }
}

function renewed(email: string, { salesforceUserId }: Mapping): CommandLine {
  return withOptions(commandLine('map', email, salesforceUserId), { renew: true })
}

function fix(commands: readonly CommandLine[], rest: Partial<DriftFix>): DriftFix {
  return { commands, instead: [], advice: null, ...rest }
}

/** New names and a new address of a user. */
type FollowingEdits = Partial<Pick<User, 'firstName' | 'lastName' | 'email'>>

/** The name and address that a user gets who follows Salesforce; fields that stay are left out. */
export function editsToFollow(facts: DriftFacts): FollowingEdits {
  const email = followedEmail(facts)
  return { ...newNames(facts), ...(email === null || email === facts.user.email ? {} : { email }) }
}

// A name that already differed from Salesforce at the time of mapping was chosen on purpose.
function newNames({ user, mapping, salesforceUser }: DriftFacts): FollowingEdits {
  if (salesforceUser === null || fold(fullName(user)) !== fold(mapping.seenName ?? '')) return {}
  const { firstName, lastName } = splitName(salesforceUser)
  return {
    ...(firstName === user.firstName ? {} : { firstName }),
    ...(lastName === user.lastName ? {} : { lastName }),
  }
}

function nameCommands(facts: DriftFacts): CommandLine[] {
  const { firstName, lastName } = newNames(facts)
  const options = given({ 'first-name': firstName, 'last-name': lastName })
  return Object.keys(options).length === 0
    ? []
    : [withOptions(commandLine('users edit', facts.user.email), options)]
}

function followedEmail({ user, mapping, salesforceUser }: DriftFacts): Email | null {
  const parsed = parseEmail(salesforceUser?.email ?? '')
  return 'email' in parsed && user.email === mapping.seenEmail ? parsed.email : null
}
