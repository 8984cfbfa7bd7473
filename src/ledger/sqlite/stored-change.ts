import * as z from 'zod/mini'
import type { Change } from '../../core/change.ts'
import { companyFactNames } from '../../core/company.ts'
import { decisionKinds } from '../../core/decision.ts'
import { normaliseEmail, parseEmail, type Email } from '../../core/email.ts'
import { SfsyncError } from '../../core/errors.ts'
import { isSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import { isTeamId, type TeamId } from '../../core/team.ts'
import { isUserId, type UserId, userStates } from '../../core/user.ts'
import type { ChangeTable } from './schema.ts'

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

/** Every kind of row as JSON, checked: for the history, and for whatever else is read back from JSON. */
export const rowSchemas = { user, team, mapping, fact, decision } as const

const change = z.discriminatedUnion('entity', [
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

/** A row of `change` as the change it holds; throws `ledger-unusable` where it cannot be read. */
export function storedChange(row: Omit<ChangeTable, 'position'>): Change {
  const json = `{"entity":${JSON.stringify(row.entity)},"key":${JSON.stringify(row.key)},"before":${row.before ?? 'null'},"after":${row.after ?? 'null'}}`
  return {
    ...parsed(change, json, row.change_set),
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(row.evidence === null ? {} : { evidence: row.evidence }),
  }
}

const evidence = z.array(z.string())

/** The evidence of a change set, kept as a JSON array of sentences. */
export function storedEvidence(json: string, number: number): readonly string[] {
  return parsed(evidence, json, number)
}

function parsed<S extends z.ZodMiniType>(schema: S, json: string, number: number): z.output<S> {
  const result = schema.safeParse(parsedJson(json))
  if (result.success) return result.data
  throw new SfsyncError('ledger-unusable', `change set ${number} in the ledger's history cannot be read`, {
    actions: ['run: sfsync doctor'],
    cause: result.error,
  })
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
