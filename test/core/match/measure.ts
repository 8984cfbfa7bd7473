import { withoutSandboxSuffix } from '../../../src/core/text.ts'
import type { MatchFacts } from '../../../src/core/match/suggest.ts'
import type { Candidate, MatchClass, Suggestion } from '../../../src/core/match/suggestion.ts'
import type { Company } from './company.ts'

/** What is measured of a suggestion. */
export type Answer = Pick<Suggestion, 'user' | 'matchClass'> & {
  readonly candidates: readonly Pick<Candidate, 'salesforceUser' | 'score'>[]
}

/** Suggests a match for every SalesScreen user. */
export type Matcher = (facts: MatchFacts) => readonly Answer[]

/** Some of all. */
export interface Share {
  right: number
  all: number
}

/** The scores in a range, and how many of the candidates with such a score are right. */
export interface ScoreRange {
  readonly from: number
  readonly to: number
  readonly n: number
  readonly right: number
}

/** A suggestion that is wrong. */
export interface WrongSuggestion {
  /** Which company it is of, in the given order. */
  readonly company: number
  readonly kind: string
  readonly suggestion: Answer
  readonly right: string | null
}

/** How right a matcher is about one or more companies. */
export interface Quality {
  /** SalesScreen users with a match and, `ghosts`, without one. */
  readonly pairs: number
  readonly ghosts: number
  /** Suggestions of each class, and how many of them have the right candidate first; of none, how many are ghosts. */
  readonly classes: Readonly<Record<MatchClass, Readonly<Share>>>
  /** Of the pairs: sure or likely, with the right candidate first. */
  readonly found: number
  /** Of the pairs: the right candidate first, and among the first three. */
  readonly first: number
  readonly firstThree: number
  /** Of the ghosts: neither sure nor likely. */
  readonly ghostsRecognised: number
  readonly calibration: readonly ScoreRange[]
  readonly wrongSure: readonly WrongSuggestion[]
  readonly wrongLikely: readonly WrongSuggestion[]
  /** Found of all pairs by what they differ in; recognised of all ghosts by their kind. */
  readonly byKind: ReadonlyMap<string, Readonly<Share>>
}

const bounds = [0, 0.5, 0.8, 0.9, 0.99, 0.999, 1]

const share = (): Share => ({ right: 0, all: 0 })

/** Compares every suggestion with the truth. */
export function qualityOf(companies: Iterable<Company>, matcher: Matcher): Quality {
  const classes = { sure: share(), likely: share(), unclear: share(), none: share() }
  const ranges = bounds.slice(1).map((to, at) => ({ from: bounds[at] ?? 0, to, n: 0, right: 0 }))
  const counts = { pairs: 0, ghosts: 0, found: 0, first: 0, firstThree: 0, ghostsRecognised: 0 }
  const wrong = { sure: new Array<WrongSuggestion>(), likely: new Array<WrongSuggestion>() }
  const byKind = new Map<string, Share>()
  let number = 0
  for (const { facts, truth, kinds } of companies) {
    for (const suggestion of matcher(facts)) {
      const { matchClass, candidates, user } = suggestion
      const right = truth.get(user.userId) ?? null
      const kind = kinds.get(user.userId) ?? ''
      const ids: readonly string[] = candidates.map(({ salesforceUser }) => salesforceUser.salesforceUserId)
      const isRight = right !== null && ids[0] === right
      const isProposed = matchClass === 'sure' || matchClass === 'likely'
      const isGood = right === null ? !isProposed : isProposed && isRight
      classes[matchClass].all += 1
      if (matchClass === 'none' ? right === null : isRight) classes[matchClass].right += 1
      if (right === null) {
        counts.ghosts += 1
        if (isGood) counts.ghostsRecognised += 1
      } else {
        counts.pairs += 1
        if (isRight) counts.first += 1
        if (ids.slice(0, 3).includes(right)) counts.firstThree += 1
        if (isGood) counts.found += 1
      }
      const ofKind = byKind.get(kind) ?? share()
      ofKind.all += 1
      if (isGood) ofKind.right += 1
      byKind.set(kind, ofKind)
      const score = candidates[0]?.score
      const range = score === undefined ? undefined : (ranges.find(({ to }) => score < to) ?? ranges.at(-1))
      if (range !== undefined) {
        range.n += 1
        if (isRight) range.right += 1
      }
      if (isProposed && !isRight) wrong[matchClass].push({ company: number, kind, suggestion, right })
    }
    number += 1
  }
  return {
    ...counts,
    classes,
    calibration: ranges,
    wrongSure: wrong.sure,
    wrongLikely: wrong.likely,
    byKind,
  }
}

/** The simplest matcher: an equal e-mail address that one Salesforce user has is sure, and there is nothing else. */
export function equalEmail({ users, salesforceUsers }: MatchFacts): Answer[] {
  const byAddress = Map.groupBy(salesforceUsers, ({ email }) =>
    email === null ? '' : withoutSandboxSuffix(email),
  )
  return users.map(({ user }) => {
    const found = byAddress.get(user.email) ?? []
    const candidates = found.map((salesforceUser) => ({ salesforceUser, score: 1 }))
    const matchClass: MatchClass = found.length === 1 ? 'sure' : found.length === 0 ? 'none' : 'unclear'
    return { user, matchClass, candidates }
  })
}
