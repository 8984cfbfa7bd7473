import * as z from 'zod/mini'
import { enteredSources } from '../core/entered.ts'
import { SfsyncError } from '../core/errors.ts'
import { commandLine } from '../core/hint.ts'
import {
  companyFactNames,
  decisionKinds,
  isTeamId,
  isUserId,
  type TeamId,
  type UserId,
  userStates,
} from '../core/model.ts'
import { type Email, hiddenCharacter, parseJson } from '../core/text.ts'
import { isSalesforceUserId, type SalesforceUserId } from '../core/salesforce-id.ts'

const email = z.custom<Email>((value) => typeof value === 'string' && isStoredEmail(value))
const userId = z.custom<UserId>((value) => typeof value === 'string' && isUserId(value))
const teamId = z.custom<TeamId>((value) => typeof value === 'string' && isTeamId(value))
const salesforceUserId = z.custom<SalesforceUserId>(
  (value) => typeof value === 'string' && isSalesforceUserId(value),
)
const text = z.nullable(z.string())
// The history of an older ledger does not have these columns.
const newerText = z._default(text, null)
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
  seenName: newerText,
  seenEmail: newerText,
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

const enteredSource = z.enum(enteredSources)

/** A user as SalesScreen has it, as JSON. */
export const enteredUserSchema = z.strictObject({
  userId,
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  nickname: text,
  state: z.enum(userStates),
  teamId: z.nullable(teamId),
  salesforceUserId: z.nullable(salesforceUserId),
  userSource: z.nullable(enteredSource),
  userBy: text,
  userAt: text,
  stateSource: z.nullable(enteredSource),
  stateBy: text,
  stateAt: text,
  teamSource: z.nullable(enteredSource),
  teamBy: text,
  teamAt: text,
  mappingSource: z.nullable(enteredSource),
  mappingBy: text,
  mappingAt: text,
})
const enteredTeam = z.strictObject({
  teamId,
  name: z.string(),
  source: enteredSource,
  by: z.string(),
  at: z.string(),
})

const key = z.string()

const rowsOf = <R extends z.ZodMiniType>(row: R) => ({ key, before: z.nullable(row), after: z.nullable(row) })

/** A change as JSON. */
export const changeSchema = z.discriminatedUnion('entity', [
  z.object({ entity: z.literal('user'), ...rowsOf(user) }),
  z.object({ entity: z.literal('team'), ...rowsOf(team) }),
  z.object({ entity: z.literal('mapping'), ...rowsOf(mapping) }),
  z.object({ entity: z.literal('fact'), ...rowsOf(fact) }),
  z.object({ entity: z.literal('decision'), ...rowsOf(decision) }),
  z.object({ entity: z.literal('enteredUser'), ...rowsOf(enteredUserSchema) }),
  z.object({ entity: z.literal('enteredTeam'), ...rowsOf(enteredTeam) }),
])

/** Where a change comes from, as JSON beside it. */
export const provenanceSchema = z.object({ origin: z.optional(z.string()), evidence: z.optional(z.string()) })

/** A row of the ledger as JSON. */
export const rowSchema = z.discriminatedUnion('entity', [
  z.strictObject({ entity: z.literal('user'), key, row: user }),
  z.strictObject({ entity: z.literal('team'), key, row: team }),
  z.strictObject({ entity: z.literal('mapping'), key, row: mapping }),
  z.strictObject({ entity: z.literal('fact'), key, row: fact }),
  z.strictObject({ entity: z.literal('decision'), key, row: decision }),
  z.strictObject({ entity: z.literal('enteredUser'), key, row: enteredUserSchema }),
  z.strictObject({ entity: z.literal('enteredTeam'), key, row: enteredTeam }),
])

// Older versions wrote some addresses that are refused or written differently today; their history stays readable.
const storedEmail = /^[^\s@"(),:;<>[\\\]]+@[^\s@.,;<>]+(\.[^\s@.,;<>]+)+$/u

function isStoredEmail(value: string): boolean {
  const isNormal = value === value.normalize('NFC').trim().toLowerCase().normalize('NFC').trim()
  return isNormal && storedEmail.test(value) && !hiddenCharacter.test(value)
}

/** The value of a JSON text in the ledger; `what` says where it is. Throws `ledger-unusable`: someone changed it without sfsync. */
export function storedJson<S extends z.ZodMiniType>(schema: S, json: string, what: string): z.output<S> {
  const result = schema.safeParse(parseJson(json))
  if (result.success) return result.data
  throw new SfsyncError('ledger-unusable', `${what} in the ledger cannot be read`, {
    actions: [commandLine('doctor')],
    cause: result.error,
  })
}
