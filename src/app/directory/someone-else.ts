import { SfsyncError } from '../../core/errors.ts'
import { areOtherNames, mayBeOneName } from '../../core/match/identity.ts'
import { ownNameOf } from '../../core/salesforce-user.ts'
import { countText, fold } from '../../core/text.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { IdentityChange, IdentityRepeat, IdentityValues, SharedUsername } from '../../ledger/ledger.ts'

const shifted = 'a column seems to have been shifted, or sorted apart from the others'

/**
 * Refuses a file in which known users become others: their rows rather have the wrong IDs. Good rows cannot be told from
 * bad ones, so that --keep-going does not help. `given` is what the file says of users besides their IDs.
 */
export function someoneElseRefusal(
  origin: string,
  changes: readonly IdentityChange[],
  given: ReadonlySet<keyof IdentityValues>,
): SfsyncError | undefined {
  const others = changes.filter((change) => becomesSomeoneElse(change, given))
  if (others.length > 0)
    return refusal(
      origin,
      `${countText(others.length, 'user')} of ${origin} would become someone else${others.length === 1 ? '' : `: ${shifted}`}`,
      others.map((change) => [change, textOf(change)]),
    )
  const hasNames = given.has('name') || given.has('username')
  const taken = changes.flatMap((change) => takenValue(change, hasNames) ?? [])
  // One may be chance, and a shared mailbox is one address of many.
  if (new Set(taken.map(({ value }) => value)).size < 2) return undefined
  return refusal(
    origin,
    `${countText(taken.length, 'user')} of ${origin} would get the name or address of another user: ${shifted}`,
    taken.map(({ change, text }) => [change, text]),
  )
}

/** Refuses a file in which one ID belongs to several users: one of its rows has the wrong ID. */
export function repeatRefusal(
  origin: string,
  repeats: readonly IdentityRepeat[],
  given: ReadonlySet<keyof IdentityValues>,
): SfsyncError | undefined {
  const others = new Map(
    repeats
      .filter((repeat) => areTwoUsers(repeat, given))
      .map((repeat) => [
        repeat.salesforceUserId,
        {
          salesforceUserId: repeat.salesforceUserId,
          reason: `${repeat.salesforceUserId} is ${described(repeat.before)} in one row, and ${described(repeat.after)} in another`,
        },
      ]),
  )
  if (others.size === 0) return undefined
  return new SfsyncError(
    'decision-needed',
    `${countText(others.size, 'Salesforce User ID')} of ${origin} ${others.size === 1 ? 'belongs' : 'belong'} to different users in different rows; nothing was imported`,
    {
      rows: [...others.values()].map(({ salesforceUserId, reason }) => ({
        file: origin,
        value: salesforceUserId,
        reason,
        confirmation: 'allow-mismatch',
      })),
      actions: ['correct or remove the wrong rows; with the confirmation, the last row of each ID counts'],
    },
  )
}

// In a file without names, another username or address is another user.
function areTwoUsers(repeat: IdentityRepeat, given: ReadonlySet<keyof IdentityValues>): boolean {
  const { before, after } = namesOf(repeat)
  if (given.has('name') && before !== null && after !== null) return !mayBeOneName(before, after)
  return addresses.some((field) => isOther(repeat.before[field], repeat.after[field]))
}

function isOther(before: string | null, after: string | null): boolean {
  return before !== null && after !== null && before !== after
}

