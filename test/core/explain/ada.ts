import { timesInUtc } from '../../../src/app/directory-age.ts'
import type { Decision } from '../../../src/core/model.ts'
import type { Todo } from '../../../src/core/todo.ts'
import {
  type ExplanationFacts,
  type NamedDecision,
  type MatchCandidate,
  ruledOut,
} from '../../../src/core/explain/facts.ts'
import {
  aFact,
  aMapping,
  anEnteredUser,
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
const enteredAda = anEnteredUser('ada', { teamId: aTeam('North').teamId, salesforceUserId: adaId })
/** When everything happens. */
export const noon = '2026-11-23T12:00:00.000Z'

/** Ada has completed every step; there are no decisions about her. */
export function facts(rest: Partial<ExplanationFacts> = {}): ExplanationFacts {
  return {
    user: ada,
    teamName: 'North',
    mapping: aMapping('ada'),
    entered: enteredAda,
    todos: [],
    salesforceUserId: adaId,
    salesforceUser: aSalesforceUser('ada'),
    seenAt: noon,
    idleSince: null,
    lastRead: aRead(),
    notChecked: null,
    autoSync: aFact('auto-sync', 'off'),
    candidates: null,
    asked: [],
    creationDoubt: null,
    decisions: [],
    drifts: [],
    blames: [],
    past: { newest: [], total: 0 },
    teamNameOf: (teamId) => teamId,
    dayOf: timesInUtc.day,
    today: '2026-11-23',
    ...rest,
  }
}

/** Not mapped. */
export const unmapped = {
  mapping: null,
  entered: { ...enteredAda, salesforceUserId: null },
  salesforceUserId: null,
  salesforceUser: null,
  candidates: [],
} as const
/** Without a SalesScreen user. */
export const notInSalesScreen = {
  user: null,
  teamName: null,
  mapping: null,
  entered: null,
  candidates: [],
} as const

/** The to-do of Ada, of whom SalesScreen has nothing. */
export const toCreate: Todo = {
  kind: 'create-user',
  user: { id: ada.userId, email: ada.email, name: 'Ada Example' },
  team: 'North',
  teamId: ada.teamId,
  salesforceUserId: null,
  values: [],
  since: noon,
  order: '',
}

/** A decision by Grace, with names. */
export function decided(rest: Partial<Decision>): NamedDecision {
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
  const user = decision.userId === null ? null : { email: 'ada@example.com', name: 'Ada Example' }
  return { decision, user, salesforceName: null }
}

/** Ada and a Salesforce user who may be her. */
export function alike(name: string, rest: Partial<MatchCandidate> = {}): MatchCandidate {
  return {
    ...ruledOut(ada, aSalesforceUser(name), ''),
    score: 0.5,
    matchClass: 'likely',
    evidence: ['similar name'],
    whyNot: null,
    ...rest,
  }
}
