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

/** A user with an address, as text. */
interface Addressed {
  readonly email: string | null
}

/** The addresses of one side by their domains. */
export class Domains {
  readonly #emails = new Map<string, string[]>()

  constructor(sides: readonly (readonly Addressed[])[]) {
    for (const users of sides)
      for (const { email } of users) {
        const domain = domainOf(email)
        const known = this.#emails.get(domain)
        if (email === null || domain === '') continue
        if (known === undefined) this.#emails.set(domain, [email])
        else known.push(email)
      }
  }

  /** The parts before the @ in a domain. */
  localsIn(domain: string): string[] {
    return (this.#emails.get(domain) ?? []).map((email) => localOf(email))
  }
}

/** Whether `one` was renamed to `other`: the same answer for one pair, without counting all pairs. */
export function isRenamedAmong(
  users: Domains,
  salesforceUsers: Domains,
  one: string,
  other: string,
): boolean {
  if (one === other || isFreeMail(one) || isFreeMail(other)) return false
  const own = users.localsIn(one)
  const locals = new Set(salesforceUsers.localsIn(other))
  let both = 0
  for (const local of locals.size === 0 ? [] : own) {
    if (isDistinctive(local) && locals.has(local)) both += 1
    if (isRenamed(both, own.length)) return true
  }
  return false
}

// As `parseAddress` reads it; of a hundred thousand addresses hardly any needs to be parsed.
function domainOf(email: string | null): string {
  if (email === null) return ''
  if (unusual.test(email)) return parseAddress(email)?.domain ?? ''
  const end = email.endsWith(sandbox) ? email.length - sandbox.length : email.length
  const at = email.lastIndexOf('@', end)
  return at <= 0 ? '' : email.slice(at + 1, end)
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
