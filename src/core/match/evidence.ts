import { fullName } from '../model.ts'
import { numberText } from '../text.ts'
import { readAs } from './address.ts'
import type { IndexedSalesforceUser } from './index.ts'
import { type Contradiction, type PairBits, type PairLevels, sumOf, type UserSide } from './pair.ts'
import { type AddressLevel, secondAccountBits } from './rules.ts'
import type { Evidence } from './suggestion.ts'

/** A pair with what was found. */
export interface FoundPair {
  readonly side: UserSide
  readonly entry: IndexedSalesforceUser
  readonly levels: PairLevels
  readonly bits: PairBits
  /** Whether a user of that name has a main account besides. */
  readonly isSecond: boolean
}

/** What makes the score besides the pair itself. */
export interface RestOfScore {
  /** Bits of any pair before it is compared; below 0. */
  readonly start: number
  /** Bits that other pairs with one of the two take away; 0 or less. */
  readonly others: number
  /** Bits above the most that a pair of twins can have; 0 or less. */
  readonly cap: number
  /** Users of both sides together. */
  readonly people: number
}

/** What speaks for and against a pair, level by level; with the start and the others it adds up to log2 of the odds. */
export function evidenceOf(pair: FoundPair, { start, others, cap, people }: RestOfScore): Evidence[] {
  const { levels, bits, isSecond } = pair
  const { last, first, swapped, address, isActive, weak, bearers } = levels
  const borne = (count: number | undefined) =>
    count === undefined ? '' : `; ${numberText(count)} of ${numberText(people)} users have it`
  const total = sumOf(bits) + (isSecond ? secondAccountBits : 0) + cap + start + others
  const othersText = `one of the two fits another user${total < 0 ? ' better' : ', too'}`
  const found: Evidence[] = [
    { rule: `address-${address}`, text: addressText(address, pair), bits: bits.address },
    { rule: `last-${last}`, text: `last name ${lastTexts[last]}${borne(bearers.last)}`, bits: bits.last },
    {
      rule: `first-${first}`,
      text: `first name ${firstTexts[first]}${borne(bearers.first)}`,
      bits: bits.first,
    },
    {
      rule: swapped ? 'order-swapped' : 'order-straight',
      text: swapped ? 'first and last name are swapped' : 'first and last name are not swapped',
      bits: bits.order,
    },
    {
      rule: isActive ? 'active' : 'inactive',
      text: isActive ? 'active in Salesforce' : 'inactive or frozen in Salesforce',
      bits: bits.active,
    },
    ...weak.map((rule, at) => ({ rule, text: weakText(rule, pair), bits: bits.weak[at] ?? 0 })),
    { rule: 'second-account', text: secondText, bits: isSecond ? secondAccountBits : 0 },
    {
      rule: 'contradiction',
      text: levels.contradiction === null ? '' : contradictionTexts[levels.contradiction],
      bits: cap,
    },
    { rule: 'start', text: 'starting point: most pairs of users are two people', bits: start },
    { rule: 'others', text: othersText, bits: others },
  ]
  return found.filter((each) => Math.abs(each.bits) >= leastShown)
}

const contradictionTexts: Readonly<Record<Contradiction, string>> = {
  twin: 'addresses that differ so are given to two people with one name',
  generation: 'two generations: Jr., Sr. or a number behind the name differs',
  initials: 'the middle names differ',
  strangers: 'no part of the name is the same, whatever the address says',
}

// Rounds to 0.0.
const leastShown = 0.05

/** The same in a few words, without numbers: the address, the name, and what is unusual. */
export function reasonsOf(pair: FoundPair): string[] {
  const { levels, isSecond } = pair
  const name = nameText(levels)
  return [
    ...(levels.address === 'unknown' ? [] : [addressText(levels.address, pair)]),
    ...(name === null ? [] : [`${name} (${pair.entry.salesforceUser.name})`]),
    ...levels.weak.map((rule) => weakText(rule, pair)),
    ...(isSecond ? [secondText] : []),
  ]
}

const secondText = 'a second account: another one with this name is the main account'

