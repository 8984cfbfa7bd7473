import { type Change, type Decided, needsConfirmation, planOf, refuse, sameRow } from '../change.ts'
import { type CommandLine, commandLine, type Hint, withOptions } from '../hint.ts'
import { hasNewEmail, isRenamed } from '../drift.ts'
import { type ClaimedUser, identityDoubt, ownerNote } from '../match/identity.ts'
import { type Decision, fullName, type Mapping, type User } from '../model.ts'
import type { MapConfirmation } from '../confirmation.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { doubtsAbout, personKind, type SalesforceUser, type SalesforceUserDoubt } from '../salesforce-user.ts'

/** What must be known to map one user. */
export interface MapFacts {
  readonly user: User
  readonly mapping: Mapping | null
  readonly salesforceUserId: SalesforceUserId
  /** The Salesforce user as last seen; null when the directory does not know the ID. */
  readonly salesforceUser: SalesforceUser | null
  /** Salesforce users with the e-mail address of the user, in any order. */
  readonly sameAddress: readonly SalesforceUser[]
  /** Other SalesScreen users with the e-mail address or username of the Salesforce user, in any order. */
  readonly owners: readonly ClaimedUser[]
  /** The user who is mapped to this Salesforce user now. */
  readonly holder: { readonly user: User; readonly mapping: Mapping } | null
  /** The decision that these two are never the same person, while it counts. */
  readonly rejected: Pick<Decision, 'decidedBy' | 'reason'> | null
  /** Where and when the directory was read, in words; null if it never was. */
  readonly seen: string | null
  readonly organizationId: string | null
}

/** What must be known to renew a mapping. */
type RenewalFacts = Pick<
  MapFacts,
  'user' | 'mapping' | 'salesforceUserId' | 'salesforceUser' | 'seen' | 'organizationId'
>

/** Plans that a mapping, confirmed as still right, stores the name and e-mail address that the directory has now; `readAgain` reads the directory again. */
export function decideRenewal(facts: RenewalFacts, readAgain: CommandLine): Decided {
  const { user, mapping, salesforceUserId, salesforceUser: person } = facts
  if (mapping?.salesforceUserId !== salesforceUserId)
    return refuse(
      'conflict',
      `${user.email} is not mapped to ${salesforceUserId}, so there is nothing to renew`,
      [commandLine('map', user.email, salesforceUserId)],
    )
  if (person === null)
    return refuse(
      'conflict',
      `${salesforceUserId} is not in the Salesforce directory, so its name and e-mail cannot be renewed`,
      [readAgain],
    )
  const after: Mapping = {
    ...mapping,
    // A report does not name its org; the one that is known stays.
    organizationId: facts.organizationId ?? mapping.organizationId,
    seenName: person.name,
    seenEmail: person.email,
  }
  if (sameRow(mapping, after))
    return planOf([], {
      notices: [
        `the mapping of ${user.email} to ${salesforceUserId} is already up to date; nothing was changed`,
      ],
    })
  return planOf([{ entity: 'mapping', key: user.userId, before: mapping, after }], {
    evidence: evidence(facts),
  })
}

/** Plans the mapping of one user; asks at once for every confirmation that is missing. */
export function decideMap(facts: MapFacts, allowed: ReadonlySet<MapConfirmation>): Decided {
  const { user, mapping, salesforceUserId } = facts
  if (mapping?.salesforceUserId === salesforceUserId)
    return planOf([], {
      notices: [`${user.email} is already mapped to ${salesforceUserId}; nothing was changed`],
      warnings: [...seenOtherwise(facts), ...whyInvisible(facts)],
    })
  const doubts = mapDoubts(facts)
  const open = doubts.filter((doubt) => !allowed.has(doubt.confirmation))
  if (open.length > 0)
    return needsConfirmation(
      `${user.email} was not mapped to ${salesforceUserId}: confirmation needed`,
      open.map((doubt) => ({ value: salesforceUserId, ...doubt })),
    )
  return planOf(changesOf(facts), {
    evidence: evidence(facts),
    warnings: [...whyInvisible(facts), ...mismatches(facts, doubts)],
    next: [
      user.teamId === null
        ? commandLine('assign-team', user.email, '<team>')
        : commandLine('status', user.email),
    ],
  })
}

