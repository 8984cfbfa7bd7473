// The matcher before record linkage, whose weights were chosen by hand: what a newer one is measured against.
import { whyInactive, personKind, type SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { User } from '../../../src/core/model.ts'
import { parseAddress, addressRules, renamedDomains, type ObservedEvidence } from './address.ts'
import { DirectoryIndex, type IndexedSalesforceUser } from './index.ts'
import { personName, type PersonName } from './names.ts'
import { defaultRules, type MatchRules } from './rules.ts'
import { nameEvidence, numberedVariantEvidence, type UserSide, weakEvidence } from './evidence.ts'
import type { Candidate, MatchClass, Suggestion } from './suggestion.ts'

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
  /** Whether a decision says that the two are not the same person. */
  isRejected(userId: string, salesforceUserId: string): boolean
  /** Whether one domain was renamed to another; needed only if not all users are given. */
  isRenamed?(this: void, one: string, other: string): boolean
}

/** Suggests a match for every user, in the given order. */
export function suggest(facts: MatchFacts, rules: MatchRules = defaultRules): Suggestion[] {
  const matcher = new Matcher(facts, rules)
  return blockRivals(facts.users.map((user) => matcher.suggestionFor(user)))
}

class Matcher {
  readonly #index: DirectoryIndex
  readonly #rules: MatchRules
  readonly #facts: MatchFacts
  readonly #namesakes = new Map<string, number>()
  readonly #isRenamed: (one: string, other: string) => boolean

  constructor(facts: MatchFacts, rules: MatchRules) {
    this.#facts = facts
    this.#rules = rules
    this.#index = new DirectoryIndex(facts.salesforceUsers)
    for (const { user } of facts.users) {
      const { sorted } = nameOf(user)
      this.#namesakes.set(sorted, (this.#namesakes.get(sorted) ?? 0) + 1)
    }
    this.#isRenamed = facts.isRenamed ?? renamedAmong(facts.users, this.#index)
  }

