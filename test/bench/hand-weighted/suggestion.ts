import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { User } from '../../../src/core/model.ts'

/** How certain a suggestion is; none is ever accepted automatically. */
export const matchClasses = ['sure', 'likely', 'unclear', 'none'] as const

/** One of the classes. */
export type MatchClass = (typeof matchClasses)[number]

/** What one rule found, and what it added to the score. */
export interface Evidence {
  /** Name of the rule, as in the weights. */
  readonly rule: string
  /** What was found, in words. */
  readonly text: string
  /** What the rule adds to the score; below 0 if it speaks against the match. */
  readonly weight: number
}

/** A Salesforce user who may be the same person. */
export interface Candidate {
  readonly salesforceUser: SalesforceUser
  /** From 0 to 1. */
  readonly score: number
  readonly evidence: readonly Evidence[]
  /** Why the match cannot be "sure", in words. */
  readonly blockers: readonly string[]
}

/** The Salesforce users a SalesScreen user may be, best candidate first. */
export interface Suggestion {
  readonly user: User
  readonly matchClass: MatchClass
  /** The best score minus the second best, or the best score alone; 0 without candidates. */
  readonly gap: number
  readonly candidates: readonly Candidate[]
}
