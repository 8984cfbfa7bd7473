import * as z from 'zod/mini'
import { countText, normalizeEmail, numberText } from '../../core/text.ts'
import { parseSalesforceUserId, type SalesforceUserId, suffixOf } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { importReportAction } from './response.ts'

// Plain shapes, tidied by hand: a million users pass here, and zod's pipes take three times as long.
const optionalText = z.nullish(z.string())
const related = z.nullish(z.object({ Name: optionalText }))
const relations = ['Profile', 'UserRole', 'Manager']

const userRecord = z.object({
  Id: z.string(),
  Username: optionalText,
  Name: optionalText,
  FirstName: optionalText,
  LastName: optionalText,
  Email: optionalText,
  Alias: optionalText,
  IsActive: z.boolean(),
  UserType: optionalText,
  Profile: related,
  UserRole: related,
  Manager: related,
  Title: optionalText,
  Department: optionalText,
  EmployeeNumber: optionalText,
  FederationIdentifier: optionalText,
  LastLoginDate: optionalText,
})

/** One user as a query returns it; fields that were not selected are missing. */
export type UserApiRecord = z.infer<typeof userRecord>

/** A page of a query result: how many records it has in total, these ones, and where the next page is. */
export function pageOf<Row>(row: z.ZodMiniType<Row>) {
  return z.object({ totalSize: z.int(), records: z.array(row), nextRecordsUrl: z.optional(z.string()) })
}

/** The shape of a page of users. */
export const userPage = pageOf(userRecord)

const texts = Object.keys(userRecord.shape).filter((key) => !['Id', 'IsActive', ...relations].includes(key))

/** The same page, checked ten times as fast for a million users. Only `userPage` says what is wrong with a page. */
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

/** A page of users. */
export type UserPage = z.infer<typeof userPage>

/** The result of a counting query. */
export const countAnswer = z.object({ totalSize: z.int() })

/** Who a token belongs to, as `/services/oauth2/userinfo` answers. */
export const identityAnswer = z.pipe(
  z.object({
    preferred_username: z.string(),
    organization_id: z.string().check(z.regex(/^00D[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/)),
  }),
  z.transform((answer) => ({
    identity: answer.preferred_username,
    organizationId: completeId(answer.organization_id),
  })),
)

/** The 18-character form of an ID of any object. */
export function completeId(id: string): string {
  const fifteen = id.slice(0, 15)
  return fifteen + suffixOf(fifteen)
}

/** A record as a Salesforce user; throws a `TypeError` with the reason where the ID is invalid. */
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
    email: email === null ? null : normalizeEmail(email),
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

/** A time of Salesforce (`2026-09-08T11:22:00.000+0000`, which needs no calendar) in UTC, ISO 8601. */
export function asTime(given: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/.test(given)) return `${given.slice(0, 23)}Z`
  const time = new Date(given)
  return Number.isNaN(time.getTime()) ? given : time.toISOString()
}

/** The failure to throw where the number of records received is not the one the org reported. */
export function incompleteError(host: string, total: number, received: number): SfsyncError {
  return new SfsyncError(
    'remote',
    `${host} reported ${countText(total, 'user')} but returned ${numberText(received)}; nothing saved`,
    {
      actions: [
        { text: 'try again', command: withOptions(commandLine('sf-users refresh'), { full: true }) },
        importReportAction,
      ],
    },
  )
}
