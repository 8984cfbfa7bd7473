import type { Decision } from '../../../src/core/model.ts'
import {
  type ExplanationFacts,
  type NamedPairDecision,
  type MatchCandidate,
  rejectedByMatcher,
} from '../../../src/core/explain/facts.ts'
import {
  aFact,
  aMapping,
  aRead,
  aSalesforceUser,
  aTeam,
  aUser,
  salesforceUserIdOf,
} from '../../support/builders.ts'

/** Ada's Salesforce User ID. */
export const adaId = salesforceUserIdOf('ada')
/** Ada, on the team North. */
export const ada = aUser('ada', { teamId: aTeam('North').teamId })
/** When everything happens. */
export const noon = '2026-11-23T12:00:00.000Z'

/** Ada has taken every step; nothing was ever decided about her. */
export function facts(rest: Partial<ExplanationFacts> = {}): ExplanationFacts {
  return {
    user: ada,
    teamName: 'North',
    mapping: aMapping('ada'),
    salesforceUserId: adaId,
    salesforceUser: aSalesforceUser('ada'),
    seenAt: noon,
    idleSince: null,
    lastRead: aRead(),
    outOfSight: null,
    autoSync: aFact('auto-sync', 'off'),
    likenesses: null,
    decisions: [],
    drifts: [],
    blames: [],
    past: { newest: [], total: 0 },
    teamNameOf: (teamId) => teamId,
    today: '2026-11-23',
    ...rest,
  }
}

/** Nothing is known of a Salesforce side. */
export const unmapped = {
  mapping: null,
  salesforceUserId: null,
  salesforceUser: null,
  likenesses: [],
} as const
/** Nothing is known of a SalesScreen side. */
export const notInSalesScreen = { user: null, teamName: null, mapping: null, likenesses: [] } as const

/** A decision of Grace's with the names of those it is about. */
export function decided(rest: Partial<Decision>): NamedPairDecision {
  const decision = {
    kind: 'later',
    userId: null,
    salesforceUserId: null,
    until: null,
    reason: null,
    decidedBy: 'grace',
    decidedAt: '2026-11-01T00:00:00.000Z',
    ...rest,
  } as const
  return { decision, email: decision.userId === null ? null : 'ada@example.com', salesforceName: null }
}

/** Ada and somebody in Salesforce who may be her. */
export function alike(name: string, rest: Partial<MatchCandidate> = {}): MatchCandidate {
  return {
    ...rejectedByMatcher(ada, aSalesforceUser(name), ''),
    score: 0.5,
    matchClass: 'likely',
    evidence: ['name nearly equal'],
    whyNot: null,
    ...rest,
  }
}
