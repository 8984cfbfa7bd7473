import type { Change } from '../change.ts'
import {
  type Decision,
  fullName,
  type Mapping,
  type Team,
  type TeamId,
  type User,
  type UserId,
} from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import type { SalesforceUser } from '../salesforce-user.ts'

/** Rows that changes rely on without changing them, as they are now. */
export interface KnownRows {
  user(userId: UserId): User | null
  team(teamId: TeamId): Team | null
  salesforceUser(salesforceUserId: SalesforceUserId): SalesforceUser | null
  /** The standing decision that these two are never the same person. */
  rejected(userId: UserId, salesforceUserId: SalesforceUserId): Pick<Decision, 'decidedBy'> | null
}

/** What a change relies on besides its own row, each fact as a sentence under its name; equal texts are equal facts. */
export type Preconditions = Readonly<Record<string, string>>

/** The facts that a change relies on; `isOwn` tells the rows that the same plan changes itself. */
export function preconditionsOfChange(
  change: Change,
  known: KnownRows,
  isOwn: (key: string) => boolean,
): Preconditions {
  if (change.entity === 'mapping') {
    const row = change.after ?? change.before
    if (row === null) return {}
    return {
      ...(isOwn(`user ${row.userId}`) ? {} : { 'SalesScreen user': userText(known.user(row.userId), known) }),
      ...(change.after === null
        ? {}
        : {
            'Salesforce user': personText(known.salesforceUser(row.salesforceUserId)),
            ...rejectionOf(row, known),
          }),
    }
  }
  const teamId = change.entity === 'user' ? (change.after?.teamId ?? null) : null
  return teamId === null || isOwn(`team ${teamId}`) ? {} : { team: known.team(teamId)?.name ?? 'none' }
}

// Told only where there is one: plans that were made before know no such fact.
function rejectionOf({ userId, salesforceUserId }: Mapping, known: KnownRows): Preconditions {
  const rejected = known.rejected(userId, salesforceUserId)
  return rejected === null ? {} : { decision: `never these two, ${rejected.decidedBy}` }
}

function userText(user: User | null, known: KnownRows): string {
  if (user === null) return 'none'
  const team = user.teamId === null ? null : known.team(user.teamId)
  return `${fullName(user)}, ${user.email}, ${user.state}, ${team === null ? 'no team' : `team ${team.name}`}`
}

function personText(person: SalesforceUser | null): string {
  if (person === null) return 'not in the directory'
  const { name, email, active, frozen, type } = person
  const state = active === null ? 'activity unknown' : active ? 'active' : 'inactive'
  const parts = [name, email ?? 'no e-mail', state, frozen === true ? 'frozen' : null, type]
  return parts.filter((part) => part !== null).join(', ')
}

/** The facts that are no longer as they were, in sentences. */
export function changedPreconditions(then: Preconditions, now: Preconditions): string[] {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])]
  return names.flatMap((name) =>
    then[name] === now[name]
      ? []
      : [`the ${name} was "${then[name] ?? 'none'}" and is "${now[name] ?? 'none'}" now`],
  )
}
