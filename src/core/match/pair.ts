import { whyInactive } from '../salesforce-user.ts'
import { fold } from '../text.ts'
import type { User } from '../model.ts'
import { addressLevel, readAs, type Writing } from './address.ts'
import type { Frequencies } from './frequency.ts'
import type { IndexedSalesforceUser } from './index.ts'
import { agreementOf, compareNames, type NameLevels } from './name-levels.ts'
import type { PersonName } from './names.ts'
import {
  activeLevels,
  type AddressLevel,
  addressOdds,
  type Agreement,
  firstNameLevels,
  lastNameLevels,
  type Odds,
  orderLevels,
  weakLevels,
} from './rules.ts'

/** A SalesScreen user with the parsed address and name. */
export interface UserSide extends Writing {
  readonly user: User
  readonly teamName: string | null
}

/** What a pair is compared with: how rare names are, and which domains were renamed. */
export interface Surroundings {
  readonly frequencies: Frequencies
  /** Users of both sides together. */
  readonly people: number
  isRenamed(this: void, domain: string, other: string): boolean
}

/**
 * What says that a pair is two people, however well the rest agrees: a number in an address, which is there because a
 * namesake is; father and son; middle initials; or names of which no part agrees.
 */
export type Contradiction = 'twin' | 'generation' | 'initials' | 'strangers'

/** How the two users of a pair compare, level by level. */
export interface PairLevels extends NameLevels {
  readonly agreement: Agreement
  readonly address: AddressLevel | 'unknown'
  readonly isActive: boolean
  readonly weak: readonly (keyof typeof weakLevels)[]
  readonly contradiction: Contradiction | null
  /** How many bear the last name, the first name, or a name of its group; undefined where the level is another. */
  readonly bearers: { readonly last: number | undefined; readonly first: number | undefined }
}

/** Compares a SalesScreen user with a Salesforce user. */
export function comparePair(
  side: UserSide,
  entry: IndexedSalesforceUser,
  { frequencies, isRenamed }: Surroundings,
): PairLevels {
  const { salesforceUser } = entry
  const given = compareNames(side.name, entry.name)
  const level = withoutFirstName(addressLevel(side, entry, salesforceUser, isRenamed), side, given)
  const repaired = isOneLocal.has(level) ? given : repairedBy(side, entry, given)
  const isActive = whyInactive(salesforceUser) === null
  const isRecycled =
    (isOwnAddress(level) || isOneLocal.has(level)) &&
    !isActive &&
    (isOther.has(repaired.first) || isOther.has(repaired.last))
  // An address that was read as the name is not counted once more.
  const address = isRecycled ? 'recycled' : repaired === given || !isReading.has(level) ? level : 'unknown'
  return {
    ...repaired,
    agreement: agreementOf(repaired),
    address,
    isActive,
    weak: weakSigns(side, entry),
    contradiction: contradictionOf(side.name, entry.name, repaired, address),
    bearers: bearersOf(side.name, entry.name, repaired, frequencies),
  }
}

/** Whether hardly anyone but the owner has an address that compares so. */
export function isOwnAddress(level: AddressLevel | 'unknown'): boolean {
  return level === 'equal' || level === 'renamed' || level === 'username' || level === 'number'
}

// A first name that is the whole address says nothing that the name does not: anna@ of one Anna is anna@ of another.
function withoutFirstName(
  level: AddressLevel | 'unknown',
  { email, name }: UserSide,
  given: NameLevels,
): AddressLevel | 'unknown' {
  return level === 'elsewhere' && agreementOf(given) === 'not' && readAs(email, name) === 'first'
    ? 'other'
    : level
}

function contradictionOf(
  left: PersonName,
  right: PersonName,
  { last, first }: NameLevels,
  address: AddressLevel | 'unknown',
): Contradiction | null {
  if (address === 'twin') return 'twin'
  const [one, other] = [left.last.generation, right.last.generation]
  if (one !== null && other !== null && one !== other) return 'generation'
  if (first === 'first' && haveOtherInitials(left.first.words.slice(1), right.first.words.slice(1)))
    return 'initials'
  return last === 'differs' && first === 'differs' ? 'strangers' : null
}

function haveOtherInitials(one: readonly string[], other: readonly string[]): boolean {
  const initials = new Set(one.map((word) => word[0]))
  return one.length > 0 && other.length > 0 && !other.some((word) => initials.has(word[0]))
}