/** Refuses a file after which several users have one username: one of their IDs is wrong. `without` are left out. */
export function sharedUsernameRefusal(
  origin: string,
  shared: readonly SharedUsername[],
  without: ReadonlySet<SalesforceUserId>,
): SfsyncError | undefined {
  const rows = shared.flatMap(({ username, users }) => {
    const left = users.filter(({ salesforceUserId }) => !without.has(salesforceUserId))
    const [first] = left
    if (first === undefined || left.length < 2) return []
    const of = left.map(({ salesforceUserId, name }) => `${salesforceUserId} (${name})`).join(' and of ')
    return [{ value: username, reason: `${username} would be the username of ${of}` }]
  })
  if (rows.length === 0) return undefined
  return new SfsyncError(
    'decision-needed',
    `${countText(rows.length, 'username')} of ${origin} would belong to several users, but Salesforce gives a username only once: IDs seem to be wrong; nothing was imported`,
    {
      rows: rows.map((row) => ({ file: origin, ...row, confirmation: 'allow-mismatch' })),
      actions: ['use the file as Salesforce wrote it'],
    },
  )
}

function refusal(
  origin: string,
  what: string,
  rows: readonly (readonly [IdentityChange, string])[],
): SfsyncError {
  return new SfsyncError('decision-needed', `${what}; nothing was imported`, {
    rows: rows.map(([{ salesforceUserId }, reason]) => ({
      file: origin,
      value: salesforceUserId,
      reason,
      confirmation: 'allow-mismatch',
    })),
    actions: ['restore the file as it was, or sort it again with all its columns'],
  })
}

// The name and address of a known user; or another name, and nothing that is left of the user.
function becomesSomeoneElse(change: IdentityChange, given: ReadonlySet<keyof IdentityValues>): boolean {
  const { before, after } = namesOf(change)
  if (before === null || after === null || mayBeOneName(before, after)) return false
  const owner = ownerOf(change)
  if (owner !== null && mayBeOneName(after, owner.name)) return true
  // What the file does not say is as before.
  const compared = addresses.filter(
    (value) => given.has(value) && change.before[value] !== null && change.after[value] !== null,
  )
  return (
    compared.length > 0 &&
    compared.every((value) => change.before[value] !== change.after[value]) &&
    areOtherNames(before, after)
  )
}

function ownerOf({ owners }: IdentityChange) {
  return owners.username ?? owners.email
}

const addresses = ['username', 'email'] as const

function takenValue(
  change: IdentityChange,
  hasNames: boolean,
): { readonly change: IdentityChange; readonly value: string; readonly text: string } | undefined {
  const { owners, after, salesforceUserId } = change
  const names = namesOf(change)
  const of = `${salesforceUserId} is ${described(change.before)} in the directory, and would get`
  for (const field of addresses) {
    const owner = owners[field]
    if (owner === null || (names.before !== null && mayBeOneName(names.before, owner.name))) continue
    // Who leaves has mail sent to a manager: where the name agrees, only an owner who lost the address counts.
    if (owner.keeps && hasNames) continue
    const value = after[field] ?? ''
    const what = field === 'email' ? 'the e-mail address' : 'the username'
    return {
      change,
      value,
      text: `${of} ${value}, ${what} of ${owner.name}, who is ${owner.salesforceUserId}`,
    }
  }
  const { name: owner } = owners
  if (owner === null || names.before === null || names.after === null) return undefined
  return mayBeOneName(names.before, names.after)
    ? undefined
    : {
        change,
        value: fold(names.after),
        text: `${of} the name ${names.after} of ${owner.salesforceUserId}`,
      }
}

function namesOf({ before, after, salesforceUserId }: IdentityRepeat) {
  return {
    before: ownNameOf({ ...before, salesforceUserId }),
    after: ownNameOf({ ...after, salesforceUserId }),
  }
}

function textOf(change: IdentityChange): string {
  const { salesforceUserId, before, after } = change
  const owner = ownerOf(change)
  const who =
    owner !== null && mayBeOneName(after.name, owner.name) ? `, who is ${owner.salesforceUserId}` : ''
  const address = after.username === before.username ? (after.email ?? after.username) : after.username
  return `${salesforceUserId} is ${described(before)} in the directory, and in the file ${after.name} (${address ?? 'no address'})${who}`
}

function described({ name, username, email }: IdentityValues): string {
  return `${name} (${username ?? email ?? 'no address'})`
}
