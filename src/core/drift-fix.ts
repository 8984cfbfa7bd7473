import type { Drift, DriftFacts } from './drift.ts'
import { type CommandLine, commandLine, type Hint, withOptions } from './hint.ts'
import { fold, parseEmail } from './text.ts'
import { splitName } from './salesforce-user.ts'
import { fullName, type Mapping } from './model.ts'

/** What mends a finding. */
export interface DriftFix {
  /** Commands of sfsync, to be run one after the other. */
  readonly commands: readonly CommandLine[]
  /** Commands that an admin may choose in place of these. */
  readonly instead: readonly CommandLine[]
  /** What must be known or done besides; null where nothing must. */
  readonly advice: Hint | null
}

/** Tells what mends a finding; which way is right is the admin's to decide. */
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
    case 'gone':
    case 'never-seen':
      return fix([], {
        instead: [unmap, deactivate],
        advice:
          'Salesforce deletes nobody: look first whether the directory was read with fewer rights, for fewer types of users, or from part of a report',
      })
    case 'inactive':
      return fix([deactivate], { instead: [unmap] })
    case 'frozen':
      return fix([], {
        advice: 'nothing to do in sfsync: whoever froze the login in Salesforce can unfreeze it',
      })
    case 'no-team':
      return fix([commandLine('assign-team', email, '<team>')], {})
    case 'pending':
      return fix([withOptions(commandLine('users edit', email), { state: 'active' })], {
        instead: [deactivate],
        advice: { screen: 'licence', name: fullName(user) },
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

function renewed(email: string, { salesforceUserId }: Mapping): CommandLine {
  return withOptions(commandLine('map', email, salesforceUserId), { renew: true })
}

function fix(commands: readonly CommandLine[], rest: Partial<DriftFix>): DriftFix {
  return { commands, instead: [], advice: null, ...rest }
}

// Whoever is called otherwise in SalesScreen than in Salesforce was given that name on purpose.
function nameCommands({ user, mapping, salesforceUser }: DriftFacts): CommandLine[] {
  if (salesforceUser === null || fold(fullName(user)) !== fold(mapping.seenName ?? '')) return []
  const { firstName, lastName } = splitName(salesforceUser)
  const options = {
    ...(firstName === user.firstName ? {} : { 'first-name': firstName }),
    ...(lastName === user.lastName ? {} : { 'last-name': lastName }),
  }
  return Object.keys(options).length === 0
    ? []
    : [withOptions(commandLine('users edit', user.email), options)]
}

function followedEmail({ user, mapping, salesforceUser }: DriftFacts): string | null {
  const parsed = parseEmail(salesforceUser?.email ?? '')
  return 'email' in parsed && user.email === mapping.seenEmail ? parsed.email : null
}
