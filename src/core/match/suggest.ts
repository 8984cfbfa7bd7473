import { blockersOf, isServiceName } from './blockers.ts'
import type { SalesforceUser } from '../salesforce-user.ts'
import type { User } from '../model.ts'
import { type Accounts, accountsOf } from './accounts.ts'
import { parseAddress } from './address.ts'
import { type Candidate, type MatchClass, type Suggestion, type UserOutline } from './suggestion.ts'
import { nameOfSalesforceUser, nameOfUser, type PersonName, sortedWords } from './names.ts'
import { evidenceOf, type FoundPair, reasonsOf, type RestOfScore } from './evidence.ts'
import { type Frequencies, NameFrequencies } from './frequency.ts'
import {
  DirectoryIndex,
  type IndexedSalesforceUser,
  type SalesforceUserOutline,
  severalTimes,
} from './index.ts'
import { Arcs, shares } from './one-to-one.ts'
import {
  bitsOf,
  comparePair,
  isFirstNameSure,
  isOwnAddress,
  type PairLevels,
  sumOf,
  type Surroundings,
  type UserSide,
} from './pair.ts'
import { renamedDomains } from './renamed-domains.ts'
import { defaultRules, matchedShare, type MatchRules, mostTwinBits, secondAccountBits } from './rules.ts'

/** A SalesScreen user to find a match for. */
export interface UserToMatch {
  readonly user: User
  readonly teamName: string | null
}

/** What matching needs to know about both sides, in any order. */
export interface MatchFacts {
  /** Every unmapped user, even if only some are asked for: two must not get the same Salesforce user. */
  readonly users: readonly UserToMatch[]
  /** Unmapped Salesforce users. */
  readonly salesforceUsers: readonly SalesforceUser[]
  /** Mapped users: no candidates, but a name or an address is as rare as it is among all. */
  readonly mapped?: MappedOutlines
  /** Whether a decision says that the two are not the same person. */
  isRejected(userId: string, salesforceUserId: string): boolean
  /** What is known of the whole, needed only if not all users are given. */
  readonly whole?: Whole
}

/** Both sides of the mappings there are; their pairs are not needed. */
export interface MappedOutlines {
  readonly users: readonly UserOutline[]
  readonly salesforceUsers: readonly SalesforceUserOutline[]
}

/** Before any user is mapped. */
export const noneMapped: MappedOutlines = { users: [], salesforceUsers: [] }

/** What the answer for a few users needs to know of all. */
export interface Whole {
  /** How many there are, mapped or not. */
  readonly users: number
  readonly salesforceUsers: number
  readonly frequencies: Frequencies
  /** Whether one domain was renamed to another. */
  isRenamed(this: void, domain: string, other: string): boolean
  /** Whether a Salesforce user is compared with a user: a key that many share in the whole may be borne by few here. */
  isCandidate(this: void, userId: string, salesforceUserId: string): boolean
}

