import { isAddressOf, parseAddress } from './address.ts'
import { compareNames as levelsOf } from './name-levels.ts'
import { nameOfSalesforceUser, nameOfUser, personName, type PersonName, wordsOfName } from './names.ts'
import { nicknameGroups } from './nicknames.ts'
import type { CrossedAddresses } from '../drift.ts'
import type { User } from '../model.ts'
import { isPerson, type SalesforceUser, whyInactive } from '../salesforce-user.ts'
import { type Email, numberText, parseEmail, withoutSandboxSuffix } from '../text.ts'

/** A SalesScreen user, as the ledger has it or as a row names it; an empty name or address is unknown. */
export type ClaimedUser = Pick<User, 'firstName' | 'lastName'> &
  Partial<Pick<User, 'nickname'>> & { readonly email: string }

/** A SalesScreen user and the Salesforce user that it is said to be. */
export interface IdentityFacts {
  readonly user: ClaimedUser
  readonly salesforceUser: SalesforceUser
  /** Salesforce users with the e-mail address of the user, in any order. */
  readonly sameAddress: readonly SalesforceUser[]
  /** Other SalesScreen users with the e-mail address or username of the Salesforce user, in any order. */
  readonly owners: readonly ClaimedUser[]
}

/**
 * Why the two may not be the same person; null if a name or an address of its own speaks for it. One sign alone is not
 * enough: an address may be shared, and an ID may stand in the wrong row.
 */
export function identityDoubt(facts: IdentityFacts): string | null {
  const { user, salesforceUser, sameAddress } = facts
  if (isPlainlySame(facts)) return null
  const names = compareNames(nameOfUser(user), nameOfSalesforceUser(salesforceUser))
  if (names === 'same')
    return crossedAddresses(facts)?.reason ?? addressDoubt(user, salesforceUser, sameAddress)
  const { name, email, username, salesforceUserId } = salesforceUser
  const claimed = fullNameOf(user)
  if (!isSameAddress(user.email, salesforceUser)) {
    const isComparable = user.email !== '' && (email !== null || username !== null)
    if (names === 'unknown' && !isComparable) return null
    const [meant, ...others] = sameAddress.filter((each) => each.salesforceUserId !== salesforceUserId)
    const who = meant === undefined || others.length > 0 ? '' : `, who is ${meant.salesforceUserId}`
    return `${salesforceUserId} is ${name} (${email ?? username ?? 'no e-mail'}), not ${described(user)}${who}`
  }
  if (names === 'contradicts')
    return `${salesforceUserId} is ${name}, not ${claimed}, although the e-mail address is the same`
  const sharing = sameAddress.filter(
    (each) => each.email !== null && withoutSandboxSuffix(each.email) === user.email,
  )
  return sharing.length < 2 ? null : sharedAddressText(user.email, sharing)
}

// What most rows of a batch are, before names are taken apart.
function isPlainlySame({ user, salesforceUser, sameAddress }: IdentityFacts): boolean {
  return (
    sameAddress.length < 2 && user.email === salesforceUser.email && fullNameOf(user) === salesforceUser.name
  )
}

// A name of its own, but the address of exactly one other user: one of the two signs is wrong. Someone's own old account
// may have it, but no one works with two.
function addressDoubt(
  user: ClaimedUser,
  salesforceUser: SalesforceUser,
  sameAddress: readonly SalesforceUser[],
): string | null {
  const [meant, ...more] = user.email === '' ? [] : sameAddress
  if (meant === undefined || more.length > 0 || isSameAddress(user.email, salesforceUser)) return null
  if (meant.salesforceUserId === salesforceUser.salesforceUserId) return null
  if (!isAtWork(meant) && !areNamesOfTwo(nameOfUser(user), nameOfSalesforceUser(meant))) return null
  return `${user.email} is the e-mail address of ${named(meant)}, not of ${named(salesforceUser)}`
}

function isAtWork(salesforceUser: SalesforceUser): boolean {
  return whyInactive(salesforceUser) === null && isPerson(salesforceUser)
}

/**
 * Why each of the two may be meant for another user; null unless each has the address of one. One address alone may be an
 * old one, or one of another account of the same person.
 */
export function crossedAddresses({
  user,
  salesforceUser,
  sameAddress,
  owners,
}: IdentityFacts): CrossedAddresses | null {
  const meant = sameAddress.find(
    ({ salesforceUserId }) => salesforceUserId !== salesforceUser.salesforceUserId,
  )
  const [owner] = owners
  if (owner === undefined || meant === undefined || isOwnEmail(user.email, salesforceUser)) return null
  const reason = `${ownerText(salesforceUser, owner)}; ${user.email} is the address of ${named(meant)}`
  return { reason, meant }
}

/** What to know of a mapping whose Salesforce user has the address of another SalesScreen user; null if it has not. */
export function ownerNote({ user, salesforceUser, owners: [owner] }: IdentityFacts): string | null {
  return owner === undefined || isOwnEmail(user.email, salesforceUser)
    ? null
    : ownerText(salesforceUser, owner)
}

function ownerText(salesforceUser: SalesforceUser, owner: ClaimedUser): string {
  return `${named(salesforceUser)} has the address of another SalesScreen user, ${described(owner)}`
}

