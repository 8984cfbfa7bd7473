import { withoutSandboxSuffix } from '../text.ts'
import type { SalesforceUser } from '../salesforce-user.ts'
import { phoneticKey } from './latin.ts'
import { isParticle, isTypo, type NamePart, type PersonName } from './names.ts'
import type { AddressLevel } from './rules.ts'

/** The parts of an e-mail address. */
export interface Address {
  readonly whole: string
  /** The part before the @, without a plus tag. */
  readonly local: string
  /** The plus tag; empty without one. */
  readonly tag: string
  readonly domain: string
  /** Phonetic key of the local part without digits and separators, as names are compared. */
  readonly letters: string
}

/** Parses an address; undefined if the text is not one. */
export function parseAddress(text: string | null): Address | undefined {
  if (text === null) return undefined
  const whole = withoutSandboxSuffix(text.toLowerCase())
  const at = whole.lastIndexOf('@')
  if (at <= 0) return undefined
  const [, local = '', tag = ''] = /^(.[^+]*)\+?(.*)$/s.exec(whole.slice(0, at)) ?? []
  return {
    whole,
    local,
    tag,
    domain: oneText(whole.slice(at + 1)),
    letters: phoneticKey(local.replace(/[^\p{L}]+/gu, '')),
  }
}

/** The part before the @ in small letters, without a tag: faster than parsing the whole, which is normalized. */
export function localOf(text: string | null): string {
  return text === null ? '' : text.slice(0, endOfLocal(text)).toLowerCase()
}

/** Where that part ends in a text. */
export function endOfLocal(text: string): number {
  const at = text.lastIndexOf('@')
  if (at < 0) return text.length
  // A plus at the beginning is no tag: nothing would be left.
  const tag = text.indexOf('+', 1)
  return tag < 0 || tag > at ? at : tag
}

// A company has few domains, and one text for each of its addresses would be kept.
const domains = new Map<string, string>()
const mostDomains = 10_000

function oneText(domain: string): string {
  const known = domains.get(domain)
  if (known !== undefined) return known
  if (domains.size >= mostDomains) domains.clear()
  domains.set(domain, domain)
  return domain
}

const sharedMailboxes: ReadonlySet<string> = new Set(
  'admin backoffice booking contact crm desk finance front hello help hr info it mail marketing noreply no-reply office orders post reception sales service shop support team test webmaster'.split(
    ' ',
  ),
)

/** Whether the name of an address is typical of a mailbox that several people share. */
export function isSharedMailbox({ local }: Address): boolean {
  return (
    sharedMailboxes.has(local) ||
    [...sharedMailboxes].some((name) => name.length > 3 && local.startsWith(`${name}.`))
  )
}

/** Every text of a Salesforce user that may be the part before the @ of a SalesScreen address. */
export function addressLocals({
  email,
  username,
  federationId,
  employeeNumber,
}: Pick<SalesforceUser, 'email' | 'username' | 'federationId' | 'employeeNumber'>): string[] {
  const texts = [
    parseAddress(email)?.local,
    parseAddress(username)?.local,
    parseAddress(federationId)?.local ?? federationId?.toLowerCase(),
    employeeNumber?.toLowerCase(),
  ]
  return texts.flatMap((text) => (text === undefined || text === '' ? [] : [text]))
}

const shortestDistinctive = 4

/** Whether few people share a local part: many have "jo" and "info". */
export function isDistinctive(local: string): boolean {
  return local.length >= shortestDistinctive && !sharedMailboxes.has(local)
}

/** An address beside the name of its owner, as both are compared. */
export interface Writing {
  readonly email: Address | undefined
  readonly name: PersonName
}

/** What one address says of a name: the whole of it, the last or the first name, or nothing. */
export type Reading = 'whole' | 'last' | 'first' | null

/** Reads an address as a writing of a name, by the patterns that companies use; digits and separators do not count. */
export function readAs(email: Address | undefined, { first, last, called }: PersonName): Reading {
  if (email === undefined || email.letters.length < 3) return null
  let best: Reading = null
  for (const one of formsOf(first, called))
    for (const other of formsOf(last, null)) {
      const reading = readAsOne(email.letters, one, other)
      if (reading === 'whole') return reading
      if (reading === 'last' || best === null) best = reading
    }
  return best
}

