import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { suffixOf } from '../../core/salesforce-id.ts'
import type { WhoAmI } from '../salesforce.ts'
import type { LiveConnection } from './connection.ts'
import type { Org } from './org.ts'
import { soql, type Soql } from './soql.ts'

const anId = z.string().check(z.regex(/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/))
const person = z.object({
  user_id: anId,
  organization_id: anId,
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

/** What somebody may do; null where sfsync could not look. */
export type Permissions = Pick<WhoAmI, 'apiEnabled' | 'viewAllUsers' | 'manageUsers'>

/** Asks a live org who asks, which org it is and what they may do. Only who asks must be answered; throws `login-needed` and `remote`. */
export async function whoAmI(connection: LiveConnection): Promise<WhoAmI> {
  // jsforce takes longer to load than all of sfsync.
  const { openOrg } = await import('./org.ts')
  const org = openOrg(connection)
  const who = await readPerson(org)
  const [rows, calls, may] = await Promise.all([
    orNothing(org.rows(soql`SELECT Name, IsSandbox FROM Organization`, organization)),
    orNothing(readCalls(org)),
    readPermissions(org, who.userId),
  ])
  return {
    ...who,
    organizationName: rows?.[0]?.Name ?? null,
    sandbox: rows?.[0]?.IsSandbox ?? null,
    instanceUrl: connection.session.instanceUrl,
    apiVersion: connection.apiVersion,
    callsLeft: calls?.callsLeft ?? org.callsLeft(),
    callsAllowed: calls?.callsAllowed ?? null,
    ...may,
  }
}

/** Who asks, by the org's own word. */
export async function readPerson(
  org: Org,
): Promise<Pick<WhoAmI, 'username' | 'name' | 'email' | 'userId' | 'organizationId'>> {
  const who = await org.ask(person, 'GET', '/services/oauth2/userinfo')
  return {
    username: who.preferred_username,
    name: who.name ?? null,
    email: who.email ?? null,
    userId: eighteen(who.user_id),
    organizationId: eighteen(who.organization_id),
  }
}

/** How many API calls are left in these 24 hours, and how many there are. */
export async function readCalls(
  org: Org,
): Promise<{ readonly callsLeft: number; readonly callsAllowed: number }> {
  const { DailyApiRequests } = await org.ask(limits, 'GET', org.path('limits'))
  return { callsLeft: DailyApiRequests.Remaining, callsAllowed: DailyApiRequests.Max }
}

/** What a user may do, by profile and permission sets together. */
export async function readPermissions(org: Org, userId: string): Promise<Permissions> {
  try {
    const sets = await org.rows(permissionQuery(userId), permissions)
    return {
      // Whoever got this answer got it through the API.
      apiEnabled: true,
      viewAllUsers: sets.some((set) => set.PermissionsViewAllUsers),
      manageUsers: sets.some((set) => set.PermissionsManageUsers),
    }
  } catch (error) {
    if (!isNoAnswer(error)) throw error
    const closed = error.rows.some(({ reason }) =>
      /^API_(?:CURRENTLY_DISABLED|DISABLED_FOR_ORG)\b/.test(reason),
    )
    return { apiEnabled: closed ? false : null, viewAllUsers: null, manageUsers: null }
  }
}

// A profile's permissions are those of the permission set that stands for it, which is assigned, too. [?] unconfirmed on a real org.
function permissionQuery(userId: string): Soql {
  return soql`SELECT PermissionsApiEnabled, PermissionsViewAllUsers, PermissionsManageUsers FROM PermissionSet WHERE Id IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${userId})`
}

async function orNothing<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asked
  } catch (error) {
    if (isNoAnswer(error)) return undefined
    throw error
  }
}

// Refused or not understood; an ended session and Ctrl-C end the command.
function isNoAnswer(error: unknown): error is SfsyncError {
  return error instanceof SfsyncError && error.code === 'remote'
}

function eighteen(id: string): string {
  return id.slice(0, 15) + suffixOf(id.slice(0, 15))
}
