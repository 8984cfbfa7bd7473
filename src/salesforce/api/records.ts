import * as z from 'zod/mini'
import { normaliseEmail } from '../../core/text.ts'
import { parseSalesforceUserId, type SalesforceUserId, suffixOf } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { SfsyncError } from '../../core/errors.ts'
import { reportAction } from './response.ts'

// Plain shapes, and the tidying by hand: a million users pass here, and pipes take three times as long.
const told = z.nullish(z.string())
const related = z.nullish(z.object({ Name: told }))
const relations = ['Profile', 'UserRole', 'Manager']

const userRecord = z.object({
  Id: z.string(),
  Username: told,
  Name: told,
  FirstName: told,
  LastName: told,
  Email: told,
  Alias: told,
  IsActive: z.boolean(),
  UserType: told,
  Profile: related,
  UserRole: related,
  Manager: related,
  Title: told,
  Department: told,
  EmployeeNumber: told,
  FederationIdentifier: told,
  LastLoginDate: told,
})

/** One user as Salesforce answers a query; what was not asked for is left out. */
export type UserApiRecord = z.infer<typeof userRecord>

/** Part of a query's answer: so many were found, these are the first, and the rest is where `nextRecordsUrl` leads. */
export function pageOf<Row>(row: z.ZodMiniType<Row>) {
  return z.object({ totalSize: z.int(), records: z.array(row), nextRecordsUrl: z.optional(z.string()) })
}

/** A page of users. */
export const userPage = pageOf(userRecord)

const texts = Object.keys(userRecord.shape).filter((key) => !['Id', 'IsActive', ...relations].includes(key))

/** The same page, looked at ten times as fast: for a million users. Only `userPage` can say what is wrong with one. */
export const fastUserPage = pageOf(z.custom<UserApiRecord>((value) => isUserRecord(value)))

function isUserRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (typeof Reflect.get(value, 'Id') !== 'string' || typeof Reflect.get(value, 'IsActive') !== 'boolean')
    return false
  for (const key of texts) if (!isText(Reflect.get(value, key))) return false
  for (const key of relations) if (!isRelated(Reflect.get(value, key))) return false
  return true
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || value === null || value === undefined
}

function isRelated(value: unknown): boolean {
  return (
    value === null || value === undefined || (typeof value === 'object' && isText(Reflect.get(value, 'Name')))
  )
}

/** A page of users, read. */
export type UserPage = z.infer<typeof userPage>

/** The answer to a query that only counts. */
export const countAnswer = z.object({ totalSize: z.int() })

/** Who the token belongs to, as `/services/oauth2/userinfo` answers it. */
export const identityAnswer = z.pipe(
  z.object({
    preferred_username: z.string(),
    organization_id: z.string().check(z.regex(/^00D[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/)),
  }),
  z.transform((answer) => {
    const fifteen = answer.organization_id.slice(0, 15)
    return { identity: answer.preferred_username, organizationId: fifteen + suffixOf(fifteen) }
  }),
)

/** A record as a Salesforce user; throws a `TypeError` with the reason where the ID can be none. */
export function asSalesforceUser(user: UserApiRecord): SalesforceUser {
  const username = tidied(user.Username)
  const email = tidied(user.Email)
  const lastLogin = tidied(user.LastLoginDate)
  return {
    salesforceUserId: idOf(user.Id),
    name: tidied(user.Name) ?? username ?? user.Id,
    firstName: tidied(user.FirstName),
    lastName: tidied(user.LastName),
    username: username?.toLowerCase() ?? null,
    email: email === null ? null : normaliseEmail(email),
    alias: tidied(user.Alias),
    active: user.IsActive,
    frozen: null,
    type: tidied(user.UserType),
    profile: tidied(user.Profile?.Name),
    role: tidied(user.UserRole?.Name),
    department: tidied(user.Department),
    title: tidied(user.Title),
    manager: tidied(user.Manager?.Name),
    employeeNumber: tidied(user.EmployeeNumber),
    federationId: tidied(user.FederationIdentifier),
    lastLoginAt: lastLogin === null ? null : asTime(lastLogin),
  }
}

function tidied(given: string | null | undefined): string | null {
  return given?.trim() || null
}

function idOf(text: string): SalesforceUserId {
  const parsed = parseSalesforceUserId(text)
  if ('salesforceUserId' in parsed) return parsed.salesforceUserId
  throw new TypeError(parsed.reason)
}

// Salesforce writes `2026-09-08T11:22:00.000+0000`, which needs no calendar.
function asTime(given: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/.test(given)) return `${given.slice(0, 23)}Z`
  const time = new Date(given)
  return Number.isNaN(time.getTime()) ? given : time.toISOString()
}

/** The failure to throw where another number of records arrived than was promised. */
export function incompleteError(host: string, promised: number, received: number): SfsyncError {
  return new SfsyncError(
    'remote',
    `${host} promised ${promised} users and gave ${received}: a partial list is an error, never a list`,
    { actions: ['try again: sfsync sf-users refresh --full', reportAction] },
  )
}
