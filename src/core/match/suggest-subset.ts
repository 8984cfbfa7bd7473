import type { SalesforceUser } from '../salesforce-user.ts'
import type { UserId } from '../model.ts'
import { defaultRules, type MatchRules } from './rules.ts'
import { claimScore, type MatchFacts, suggest } from './suggest.ts'
import type { SalesforceUserOutline, Suggestion, UserOutline } from './suggestion.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { parseAddress, isRenamedAmong, addressLocals } from './address.ts'
import { displayNameOf, personName, wordsOf } from './names.ts'
import { toLatin } from './latin.ts'

/** The same suggestions for a few users as `suggest` makes among all, in its order; `load` reads a block of users whole. */
export async function suggestSubset(
  wantedUsers: readonly UserOutline[],
  blocking: Blocking,
  load: (block: Block) => Promise<MatchFacts>,
  rules: MatchRules = defaultRules,
): Promise<Suggestion[]> {
  const isRenamed = (one: string, other: string) => blocking.isRenamed(one, other)
  const wanted = new Set<UserId>(wantedUsers.map(({ userId }) => userId))
  const isWanted = ({ user }: Suggestion) => wanted.has(user.userId)
  const block = blocking.blockOf(wantedUsers)
  const preliminary = suggest({ ...(await load(block)), isRenamed }, rules).filter(isWanted)
  const rivals = blocking.rivalsOf(preliminary)
  const both = {
    users: new Set([...block.users, ...rivals.users]),
    salesforceUsers: new Set([...block.salesforceUsers, ...rivals.salesforceUsers]),
  }
  return suggest({ ...(await load(both)), isRenamed }, rules).filter(isWanted)
}

/** The users with a Salesforce user among their candidates; the score of a pair does not depend on other users. */
export function usersWithCandidate(
  salesforceUser: SalesforceUser,
  {
    users,
    isRejected,
    isRenamed,
  }: Pick<MatchFacts, 'users' | 'isRejected'> & Required<Pick<MatchFacts, 'isRenamed'>>,
  rules: MatchRules = defaultRules,
): ReadonlySet<UserId> {
  const found = suggest({ users, salesforceUsers: [salesforceUser], isRejected, isRenamed }, rules)
  return new Set(found.flatMap(({ user, candidates }) => (candidates.length > 0 ? [user.userId] : [])))
}

/** The users on both sides who are compared with each other. */
export interface Block {
  readonly users: ReadonlySet<UserId>
  readonly salesforceUsers: ReadonlySet<SalesforceUserId>
}

/**
 * Finds all users on whom the suggestions for a few users depend, so that they come out the same as among all. It reads
 * only outlines, because a hundred thousand whole users take seconds.
 */
export class Blocking {
  readonly #users: readonly UserOutline[]
  readonly #salesforceUsers: readonly SalesforceUserOutline[]
  readonly #renamed = new Map<string, boolean>()
  #byLocal: ReadonlyMap<string, readonly SalesforceUserOutline[]> | undefined

  constructor(users: readonly UserOutline[], salesforceUsers: readonly SalesforceUserOutline[]) {
    this.#users = users
    this.#salesforceUsers = salesforceUsers
  }

  /** Every Salesforce user who may be a candidate of these users, and the users with the same name. */
  blockOf(users: readonly UserOutline[]): Block {
    const words = new Set(users.flatMap((user) => wordsOf(nameOf(user))))
    const locals = new Set(users.flatMap(({ email }) => localOf(email)))
    const names = new Set(users.map((user) => personName(nameOf(user)).sorted))
    const namesakes = this.#usersNamed(words).filter((user) => names.has(personName(nameOf(user)).sorted))
    return {
      users: new Set([...users, ...namesakes].map(({ userId }) => userId)),
      salesforceUsers: idsOf([...this.#salesforceUsersNamed(words), ...this.#withLocals(locals)]),
    }
  }

  /** The other users on whom the classes depend: rivals, namesakes of the candidates, and users with the same address. */
  rivalsOf(suggestions: readonly Suggestion[]): Block {
    const candidates = suggestions.flatMap((each) =>
      each.candidates.map(({ salesforceUser }) => salesforceUser),
    )
    const namesakes = new Set(candidates.map((each) => personName(displayNameOf(each)).sorted))
    const claimed = new Set(
      suggestions.flatMap(({ candidates: [first] }) =>
        first === undefined ? [] : addressLocals(first.salesforceUser),
      ),
    )
    // The blocks of these users are already known.
    const known = new Set(suggestions.map(({ user }) => user.userId))
    const rivals = this.#usersWith(claimed).filter(({ userId }) => !known.has(userId))
    const block = this.blockOf(rivals)
    const words = new Set(candidates.flatMap((each) => wordsOf(displayNameOf(each))))
    const sameName = this.#salesforceUsersNamed(words).filter(({ called }) =>
      namesakes.has(personName(called).sorted),
    )
    const sameAddress = this.#withLocals(new Set(candidates.flatMap(({ email }) => localOf(email))))
    return {
      users: new Set(rivals.map(({ userId }) => userId)),
      salesforceUsers: new Set([...block.salesforceUsers, ...idsOf([...sameName, ...sameAddress])]),
    }
  }

  /** Whether one domain was renamed to another, judged among all users; computed on demand. */
  isRenamed(one: string, other: string): boolean {
    const pair = `${one} ${other}`
    const known = this.#renamed.get(pair)
    if (known !== undefined) return known
    this.#byLocal ??= byLocals(this.#salesforceUsers)
    const byLocal = this.#byLocal
    const domainsWith = (local: string) =>
      (byLocal.get(local) ?? []).map(({ email }) => parseAddress(email)?.domain ?? '')
    const emails = this.#users.map(({ email }) => email)
    const found = isRenamedAmong(emails, domainsWith, one, other)
    this.#renamed.set(pair, found)
    return found
  }

  #salesforceUsersNamed(words: ReadonlySet<string>): readonly SalesforceUserOutline[] {
    if (words.size === 0) return []
    const mayMatch = nameFilter(words)
    return this.#salesforceUsers.filter(({ called }) => mayMatch(called))
  }