/** The texts of a Salesforce user that may be the address of a SalesScreen user, as SalesScreen has it. */
export function addressesOf({ email, username }: Pick<SalesforceUser, 'email' | 'username'>): Email[] {
  return [email, username].flatMap((text) => {
    const parsed = parseEmail(withoutSandboxSuffix(text ?? ''))
    return 'email' in parsed ? [parsed.email] : []
  })
}

// The e-mail address counts where there is one: usernames stay as they are when an address changes hands.
function isOwnEmail(email: string, { email: theirs, username }: SalesforceUser): boolean {
  return theirs === null ? username === email : withoutSandboxSuffix(theirs) === email
}

function named({ name, salesforceUserId }: SalesforceUser): string {
  return `${name} (${salesforceUserId})`
}

/** Whether two users have one name, also as a nickname or with a typing error. */
export function haveOneName(user: ClaimedUser, salesforceUser: SalesforceUser): boolean {
  return compareNames(nameOfUser(user), nameOfSalesforceUser(salesforceUser)) === 'same'
}

/** Why a row is about someone other than the user of its address or ID; null if their names may be the same. */
export function nameDoubt(user: ClaimedUser, row: ClaimedUser): string | null {
  if (fullNameOf(row) === '') return null
  if (compareNames(nameOfUser(row), nameOfUser(user)) !== 'contradicts') return null
  return `the row says ${fullNameOf(row)}, but ${user.email} is ${fullNameOf(user)}`
}

/** Whether two full names can be those of one person, because each is the other or a part of it. */
export function mayBeOneName(left: string, right: string): boolean {
  const [one, other] = [personName(left), personName(right)]
  if (compareNames(one, other) === 'same' || isLatin(one) !== isLatin(other)) return true
  const isShorter = wordsOfName(one).length < wordsOfName(other).length
  const [few, many] = isShorter ? [one, other] : [other, one]
  const [words, others] = [wordsOfName(few), wordsOfName(many)]
  const groups = nicknameGroups(others[0] ?? '')
  const isNickname =
    words.length === 1 && nicknameGroups(words[0] ?? '').some((group) => groups.includes(group))
  return isNickname || words.every((word) => others.includes(word))
}

/** Whether two full names are those of two people: they share no word, or only the last name. */
export function areOtherNames(left: string, right: string): boolean {
  return !mayBeOneName(left, right) && areNamesOfTwo(personName(left), personName(right))
}

function areNamesOfTwo(one: PersonName, other: PersonName): boolean {
  const comparison = compareNames(one, other)
  if (comparison !== 'unlike' || isLatin(one) !== isLatin(other)) return comparison === 'contradicts'
  const others = wordsOfName(other)
  return !wordsOfName(one).some((word) => others.includes(word))
}

type NameComparison = 'same' | 'unlike' | 'contradicts' | 'unknown'

function compareNames(left: PersonName, right: PersonName): NameComparison {
  const [own, theirs] = [wordsOfName(left), wordsOfName(right)]
  if (own.length === 0 || theirs.length === 0) return 'unknown'
  if (isOneName(left, right)) return 'same'
  if (!haveNothingInCommon(left, right) && !haveOtherFirstNames(own, theirs)) return 'unlike'
  // No rule knows how every name is written in Latin letters.
  return isLatin(left) === isLatin(right) ? 'contradicts' : 'unlike'
}

// Two slips at once make another name.
function isOneName(left: PersonName, right: PersonName): boolean {
  const { last, first } = levelsOf(left, right)
  if (last !== 'exact' && last !== 'near' && last !== 'subset') return false
  if (first === 'exact' || first === 'first') return true
  if (first === 'unknown') return last === 'exact'
  return (
    last !== 'near' && (first === 'nickname' || first === 'near' || first === 'other' || first === 'initial')
  )
}

function haveNothingInCommon(left: PersonName, right: PersonName): boolean {
  const [own, theirs] = [wordsOfName(left), wordsOfName(right)]
  if (own.length < 2 || theirs.length < 2) return false
  return (
    !own.some((word) => theirs.includes(word)) && !left.groups.some((group) => right.groups.includes(group))
  )
}

// Brothers share a last name; a bride keeps the first.
function haveOtherFirstNames(left: readonly string[], right: readonly string[]): boolean {
  if (left.length < 2 || right.length < 2) return false
  return !right.includes(left[0] ?? '') && !left.includes(right[0] ?? '')
}

function isLatin(name: PersonName): boolean {
  return /[a-z]/.test(wordsOfName(name).join(''))
}

function isSameAddress(email: string, salesforceUser: SalesforceUser): boolean {
  // Nearly every pair: equal texts need no parsing.
  if (email === salesforceUser.email && email.lastIndexOf('@') > 0) return true
  const address = parseAddress(email)
  return address !== undefined && isAddressOf(address, salesforceUser)
}

function fullNameOf({ firstName, lastName }: ClaimedUser): string {
  return `${firstName} ${lastName}`.trim()
}

function described(user: ClaimedUser): string {
  const name = fullNameOf(user)
  return name === '' || user.email === '' ? `${name}${user.email}` : `${name} (${user.email})`
}

const mostNamed = 3

function sharedAddressText(email: string, sharing: readonly SalesforceUser[]): string {
  const names = sharing.map(({ name }) => name).toSorted()
  const more = sharing.length > mostNamed ? ` and ${numberText(sharing.length - mostNamed)} more` : ''
  return `${email} is the e-mail address of ${numberText(sharing.length)} Salesforce users: ${names.slice(0, mostNamed).join(', ')}${more}`
}
