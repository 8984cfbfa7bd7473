import { suggest } from '../../../src/core/match/suggest.ts'
import { matchClasses, type MatchClass } from '../../../src/core/match/suggestion.ts'
import type { Company } from './company.ts'

/** How right the matcher was about one or more companies. */
export interface Quality {
  /** SalesScreen users with and without a match. */
  readonly pairs: number
  readonly alone: number
  /** Suggestions of each class, and how many of them have the right candidate first. */
  readonly classes: Readonly<Record<MatchClass, { readonly all: number; readonly right: number }>>
  /** Of the pairs: the right candidate first, and among the first three. */
  readonly first: number
  readonly firstThree: number
  /** Of the pairs: sure or likely, with the right candidate first. */
  readonly found: number
  /** Of the users without a match: reported so. */
  readonly reportedAlone: number
  /** The result of comparing only e-mail addresses: pairs proposed, and right ones. */
  readonly baseline: { readonly all: number; readonly right: number }
}

/** Compares every suggestion with the truth. */
export function qualityOf(companies: readonly Company[]): Quality {
  const classes = Object.fromEntries(matchClasses.map((each) => [each, { all: 0, right: 0 }]))
  const counts = { pairs: 0, alone: 0, first: 0, firstThree: 0, found: 0, reportedAlone: 0 }
  const baseline = { all: 0, right: 0 }
  for (const { facts, truth } of companies) {
    const byEmail = new Map(
      facts.salesforceUsers.map(({ email, salesforceUserId }) => [email, salesforceUserId]),
    )
    for (const { user, matchClass, candidates } of suggest(facts)) {
      const right = truth.get(user.userId) ?? null
      const ids = candidates.map(({ salesforceUser }) => salesforceUser.salesforceUserId)
      const isRight = right !== null && ids[0] === right
      const ofClass = classes[matchClass]
      if (ofClass !== undefined) {
        ofClass.all += 1
        if (matchClass === 'none' ? right === null : isRight) ofClass.right += 1
      }
      if (right === null) {
        counts.alone += 1
        if (matchClass === 'none') counts.reportedAlone += 1
      } else {
        counts.pairs += 1
        if (isRight) counts.first += 1
        if (ids.slice(0, 3).some((id) => id === right)) counts.firstThree += 1
        if (isRight && (matchClass === 'sure' || matchClass === 'likely')) counts.found += 1
      }
      const guessed = byEmail.get(user.email)
      if (guessed !== undefined) {
        baseline.all += 1
        if (guessed === right) baseline.right += 1
      }
    }
  }
  const of = (matchClass: MatchClass) => classes[matchClass] ?? { all: 0, right: 0 }
  return {
    ...counts,
    baseline,
    classes: { sure: of('sure'), likely: of('likely'), unclear: of('unclear'), none: of('none') },
  }
}
