import type { SalesforceUser } from '../salesforce-user.ts'
import type { User } from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'

/** How certain a suggestion is; nothing is ever accepted by itself. */
export const matchClasses = ['sure', 'likely', 'unclear', 'none'] as const

/** One of these. */
export type MatchClass = (typeof matchClasses)[number]

/** What one rule saw, and what it gave to the score or took from it. */
export interface Evidence {
  /** Name of the rule, as it stands among the weights. */
  readonly rule: string
  /** What was seen, in words. */
  readonly text: string
  /** What the rule adds to the score; below 0 where it speaks against. */
  readonly weight: number
}

/** Somebody in Salesforce who may be meant. */
export interface Candidate {
  readonly salesforceUser: SalesforceUser
  /** From 0 to 1. */
  readonly score: number
  readonly evidence: readonly Evidence[]
  /** Why this can never be "sure", in words; empty where nothing forbids it. */
  readonly blockers: readonly string[]
}

/** Who a SalesScreen user may be in Salesforce, best candidate first. */
export interface Suggestion {
  readonly user: User
  readonly matchClass: MatchClass
  /** Score of the best less that of the second; the score itself where there is no second; 0 without candidates. */
  readonly gap: number
  readonly candidates: readonly Candidate[]
}

/** The little of a Salesforce user by which others are found to be near. */
export interface SalesforceUserOutline {
  readonly salesforceUserId: SalesforceUserId
  /** First and last name; the whole name where neither is told. */
  readonly called: string
  readonly email: string | null
  readonly username: string | null
  readonly federationId: string | null
  readonly employeeNumber: string | null
}

/** The little of a SalesScreen user. */
export type UserOutline = Pick<User, 'userId' | 'email' | 'firstName' | 'lastName'>
