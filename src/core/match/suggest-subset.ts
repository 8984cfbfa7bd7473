import type { SalesforceUser } from '../salesforce-user.ts'
import type { UserId } from '../model.ts'
import { defaultRules, type MatchRules } from './rules.ts'
import { claimScore, type MatchFacts, suggest } from './suggest.ts'
import type { SalesforceUserOutline, Suggestion, UserOutline } from './suggestion.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { parseAddress, isRenamedAmong, addressLocals } from './address.ts'
import { displayNameOf, personName, wordsOf } from './names.ts'
import { toLatin } from './latin.ts'

/** For a few users the same suggestions as `suggest` makes among all, in its order; `load` gives these people whole. */
export async function suggestSubset(
  asked: readonly UserOutline[],
  vicinity: Blocking,
  load: (neighbours: BlockedPeople) => Promise<MatchFacts>,
  rules: MatchRules = defaultRules,
): Promise<Suggestion[]> {
  const isRenamed = (one: string, other: string) => vicinity.isRenamed(one, other)
  const near = vicinity.around(asked)
  const wanted = new Set<UserId>(asked.map(({ userId }) => userId))
  const rough = suggest({ ...(await load(near)), isRenamed }, rules)
  const further = vicinity.beyond(rough.filter(({ user }) => wanted.has(user.userId)))
  const both = {
    users: new Set([...near.users, ...further.users]),
    people: new Set([...near.people, ...further.people]),
  }
  const all = suggest({ ...(await load(both)), isRenamed }, rules)
  return all.filter(({ user }) => wanted.has(user.userId))
}

/** Who of these users has a Salesforce user among their candidates: how good a pair is, nobody else changes. */
export function usersWithCandidate(
  person: SalesforceUser,
  {
    users,
    isRejected,
    isRenamed,
  }: Pick<MatchFacts, 'users' | 'isRejected'> & Required<Pick<MatchFacts, 'isRenamed'>>,
  rules: MatchRules = defaultRules,
): ReadonlySet<UserId> {
  const found = suggest({ users, people: [person], isRejected, isRenamed }, rules)
  return new Set(found.flatMap(({ user, candidates }) => (candidates.length > 0 ? [user.userId] : [])))
}

/** Whom the suggestions for a few depend on. */
export interface BlockedPeople {
  readonly users: ReadonlySet<UserId>
  readonly people: ReadonlySet<SalesforceUserId>
}

/**
 * Finds for a few users everybody on whom their suggestions depend, so that these come out the same as among all; it looks
 * at outlines alone, for a hundred thousand whole people take seconds.
 */
export class Blocking {
  readonly #users: readonly UserOutline[]
  readonly #people: readonly SalesforceUserOutline[]
  readonly #renamed = new Map<string, boolean>()
  #byLocal: ReadonlyMap<string, readonly SalesforceUserOutline[]> | undefined

  constructor(users: readonly UserOutline[], people: readonly SalesforceUserOutline[]) {
    this.#users = users
    this.#people = people
  }

  /** Everybody who may be a candidate of one of these, and the users who are called the same. */
  around(asked: readonly UserOutline[]): BlockedPeople {
    const words = new Set(asked.flatMap((user) => wordsOf(nameOf(user))))
    const locals = new Set(asked.flatMap(({ email }) => localOf(email)))
    const names = new Set(asked.map((user) => personName(nameOf(user)).sorted))
    const called = this.#called(words).filter((user) => names.has(personName(nameOf(user)).sorted))
    return {
      users: new Set([...asked, ...called].map(({ userId }) => userId)),
      people: idsOf([...this.#named(words), ...this.#withLocals(locals)]),
    }
  }

  /** Those on whom it depends besides how sure the suggestions are: namesakes of the candidates, shared addresses, rivals. */
  beyond(suggestions: readonly Suggestion[]): BlockedPeople {
    const candidates = suggestions.flatMap((each) =>
      each.candidates.map(({ salesforceUser }) => salesforceUser),
    )
    const namesakes = new Set(candidates.map((person) => personName(displayNameOf(person)).sorted))
    const claimed = new Set(
      suggestions.flatMap(({ candidates: [first] }) =>
        first === undefined ? [] : addressLocals(first.salesforceUser),
      ),
    )
    // Around those who were asked for everybody is known already.
    const known = new Set(suggestions.map(({ user }) => user.userId))
    const rivals = this.#usersWith(claimed).filter(({ userId }) => !known.has(userId))
    const around = this.around(rivals)
    const words = new Set(candidates.flatMap((person) => wordsOf(displayNameOf(person))))
    const same = this.#named(words).filter(({ called }) => namesakes.has(personName(called).sorted))
    const shared = this.#withLocals(new Set(candidates.flatMap(({ email }) => localOf(email))))
    return {
      users: new Set(rivals.map(({ userId }) => userId)),
      people: new Set([...around.people, ...idsOf([...same, ...shared])]),
    }
  }

  /** Whether one domain became another one, as it is found among all; looked up when it matters. */
  isRenamed(one: string, other: string): boolean {
    const pair = `${one} ${other}`
    const known = this.#renamed.get(pair)
    if (known !== undefined) return known
    this.#byLocal ??= byLocals(this.#people)
    const byLocal = this.#byLocal
    const domainsWith = (local: string) =>
      (byLocal.get(local) ?? []).map(({ email }) => parseAddress(email)?.domain ?? '')
    const emails = this.#users.map(({ email }) => email)
    const found = isRenamedAmong(emails, domainsWith, one, other)
    this.#renamed.set(pair, found)
    return found
  }

  #named(words: ReadonlySet<string>): readonly SalesforceUserOutline[] {
    if (words.size === 0) return []
    const holds = nameFilter(words)
    return this.#people.filter(({ called }) => holds(called))
  }

  #called(words: ReadonlySet<string>): readonly UserOutline[] {
    if (words.size === 0) return []
    const holds = nameFilter(words)
    return this.#users.filter((user) => holds(nameOf(user)))
  }

