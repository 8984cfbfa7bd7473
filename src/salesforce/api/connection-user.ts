import * as z from 'zod/mini'
import { parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import type { Answer, AppUse, ConnectionRight, ConnectionUser, OrgConnection } from '../salesforce.ts'
import { FieldNotVisible } from './errors.ts'
import { Org } from './org.ts'
import { asTime } from './records.ts'
import { fieldList, soql } from './soql.ts'
import { isUnavailable, reasonText } from './who-am-i.ts'

const userRow = z.object({ Name: z.nullish(z.string()), IsActive: z.boolean() })
const loginRow = z.object({ IsFrozen: z.boolean() })
const assignmentRow = z.object({
  IsActive: z.boolean(),
  PermissionSet: z.catchall(z.object({ IsOwnedByProfile: z.boolean() }), z.unknown()),
})
const tokenRow = z.object({ UserId: z.string(), LastUsedDate: z.nullish(z.string()) })

// Source: object reference, "Special Access Rules" of UserLogin, PermissionSetAssignment and OauthToken.
const needed = {
  frozen: 'Manage Users',
  rights: 'View Setup and Configuration',
  tokens: 'Customize Application',
} as const

const fieldOf: Readonly<Record<ConnectionRight, string>> = {
  'API Enabled': 'PermissionsApiEnabled',
  'View All Users': 'PermissionsViewAllUsers',
  'Edit Tasks': 'PermissionsEditTask',
  'Edit Events': 'PermissionsEditEvent',
}

/**
 * Asks a live org about the Salesforce user who holds SalesScreen's connection: the one given, or the one whose token
 * SalesScreen used last. Each question may be without an answer; throws `login-needed`, and `remote` where the org does
 * not even answer who the user is.
 */
export async function readConnectionUser(
  connection: OrgConnection,
  given: SalesforceUserId | null,
): Promise<Answer<ConnectionUser>> {
  const org = new Org(connection)
  const newest = await ask(needed.tokens, newestOf(org))
  const newestUsed = 'known' in newest ? newest.known : null
  const salesforceUserId = given ?? newestUsed?.salesforceUserId
  if (salesforceUserId === undefined)
    return {
      unknownBecause: 'unknownBecause' in newest ? newest.unknownBecause : noTokens('at all'),
    }
  const [user, frozen, apiEnabled, viewAllUsers, editTasks, editEvents, lastUse] = await Promise.all([
    readUser(org, salesforceUserId),
    ask(needed.frozen, readFrozen(org, salesforceUserId)),
    ask(needed.rights, readRight(org, salesforceUserId, 'API Enabled')),
    ask(needed.rights, readRight(org, salesforceUserId, 'View All Users')),
    ask(needed.rights, readRight(org, salesforceUserId, 'Edit Tasks')),
    ask(needed.rights, readRight(org, salesforceUserId, 'Edit Events')),
    ask(needed.tokens, readLastUse(org, salesforceUserId)),
  ])
  return {
    known: {
      salesforceUserId,
      ...user,
      frozen,
      rights: {
        'API Enabled': apiEnabled,
        'View All Users': viewAllUsers,
        'Edit Tasks': editTasks,
        'Edit Events': editEvents,
      },
      lastUse,
      newestUse: newestUsed,
    },
  }
}

/** One question; a refusal is an answer, too: no one could look. */
async function ask<T>(permission: string, request: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await request
  } catch (error) {
    if (!isUnavailable(error)) throw error
    return {
      unknownBecause:
        error instanceof FieldNotVisible
          ? `the signed-in user needs "${permission}" to see it`
          : reasonText(error),
    }
  }
}

async function readUser(
  org: Org,
  salesforceUserId: string,
): Promise<Pick<ConnectionUser, 'name' | 'active'>> {
  const [user] = await org.queryAll(
    soql`SELECT Name, IsActive FROM User WHERE Id = ${salesforceUserId}`,
    userRow,
  )
  if (user === undefined)
    return {
      name: null,
      active: {
        unknownBecause: `${org.host} does not show ${salesforceUserId}: another org's user, or the signed-in user needs "View All Users"`,
      },
    }
  return { name: user.Name ?? null, active: { known: user.IsActive } }
}

async function readFrozen(org: Org, salesforceUserId: string): Promise<Answer<boolean>> {
  const [login] = await org.queryAll(
    soql`SELECT IsFrozen FROM UserLogin WHERE UserId = ${salesforceUserId}`,
    loginRow,
  )
  return login === undefined
    ? { unknownBecause: 'Salesforce shows no login of this user' }
    : { known: login.IsFrozen }
}

// One query for each permission: an org that does not know one of them still answers about the others.
async function readRight(
  org: Org,
  salesforceUserId: string,
  right: ConnectionRight,
): Promise<Answer<boolean>> {
  const field = fieldOf[right]
  const rows = await org.queryAll(
    soql`SELECT IsActive, PermissionSet.IsOwnedByProfile, ${fieldList([`PermissionSet.${field}`])} FROM PermissionSetAssignment WHERE AssigneeId = ${salesforceUserId}`,
    assignmentRow,
  )
  const inForce = rows.filter(({ IsActive, PermissionSet }) => IsActive || PermissionSet.IsOwnedByProfile)
  if (inForce.some(({ PermissionSet }) => PermissionSet[field] === true)) return { known: true }
  // Every user has a profile; without it Salesforce did not show everything.
  if (inForce.some(({ PermissionSet }) => PermissionSet.IsOwnedByProfile)) return { known: false }
  return { unknownBecause: 'Salesforce does not show the profile of this user' }
}

async function readLastUse(org: Org, salesforceUserId: SalesforceUserId): Promise<Answer<string | null>> {
  const use = await newestUse(org, salesforceUserId)
  if (use !== null) return { known: use.lastUsedAt }
  return { unknownBecause: noTokens('of this user') }
}

function noTokens(ofUser: string): string {
  return `the signed-in user sees no SalesScreen token ${ofUser}; to see those of others it needs "${needed.tokens}"`
}

async function newestOf(org: Org): Promise<Answer<AppUse | null>> {
  return { known: await newestUse(org) }
}

// Salesforce gives at most 2,500 tokens, so only the newest is asked for.
async function newestUse(org: Org, salesforceUserId?: SalesforceUserId): Promise<AppUse | null> {
  const ofUser = salesforceUserId === undefined ? soql`` : soql` AND UserId = ${salesforceUserId}`
  const [token] = await org.queryAll(
    soql`SELECT UserId, LastUsedDate FROM OauthToken WHERE AppName LIKE '%SalesScreen%'${ofUser} ORDER BY LastUsedDate DESC NULLS LAST LIMIT 1`,
    tokenRow,
  )
  if (token === undefined) return null
  const parsed = parseSalesforceUserId(token.UserId)
  if ('reason' in parsed) throw org.unexpectedResponse([parsed.reason])
  const lastUsed = token.LastUsedDate ?? null
  return {
    salesforceUserId: parsed.salesforceUserId,
    lastUsedAt: lastUsed === null ? null : asTime(lastUsed),
  }
}
