import { type ErrorRow, SfsyncError } from '../../core/errors.ts'
import { lostCaseOf } from '../../core/lost-case.ts'
import { mayBeOneName } from '../../core/match/identity.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { countText } from '../../core/text.ts'
import { lostLetterCase } from '../../core/user-key.ts'
import type { DirectoryLookup, TakenName } from '../../ledger/ledger.ts'
import type { DirectoryReading } from '../../salesforce/salesforce.ts'

/** The pages of a reading; its unconfirmed IDs that the directory does not know yet are added to `added`. */
export async function* notingUnconfirmed(
  directory: DirectoryLookup,
  { pages, unconfirmed }: DirectoryReading,
  added: Set<SalesforceUserId>,
): AsyncGenerator<readonly SalesforceUser[]> {
  for await (const page of pages) {
    const ids = page.flatMap(({ salesforceUserId: id }) => (unconfirmed?.has(id) === true ? [id] : []))
    if (ids.length > 0) {
      const known = new Set(
        (await directory.findAll({ salesforceUserIds: ids })).map(({ salesforceUserId }) => salesforceUserId),
      )
      for (const id of ids) if (!known.has(id)) added.add(id)
    }
    yield page
  }
}

/** The added users whose ID is that of another user without its letter case: ghosts, who would be mapped in their place. */
export async function lostCaseRows(
  directory: DirectoryLookup,
  { unconfirmed }: DirectoryReading,
  added: ReadonlySet<SalesforceUserId>,
): Promise<{ readonly salesforceUserId: SalesforceUserId; readonly row: ErrorRow }[]> {
  if (added.size === 0) return []
  const found = await directory.findAll({ anyCaseIds: [...added] })
  const byLetters = Map.groupBy(found, ({ salesforceUserId: id }) => lettersOf(id))
  const twins = new Map<SalesforceUserId, readonly SalesforceUser[]>()
  for (const id of added) {
    const sameLetters = byLetters.get(lettersOf(id)) ?? []
    const known = sameLetters.find(({ salesforceUserId }) => salesforceUserId === id) ?? null
    const lost = lostCaseOf(id, known, sameLetters)
    if (lost.length > 0) twins.set(id, lost)
  }
  const cases = new Set([...twins.keys()].map(caseOf))
  return [...added].flatMap((salesforceUserId) => {
    if (!cases.has(caseOf(salesforceUserId))) return []
    const place = unconfirmed?.get(salesforceUserId)
    const value = place?.value ?? salesforceUserId
    const own = twins.get(salesforceUserId)
    const why = own === undefined ? doubtfulCase(value) : lostLetterCase(value, own)
    return [{ salesforceUserId, row: { ...place, ...why } }]
  })
}

function doubtfulCase(value: string): Required<Pick<ErrorRow, 'reason' | 'action'>> {
  return {
    reason: `"${value}" may have lost its letter case, as other rows of the file have`,
    action: 'use the file as Salesforce wrote it, or 18-character IDs',
  }
}

/**
 * Refuses users who would take name and address of another known user: their rows rather have the wrong IDs. Good rows
 * cannot be told from bad ones, so that --keep-going does not help.
 */
export function shiftRefusal(
  { read: { origin } }: DirectoryReading,
  taken: readonly TakenName[],
): SfsyncError | undefined {
  const found = taken.filter(
    ({ before, after, owner }) =>
      !mayBeOneName(before.name, after.name) && mayBeOneName(after.name, owner.name),
  )
  if (found.length === 0) return undefined
  const shifted =
    found.length === 1 ? '' : ': a column seems to have been shifted, or sorted apart from the others'
  return new SfsyncError(
    'decision-needed',
    `${countText(found.length, 'user')} of ${origin} would become someone else${shifted}; nothing was imported`,
    {
      rows: found.map(({ salesforceUserId, owner, before, after }) => ({
        file: origin,
        value: salesforceUserId,
        reason: `${salesforceUserId} is ${described(before)} in the directory, and in the file ${described(after)}, who is ${owner.salesforceUserId}`,
        confirmation: 'allow-mismatch',
      })),
      actions: ['restore the file as it was, or sort it again with all its columns'],
    },
  )
}

function described({ name, address }: TakenName['after']): string {
  return `${name} (${address ?? 'no address'})`
}

function lettersOf(id: SalesforceUserId): string {
  return id.slice(0, 15).toLowerCase()
}

function caseOf(id: SalesforceUserId): 'upper' | 'lower' {
  return /[a-z]/.test(id.slice(0, 15)) ? 'lower' : 'upper'
}
