import { commandText, fold, parseEmail } from './text.ts'
import { type Drift, type DriftFacts, driftLine } from './drift.ts'
import { splitName } from './salesforce-user.ts'
import { fullName } from './model.ts'

/** What mends a finding. */
export interface DriftFix {
  /** Commands of sfsync, to be run one after the other. */
  readonly commands: readonly string[]
  /** Commands that an admin may choose in place of these. */
  readonly instead: readonly string[]
  /** What must be known or done besides; null where nothing must. */
  readonly advice: string | null
}

/** Tells what mends a finding; which way is right is the admin's to decide. */
export function driftFix({ kind, facts }: Drift): DriftFix {
  const { user, mapping } = facts
  const { email } = user
  const deactivate = commandText('users', 'deactivate', email)
  const unmap = commandText('unmap', email)
  switch (kind) {
    case 'id-used-twice':
      return fix([], {
        instead: [unmap],
        advice:
          'unmap all of them but the right one; the file was damaged or written by something else: sfsync doctor',
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
      // The quotes keep a shell from taking the placeholder for a redirection.
      return fix([`${commandText('assign-team', email)} '<team>'`], {})
    case 'pending':
      return fix([commandText('users', 'edit', email, '--state', 'active')], {
        instead: [deactivate],
        advice: 'first give the user a licence in SalesScreen: Manage > Users',
      })
    case 'renamed':
      return fix([...nameCommands(facts), commandText('map', email, mapping.salesforceUserId, '--renew')], {})
    case 'email-changed': {
      const newEmail = followedEmail(facts)
      return fix(
        [
          ...(newEmail === null ? [] : [commandText('users', 'edit', email, '--email', newEmail)]),
          commandText('map', newEmail ?? email, mapping.salesforceUserId, '--renew'),
        ],
        {},
      )
    }
  }
}

function fix(commands: readonly string[], rest: Partial<DriftFix>): DriftFix {
  return { commands, instead: [], advice: null, ...rest }
}

// Whoever is called otherwise in SalesScreen than in Salesforce was given that name on purpose.
function nameCommands({ user, mapping, salesforceUser }: DriftFacts): string[] {
  if (salesforceUser === null || fold(fullName(user)) !== fold(mapping.seenName ?? '')) return []
  const { firstName, lastName } = splitName(salesforceUser)
  const flags = [
    ...(firstName === user.firstName ? [] : ['--first-name', firstName]),
    ...(lastName === user.lastName ? [] : ['--last-name', lastName]),
  ]
  return flags.length === 0 ? [] : [commandText('users', 'edit', user.email, ...flags)]
}

function followedEmail({ user, mapping, salesforceUser }: DriftFacts): string | null {
  const parsed = parseEmail(salesforceUser?.email ?? '')
  return 'email' in parsed && user.email === mapping.seenEmail ? parsed.email : null
}

/** A finding and what mends it as lines of a shell script: one way as commands, all else as comments. */
export function driftFixLines(drift: Drift, since: string | null): string[] {
  const { commands, instead, advice } = driftFix(drift)
  return [
    comment(driftLine(drift, since)),
    ...(advice === null ? [] : [comment(advice)]),
    ...commands.map((command) => (drift.kind === 'no-team' ? comment(`fill in: ${command}`) : command)),
    ...instead.map((command) => comment(`or: ${command}`)),
  ]
}

// A line break in a name must not end the comment: what follows would be run.
function comment(text: string): string {
  return `# ${text.replace(/\s+/g, ' ')}`
}