  suggestionFor({ user, teamName }: UserToMatch): Suggestion {
    const email = parseAddress(user.email)
    if (email === undefined) return { user, matchClass: 'none', gap: 0, candidates: [] }
    const side = { user, teamName, email, name: nameOf(user) }
    const candidates = this.#index
      .candidates(email, side.name)
      .filter(({ salesforceUser }) => !this.#facts.isRejected(user.userId, salesforceUser.salesforceUserId))
      .map((entry) => this.#scored(side, entry))
      .filter(({ score }) => score >= leastScore)
      .toSorted(byRank)
      .slice(0, mostCandidates)
      .map((scored) => this.#candidate(side, scored))
    const gap = rounded((candidates[0]?.score ?? 0) - (candidates[1]?.score ?? 0))
    return { user, matchClass: this.#matchClass(candidates[0], gap), gap, candidates }
  }

  #scored(side: UserSide, entry: IndexedSalesforceUser): Scored {
    const { weights } = this.#rules
    const evidence = [
      ...best(addressRules(side.email, entry, this.#isRenamed), weights),
      ...numberedVariantEvidence(side.email, entry, this.#isRenamed),
      ...nameEvidence(side, entry),
      ...weakEvidence(side, entry.salesforceUser),
    ]
    const sum = evidence.reduce((total, { rule }) => total + weights[rule], 0)
    return { entry, evidence, score: rounded(Math.max(0, Math.min(1, sum))) }
  }

  #candidate(side: UserSide, { entry, evidence, score }: Scored): Candidate {
    return {
      salesforceUser: entry.salesforceUser,
      score,
      evidence: evidence.map(({ rule, text }) => ({ rule, text: text(), weight: this.#rules.weights[rule] })),
      blockers: this.#blockers(side, entry),
    }
  }

  #blockers(
    { email, name }: UserSide,
    { salesforceUser, name: otherName, email: otherEmail }: IndexedSalesforceUser,
  ): string[] {
    const namesakes = Math.max(this.#namesakes.get(name.sorted) ?? 0, this.#index.namesakes(otherName))
    const isShared = [email, otherEmail].some((each) => each !== undefined && this.#index.isShared(each))
    return [
      ...blockersOf(salesforceUser),
      ...(isShared ? ['shared e-mail address'] : []),
      ...(namesakes > 1 ? [`${namesakes} users share this name`] : []),
    ]
  }

  #matchClass(candidate: Candidate | undefined, gap: number): MatchClass {
    const { thresholds } = this.#rules
    if (candidate === undefined || candidate.score < thresholds['unclear-score']) return 'none'
    if (
      candidate.score >= thresholds['sure-score'] &&
      gap >= thresholds['sure-gap'] &&
      candidate.blockers.length === 0
    )
      return 'sure'
    return candidate.score >= thresholds['likely-score'] && gap >= thresholds['likely-gap']
      ? 'likely'
      : 'unclear'
  }
}

/** Why a Salesforce user is an unlikely match for any user. */
function blockersOf(salesforceUser: SalesforceUser): string[] {
  const idle = whyInactive(salesforceUser)
  const kind = personKind(salesforceUser)
  return [
    ...(idle === null ? [] : [`${idle} in Salesforce`]),
    ...(kind === 'person' ? [] : [`not an internal user (user type ${salesforceUser.type ?? kind})`]),
  ]
}

interface Scored {
  readonly entry: IndexedSalesforceUser
  readonly evidence: readonly ObservedEvidence[]
  readonly score: number
}

// Candidates below this are not worth showing.
const leastScore = 0.2
const mostCandidates = 10

function nameOf(user: User): PersonName {
  return personName(`${user.firstName} ${user.lastName}`, user.nickname)
}

// What several rules find in one address counts once.
function best(
  evidence: readonly ObservedEvidence[],
  weights: MatchRules['weights'],
): readonly ObservedEvidence[] {
  if (evidence.length < 2) return evidence
  return [evidence.reduce((left, right) => (weights[right.rule] > weights[left.rule] ? right : left))]
}

/** Highest score first; then by name, then by ID. */
function byRank(left: Scored, right: Scored): number {
  if (left.score !== right.score) return right.score - left.score
  const [one, other] = [left.entry.salesforceUser, right.entry.salesforceUser]
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  return one.salesforceUserId < other.salesforceUserId ? -1 : 1
}

// Sums of hundredths are not exact.
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

function renamedAmong(
  users: readonly UserToMatch[],
  index: DirectoryIndex,
): (one: string, other: string) => boolean {
  const pairs = renamedDomains(
    users.map(({ user }) => user.email),
    (local) => index.withLocalPart(local).map((entry) => entry.email?.domain ?? ''),
  )
  return (one, other) => pairs.has(`${one} ${other}`)
}

// Two users cannot both be a sure match for one Salesforce user.
function blockRivals(all: readonly Suggestion[]): Suggestion[] {
  const claims = new Map<string, number>()
  for (const { candidates } of all) {
    const [first] = candidates
    if (first !== undefined && first.score >= claimScore) {
      const id = first.salesforceUser.salesforceUserId
      claims.set(id, (claims.get(id) ?? 0) + 1)
    }
  }
  return all.map((suggestion) => {
    const [first, ...others] = suggestion.candidates
    const rivals = first === undefined ? 0 : (claims.get(first.salesforceUser.salesforceUserId) ?? 0)
    if (first === undefined || rivals < 2 || suggestion.matchClass !== 'sure') return suggestion
    const blockers = [...first.blockers, `${rivals} SalesScreen users match this Salesforce user`]
    return { ...suggestion, matchClass: 'likely', candidates: [{ ...first, blockers }, ...others] }
  })
}

/** The least score at which a user claims its best candidate. */
const claimScore = 0.6