  #usersWith(locals: ReadonlySet<string>): readonly UserOutline[] {
    const mayStart = beginsWithOneOf(locals)
    return this.#users.filter(({ email }) => mayStart(email) && locals.has(parseAddress(email)?.local ?? ''))
  }

  // A map of all would cost more than to walk past everybody once.
  #withLocals(locals: ReadonlySet<string>): readonly SalesforceUserOutline[] {
    if (locals.size === 0) return []
    const mayStart = beginsWithOneOf(locals)
    return this.#people.filter((person) => {
      const { email, username, federationId, employeeNumber } = person
      return (
        [email, username, federationId, employeeNumber].some(mayStart) &&
        addressLocals(person).some((local) => locals.has(local))
      )
    })
  }
}

function beginsWithOneOf(starts: ReadonlySet<string>): (text: string | null) => boolean {
  const all = [...starts]
  return (text) => text !== null && all.some((start) => text.slice(0, start.length).toLowerCase() === start)
}

/** Everybody of whom a Salesforce user may be a candidate. */
export function blockedUsers(person: SalesforceUser, users: readonly UserOutline[]): readonly UserOutline[] {
  const holds = nameFilter(new Set(wordsOf(displayNameOf(person))))
  const locals = new Set(addressLocals(person))
  return users.filter((user) => holds(nameOf(user)) || localOf(user.email).some((local) => locals.has(local)))
}

/** Whether nobody claims anybody but by an address, as with the rules that sfsync comes with. */
export function claimsRequireAddress({ weights }: MatchRules): boolean {
  const names = Object.entries(weights).flatMap(([rule, weight]) =>
    rule.startsWith('name-') ? [weight] : [],
  )
  const others = [
    // The title counts only where the department does not.
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

function idsOf(people: readonly SalesforceUserOutline[]): Set<SalesforceUserId> {
  return new Set(people.map(({ salesforceUserId }) => salesforceUserId))
}

function byLocals(people: readonly SalesforceUserOutline[]): Map<string, SalesforceUserOutline[]> {
  const groups = new Map<string, SalesforceUserOutline[]>()
  for (const person of people)
    for (const local of new Set(addressLocals(person))) {
      const group = groups.get(local)
      if (group === undefined) groups.set(local, [person])
      else group.push(person)
    }
  return groups
}

// Letters that transliteration leaves as they are (latin.ts); whatever stands between them may be spelled otherwise.
const lasting = /[bcdgklmnpqrstz0-9]/
const between = "[aeioujyhfxvwkps'’`´]*"

/** Tells of texts whether one of these words, in plain Latin letters, is a word of them; quick for those of which none is. */
export function nameFilter(words: ReadonlySet<string>): (text: string) => boolean {
  if (words.size === 0) return () => false
  const anyOf = [...words].map((word) => skeleton(word)).join('|')
  const skeletons = new RegExp(`(?<![\\p{L}\\p{N}])(?:${anyOf})(?![\\p{L}\\p{N}])`, 'u')
  return (text) => skeletons.test(toLatin(text)) && wordsOf(text).some((word) => words.has(word))
}

function skeleton(word: string): string {
  const parts = Array.from(word, (letter) => (lasting.test(letter) ? `${letter}['’\`´]*` : between))
  return parts.filter((part, index) => part !== between || parts[index - 1] !== between).join('')
}