/** Whether the first names are equal, or the address that both have spells the whole name of one of them. */
export function isFirstNameSure(
  { first }: PairLevels,
  side: UserSide,
  entry: IndexedSalesforceUser,
): boolean {
  if (first === 'exact' || first === 'first') return true
  return [readAs(side.email, side.name), readAs(side.email, entry.name)].includes('whole')
}

// Who left and who came after with the same address may have names that look alike.
const isOther: ReadonlySet<string> = new Set(['differs', 'near', 'prefix', 'similar', 'initial'])

const isOneLocal: ReadonlySet<string> = new Set(['equal', 'renamed', 'elsewhere', 'separators'])
const isReading: ReadonlySet<string> = new Set(['spelled', 'spelled-elsewhere', 'own', 'apart'])

// Each address is a second writing of the name of its owner, which may be nearer to the other one.
function repairedBy(side: UserSide, entry: IndexedSalesforceUser, given: NameLevels): NameLevels {
  const isLastPoor = given.last === 'differs'
  const isFirstPoor = given.first === 'differs' || given.first === 'prefix'
  if (!isLastPoor && !isFirstPoor) return given
  const readings = [readAs(side.email, entry.name), readAs(entry.email, side.name)]
  const isLastRead = isLastPoor && readings.some((reading) => reading === 'whole' || reading === 'last')
  const isFirstRead = isFirstPoor && readings.includes('whole')
  if (!isLastRead && !isFirstRead) return given
  return {
    last: isLastRead ? 'spelled' : given.last,
    first: isFirstRead ? 'spelled' : given.first,
    swapped: given.swapped,
  }
}

function bearersOf(
  left: PersonName,
  right: PersonName,
  { last, first, swapped }: NameLevels,
  frequencies: Frequencies,
): PairLevels['bearers'] {
  return {
    last: last === 'exact' ? frequencies.ofLast(left.last.key, swapped) : undefined,
    first:
      first === 'exact'
        ? frequencies.ofFirst(left.first.key, swapped)
        : first === 'nickname'
          ? frequencies.ofGroup(left, right)
          : undefined,
  }
}

function weakSigns(
  { user, teamName }: UserSide,
  { salesforceUser }: IndexedSalesforceUser,
): PairLevels['weak'] {
  const { department, manager, title, alias } = salesforceUser
  const found: (keyof typeof weakLevels)[] = []
  if (teamName !== null) {
    const isTeam = (text: string | null) => text !== null && fold(text) === fold(teamName)
    if (isTeam(department)) found.push('team-department')
    else if (title !== null && containsTeam(title, teamName)) found.push('team-title')
    if (isTeam(manager)) found.push('team-manager')
  }
  if (alias !== null && user.nickname !== null && fold(alias) === fold(user.nickname))
    found.push('nickname-alias')
  return found
}

// "Team Lead, Sales North" contains the team Sales North.
function containsTeam(title: string, team: string): boolean {
  return team.trim() !== '' && spaced(title).includes(spaced(team))
}

function spaced(text: string): string {
  return ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `
}

/** The evidence of each level in bits, in the order in which it is shown. */
export interface PairBits {
  readonly last: number
  readonly first: number
  readonly order: number
  readonly address: number
  readonly active: number
  readonly weak: readonly number[]
}

/** What each level of a pair says; positive for one person. */
export function bitsOf(levels: PairLevels, people: number): PairBits {
  const { last, first, swapped, address, agreement, isActive, weak, bearers } = levels
  const areNamesKnown = last !== 'unknown' && first !== 'unknown'
  return {
    last: last === 'unknown' ? 0 : bits(withBearers(lastNameLevels[last], bearers.last, people)),
    first: first === 'unknown' ? 0 : bits(withBearers(firstNameLevels[first], bearers.first, people)),
    order: areNamesKnown ? bits(orderLevels[swapped ? 'swapped' : 'straight']) : 0,
    address: address === 'unknown' ? 0 : bits(addressOdds(address, agreement)),
    active: bits(activeLevels[isActive ? 'active' : 'inactive']),
    weak: weak.map((each) => bits(weakLevels[each])),
  }
}

/** The sum of the evidence of a pair. */
export function sumOf({ last, first, order, address, active, weak }: PairBits): number {
  return weak.reduce((sum, each) => sum + each, last + first + order + address + active)
}

function bits({ m, u }: Odds): number {
  return Math.log2(m / u)
}

// Two of the bearers are the pair itself; a name that is theirs alone may still be that of another, who is in neither list.
const fewestBearers = 0.6

function withBearers({ m, u }: Odds, bearers: number | undefined, people: number): Odds {
  return bearers === undefined ? { m, u } : { m, u: Math.max(fewestBearers, bearers - 2) / people }
}