function seenOtherwise({ user, mapping, salesforceUserId, salesforceUser: person }: MapFacts): Hint[] {
  if (mapping === null || person === null) return []
  const facts = { mapping, salesforceUser: person }
  if (!isRenamed(facts) && !hasNewEmail(facts)) return []
  const now = `${person.name}, ${person.email ?? 'no e-mail'}`
  return [
    {
      text: `${salesforceUserId} was ${mapping.seenName ?? 'unknown'}, ${mapping.seenEmail ?? 'no e-mail'}, and is now ${now}; to confirm the mapping`,
      command: withOptions(commandLine('map', user.email, salesforceUserId), { renew: true }),
    },
  ]
}

function changesOf(facts: MapFacts): Change[] {
  const { user, mapping, holder } = facts
  const after = {
    userId: user.userId,
    salesforceUserId: facts.salesforceUserId,
    organizationId: facts.organizationId,
    seenName: facts.salesforceUser?.name ?? null,
    seenEmail: facts.salesforceUser?.email ?? null,
  }
  const changes: Change[] = []
  if (holder !== null)
    changes.push({ entity: 'mapping', key: holder.user.userId, before: holder.mapping, after: null })
  changes.push({ entity: 'mapping', key: user.userId, before: mapping, after })
  return changes
}

function mapDoubts(facts: MapFacts): SalesforceUserDoubt[] {
  const { salesforceUser: person, salesforceUserId, holder, mapping, user } = facts
  const found: SalesforceUserDoubt[] = []
  if (person === null)
    found.push({
      confirmation: 'allow-unknown',
      reason:
        facts.seen === null
          ? `no Salesforce users have been read yet, so it is unknown who ${salesforceUserId} is`
          : `${salesforceUserId} is not in the Salesforce directory (${facts.seen})`,
    })
  else found.push(...doubtsAbout(person), ...mismatch(facts))
  if (holder !== null)
    found.push({
      confirmation: 'take-over',
      reason: `${salesforceUserId} is already mapped to ${fullName(holder.user)} (${holder.user.email}), who would lose the mapping`,
    })
  if (mapping !== null)
    found.push({
      confirmation: 'replace',
      reason: `${user.email} is already mapped to ${mapping.salesforceUserId}; that mapping would be removed`,
    })
  if (facts.rejected !== null)
    found.push({
      confirmation: 'allow-rejected',
      reason: `${facts.rejected.decidedBy} decided that ${user.email} and ${person?.name ?? salesforceUserId} are never the same person${facts.rejected.reason === null ? '' : ` (${facts.rejected.reason})`}`,
    })
  return found
}

/** Why no data of a mapped user would show. */
export function whyInvisible({ user }: Pick<MapFacts, 'user'>): string[] {
  const warnings = []
  if (user.teamId === null) warnings.push(`${user.email} is not on a team, so no data will show`)
  if (user.state !== 'active')
    warnings.push(`${user.email} is ${user.state} in SalesScreen, so no data will show`)
  return warnings
}

function mismatches(facts: MapFacts, doubts: readonly SalesforceUserDoubt[]): string[] {
  const { salesforceUser: person } = facts
  if (person === null) return []
  const warnings = []
  const kind = personKind(person)
  if (kind === 'external' || kind === 'chatter')
    warnings.push(`${person.name} is an external user in Salesforce (${person.type ?? ''})`)
  const doubt = doubts.find(({ confirmation }) => confirmation === 'allow-mismatch')
  const note = doubt?.reason ?? ownerNote({ ...facts, salesforceUser: person })
  if (note !== null) warnings.push(note)
  return warnings
}

function mismatch({ salesforceUser, ...facts }: MapFacts): SalesforceUserDoubt[] {
  const reason = salesforceUser === null ? null : identityDoubt({ ...facts, salesforceUser })
  return reason === null ? [] : [{ reason, confirmation: 'allow-mismatch' }]
}

function evidence({ salesforceUser: person, salesforceUserId, seen }: RenewalFacts): string[] {
  if (person === null) return [`${salesforceUserId} was not in the Salesforce directory`]
  const state = person.active === null ? 'activity unknown' : person.active ? 'active' : 'inactive'
  return [`${salesforceUserId} is ${person.name}, ${person.email ?? 'no e-mail'}, ${state} (${seen ?? ''})`]
}

/** Plans that the mapping of a user is removed. */
export function decideUnmap(user: User, mapping: Mapping | null): Decided {
  if (mapping === null) return planOf([], { notices: [`${user.email} is not mapped; nothing was changed`] })
  return planOf([{ entity: 'mapping', key: user.userId, before: mapping, after: null }])
}
