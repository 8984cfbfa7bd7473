import { address } from './address.ts'

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
    const parsed = address(email)
    if (parsed === undefined || parsed.local.length < shortest) continue
    const others = new Set(domainsWith(parsed.local))
    others.delete('')
    others.delete(parsed.domain)
    if (others.size > 0) yield { domain: parsed.domain, others }
  }
}