  #usersNamed(words: ReadonlySet<string>): readonly UserOutline[] {
    if (words.size === 0) return []
    const mayMatch = nameFilter(words)
    return this.#users.filter((user) => mayMatch(nameOf(user)))
  }

  #usersWith(locals: ReadonlySet<string>): readonly UserOutline[] {
    const mayHaveLocal = startsWithOneOf(locals)
    return this.#users.filter(
      ({ email }) => mayHaveLocal(email) && locals.has(parseAddress(email)?.local ?? ''),
    )
  }

  // One pass over all costs less than a map of all.
  #withLocals(locals: ReadonlySet<string>): readonly SalesforceUserOutline[] {
    if (locals.size === 0) return []
    const mayHaveLocal = startsWithOneOf(locals)
    return this.#salesforceUsers.filter((outline) => {
      const { email, username, federationId, employeeNumber } = outline
      return (
        [email, username, federationId, employeeNumber].some(mayHaveLocal) &&
        addressLocals(outline).some((local) => locals.has(local))
      )
    })
  }
}

function startsWithOneOf(starts: ReadonlySet<string>): (text: string | null) => boolean {
  const all = [...starts]
  return (text) => text !== null && all.some((start) => text.slice(0, start.length).toLowerCase() === start)
}

/** The users who may have a Salesforce user as a candidate. */
export function blockedUsers(
  salesforceUser: SalesforceUser,
  users: readonly UserOutline[],
): readonly UserOutline[] {
  const mayMatch = nameFilter(new Set(wordsOf(displayNameOf(salesforceUser))))
  const locals = new Set(addressLocals(salesforceUser))
  return users.filter(
    (user) => mayMatch(nameOf(user)) || localOf(user.email).some((local) => locals.has(local)),
  )
}

/** Whether a user can claim a candidate only by an address, as with the default rules. */
export function claimsRequireAddress({ weights }: MatchRules): boolean {
  const names = Object.entries(weights).flatMap(([rule, weight]) =>
    rule.startsWith('name-') ? [weight] : [],
  )
  const others = [
    // The title counts only if the department does not match.
    Math.max(weights['team-department'], weights['team-title']),
    weights['team-manager'],
    weights['nickname-alias'],
    weights['email-numbered'],
  ]
  return others.reduce((sum, weight) => sum + Math.max(0, weight), Math.max(...names)) < claimScore
}

function nameOf({ firstName, lastName }: UserOutline): string {
  return `${firstName} ${lastName}`
}

function localOf(email: string | null): string[] {
  return [parseAddress(email)?.local ?? []].flat()
}

function idsOf(outlines: readonly SalesforceUserOutline[]): Set<SalesforceUserId> {
  return new Set(outlines.map(({ salesforceUserId }) => salesforceUserId))
}

function byLocals(outlines: readonly SalesforceUserOutline[]): Map<string, SalesforceUserOutline[]> {
  const groups = new Map<string, SalesforceUserOutline[]>()
  for (const outline of outlines)
    for (const local of new Set(addressLocals(outline))) {
      const group = groups.get(local)
      if (group === undefined) groups.set(local, [outline])
      else group.push(outline)
    }
  return groups
}

// Letters that transliteration leaves as they are (latin.ts); the spelling between them may differ.
const stable = /[bcdgklmnpqrstz0-9]/
const between = "[aeioujyhfxvwkps'’`´]*"

/** Checks whether a name has one of these words, given as phonetic keys; fast for names without any of them. */
export function nameFilter(words: ReadonlySet<string>): (text: string) => boolean {
  if (words.size === 0) return () => false
  const anyOf = [...words].map((word) => skeleton(word)).join('|')
  const skeletons = new RegExp(`(?<![\\p{L}\\p{N}])(?:${anyOf})(?![\\p{L}\\p{N}])`, 'u')
  return (text) => skeletons.test(toLatin(text)) && wordsOf(text).some((word) => words.has(word))
}

function skeleton(word: string): string {
  const parts = Array.from(word, (letter) => (stable.test(letter) ? `${letter}['’\`´]*` : between))
  return parts.filter((part, index) => part !== between || parts[index - 1] !== between).join('')
}
