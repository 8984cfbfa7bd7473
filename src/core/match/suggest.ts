import { whyInactive, personKind, type SalesforceUser } from '../salesforce-user.ts'
import type { User } from '../model.ts'
import { parseAddress, addressRules, renamedDomains, type ObservedEvidence } from './address.ts'
import { DirectoryIndex, type IndexedSalesforceUser } from './index.ts'
import { personName, type PersonName } from './names.ts'
import { defaultRules, type MatchRules } from './rules.ts'
import { nameEvidence, numberedVariantEvidence, type UserSide, weakEvidence } from './evidence.ts'
import type { Candidate, MatchClass, Suggestion } from './suggestion.ts'

/** A SalesScreen user to find a counterpart for. */
export interface UserToMatch {
  readonly user: User
  readonly teamName: string | null
}

/** Everything that is known of both sides; the order of neither matters. */
export interface MatchFacts {
  /** Every user who is not mapped, also those for whom nobody asked: two must not be given the same person. */
  readonly users: readonly UserToMatch[]
  /** Salesforce users who are mapped to nobody. */
  readonly people: readonly SalesforceUser[]
  /** Whether somebody decided that the two are never the same. */
  isRejected(userId: string, salesforceUserId: string): boolean
  /** Whether one domain became another one, where these are not all people; otherwise it is found among them. */
  isRenamed?(this: void, one: string, other: string): boolean
}