function formsOf({ key, words }: NamePart, called: string | null): readonly string[] {
  if (words.length < 2 && called === null) return [key]
  // Of two last names the first is used, of a name with a particle what comes behind it.
  const word = words.find((each) => !isParticle(each)) ?? key
  return [...new Set([key, word, called ?? key])]
}

function readAsOne(letters: string, first: string, last: string): Reading {
  if (first !== '' && last !== '' && isJoined(letters, first, last)) return 'whole'
  const beforeLast = last.length > 1 && letters.endsWith(last) ? letters.slice(0, -last.length) : undefined
  if (beforeLast !== undefined && beforeLast.length < 3 && first.startsWith(beforeLast))
    return beforeLast !== '' || last.length > 3 ? 'last' : null
  const behindLast = last.length > 1 && letters.startsWith(last) ? letters.slice(last.length) : undefined
  if (behindLast?.length === 1 && first.startsWith(behindLast)) return 'last'
  const behindFirst = first.length > 1 && letters.startsWith(first) ? letters.slice(first.length) : undefined
  return behindFirst !== undefined && behindFirst.length < 2 && last.startsWith(behindFirst) ? 'first' : null
}

// Letters are reduced where the names meet, so the two are joined before they are compared.
function isJoined(letters: string, first: string, last: string): boolean {
  if (Math.abs(letters.length - first.length - last.length) > 2) return false
  const [start, end] = [letters.slice(0, 1), letters.slice(-1)]
  return (
    (start === first.slice(0, 1) && end === last.slice(-1) && phoneticKey(first + last) === letters) ||
    (start === last.slice(0, 1) && end === first.slice(-1) && phoneticKey(last + first) === letters)
  )
}

/** Compares the address of a SalesScreen user with those of a Salesforce user. */
export function addressLevel(
  user: Writing,
  other: Writing,
  salesforceUser: SalesforceUser,
  isRenamed: (domain: string, other: string) => boolean,
): AddressLevel | 'unknown' {
  const email = user.email
  if (email === undefined) return 'unknown'
  const byEmail = emailLevel(email, other.email, isRenamed)
  if (byEmail === 'equal') return byEmail
  const byUsername = usernameLevel(email, salesforceUser)
  // A username is made of the name: beside another address of the same domain it says no more than that.
  const isSpare =
    byUsername === 'username' && other.email?.domain === email.domain && !isFederated(email, salesforceUser)
  if (byUsername === 'username' && !isSpare) return byUsername
  return byEmail ?? (isSpare ? 'elsewhere' : byUsername) ?? writtenLevel(user, other)
}

function isFederated(email: Address, { federationId }: SalesforceUser): boolean {
  return federationId?.toLowerCase() === email.whole
}

/** Whether an address is one of a Salesforce user: the e-mail address, with another domain or tag too, or the username. */
export function isAddressOf(email: Address, salesforceUser: SalesforceUser): boolean {
  const level = emailLevel(email, parseAddress(salesforceUser.email), () => false)
  const isSame = level === 'equal' || level === 'elsewhere'
  return isSame || usernameLevel(email, salesforceUser) !== undefined
}

function emailLevel(
  user: Address,
  other: Address | undefined,
  isRenamed: (domain: string, other: string) => boolean,
): AddressLevel | undefined {
  if (other === undefined) return undefined
  const isOneDomain = other.domain === user.domain
  if (other.local === user.local) {
    if (isOneDomain) return user.tag !== '' && other.tag !== '' && user.tag !== other.tag ? 'twin' : 'equal'
    if (isRenamed(user.domain, other.domain)) return 'renamed'
    return isDistinctive(user.local) ? 'elsewhere' : undefined
  }
  const level = nearlyEqual(user.local, other.local)
  // Whether a domain was renamed is asked last: it takes a look at every user.
  return level !== undefined && (isOneDomain || isRenamed(user.domain, other.domain)) ? level : undefined
}