/** Suggests a match for every user, in the given order. */
export function suggest(facts: MatchFacts, rules: MatchRules = defaultRules): Suggestion[] {
  const steps = suggestInSteps(facts, rules)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The same in steps of some users each, so that the caller can stop in between. */
export function* suggestInSteps(
  facts: MatchFacts,
  rules: MatchRules = defaultRules,
): Generator<void, Suggestion[], void> {
  const matcher = new Matcher(facts, rules)
  for (let at = 0; at < facts.users.length; at += 1) {
    matcher.compare(at)
    if (at % usersPerStep === usersPerStep - 1) yield
  }
  return matcher.suggestions()
}

const usersPerStep = 1000

// Pairs below this, with the odds of the beginning, are not worth keeping: about one in a million.
const leastBits = -14
const mostCandidates = 10
// Candidates that would be worth a look if the better ones were ruled out.
const leastOdds = 0.001
/** Candidates below this are not worth a look, unless none is better. */
export const leastScore = 0.001

class Matcher {
  readonly #index: DirectoryIndex<SalesforceUser>
  readonly #rules: MatchRules
  readonly #facts: MatchFacts
  readonly #sides: readonly UserSide[]
  readonly #namesakes: ReadonlyMap<string, number>
  readonly #surroundings: Surroundings
  readonly #startBits: number
  readonly #accounts = new Map<number, Accounts>()
  readonly #arcs: Arcs
  #shares = new Float64Array()

  constructor(facts: MatchFacts, rules: MatchRules) {
    this.#facts = facts
    this.#rules = rules
    const { mapped = noneMapped } = facts
    this.#index = new DirectoryIndex(facts.salesforceUsers, mapped.salesforceUsers)
    this.#sides = facts.users.map(({ user, teamName }) => ({
      user,
      teamName,
      email: parseAddress(user.email),
      name: nameOfUser(user),
    }))
    this.#arcs = new Arcs(facts.users.length, facts.salesforceUsers.length)
    const mappedNames = mapped.users.map((each) => nameOfUser(each))
    this.#namesakes = severalTimes([...this.#sides.map(({ name }) => name), ...mappedNames], (name) =>
      sortedWords(name),
    )
    const { users, salesforceUsers, frequencies, isRenamed } = facts.whole ?? this.#whole(mappedNames)
    this.#surroundings = { frequencies, people: users + salesforceUsers, isRenamed }
    this.#startBits = Math.log2(matchedShare / (1 - matchedShare) / Math.max(1, salesforceUsers))
  }

  #whole(mappedNames: readonly PersonName[]): Omit<Whole, 'isCandidate'> {
    const { users, salesforceUsers, mapped = noneMapped } = this.#facts
    const residents = [
      ...this.#sides.map(({ user, name }) => ({ email: user.email, last: name.last.key })),
      ...mapped.users.map(({ email }, at) => ({ email, last: mappedNames[at]?.last.key ?? '' })),
    ]
    const pairs = renamedDomains(residents, (local) => this.#index.namesakesByAddress(local))
    const frequencies = new NameFrequencies()
    for (const { name } of this.#sides) frequencies.add(name)
    for (const { name } of this.#index.entries) frequencies.add(name)
    for (const name of mappedNames) frequencies.add(name)
    for (const each of mapped.salesforceUsers) frequencies.add(nameOfSalesforceUser(each))
    return {
      frequencies,
      users: users.length + mapped.users.length,
      salesforceUsers: salesforceUsers.length + mapped.salesforceUsers.length,
      isRenamed: (one, other) => pairs.has(`${one} ${other}`),
    }
  }

  /** Compares one user with the candidates. */
  compare(at: number): void {
    const side = this.#side(at)
    if (side.email === undefined) return
    for (const entry of this.#index.candidates(side)) {
      const { salesforceUserId } = entry.salesforceUser
      if (this.#facts.isRejected(side.user.userId, salesforceUserId)) continue
      if (this.#facts.whole?.isCandidate(side.user.userId, salesforceUserId) === false) continue
      const { sum, cap } = this.#judge(side, entry)
      // A user with the same address is always shown.
      const least = this.#hasSameAddress(side, entry) ? leastBits : -Infinity
      const bits = Math.max(least, this.#startBits + sum + cap)
      if (bits >= leastBits) this.#arcs.add(at, entry.at, 2 ** bits)
    }
  }

  #judge(side: UserSide, entry: IndexedSalesforceUser): Judgment {
    const { isSecond, others } = this.#accountsOf(entry)
    const levels = this.#levelsOf(side, entry, others)
    const sum = sumOf(bitsOf(levels, this.#surroundings.people)) + (isSecond ? secondAccountBits : 0)
    const most = levels.contradiction === null ? Infinity : mostTwinBits - this.#startBits
    return { levels, isSecond, sum, cap: Math.min(0, most - sum) }
  }

  // An address of another account of the same person is this person's address.
  #levelsOf(
    side: UserSide,
    entry: IndexedSalesforceUser,
    others: readonly IndexedSalesforceUser[],
  ): PairLevels {
    const own = comparePair(side, entry, this.#surroundings)
    let best = own
    for (const other of others) {
      const { address } = comparePair(side, other, this.#surroundings)
      if (address !== 'recycled' && isBetterAddress(address, best)) best = { ...own, address }
    }
    return best
  }

  #accountsOf(entry: IndexedSalesforceUser): Accounts {
    const namesakes = this.#index.namesakes(entry.sorted)
    if (namesakes.length === 0) return onlyAccount
    let known = this.#accounts.get(entry.at)
    if (known === undefined) {
      known = accountsOf(entry, namesakes)
      this.#accounts.set(entry.at, known)
    }
    return known
  }

  /** The suggestions, when every user has been compared. */
  suggestions(): Suggestion[] {
    this.#shares = shares(this.#arcs)
    const candidatesOf = (user: number) => this.#candidatesOf(user)
    return this.#sides.map((side, user) => {
      const best = this.#best(user)
      const [first, second] = best
      if (first === undefined)
        return { user: side.user, matchClass: 'none', notSure: null, gap: 0, candidates: [] }
      const { matchClass, notSure } = this.#matchClass(side, best, this.#blockers(side, first.entry))
      const gap = rounded(first.score - (second?.score ?? 0))
      return new FoundSuggestion({ user: side.user, matchClass, notSure, gap }, user, candidatesOf)
    })
  }

  #best(user: number): Ranked[] {
    const side = this.#side(user)
    const ranked: Ranked[] = []
    for (let at = this.#arcs.firstOf(user); at < this.#arcs.firstOf(user + 1); at += 1) {
      const [odds, share] = [this.#arcs.odds(at), this.#shares[at] ?? 1]
      const entry = this.#entry(this.#arcs.salesforceUser(at))
      ranked.push({ entry, odds, share, score: probability(odds * share) })
    }
    return ranked
      .toSorted(byRank)
      .slice(0, mostCandidates)
      .filter(
        (each) =>
          each.score >= leastScore || each.odds >= leastOdds || this.#hasSameAddress(side, each.entry),
      )
  }

  #candidatesOf(user: number): Candidate[] {
    const side = this.#side(user)
    return this.#best(user).map((each) => this.#candidate(side, each))
  }

  #candidate(side: UserSide, ranked: Ranked): Candidate {
    const { entry, score } = ranked
    return {
      salesforceUser: entry.salesforceUser,
      score,
      evidence: () => evidenceOf(this.#pairOf(side, entry), this.#restOf(side, ranked)),
      reasons: () => reasonsOf(this.#pairOf(side, entry)),
      blockers: this.#blockers(side, entry),
    }
  }

  #pairOf(side: UserSide, entry: IndexedSalesforceUser): FoundPair {
    const { levels, isSecond } = this.#judge(side, entry)
    return { side, entry, levels, bits: bitsOf(levels, this.#surroundings.people), isSecond }
  }

  #restOf(side: UserSide, { entry, share }: Ranked): RestOfScore {
    const { cap } = this.#judge(side, entry)
    return { start: this.#startBits, others: Math.log2(share), cap, people: this.#surroundings.people }
  }

  #blockers(side: UserSide, entry: IndexedSalesforceUser): string[] {
    const { name, email } = side
    const namesakes = Math.max(this.#namesakes.get(sortedWords(name)) ?? 0, this.#index.bearers(entry.sorted))
    const isShared = [email, entry.email].some((each) => each !== undefined && this.#index.isShared(each))
    return [
      ...blockersOf(entry.salesforceUser),
      ...(isServiceName(entry.name, name) ? [`not only a person's name (${entry.salesforceUser.name})`] : []),
      ...(isShared ? ['shared e-mail address'] : []),
      ...(namesakes > 1 ? [`${namesakes} users share this name`] : []),
    ]
  }

  #matchClass(
    side: UserSide,
    ranked: readonly Ranked[],
    blockers: readonly string[],
  ): Pick<Suggestion, 'matchClass' | 'notSure'> {
    const { sure, likely, unclear } = this.#rules
    const [{ entry, score } = noCandidate] = ranked
    const notSure =
      entry === undefined || score < sure || blockers.length > 0
        ? null
        : whyNotSure(this.#judge(side, entry).levels, side, entry)
    if (score >= sure && blockers.length === 0 && notSure === null) return { matchClass: 'sure', notSure }
    if (score >= likely) return { matchClass: 'likely', notSure }
    // An equal address is always worth a look.
    const isWorthALook =
      score >= unclear || ranked.some(({ entry: each }) => this.#hasSameAddress(side, each))
    return { matchClass: isWorthALook ? 'unclear' : 'none', notSure }
  }

  #hasSameAddress({ email }: UserSide, entry: IndexedSalesforceUser): boolean {
    return email !== undefined && entry.email?.local === email.local && entry.email.domain === email.domain
  }

  #side(at: number): UserSide {
    const side = this.#sides[at]
    if (side === undefined) throw new RangeError(`there is no user ${at}`)
    return side
  }

  #entry(at: number): IndexedSalesforceUser {
    const entry = this.#index.entries[at]
    if (entry === undefined) throw new RangeError(`there is no Salesforce user ${at}`)
    return entry
  }
}

/** Why a pair with the score of a sure one is not sure; null if it is. */
function whyNotSure(levels: PairLevels, side: UserSide, entry: IndexedSalesforceUser): string | null {
  if (!isOwnAddress(levels.address)) return 'the e-mail address is not the same'
  if (levels.agreement === 'not') return 'the name is another one'
  if (levels.agreement === 'last') return 'only the last name is the same'
  return isFirstNameSure(levels, side, entry) ? null : 'the first name is not the same'
}

const onlyAccount: Accounts = { isSecond: false, others: [] }

function isBetterAddress(address: PairLevels['address'], than: PairLevels): boolean {
  const bitsWith = (each: PairLevels['address']) => bitsOf({ ...than, address: each }, 1).address
  return address !== 'unknown' && bitsWith(address) > bitsWith(than.address)
}

interface Ranked {
  readonly entry: IndexedSalesforceUser
  readonly odds: number
  readonly share: number
  readonly score: number
}

const noCandidate = { entry: undefined, score: 0 }

/** Makes its candidates whenever they are looked at: those of a hundred thousand users take hundreds of megabytes. */
class FoundSuggestion implements Suggestion {
  readonly user: User
  readonly matchClass: MatchClass
  readonly notSure: string | null
  readonly gap: number
  readonly #number: number
  readonly #candidatesOf: (number: number) => Candidate[]

  constructor(
    { user, matchClass, notSure, gap }: Omit<Suggestion, 'candidates'>,
    number: number,
    candidatesOf: (number: number) => Candidate[],
  ) {
    this.user = user
    this.matchClass = matchClass
    this.notSure = notSure
    this.gap = gap
    this.#number = number
    this.#candidatesOf = candidatesOf
  }

  get candidates(): readonly Candidate[] {
    return this.#candidatesOf(this.#number)
  }
}

interface Judgment {
  readonly levels: PairLevels
  readonly isSecond: boolean
  /** Bits of all levels. */
  readonly sum: number
  /** Bits that the pair has too many, if one address has a number that the other does not; 0 or less. */
  readonly cap: number
}

/** Highest score first; then the better pair, then by name, then by ID. */
function byRank(left: Ranked, right: Ranked): number {
  if (left.score !== right.score) return right.score - left.score
  if (left.odds !== right.odds) return right.odds - left.odds
  const [one, other] = [left.entry.salesforceUser, right.entry.salesforceUser]
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  return one.salesforceUserId < other.salesforceUserId ? -1 : 1
}

// Never 1: nothing is certain. Cut, not rounded, so that a score that is shown as 0.999 is one.
function probability(odds: number): number {
  return Math.floor((odds / (1 + odds)) * 10_000) / 10_000
}

/** A difference of two scores: of ten thousandths it is not exact. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
