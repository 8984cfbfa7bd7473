import { isDistinctive, localOf, parseAddress } from './address.ts'
import { isFreeMail } from './free-mail.ts'

/** At least this many users have the same local part in both domains if one domain was renamed to the other, */
const fewestRenamed = 5
/** and at least this share of the users of the domain. */
const leastRenamedShare = 0.2

/** The domains in which Salesforce users have an e-mail address with this local part. */
type DomainsWith = (local: string) => Iterable<string>

/** The pairs of domains "old new" where one was renamed to the other; never of a domain where everybody gets an address. */
export function renamedDomains(emails: Iterable<string>, domainsWith: DomainsWith): Set<string> {
  const pairs = new Map<string, number>()
  const users = new Map<string, number>()
  for (const email of emails) {
    const parsed = parseAddress(email)
    if (parsed === undefined || isFreeMail(parsed.domain)) continue
    users.set(parsed.domain, (users.get(parsed.domain) ?? 0) + 1)
    for (const other of othersOf(parsed, domainsWith)) {
      const pair = `${parsed.domain} ${other}`
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
    }
  }
  return new Set(
    [...pairs].flatMap(([pair, both]) =>
      isRenamed(both, users.get(pair.split(' ', 1)[0] ?? '') ?? 0) ? [pair] : [],
    ),
  )
}

/** Somebody with an address, as text. */
interface Addressed {
  readonly email: string | null
}

/** Whether `one` was renamed to `other`: the same answer for one pair, without counting all pairs. */
export function isRenamedAmong(
  users: Iterable<Addressed>,
  salesforceUsers: Iterable<Addressed>,
  one: string,
  other: string,
): boolean {
  if (one === other || isFreeMail(one) || isFreeMail(other)) return false
  const own = addressesIn(users, one)
  const locals = new Set(addressesIn(salesforceUsers, other).map((email) => localOf(email)))
  let both = 0
  for (const email of locals.size === 0 ? [] : own) {
    const local = localOf(email)
    if (isDistinctive(local) && locals.has(local)) both += 1
    if (isRenamed(both, own.length)) return true
  }
  return false
}

function addressesIn(people: Iterable<Addressed>, domain: string): string[] {
  const found: string[] = []
  for (const { email } of people) if (email !== null && isOfDomain(email, domain)) found.push(email)
  return found
}

// Of a hundred thousand addresses hardly any needs to be parsed.
function isOfDomain(email: string, domain: string): boolean {
  const end = email.endsWith(sandbox) ? email.length - sandbox.length : email.length
  const at = end - domain.length - 1
  if (at > 0 && email[at] === '@' && email.startsWith(domain, at + 1)) return true
  return unusual.test(email) && parseAddress(email)?.domain === domain
}

const sandbox = '.invalid'
// What parsing would change: capitals, other scripts and spaces, and Punycode.
const unusual = /[^!-@[-~]|xn--/

function isRenamed(both: number, users: number): boolean {
  return both >= fewestRenamed && both >= leastRenamedShare * users
}

function othersOf(
  { local, domain }: { readonly local: string; readonly domain: string },
  domainsWith: DomainsWith,
): ReadonlySet<string> {
  if (!isDistinctive(local)) return new Set()
  const others = new Set<string>()
  for (const other of domainsWith(local))
    if (other !== '' && other !== domain && !isFreeMail(other)) others.add(other)
  return others
}
