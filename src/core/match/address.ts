import { withoutSandboxSuffix } from '../text.ts'
import type { SalesforceUser } from '../salesforce-user.ts'
import type { RuleName } from './rules.ts'

/** An e-mail address in its parts. */
export interface Address {
  readonly whole: string
  /** Before the @, without what follows a plus sign. */
  readonly local: string
  readonly domain: string
}

/** The parts of an address; undefined where the text is none. */
export function parseAddress(text: string | null): Address | undefined {
  if (text === null) return undefined
  const whole = withoutSandboxSuffix(text.toLowerCase())
  const at = whole.lastIndexOf('@')
  if (at <= 0) return undefined
  return { whole, local: whole.slice(0, at).replace(/\+.*$/, ''), domain: whole.slice(at + 1) }
}

const shared: ReadonlySet<string> = new Set(
  'admin backoffice booking contact crm desk finance front hello help hr info it mail marketing noreply no-reply office orders post reception sales service shop support team test webmaster'.split(
    ' ',
  ),
)

/** Whether an address is by its name one that several people read. */
export function isSharedMailbox({ local }: Address): boolean {
  return shared.has(local) || [...shared].some((name) => name.length > 3 && local.startsWith(`${name}.`))
}

/** What a rule saw; the words are made when somebody reads them. */
export interface ObservedEvidence {
  readonly rule: RuleName
  text(): string
}

/** A Salesforce user with the parts of the addresses. */
export interface SalesforceAddresses {
  readonly person: SalesforceUser
  readonly email: Address | undefined
}

/** What may be the part before the @ of a SalesScreen address: of all that Salesforce tells of somebody. */
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

/** What the addresses say of a Salesforce user; `isRenamed` tells whether one domain became another. */
export function addressRules(
  user: Address,
  other: SalesforceAddresses,
  isRenamed: (domain: string, other: string) => boolean,
): ObservedEvidence[] {
  const seen: ObservedEvidence[] = []
  byEmail(user, other, isRenamed, seen)
  byUsername(user, other, seen)
  byFederation(user, other.person, seen)
  byNumber(user, other.person, seen)
  return seen
}

function byEmail(
  user: Address,
  { person, email: other }: SalesforceAddresses,
  isRenamed: (domain: string, other: string) => boolean,
  seen: ObservedEvidence[],
): void {
  if (other === undefined || other.local !== user.local) return
  if (other.whole === user.whole)
    seen.push({
      rule: 'email-equal',
      text: () =>
        person.email === user.whole ? 'e-mail equal' : 'e-mail equal but for the .invalid of a sandbox',
    })
  else if (other.domain === user.domain)
    seen.push({ rule: 'email-tagged', text: () => 'e-mail equal but for a plus tag' })
  else if (isRenamed(user.domain, other.domain))
    seen.push({
      rule: 'email-renamed-domain',
      text: () => `e-mail equal but for the domain (${other.domain}), as with other people`,
    })
  else if (isTelling(user.local))
    seen.push({ rule: 'email-local-part', text: () => `e-mail equal before the @ (${person.email ?? ''})` })
}

/** Whether two addresses of one company differ in a number alone: whoever got the number came second. */
export function isNumberedVariant(
  user: Address,
  { email: other }: SalesforceAddresses,
  isRenamed: (domain: string, other: string) => boolean,
): boolean {
  if (other === undefined || other.local === user.local) return false
  if (user.local.replace(/\d+$/, '') !== other.local.replace(/\d+$/, '')) return false
  return other.domain === user.domain || isRenamed(user.domain, other.domain)
}

// Orgs make usernames unique with something behind the address.
function byUsername(
  user: Address,
  { person: { username } }: SalesforceAddresses,
  seen: ObservedEvidence[],
): void {
  if (username === null) return
  if (username === user.whole || username.startsWith(`${user.whole}.`))
    seen.push({
      rule: 'username-equal',
      text: () => `username begins with the e-mail address (${username})`,
    })
  else if (isTelling(user.local) && isLocalOf(username, user))
    seen.push({ rule: 'email-local-part', text: () => `username equal before the @ (${username})` })
}

// Taken apart only where it may be: most usernames are somebody else's.
function isLocalOf(username: string, { local }: Address): boolean {
  return username.toLowerCase().startsWith(local) && parseAddress(username)?.local === local
}

function byFederation(user: Address, { federationId }: SalesforceUser, seen: ObservedEvidence[]): void {
  if (federationId === null) return
  const plain = federationId.toLowerCase()
  if (plain === user.whole)
    seen.push({ rule: 'federation-equal', text: () => 'federation ID is the e-mail address' })
  else if (plain === user.local && isTelling(user.local))
    seen.push({
      rule: 'email-local-part',
      text: () => 'federation ID is the e-mail address before the @',
    })
}

function byNumber(user: Address, { employeeNumber }: SalesforceUser, seen: ObservedEvidence[]): void {
  if (employeeNumber !== null && employeeNumber.length > 2 && employeeNumber.toLowerCase() === user.local)
    seen.push({
      rule: 'employee-number',
      text: () => `employee number is the e-mail address before the @ (${employeeNumber})`,
    })
}

// "jo" and "info" are many people's.
function isTelling(local: string): boolean {
  return local.length >= 4 && !shared.has(local)
}

// So many people have the same name before the @ on both sides of a pair of which one domain became the other.
const fewest = 5

/** Gives the domains of those in Salesforce who have something before their @. */
type DomainsWith = (local: string) => Iterable<string>

/** The pairs "old new" of domains of which one became the other. */
export function renamedDomains(emails: Iterable<string>, domainsWith: DomainsWith): Set<string> {
  const pairs = new Map<string, number>()
  for (const { domain, others } of withOthers(emails, domainsWith))
    for (const other of others) {
      const pair = `${domain} ${other}`
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
    }
  return new Set([...pairs].flatMap(([pair, people]) => (people >= fewest ? [pair] : [])))
}

/** Whether `one` became `other`: the same answer about one pair, without counting all of them. */
export function isRenamedAmong(
  emails: Iterable<string>,
  domainsWith: DomainsWith,
  one: string,
  other: string,
): boolean {
  let people = 0
  for (const { domain, others } of withOthers(emails, domainsWith)) {
    if (domain === one && others.has(other)) people += 1
    if (people >= fewest) return true
  }
  return false
}

// Short names before the @ are many people's.
const shortest = 4

function* withOthers(
  emails: Iterable<string>,
  domainsWith: DomainsWith,
): Generator<{ readonly domain: string; readonly others: ReadonlySet<string> }> {
  for (const email of emails) {
    const parsed = parseAddress(email)
    if (parsed === undefined || parsed.local.length < shortest) continue
    const others = new Set(domainsWith(parsed.local))
    others.delete('')
    others.delete(parsed.domain)
    if (others.size > 0) yield { domain: parsed.domain, others }
  }
}