/** For every user, in their order, who it may be in Salesforce. */
export function suggest(facts: MatchFacts, rules: MatchRules = defaultRules): Suggestion[] {
  const steps = suggestInSteps(facts, rules)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The same in steps of some users each, for whoever must be able to stop it. */
export function* suggestInSteps(
  facts: MatchFacts,
  rules: MatchRules = defaultRules,
): Generator<void, Suggestion[], void> {
  const matcher = new Matcher(facts, rules)
  const all: Suggestion[] = []
  for (const wanted of facts.users) {
    all.push(matcher.suggestionFor(wanted))
    if (all.length % usersInStep === 0) yield
  }
  return withoutRivals(all)
}

const usersInStep = 1000

class Matcher {
  readonly #index: DirectoryIndex
  readonly #rules: MatchRules
  readonly #facts: MatchFacts
  readonly #bearers = new Map<string, number>()
  readonly #isRenamed: (one: string, other: string) => boolean

  constructor(facts: MatchFacts, rules: MatchRules) {
    this.#facts = facts
    this.#rules = rules
    this.#index = new DirectoryIndex(facts.people)
    for (const { user } of facts.users) {
      const { sorted } = nameOf(user)
      this.#bearers.set(sorted, (this.#bearers.get(sorted) ?? 0) + 1)
    }
    this.#isRenamed = facts.isRenamed ?? renamedAmong(facts.users, this.#index)
  }

  suggestionFor({ user, teamName }: UserToMatch): Suggestion {
    const email = parseAddress(user.email)
    if (email === undefined) return { user, matchClass: 'none', gap: 0, candidates: [] }
    const side = { user, teamName, email, name: nameOf(user) }
    const ranked = this.#index
      .near(email, side.name)
      .filter(({ person }) => !this.#facts.isRejected(user.userId, person.salesforceUserId))
      .map((entry) => this.#scored(side, entry))
      .filter(({ score }) => score >= leastScore)
      .toSorted(byRank)
      .slice(0, mostCandidates)
    const candidates = ranked.map((scored) => this.#candidate(side, scored))
    const gap = rounded((candidates[0]?.score ?? 0) - (candidates[1]?.score ?? 0))
    return { user, matchClass: this.#matchClass(candidates[0], gap), gap, candidates }
  }

  #scored(side: UserSide, entry: IndexedSalesforceUser): Scored {
    const { weights } = this.#rules
    const seen = [
      ...best(addressRules(side.email, entry, this.#isRenamed), weights),
      ...numberedVariantEvidence(side.email, entry, this.#isRenamed),
      ...nameEvidence(side, entry),
      ...weakEvidence(side, entry.person),
    ]
    const sum = seen.reduce((total, { rule }) => total + weights[rule], 0)
    return { entry, seen, score: rounded(Math.max(0, Math.min(1, sum))) }
  }

  #candidate(side: UserSide, { entry, seen, score }: Scored): Candidate {
    return {
      salesforceUser: entry.person,
      score,
      evidence: seen.map(({ rule, text }) => ({ rule, text: text(), weight: this.#rules.weights[rule] })),
      blockers: this.#blockers(side, entry),
    }
  }

  #blockers(
    { email, name }: UserSide,
    { person, name: theirName, email: theirs }: IndexedSalesforceUser,
  ): string[] {
    const bearers = Math.max(this.#bearers.get(name.sorted) ?? 0, this.#index.bearers(theirName))
    const isShared = this.#index.isShared(email) || (theirs !== undefined && this.#index.isShared(theirs))
    return [
      ...blockersOf(person),
      ...(isShared ? ['the e-mail address is shared'] : []),
      ...(bearers > 1 ? [`${bearers} people have this name`] : []),
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

/** Why a Salesforce user can hardly be a counterpart, whoever looks alike. */
export function blockersOf(person: SalesforceUser): string[] {
  const idle = whyInactive(person)
  const kind = personKind(person)
  return [
    ...(idle === null ? [] : [`${idle} in Salesforce`]),
    ...(kind === 'person' ? [] : [`not a person of the company but ${person.type ?? kind}`]),
  ]
}

interface Scored {
  readonly entry: IndexedSalesforceUser
  readonly seen: readonly ObservedEvidence[]
  readonly score: number
}

// Below this nobody would look at it.
const leastScore = 0.2
const mostCandidates = 10

function nameOf(user: User): PersonName {
  return personName(`${user.firstName} ${user.lastName}`, user.nickname)
}

// What several rules see in one address is one sign.
function best(
  seen: readonly ObservedEvidence[],
  weights: MatchRules['weights'],
): readonly ObservedEvidence[] {
  if (seen.length < 2) return seen
  return [seen.reduce((left, right) => (weights[right.rule] > weights[left.rule] ? right : left))]
}

/** Highest score first; then by name, then by ID. */
function byRank(left: Scored, right: Scored): number {
  if (left.score !== right.score) return right.score - left.score
  const [one, other] = [left.entry.person, right.entry.person]
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

/** Two users cannot both be sure to be the same person. */
function withoutRivals(all: readonly Suggestion[]): Suggestion[] {
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
    const blockers = [...first.blockers, `${rivals} SalesScreen users look like this person`]
    return { ...suggestion, matchClass: 'likely', candidates: [{ ...first, blockers }, ...others] }
  })
}

/** From this score on a user claims a candidate for itself. */
export const claimScore = 0.6

/** A SalesScreen user who may be a Salesforce user. */
export interface PossibleUser extends Omit<Candidate, 'salesforceUser'> {
  readonly user: User
}

/** A Salesforce user whom nobody is mapped to, and the SalesScreen users who may be the same person, best first. */
export interface ReverseSuggestion {
  readonly salesforceUser: SalesforceUser
  readonly matchClass: MatchClass
  readonly gap: number
  readonly candidates: readonly PossibleUser[]
}

/** The suggestions seen from the other side: of everybody who works in Salesforce, who has no SalesScreen user yet. */
export function reverseSuggestions(
  all: readonly Suggestion[],
  people: readonly SalesforceUser[],
): ReverseSuggestion[] {
  const claims = new Map<string, { readonly suggestion: Suggestion; readonly candidate: Candidate }[]>()
  for (const suggestion of all)
    for (const candidate of suggestion.candidates) {
      const id = candidate.salesforceUser.salesforceUserId
      claims.set(id, [...(claims.get(id) ?? []), { suggestion, candidate }])
    }
  return people
    .filter((person) => whyInactive(person) === null && personKind(person) === 'person')
    .map((person) => {
      const found = (claims.get(person.salesforceUserId) ?? []).toSorted(
        (left, right) =>
          right.candidate.score - left.candidate.score ||
          (left.suggestion.user.email < right.suggestion.user.email ? -1 : 1),
      )
      const [first, second] = found
      const isTheirs =
        first?.suggestion.candidates[0]?.salesforceUser.salesforceUserId === person.salesforceUserId
      const gap = (first?.candidate.score ?? 0) - (second?.candidate.score ?? 0)
      return {
        salesforceUser: person,
        // A user who looks more like somebody else is no counterpart.
        matchClass: first === undefined ? 'none' : isTheirs ? first.suggestion.matchClass : 'unclear',
        gap: Math.round(gap * 1000) / 1000,
        candidates: found.map(({ suggestion, candidate: { score, evidence, blockers } }) => ({
          user: suggestion.user,
          score,
          evidence,
          blockers,
        })),
      }
    })
}
