import * as z from 'zod/mini'
import { normaliseEmail } from '../../core/email.ts'
import { parseSalesforceUserId, suffixOf } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'

const text = z.pipe(
  z.nullish(z.string()),
  z.transform((given) => given?.trim() || null),
)
const relatedName = z.pipe(
  z.nullish(z.object({ Name: text })),
  z.transform((related) => related?.Name ?? null),
)
const userId = z.pipe(
  z.string(),
  z.transform((given, context) => {
    const parsed = parseSalesforceUserId(given)
    if ('salesforceUserId' in parsed) return parsed.salesforceUserId
    context.issues.push({ code: 'custom', input: given, message: parsed.reason })
    return z.NEVER
  }),
)

const userRecord = z.object({
  Id: userId,
  Username: text,
  Name: text,
  FirstName: text,
  LastName: text,
  Email: text,
  Alias: text,
  IsActive: z.boolean(),
  UserType: text,
  Profile: relatedName,
  UserRole: relatedName,
  Manager: relatedName,
  Title: text,
  Department: text,
  EmployeeNumber: text,
  FederationIdentifier: text,
  LastLoginDate: text,
})

/** One page of users as Salesforce answers a query; what was not asked for is null. */
export const userPage = z.object({
  totalSize: z.int(),
  records: z.array(z.pipe(userRecord, z.transform(asSalesforceUser))),
  /** Where the next page is; absent on the last. */
  nextRecordsUrl: z.optional(z.string()),
})

/** A page of users. */
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

/** Who looks into which org; the organization ID has 18 characters. */
export type Identity = z.infer<typeof identityAnswer>

function asSalesforceUser(user: z.infer<typeof userRecord>): SalesforceUser {
  return {
    salesforceUserId: user.Id,
    name: user.Name ?? user.Username ?? user.Id,
    firstName: user.FirstName,
    lastName: user.LastName,
    username: user.Username?.toLowerCase() ?? null,
    email: user.Email ? normaliseEmail(user.Email) : null,
    alias: user.Alias,
    active: user.IsActive,
    type: user.UserType,
    profile: user.Profile,
    role: user.UserRole,
    department: user.Department,
    title: user.Title,
    manager: user.Manager,
    employeeNumber: user.EmployeeNumber,
    federationId: user.FederationIdentifier,
    lastLoginAt: user.LastLoginDate ? asTime(user.LastLoginDate) : null,
  }
}

// Salesforce writes `2026-09-08T11:22:00.000+0000`.
function asTime(given: string): string {
  const time = new Date(given)
  return Number.isNaN(time.getTime()) ? given : time.toISOString()
}
