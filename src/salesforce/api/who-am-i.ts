import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import type { OrgConnection, WhoAmI } from '../salesforce.ts'
import { Org } from './org.ts'
import { completeId } from './records.ts'
import { soql } from './soql.ts'

const id = z.string().check(z.regex(/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/))
const userInfo = z.object({
  user_id: id,
  organization_id: id,
  preferred_username: z.string(),
  name: z.nullish(z.string()),
  email: z.nullish(z.string()),
})
const organization = z.object({ Name: z.nullish(z.string()), IsSandbox: z.nullish(z.boolean()) })
const limits = z.object({ DailyApiRequests: z.object({ Max: z.int(), Remaining: z.int() }) })
const permissions = z.object({
  PermissionsApiEnabled: z.boolean(),
  PermissionsViewAllUsers: z.boolean(),
  PermissionsManageUsers: z.boolean(),
})

/** What a user may do; null where sfsync could not check. */
export type Permissions = Pick<WhoAmI, 'apiEnabled' | 'viewAllUsers' | 'manageUsers' | 'unknownBecause'>

/** Asks a live org who signed in, which org it is and what the user may do. Only the first must succeed; throws `login-needed` and `remote`. */
export async function whoAmI(connection: OrgConnection): Promise<WhoAmI> {
  const org = new Org(connection)
  const user = await readUserInfo(org)
  const [rows, calls, may] = await Promise.all([
    ifAvailable(org.queryAll(soql`SELECT Name, IsSandbox FROM Organization`, organization)),
    ifAvailable(readApiUsage(org)),
    readPermissions(org, user.userId),
  ])
  return {
    ...user,
    organizationName: rows?.[0]?.Name ?? null,
    sandbox: rows?.[0]?.IsSandbox ?? null,
    instanceUrl: connection.session.instanceUrl,
    apiVersion: connection.apiVersion,
    callsLeft: calls?.callsLeft ?? org.callsLeft(),
    callsAllowed: calls?.callsAllowed ?? null,
    ...may,
    // Whatever came through the API shows that the user may use it.
    apiEnabled: may.apiEnabled ?? (rows === undefined && calls === undefined ? null : true),
  }
}

/** The user who signed in. */
export async function readUserInfo(
  org: Org,
): Promise<Pick<WhoAmI, 'username' | 'name' | 'email' | 'userId' | 'organizationId'>> {
  const user = await org.request(userInfo, 'GET', '/services/oauth2/userinfo')
  return {
    username: user.preferred_username,
    name: user.name ?? null,
    email: user.email ?? null,
    userId: completeId(user.user_id),
    organizationId: completeId(user.organization_id),
  }
}

/** How many API calls are left in these 24 hours, and how many are allowed. */
export async function readApiUsage(
  org: Org,
): Promise<{ readonly callsLeft: number; readonly callsAllowed: number }> {
  const { DailyApiRequests } = await org.request(limits, 'GET', org.path('limits'))
  return { callsLeft: DailyApiRequests.Remaining, callsAllowed: DailyApiRequests.Max }
}

/** What a user may do by profile and permission sets. */
export async function readPermissions(org: Org, userId: string): Promise<Permissions> {
  try {
    // A profile's permissions are those of the permission set behind it, which is assigned, too. [?] unconfirmed on a real org.
    const sets = await org.queryAll(
      soql`SELECT PermissionsApiEnabled, PermissionsViewAllUsers, PermissionsManageUsers FROM PermissionSet WHERE Id IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${userId})`,
      permissions,
    )
    return {
      // This answer came through the API.
      apiEnabled: true,
      viewAllUsers: sets.some((set) => set.PermissionsViewAllUsers),
      manageUsers: sets.some((set) => set.PermissionsManageUsers),
      unknownBecause: null,
    }
  } catch (error) {
    if (!isUnavailable(error)) throw error
    const isDisabled = error.rows.some(({ reason }) =>
      /^API_(?:CURRENTLY_DISABLED|DISABLED_FOR_ORG)\b/.test(reason),
    )
    return {
      apiEnabled: isDisabled ? false : null,
      viewAllUsers: null,
      manageUsers: null,
      unknownBecause: reasonText(error),
    }
  }
}

/** Whether the signed-in user has the permission "View All Users"; null where sfsync could not check. */
export async function readViewAllUsers(org: Org): Promise<boolean | null> {
  const user = await ifAvailable(readUserInfo(org))
  return user === undefined ? null : (await readPermissions(org, user.userId)).viewAllUsers
}

async function ifAvailable<Found>(request: Promise<Found>): Promise<Found | undefined> {
  try {
    return await request
  } catch (error) {
    if (isUnavailable(error)) return undefined
    throw error
  }
}

/** Why the org gave no answer, with Salesforce's own words. */
export function reasonText({ message, rows }: SfsyncError): string {
  return [message, ...rows.map(({ reason }) => reason)].join(': ')
}

/** Whether a request was refused or not understood; an expired session and Ctrl-C end the command. */
export function isUnavailable(error: unknown): error is SfsyncError {
  return error instanceof SfsyncError && error.code === 'remote'
}
