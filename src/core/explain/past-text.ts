import type { Change } from '../change.ts'
import type { Decision } from '../decision.ts'
import type { User } from '../user.ts'
import type { PastChangeSet } from './facts.ts'

/** What a change set did to somebody, as one line. */
export function pastText({ head, changes }: PastChangeSet, teamNameOf: (teamId: string) => string): string {
  const told = changes.flatMap((change) => changeWords(change, teamNameOf))
  const what = told.length === 0 ? head.command : told.join(', ')
  return `${head.at.slice(0, 10)}, ${head.actor}: ${what} (change set ${head.number}).`
}

function changeWords(change: Change, teamNameOf: (teamId: string) => string): string[] {
  switch (change.entity) {
    case 'user':
      return userWords(change.before, change.after, teamNameOf)
    case 'mapping':
      return [mappingWords(change)]
    case 'decision':
      return [
        change.after === null ? `took back "${words(change.before)}"` : `decided "${words(change.after)}"`,
      ]
    case 'team':
    case 'fact':
      return []
  }
}

function mappingWords({ before, after }: Change & { entity: 'mapping' }): string {
  if (after === null) return `unmapped from ${before?.salesforceUserId ?? ''}`
  if (before?.salesforceUserId === after.salesforceUserId) return 'mapping seen anew'
  const was = before === null ? '' : `, was ${before.salesforceUserId}`
  return `mapped to ${after.salesforceUserId}${was}`
}

function words(decision: Decision | null): string {
  if (decision === null) return ''
  const kind = { never: 'never', 'not-a-person': 'not a person', later: 'later' }[decision.kind]
  return decision.salesforceUserId === null ? kind : `${kind} ${decision.salesforceUserId}`
}

const labels = {
  email: 'e-mail',
  firstName: 'first name',
  lastName: 'last name',
  nickname: 'nickname',
  state: 'state',
} as const
const fields = ['email', 'firstName', 'lastName', 'nickname', 'state'] as const

function userWords(
  before: User | null,
  after: User | null,
  teamNameOf: (teamId: string) => string,
): string[] {
  const team = (user: User) => (user.teamId === null ? 'no team' : `team ${teamNameOf(user.teamId)}`)
  if (after === null) return ['removed from the ledger']
  if (before === null)
    return [`created as ${after.email}, ${team(after)}${after.state === 'active' ? '' : `, ${after.state}`}`]
  return [
    ...fields.flatMap((field) =>
      before[field] === after[field]
        ? []
        : [`${labels[field]} ${before[field] || 'none'} became ${after[field] || 'none'}`],
    ),
    ...(before.teamId === after.teamId ? [] : [`${team(before)} became ${team(after)}`]),
  ]
}
