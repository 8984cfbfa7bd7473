import { type Change, type Decided, needsConfirmation, planOf, refuse, sameRow } from '../change.ts'
import { commandLine, type Hint, withOptions } from '../hint.ts'
import { fold } from '../text.ts'
import { hasNewEmail, isRenamed } from '../drift.ts'
import { type Decision, fullName, type Mapping, type User } from '../model.ts'
import type { MapConfirmation } from '../confirmation.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { whyInactive, personKind, type SalesforceUser } from '../salesforce-user.ts'

/** What must be known to map one user. */
export interface MapFacts {
  readonly user: User
  readonly mapping: Mapping | null
  readonly salesforceUserId: SalesforceUserId
  /** The Salesforce user as last seen; null when the directory does not know the ID. */
  readonly salesforceUser: SalesforceUser | null
  /** Who is mapped to this Salesforce user now. */
  readonly holder: { readonly user: User; readonly mapping: Mapping } | null
  /** The standing decision that these two are never the same person. */
  readonly rejected: Pick<Decision, 'decidedBy' | 'reason'> | null
  /** Where and when the directory was read, in words; null when it never was. */
  readonly seen: string | null
  readonly organizationId: string | null
}

/** Writes a mapping again with the name and address that the directory tells now: somebody looked, and it is still right. */
export function decideRenewal(facts: MapFacts): Decided {
  const { user, mapping, salesforceUserId, salesforceUser: person } = facts
  if (mapping?.salesforceUserId !== salesforceUserId)
    return refuse(
      'conflict',
      `${user.email} is not mapped to ${salesforceUserId}: there is nothing to renew`,
      [commandLine('map', user.email, salesforceUserId)],
    )
  if (person === null)
    return refuse(
      'conflict',
      `the directory does not know ${salesforceUserId}: there is nothing to renew with`,
      [commandLine('sf-users refresh')],
    )
  const after: Mapping = {
    ...mapping,
    // A report does not tell its org; what is known of the mapping stays.
    organizationId: facts.organizationId ?? mapping.organizationId,
    seenName: person.name,
    seenEmail: person.email,
  }
  if (sameRow(mapping, after))
    return planOf([], {
      warnings: [`${user.email} is mapped to ${salesforceUserId} as seen now already; nothing was written`],
    })
  return planOf([{ entity: 'mapping', key: user.userId, before: mapping, after }], {
    evidence: evidence(facts),
  })
}

/** Plans the mapping of one user; everything doubtful is a decision, and all of them are told at once. */
export function decideMap(facts: MapFacts, allowed: ReadonlySet<MapConfirmation>): Decided {
  const { user, mapping, salesforceUserId } = facts
  if (mapping?.salesforceUserId === salesforceUserId)
    return planOf([], {
      warnings: [
        `${user.email} is mapped to ${salesforceUserId} already; nothing was written`,
        ...seenOtherwise(facts),
        ...whyInvisible(facts),
      ],
    })
  const open = doubts(facts).filter((doubt) => !allowed.has(doubt.confirmation))
  if (open.length > 0)
    return needsConfirmation(
      `mapping ${user.email} to ${salesforceUserId} needs a decision; nothing was written`,
      open.map((doubt) => ({ value: salesforceUserId, ...doubt })),
    )
  return planOf(changesOf(facts), {
    evidence: evidence(facts),
    warnings: [...whyInvisible(facts), ...oddities(facts)],
    next: [
      ...mappingsToRemove(facts),
      { screen: 'add-mapping', name: fullName(user), salesforceUserId },
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
      text: `${salesforceUserId} was ${mapping.seenName ?? 'unknown'}, ${mapping.seenEmail ?? 'no e-mail'}, and is ${now} now; if the mapping is still right`,
      command: withOptions(commandLine('map', user.email, salesforceUserId), { renew: true }),
    },
  ]
}

// SalesScreen refuses a second mapping of either side, so the old ones go first.
function mappingsToRemove({ user, mapping, holder }: MapFacts): Hint[] {
  return [
    ...(holder === null ? [] : [removalOf(holder.user, holder.mapping)]),
    ...(mapping === null ? [] : [removalOf(user, mapping)]),
  ]
}

function removalOf(user: User, { salesforceUserId }: Mapping): Hint {
  return { screen: 'remove-mapping', name: fullName(user), salesforceUserId }
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

function doubts(facts: MapFacts): { confirmation: MapConfirmation; reason: string }[] {
  const { salesforceUser: person, salesforceUserId, holder, mapping, user } = facts
  const found: { confirmation: MapConfirmation; reason: string }[] = []
  if (person === null)
    found.push({
      confirmation: 'allow-unknown',
      reason:
        facts.seen === null
          ? `the directory is empty, so nobody can tell who ${salesforceUserId} is`
          : `${salesforceUserId} is not in the directory (${facts.seen})`,
    })
  const idle = person === null ? null : whyInactive(person)
  if (person !== null && idle !== null)
    found.push({ confirmation: 'allow-inactive', reason: `${person.name} is ${idle} in Salesforce` })
  if (person !== null && personKind(person) === 'not-a-person')
    found.push({
      confirmation: 'allow-non-person',
      reason: `${person.name} is not a person but of type ${person.type ?? ''}`,
    })
  if (holder !== null)
    found.push({
      confirmation: 'take-over',
      reason: `${salesforceUserId} is used by ${fullName(holder.user)} (${holder.user.email}), who would lose it`,
    })
  if (mapping !== null)
    found.push({
      confirmation: 'replace',
      reason: `${user.email} is mapped to ${mapping.salesforceUserId}, which would be given up`,
    })
  if (facts.rejected !== null)
    found.push({
      confirmation: 'allow-rejected',
      reason: `${facts.rejected.decidedBy} decided that ${user.email} is never ${person?.name ?? salesforceUserId}${facts.rejected.reason === null ? '' : ` (${facts.rejected.reason})`}`,
    })
  return found
}

/** Why nothing of a mapped user would show up. */
export function whyInvisible({ user }: Pick<MapFacts, 'user'>): string[] {
  const warnings = []
  if (user.teamId === null) warnings.push(`${user.email} is on no team yet: no data will show`)
  if (user.state !== 'active')
    warnings.push(`${user.email} is ${user.state} in SalesScreen: no data will show`)
  return warnings
}

function oddities({ user, salesforceUser: person }: MapFacts): string[] {
  if (person === null) return []
  const warnings = []
  const kind = personKind(person)
  if (kind === 'external' || kind === 'chatter')
    warnings.push(`${person.name} is an external user in Salesforce (${person.type ?? ''})`)
  if (fold(person.name) !== fold(fullName(user)) && person.email !== user.email)
    warnings.push(
      `neither name nor e-mail agree: ${fullName(user)} (${user.email}) and ${person.name} (${person.email ?? 'no e-mail'})`,
    )
  return warnings
}

function evidence({ salesforceUser: person, salesforceUserId, seen }: MapFacts): string[] {
  if (person === null) return [`${salesforceUserId} was not in the directory`]
  const state = person.active === null ? 'activity unknown' : person.active ? 'active' : 'inactive'
  return [`${salesforceUserId} is ${person.name}, ${person.email ?? 'no e-mail'}, ${state} (${seen ?? ''})`]
}

/** Plans that a user is mapped to nobody. */
export function decideUnmap(user: User, mapping: Mapping | null): Decided {
  if (mapping === null) return planOf([], { warnings: [`${user.email} is not mapped; nothing was written`] })
  return planOf([{ entity: 'mapping', key: user.userId, before: mapping, after: null }], {
    next: [removalOf(user, mapping)],
  })
}
