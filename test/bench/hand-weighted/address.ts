import { withoutSandboxSuffix } from '../../../src/core/text.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { RuleName } from './rules.ts'

/** The parts of an e-mail address. */
export interface Address {
  readonly whole: string
  /** The part before the @, without a plus tag. */
  readonly local: string
  readonly domain: string
}

/** Parses an address; undefined if the text is not one. */
export function parseAddress(text: string | null): Address | undefined {
  if (text === null) return undefined
  const whole = withoutSandboxSuffix(text.toLowerCase())
  const at = whole.lastIndexOf('@')
  if (at <= 0) return undefined
  return { whole, local: whole.slice(0, at).replace(/\+.*$/, ''), domain: whole.slice(at + 1) }
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

/** Evidence found by one rule; its text is made only when it is shown. */
export interface ObservedEvidence {
  readonly rule: RuleName
  text(): string
}

/** A Salesforce user with the parsed e-mail address. */
export interface SalesforceAddresses {
  readonly salesforceUser: SalesforceUser
  readonly email: Address | undefined
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

/** The evidence of the addresses; `isRenamed` says whether one domain was renamed to another. */
export function addressRules(
  user: Address,
  other: SalesforceAddresses,
  isRenamed: (domain: string, other: string) => boolean,
): ObservedEvidence[] {
  return [
    ...emailEvidence(user, other, isRenamed),
    ...usernameEvidence(user, other.salesforceUser),
    ...federationEvidence(user, other.salesforceUser),
    ...employeeNumberEvidence(user, other.salesforceUser),
  ]
}

function emailEvidence(
  user: Address,
  { salesforceUser, email: other }: SalesforceAddresses,
  isRenamed: (domain: string, other: string) => boolean,
): ObservedEvidence[] {
  if (other === undefined || other.local !== user.local) return []
  if (other.whole === user.whole) {
    const suffix = salesforceUser.email === user.whole ? '' : ' except for the .invalid of a sandbox'
    return [{ rule: 'email-equal', text: () => `same e-mail address${suffix}` }]
  }
  if (other.domain === user.domain)
    return [{ rule: 'email-tagged', text: () => 'same e-mail address except for a plus tag' }]
  if (isRenamed(user.domain, other.domain))
    return [
      {
        rule: 'email-renamed-domain',
        text: () => `same e-mail address except for the renamed domain (${other.domain})`,
      },
    ]
  if (!isDistinctive(user.local)) return []
  return [
    {
      rule: 'email-local-part',
      text: () => `same e-mail address before the @ (${salesforceUser.email ?? ''})`,
    },
  ]
}

/** Whether two addresses of one company differ only by a number: the user with the number came second. */
export function isNumberedVariant(
  user: Address,
  { email: other }: SalesforceAddresses,
  isRenamed: (domain: string, other: string) => boolean,
): boolean {
  if (other === undefined || other.local === user.local) return false
  if (user.local.replace(/\d+$/, '') !== other.local.replace(/\d+$/, '')) return false
  return other.domain === user.domain || isRenamed(user.domain, other.domain)
}

// Orgs make usernames unique by adding a suffix to the address.
function usernameEvidence(user: Address, { username }: SalesforceUser): ObservedEvidence[] {
  if (username === null) return []
  if (username === user.whole || username.startsWith(`${user.whole}.`))
    return [
      {
        rule: 'username-equal',
        text: () => `username starts with the e-mail address (${username})`,
      },
    ]
  return isDistinctive(user.local) && hasLocal(username, user)
    ? [{ rule: 'email-local-part', text: () => `username same as e-mail before the @ (${username})` }]
    : []
}

// Most usernames belong to other people, so only a likely one is parsed.
function hasLocal(username: string, { local }: Address): boolean {
  return username.toLowerCase().startsWith(local) && parseAddress(username)?.local === local
}

function federationEvidence(user: Address, { federationId }: SalesforceUser): ObservedEvidence[] {
  const id = federationId?.toLowerCase()
  if (id === user.whole)
    return [{ rule: 'federation-equal', text: () => 'federation ID is the e-mail address' }]
  return id === user.local && isDistinctive(user.local)
    ? [{ rule: 'email-local-part', text: () => 'federation ID is the e-mail address before the @' }]
    : []
}

function employeeNumberEvidence(user: Address, { employeeNumber }: SalesforceUser): ObservedEvidence[] {
  return employeeNumber !== null && employeeNumber.length > 2 && employeeNumber.toLowerCase() === user.local
    ? [
        {
          rule: 'employee-number',
          text: () => `employee number is the e-mail address before the @ (${employeeNumber})`,
        },
      ]
    : []
}

const shortestDistinctive = 4

// Many people share "jo" and "info".
function isDistinctive(local: string): boolean {
  return local.length >= shortestDistinctive && !sharedMailboxes.has(local)
}

// At least this many users have the same local part in both domains if one domain was renamed to the other.
const fewestRenamed = 5

/** The domains of the Salesforce users with this local part. */
type DomainsWith = (local: string) => Iterable<string>

/** The pairs of domains "old new" where one was renamed to the other. */
export function renamedDomains(emails: Iterable<string>, domainsWith: DomainsWith): Set<string> {
  const pairs = new Map<string, number>()
  for (const { domain, others } of withOthers(emails, domainsWith))
    for (const other of others) {
      const pair = `${domain} ${other}`
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
    }
  return new Set([...pairs].flatMap(([pair, users]) => (users >= fewestRenamed ? [pair] : [])))
}

function* withOthers(
  emails: Iterable<string>,
  domainsWith: DomainsWith,
): Generator<{ readonly domain: string; readonly others: ReadonlySet<string> }> {
  for (const email of emails) {
    const parsed = parseAddress(email)
    if (parsed === undefined || parsed.local.length < shortestDistinctive) continue
    const others = new Set(domainsWith(parsed.local))
    others.delete('')
    others.delete(parsed.domain)
    if (others.size > 0) yield { domain: parsed.domain, others }
  }
}
