import type { ErrorRow } from '../../core/errors.ts'
import { mayBeSameRecord } from '../../core/match/lost-case.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import { ownNameOf, type SalesforceUser } from '../../core/salesforce-user.ts'
import { lostLetterCase } from '../../core/user-key.ts'
import type { DirectoryLookup, IdentityValues } from '../../ledger/ledger.ts'
import type { DirectoryReading, UnconfirmedIds } from '../../salesforce/salesforce.ts'

/** What is noticed of the users of a reading while they are imported. */
export interface SeenUsers {
  /** Those with an unconfirmed ID that the directory does not know yet. */
  readonly added: Set<SalesforceUserId>
  /** What the reading says of users besides their IDs. */
  readonly values: Set<keyof IdentityValues>
}

/** The pages of a reading; what is noticed of them is added to `seen`. */
export async function* noticing(
  directory: DirectoryLookup,
  reading: DirectoryReading,
  seen: SeenUsers,
): AsyncGenerator<readonly SalesforceUser[]> {
  for await (const page of reading.pages) {
    for (const user of page) {
      if (user.username !== null) seen.values.add('username')
      if (user.email !== null) seen.values.add('email')
      if (!seen.values.has('name') && ownNameOf(user) !== null) seen.values.add('name')
    }
    const { places } = reading.unconfirmed ?? noUnconfirmed
    const ids = page.flatMap(({ salesforceUserId: id }) => (places.has(id) ? [id] : []))
    if (ids.length > 0) {
      const known = new Set(
        (await directory.findAll({ salesforceUserIds: ids })).map(({ salesforceUserId }) => salesforceUserId),
      )
      for (const id of ids) if (!known.has(id)) seen.added.add(id)
    }
    yield page
  }
}

const noUnconfirmed: UnconfirmedIds = { places: new Map(), isWholeColumn: false }

/** The added users whose ID is that of another user without its letter case: ghosts, who would be mapped in their place. */
export async function lostCaseRows(
  directory: DirectoryLookup,
  { unconfirmed = noUnconfirmed }: DirectoryReading,
  added: ReadonlySet<SalesforceUserId>,
): Promise<{ readonly salesforceUserId: SalesforceUserId; readonly row: ErrorRow }[]> {
  if (added.size === 0) return []
  const found = await directory.findAll({ anyCaseIds: [...added] })
  const byLetters = Map.groupBy(found, ({ salesforceUserId: id }) => lettersOf(id))
  const twins = new Map<SalesforceUserId, readonly SalesforceUser[]>()
  for (const id of added) {
    const sameLetters = byLetters.get(lettersOf(id)) ?? []
    const own = sameLetters.find(({ salesforceUserId }) => salesforceUserId === id)
    const lost = sameLetters.filter(
      (each) =>
        each !== own && (own === undefined || unconfirmed.isWholeColumn || mayBeSameRecord(own, each)),
    )
    if (lost.length > 0) twins.set(id, lost)
  }
  const cases = new Set([...twins.keys()].map(caseOf))
  return [...added].flatMap((salesforceUserId) => {
    if (!cases.has(caseOf(salesforceUserId))) return []
    const place = unconfirmed.places.get(salesforceUserId)
    const value = place?.value ?? salesforceUserId
    const own = twins.get(salesforceUserId)
    const why = own === undefined ? doubtfulCase(value) : lostLetterCase(value, own)
    const action = own === undefined ? why.action : `${why.action}, or ${salesforceUserId} for another user`
    return [{ salesforceUserId, row: { ...place, ...why, action } }]
  })
}

function doubtfulCase(value: string): { readonly reason: string; readonly action: string } {
  return {
    reason: `"${value}" may have lost its letter case, as other rows of the file have`,
    action: 'use the file as Salesforce wrote it, or 18-character IDs',
  }
}

function lettersOf(id: SalesforceUserId): string {
  return id.slice(0, 15).toLowerCase()
}

function caseOf(id: SalesforceUserId): 'upper' | 'lower' {
  return /[a-z]/.test(id.slice(0, 15)) ? 'lower' : 'upper'
}
