import { isDistinctive, localOf, parseAddress } from './address.ts'
import { isFreeMail } from './free-mail.ts'

/** At least this many users have the same local part in both domains if one domain was renamed to the other, */
const fewestRenamed = 5
/** and at least this share of the users of the domain. */
const leastRenamedShare = 0.2

/** A user in a company that may have been renamed: the address, and the key of the last name. */
export interface Resident {
  readonly email: string | null
  readonly last: string
}

/** A Salesforce user with a given local part: the domain, and the key of the last name. */
export interface Namesake {
  readonly domain: string
  readonly last: string
}

/**
 * The pairs of domains "old new" where one was renamed to the other; never of a domain where anyone gets an address. Only
 * users with one last name count: two companies have an anna@ each.
 */
export function renamedDomains(
  residents: Iterable<Resident>,
  namesakesOf: (local: string) => Iterable<Namesake>,
): Set<string> {
  const pairs = new Map<string, number>()
  const users = new Map<string, number>()
  for (const { email, last } of residents) {
    const parsed = parseAddress(email)
    if (parsed === undefined || isFreeMail(parsed.domain)) continue
    users.set(parsed.domain, (users.get(parsed.domain) ?? 0) + 1)
    if (last === '' || !isDistinctive(parsed.local)) continue
    const others = new Set<string>()
    for (const other of namesakesOf(parsed.local)) if (other.last === last) others.add(other.domain)
    for (const other of others) {
      if (other === '' || other === parsed.domain || isFreeMail(other)) continue
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

/** The users of one side by the domains of their addresses. */
export class Domains<User extends { readonly email: string | null }> {
  readonly #users = new Map<string, User[]>()
  readonly #lastOf: (user: User) => string

  /** Last names are given by their keys, and asked for only where two addresses are alike. */
  constructor(sides: readonly (readonly User[])[], lastOf: (user: User) => string) {
    this.#lastOf = lastOf
    for (const users of sides)
      for (const user of users) {
        const domain = domainOf(user.email)
        const known = this.#users.get(domain)
        if (known !== undefined) known.push(user)
        else if (domain !== '') this.#users.set(domain, [user])
      }
  }

  in(domain: string): readonly { readonly local: string; readonly last: () => string }[] {
    return (this.#users.get(domain) ?? []).map((user) => ({
      local: localOf(user.email),
      last: () => this.#lastOf(user),
    }))
  }
}

/** Whether `one` was renamed to `other`: the same answer for one pair, without counting all pairs. */
export function isRenamedAmong(
  users: Pick<Domains<never>, 'in'>,
  salesforceUsers: Pick<Domains<never>, 'in'>,
  one: string,
  other: string,
): boolean {
  if (one === other || isFreeMail(one) || isFreeMail(other)) return false
  const own = users.in(one)
  const others = Map.groupBy(salesforceUsers.in(other), ({ local }) => local)
  let both = 0
  for (const { local, last } of others.size === 0 ? [] : own) {
    const alike = isDistinctive(local) ? (others.get(local) ?? []) : []
    if (alike.length > 0 && last() !== '' && alike.some((each) => each.last() === last())) both += 1
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