const lastTexts: Readonly<Record<PairLevels['last'], string>> = {
  exact: 'equal',
  subset: 'equal to one of two',
  near: 'nearly equal',
  spelled: 'as the address spells it',
  similar: 'with the same beginning',
  initial: 'only an initial, which fits',
  differs: 'different',
  unknown: 'unknown',
}

const firstTexts: Readonly<Record<PairLevels['first'], string>> = {
  exact: 'equal',
  first: 'equal except for middle names',
  nickname: 'equal except for a nickname',
  near: 'nearly equal',
  spelled: 'as the address spells it',
  other: 'equal to another given name',
  prefix: 'with the same beginning',
  initial: 'only an initial, which fits',
  differs: 'different',
  unknown: 'unknown',
}

function nameText({ last, first, swapped }: PairLevels): string | null {
  if (last === 'unknown' && first === 'unknown') return null
  if (last === 'differs' && first === 'differs') return 'no part of the name matches'
  const isSame = last === 'exact' && (first === 'exact' || first === 'unknown')
  if (isSame) return swapped ? 'same name in another order' : 'same name'
  const parts = [
    ...(last === 'exact' ? ['same last name'] : last === 'unknown' ? [] : [`last name ${lastTexts[last]}`]),
    ...(first === 'exact'
      ? ['same first name']
      : first === 'unknown'
        ? []
        : [`first name ${firstTexts[first]}`]),
    ...(swapped ? ['in another order'] : []),
  ]
  return parts.join(', ')
}

function addressText(level: AddressLevel | 'unknown', pair: FoundPair): string {
  const { side, entry } = pair
  const { salesforceUser, email: other } = entry
  const [own, theirs] = [side.email?.whole ?? '', salesforceUser.email ?? 'none']
  switch (level) {
    case 'equal':
      return `same e-mail address${exceptText(own, salesforceUser.email, other?.whole)}`
    case 'renamed':
      return `same e-mail address except for the renamed domain (${other?.domain ?? ''})`
    case 'elsewhere':
      return `same e-mail address before the @ (${theirs})`
    case 'username':
      return salesforceUser.federationId?.toLowerCase() === own
        ? 'federation ID is the e-mail address'
        : `username starts with the e-mail address (${salesforceUser.username ?? ''})`
    case 'number':
      return `employee number is the e-mail address before the @ (${salesforceUser.employeeNumber ?? ''})`
    case 'separators':
      return `same e-mail address except for dots or dashes (${theirs})`
    case 'twin':
      return `e-mail address that differs by a number, an initial or a tag (${theirs}), as namesakes' do`
    case 'fuzzy':
      return `e-mail address with a letter or two different (${theirs})`
    case 'spelled':
    case 'spelled-elsewhere':
      return spelledText(pair)
    case 'apart':
    case 'own':
      return `different e-mail addresses, each in its own name (${theirs})`
    case 'same-domain':
      return `another e-mail address of the same domain (${theirs})`
    case 'other':
      return `another e-mail address (${theirs})`
    case 'recycled':
      return 'same e-mail address, but this user is inactive and has another name: the address may have been reassigned'
    case 'unknown':
      return `e-mail address not compared (${theirs})`
  }
}

function spelledText({ side, entry }: FoundPair): string {
  const { salesforceUser } = entry
  return readAs(side.email, entry.name) === null
    ? `the address ${salesforceUser.email ?? ''} fits the name ${fullName(side.user)}`
    : `the address ${side.user.email} fits the name ${salesforceUser.name}`
}

function exceptText(own: string, given: string | null, theirs: string | undefined): string {
  if (given === own) return ''
  return theirs === own ? ' except for the .invalid of a sandbox' : ' except for a plus tag'
}

function weakText(rule: PairLevels['weak'][number], { side, entry }: FoundPair): string {
  switch (rule) {
    case 'team-department':
      return `team and department are ${side.teamName ?? ''}`
    case 'team-manager':
      return 'team is named after the manager'
    case 'team-title':
      return `title contains the team (${entry.salesforceUser.title ?? ''})`
    case 'nickname-alias':
      return `nickname and alias are ${entry.salesforceUser.alias ?? ''}`
  }
}
