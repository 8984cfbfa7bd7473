import * as z from 'zod/mini'
import {
  companyFactNames,
  decisionKinds,
  isTeamId,
  isUserId,
  type TeamId,
  type UserId,
  userStates,
} from '../core/model.ts'
import { type Email, normaliseEmail, parseEmail } from '../core/text.ts'
import { isSalesforceUserId, type SalesforceUserId } from '../core/salesforce-id.ts'

const email = z.custom<Email>((value) => typeof value === 'string' && isStoredEmail(value))
const userId = z.custom<UserId>((value) => typeof value === 'string' && isUserId(value))
const teamId = z.custom<TeamId>((value) => typeof value === 'string' && isTeamId(value))
const salesforceUserId = z.custom<SalesforceUserId>(
  (value) => typeof value === 'string' && isSalesforceUserId(value),
)
const text = z.nullable(z.string())
// Ledgers that are older than the column have histories without it.
const laterText = z._default(text, null)
const user = z.strictObject({
  userId,
  email,
  firstName: z.string(),
  lastName: z.string(),
  nickname: text,
  state: z.enum(userStates),
  teamId: z.nullable(teamId),
})
const team = z.strictObject({ teamId, name: z.string(), key: text })
const mapping = z.strictObject({
  userId,
  salesforceUserId,
  organizationId: text,
  seenName: laterText,
  seenEmail: laterText,
})
const fact = z.strictObject({
  name: z.enum(companyFactNames),
  value: z.string(),
  attestedBy: z.string(),
  attestedAt: z.string(),
})
const decision = z.strictObject({
  kind: z.enum(decisionKinds),
  userId: z.nullable(userId),
  salesforceUserId: z.nullable(salesforceUserId),
  until: text,
  reason: text,
  decidedBy: z.string(),
  decidedAt: z.string(),
})

/** A change as JSON, checked: for the history, and for whatever else is read back from JSON. */
export const changeSchema = z.discriminatedUnion('entity', [
  z.object({ entity: z.literal('user'), key: z.string(), before: z.nullable(user), after: z.nullable(user) }),
  z.object({ entity: z.literal('team'), key: z.string(), before: z.nullable(team), after: z.nullable(team) }),
  z.object({
    entity: z.literal('mapping'),
    key: z.string(),
    before: z.nullable(mapping),
    after: z.nullable(mapping),
  }),
  z.object({ entity: z.literal('fact'), key: z.string(), before: z.nullable(fact), after: z.nullable(fact) }),
  z.object({
    entity: z.literal('decision'),
    key: z.string(),
    before: z.nullable(decision),
    after: z.nullable(decision),
  }),
])

function isStoredEmail(value: string): boolean {
  return 'email' in parseEmail(value) && normaliseEmail(value) === value
}

/** A row of the ledger as JSON, checked. */
export const rowSchema = z.discriminatedUnion('entity', [
  z.strictObject({ entity: z.literal('user'), key: z.string(), row: user }),
  z.strictObject({ entity: z.literal('team'), key: z.string(), row: team }),
  z.strictObject({ entity: z.literal('mapping'), key: z.string(), row: mapping }),
  z.strictObject({ entity: z.literal('fact'), key: z.string(), row: fact }),
  z.strictObject({ entity: z.literal('decision'), key: z.string(), row: decision }),
])
