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
  /** The mapping of a user. */
  mapping(userId: string): Mapping | null
  /** The decision that these two are never the same person, while it counts. */
  rejected(userId: UserId, salesforceUserId: SalesforceUserId): Pick<Decision, 'decidedBy'> | null
}

/** What a change relies on besides its own row, as texts by name; a text that differs later means that something changed. */
export type Preconditions = Readonly<Record<string, string>>

/** What a change relies on; `isChangedToo` says whether the same plan changes a row (`user u-12345678`) itself. */
export function preconditionsOfChange(
  change: Change,
  known: KnownRows,
  isChangedToo: (key: string) => boolean,
): Preconditions {
  if (change.entity === 'mapping') {
    const row = change.after ?? change.before
    if (row === null) return {}
    return {
      ...(isChangedToo(`user ${row.userId}`)
        ? {}
        : { 'SalesScreen user': userText(known.user(row.userId), known) }),
      ...(change.after === null
        ? {}
        : {
            'Salesforce user': personText(known.salesforceUser(row.salesforceUserId)),
            ...rejectionOf(row, known),
          }),
    }
  }
  if (change.entity === 'user' && change.after?.state === 'deactivated') {
    // Only who left in Salesforce is deactivated by a plan.
    const mapping = known.mapping(change.key)
    return mapping === null
      ? { 'Salesforce user': 'none' }
      : { 'Salesforce user': personText(known.salesforceUser(mapping.salesforceUserId)) }
  }
  const teamId = change.entity === 'user' ? (change.after?.teamId ?? null) : null
  return teamId === null || isChangedToo(`team ${teamId}`) ? {} : { team: known.team(teamId)?.name ?? 'none' }
}

// Only if there is one: older saved plans do not contain it.
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
  if (person === null) return 'not in the Salesforce directory'
  const { name, email, active, frozen, type } = person
  const state = active === null ? 'activity unknown' : active ? 'active' : 'inactive'
  const parts = [name, email ?? 'no e-mail', state, frozen === true ? 'frozen' : null, type]
  return parts.filter((part) => part !== null).join(', ')
}

/** What has changed since, in sentences. */
export function changedPreconditions(then: Preconditions, now: Preconditions): string[] {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])]
  return names.flatMap((name) =>
    then[name] === now[name]
      ? []
      : [`the ${name} was "${then[name] ?? 'none'}" and is now "${now[name] ?? 'none'}"`],
  )
}
