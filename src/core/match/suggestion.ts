import type { SalesforceUser } from '../salesforce-user.ts'
import type { User } from '../model.ts'

/** How certain a suggestion is; none is ever accepted automatically. */
export const matchClasses = ['sure', 'likely', 'unclear', 'none'] as const

/** One of the classes. */
export type MatchClass = (typeof matchClasses)[number]

/** What one rule found, and what it added to the score. */
export interface Evidence {
  /** What was compared and how it came out. */
  readonly rule: string
  /** What was found, in words. */
  readonly text: string
  /** What it counts, in bits: 1 doubles the odds of a match, -1 halves them. */
  readonly bits: number
}

/** A Salesforce user who may be the same person. */
export interface Candidate {
  readonly salesforceUser: SalesforceUser
  /** The probability that the two are one person, from 0 to below 1. */
  readonly score: number
  /** What counts for and against the match, level by level; the bits add up to log2 of the odds of the score. */
  evidence(this: void): readonly Evidence[]
  /** The same in a few words. */
  reasons(this: void): readonly string[]
  /** Why the match cannot be "sure", in words. */
  readonly blockers: readonly string[]
}

/** The Salesforce users a SalesScreen user may be, best candidate first. */
export interface Suggestion {
  readonly user: User
  readonly matchClass: MatchClass
  /** Why the first candidate is not sure although its score is high enough and nothing else is in the way; null otherwise. */
  readonly notSure: string | null
  /** The best score minus the second best, or the best score alone; 0 without candidates. */
  readonly gap: number
  readonly candidates: readonly Candidate[]
}

/** The few fields of a SalesScreen user that blocking needs. */
export type UserOutline = Pick<User, 'userId' | 'email' | 'firstName' | 'lastName' | 'nickname'>