function nearlyEqual(one: string, other: string): 'separators' | 'twin' | undefined {
  const [own, theirs] = [one.replace(/[._-]/g, ''), other.replace(/[._-]/g, '')]
  if (own === theirs) return isDistinctive(own) ? 'separators' : undefined
  return areTwins(one, other) ? 'twin' : undefined
}

// lee@ and lee2@, lee@ and lee.jr@, jane.smith@ and jane.m.smith@, also without dots: the second came because there was
// a first. Two numbers are two people.
function areTwins(one: string, other: string): boolean {
  const [own, theirs] = [withoutNumber(one), withoutNumber(other)]
  if (own === theirs) return own.length !== 1
  const [few, many] = one.length < other.length ? [one, other] : [other, one]
  return (
    many.replace(/([._-])[a-z][._-]/, '$1') === few ||
    (few.length > 3 && many.replace(/^(.)[a-z]/, '$1') === few)
  )
}

function withoutNumber(local: string): string {
  return local.replace(/[._-](?:jr|sr|ii|iii|iv)(?=\d*$)/, '').replace(/[\d._-]+/g, '')
}

// Orgs make usernames unique by adding a suffix to the address.
function usernameLevel(user: Address, salesforceUser: SalesforceUser): AddressLevel | undefined {
  const { username, federationId, employeeNumber } = salesforceUser
  const id = federationId?.toLowerCase()
  if (id === user.whole || (username !== null && isUsernameOf(username, user, salesforceUser)))
    return 'username'
  if (employeeNumber !== null && employeeNumber.length > 2 && employeeNumber.toLowerCase() === user.local)
    return 'number'
  if (!isDistinctive(user.local)) return undefined
  return id === user.local || (username !== null && hasLocal(username, user)) ? 'elsewhere' : undefined
}

// A country code is no suffix of an org: zoe@acme.co.uk is not zoe@acme.co.
function isUsernameOf(username: string, { whole }: Address, { email }: SalesforceUser): boolean {
  if (username === whole) return true
  const suffix = username.startsWith(`${whole}.`) ? username.slice(whole.length + 1) : ''
  return suffix !== '' && !/^[a-z]{2}$/.test(suffix) && username !== email?.toLowerCase()
}

// Most usernames belong to other people, so only a likely one is parsed.
function hasLocal(username: string, { local }: Address): boolean {
  return username.startsWith(local) && parseAddress(username)?.local === local
}

// What two different addresses say when each is read as a name.
function writtenLevel(user: Writing, other: Writing): AddressLevel | 'unknown' {
  const [one, two] = [user.email, other.email]
  if (one === undefined || two === undefined) return 'unknown'
  const isOneDomain = one.domain === two.domain
  const own = [readAs(one, user.name), readAs(two, other.name)]
  const areWhole = isOneDomain && own.every((reading) => reading === 'whole')
  if (areWhole && areSwapped(user.name, other.name)) return 'apart'
  // Without a namesake the whole name would need no number; an initial may be that of anyone.
  if (
    isOneDomain &&
    own.every((reading) => reading !== null) &&
    isNumbered(one, own[0]) !== isNumbered(two, own[1])
  )
    return 'twin'
  const crossed = [readAs(one, other.name), readAs(two, user.name)]
  if (crossed.some((reading) => reading === 'whole' || reading === 'last'))
    return isOneDomain ? 'spelled' : 'spelled-elsewhere'
  if (own.every((reading) => reading !== null)) return areWhole ? 'apart' : 'own'
  if (isOneDomain) return isFuzzy(one.local, two.local) ? 'fuzzy' : 'same-domain'
  return 'other'
}

function isNumbered({ local }: Address, reading: Reading | undefined): boolean {
  return reading === 'whole' && /\d$/.test(local)
}

// Thomas Martin and Martin Thomas, each with the address of the own name, are two people.
function areSwapped({ first, last }: PersonName, other: PersonName): boolean {
  return first.key !== last.key && first.key === other.last.key && last.key === other.first.key
}

function isFuzzy(one: string, other: string): boolean {
  return isTypo(one, other)
}
