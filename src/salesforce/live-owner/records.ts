import * as z from 'zod/mini'
import { normaliseEmail } from '../../core/email.ts'
import { SfsyncError } from '../../core/errors.ts'
import { parseSalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'

const text = z.optional(z.nullable(z.string()))
const related = z.optional(z.nullable(z.object({ Name: text })))
const userRecord = z.object({
  Id: z.string(),
  Username: text,
  Name: text,
  FirstName: text,
  LastName: text,
  Email: text,
  Alias: text,
  IsActive: z.optional(z.nullable(z.boolean())),
  UserType: text,
  Profile: related,
  UserRole: related,
  Manager: related,
  Title: text,
  Department: text,
  EmployeeNumber: text,
  FederationIdentifier: text,
  LastLoginDate: text,
})

/** One page of a query, checked. */
const queryPage = z.object({
  totalSize: z.number(),
  done: z.boolean(),
  nextRecordsUrl: z.optional(z.string()),
  records: z.array(userRecord),
})

/** A page of users with the way to the next one. */
export interface UserPage {
  readonly totalSize: number
  readonly next: string | undefined
  readonly users: readonly SalesforceUser[]
}

/** Reads a page as the query answers it; throws `remote` when it has another shape, such as a page of HTML. */
export function parseUserPage(answer: unknown, host: string): UserPage {
  const parsed = queryPage.safeParse(answer)
  if (!parsed.success)
    throw new SfsyncError('remote', `${host} answered with something that is no list of users`, {
      actions: [
        'a proxy or a sign-in page may stand in between: open the address in a browser',
        'sfsync doctor',
      ],
      cause: parsed.error,
    })
  const { totalSize, done, nextRecordsUrl, records } = parsed.data
  return {
    totalSize,
    next: done ? undefined : nextRecordsUrl,
    users: records.map((record) => userOf(record, host)),
  }
}

function userOf(record: z.output<typeof userRecord>, host: string): SalesforceUser {
  const id = parseSalesforceUserId(record.Id)
  if (!('salesforceUserId' in id))
    throw new SfsyncError('remote', `${host} gave a user without a User ID: ${id.reason}`)
  const email = record.Email ?? null
  return {
    salesforceUserId: id.salesforceUserId,
    name: record.Name ?? record.Username ?? id.salesforceUserId,
    firstName: record.FirstName ?? null,
    lastName: record.LastName ?? null,
    username: record.Username?.toLowerCase() ?? null,
    email: email === null ? null : normaliseEmail(email),
    alias: record.Alias ?? null,
    active: record.IsActive ?? null,
    type: record.UserType ?? null,
    profile: record.Profile?.Name ?? null,
    role: record.UserRole?.Name ?? null,
    department: record.Department ?? null,
    title: record.Title ?? null,
    manager: record.Manager?.Name ?? null,
    employeeNumber: record.EmployeeNumber ?? null,
    federationId: record.FederationIdentifier ?? null,
    lastLoginAt: record.LastLoginDate == null ? null : utc(record.LastLoginDate),
  }
}

function utc(time: string): string {
  const milliseconds = Date.parse(time)
  return Number.isNaN(milliseconds) ? time : new Date(milliseconds).toISOString()
}
