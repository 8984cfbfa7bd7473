import type { Kysely } from 'kysely'
import * as z from 'zod/mini'
import type { Change, ChangeSet } from '../../core/change.ts'
import { companyFactNames } from '../../core/company.ts'
import { normaliseEmail, parseEmail, type Email } from '../../core/email.ts'
import { SfsyncError } from '../../core/errors.ts'
import { isSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import { isTeamId, type TeamId } from '../../core/team.ts'
import { isUserId, type UserId, userStates } from '../../core/user.ts'
import type { HistoryQuery } from '../ledger.ts'
import type { ChangeTable, LedgerTables } from './schema.ts'

const email = z.custom<Email>((value) => typeof value === 'string' && isStoredEmail(value))
const userId = z.custom<UserId>((value) => typeof value === 'string' && isUserId(value))
const teamId = z.custom<TeamId>((value) => typeof value === 'string' && isTeamId(value))
const salesforceUserId = z.custom<SalesforceUserId>(
  (value) => typeof value === 'string' && isSalesforceUserId(value),
)
const text = z.nullable(z.string())
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
const mapping = z.strictObject({ userId, salesforceUserId, organizationId: text })
const fact = z.strictObject({
  name: z.enum(companyFactNames),
  value: z.string(),
  attestedBy: z.string(),
  attestedAt: z.string(),
})
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
])
const evidence = z.array(z.string())

function isStoredEmail(value: string): boolean {
  return 'email' in parseEmail(value) && normaliseEmail(value) === value
}

/** Change sets, newest first, read one at a time. */
export async function* readHistory(
  kysely: Kysely<LedgerTables>,
  query: HistoryQuery,
): AsyncGenerator<ChangeSet> {
  const newest = await kysely
    .selectFrom('change_set')
    .select(({ fn }) => fn.max('number').as('number'))
    .executeTakeFirst()
  const first = query.number ?? newest?.number ?? 0
  const last = query.number ?? Math.max(1, query.limit === undefined ? 1 : first - query.limit + 1)
  for (let number = first; number >= last; number -= 1) {
    const changeSet = await readChangeSet(kysely, number)
    if (changeSet !== undefined) yield changeSet
  }
}

async function readChangeSet(kysely: Kysely<LedgerTables>, number: number): Promise<ChangeSet | undefined> {
  const row = await kysely
    .selectFrom('change_set')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const rows = await kysely
    .selectFrom('change')
    .selectAll()
    .where('change_set', '=', number)
    .orderBy('position')
    .execute()
  return {
    ...row,
    evidence: parsed(evidence, row.evidence, number),
    changes: rows.map((each) => changeOf(each)),
  }
}

function changeOf(row: ChangeTable): Change {
  const json = `{"entity":${JSON.stringify(row.entity)},"key":${JSON.stringify(row.key)},"before":${row.before ?? 'null'},"after":${row.after ?? 'null'}}`
  return parsed(change, json, row.change_set)
}

function parsed<S extends z.ZodMiniType>(schema: S, json: string, number: number): z.output<S> {
  const result = schema.safeParse(JSON.parse(json))
  if (result.success) return result.data
  throw new SfsyncError('ledger-unusable', `change set ${number} in the ledger's history cannot be read`, {
    actions: ['run: sfsync doctor'],
    cause: result.error,
  })
}
