import { describe, expect, test } from 'vitest'
import { readConnectionUser } from '../../../src/salesforce/api/connection-user.ts'
import {
  type ConnectionRight,
  connectionRights,
  type ConnectionUser,
} from '../../../src/salesforce/salesforce.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../../../src/core/salesforce-id.ts'
import type { Permissions } from '../../support/salesforce-server/facts.ts'
import type { RunningSalesforce, SalesforceOptions } from '../../support/salesforce-server/server.ts'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'
import { anOrg, atWork, connectionTo, failureOf } from './support.ts'

const users = salesforceUsers(3).map((user) => ({ ...atWork(user), IsActive: true }))
const [holderId, otherId] = users.map(({ Id }) => idOf(Id))
const everything: Permissions = { apiEnabled: true, viewAllUsers: true, manageUsers: false }
const used = '2026-11-27T08:15:00.000+0000'

function idOf(text: string): SalesforceUserId {
  const parsed = parseSalesforceUserId(text)
  if ('reason' in parsed) throw new Error(parsed.reason)
  return parsed.salesforceUserId
}

function token(UserId: string | undefined, LastUsedDate: string | null, AppName = 'SalesScreen') {
  return { AppName, UserId: UserId ?? '', LastUsedDate }
}

/** An org whose first user holds the connection, with every permission. */
async function anOrgWith(options: SalesforceOptions = {}): Promise<RunningSalesforce> {
  return await anOrg({
    users,
    permissionsOf: { [String(holderId)]: everything },
    oauthTokens: [token(holderId, used)],
    ...options,
  })
}

async function holderIn(
  org: RunningSalesforce,
  given: SalesforceUserId | null = holderId ?? null,
): Promise<ConnectionUser> {
  const answer = await readConnectionUser(connectionTo(org), given)
  if ('unknownBecause' in answer) throw new Error(answer.unknownBecause)
  return answer.known
}

const yes = { known: true }
const no = { known: false }

describe('the user who holds the connection', () => {
  test('is told whole where the signed-in user may see everything', async () => {
    expect(await holderIn(await anOrgWith())).toEqual({
      salesforceUserId: holderId,
      name: users[0]?.Name,
      active: yes,
      frozen: no,
      rights: { 'API Enabled': yes, 'View All Users': yes, 'Edit Tasks': yes, 'Edit Events': yes },
      lastUse: { known: '2026-11-27T08:15:00.000Z' },
      newestUse: { salesforceUserId: holderId, lastUsedAt: '2026-11-27T08:15:00.000Z' },
    })
  })

  test('may be inactive and frozen', async () => {
    const inactive = users.map((user) => ({ ...user, IsActive: user.Id !== holderId }))
    const org = await anOrgWith({ users: inactive, frozen: [String(holderId)] })
    expect(await holderIn(org)).toMatchObject({ active: no, frozen: yes })
  })

  test('is found by the token that was used last, whatever the app is called exactly', async () => {
    const org = await anOrgWith({
      oauthTokens: [
        token(holderId, null),
        token(otherId, used, 'salesscreen (EU)'),
        token(holderId, '2026-11-01T00:00:00.000+0000'),
        token(users[2]?.Id, '2026-11-28T00:00:00.000+0000', 'Data Loader'),
      ],
    })
    expect((await holderIn(org, null)).salesforceUserId).toBe(otherId)
    expect(await holderIn(org)).toMatchObject({
      lastUse: { known: '2026-11-01T00:00:00.000Z' },
      newestUse: { salesforceUserId: otherId },
    })
  })

  test('is not known where no token can be seen', async () => {
    const none =
      'the signed-in user sees no SalesScreen token at all; to see those of others it needs "Customize Application"'
    for (const org of [
      await anOrgWith({ oauthTokens: [] }),
      await anOrgWith({ customizeApplication: false }),
    ])
      expect(await readConnectionUser(connectionTo(org), null)).toEqual({ unknownBecause: none })
  })

  test('a token that was never used is no unknown', async () => {
    const org = await anOrgWith({ oauthTokens: [token(holderId, null)] })
    expect((await holderIn(org)).lastUse).toEqual({ known: null })
  })
})

const takenAway: Readonly<Record<ConnectionRight, Partial<Permissions>>> = {
  'API Enabled': { apiEnabled: false },
  'View All Users': { viewAllUsers: false },
  'Edit Tasks': { editTasks: false },
  'Edit Events': { editEvents: false },
}
const fields: Readonly<Record<ConnectionRight, string>> = {
  'API Enabled': 'PermissionSet.PermissionsApiEnabled',
  'View All Users': 'PermissionSet.PermissionsViewAllUsers',
  'Edit Tasks': 'PermissionSet.PermissionsEditTask',
  'Edit Events': 'PermissionSet.PermissionsEditEvent',
}
const needsSetup = { unknownBecause: 'the signed-in user needs "View Setup and Configuration" to see it' }

describe.each(connectionRights)('the permission %s', (right) => {
  const others = connectionRights.filter((other) => other !== right)
  const allYes = Object.fromEntries(others.map((other) => [other, yes]))

  test('may be missing alone', async () => {
    const org = await anOrgWith({
      permissionsOf: { [String(holderId)]: { ...everything, ...takenAway[right] } },
    })
    expect((await holderIn(org)).rights).toEqual({ ...allYes, [right]: no })
  })

  test('may be unknown alone', async () => {
    const org = await anOrgWith({ unreadable: [fields[right]] })
    expect((await holderIn(org)).rights).toEqual({ ...allYes, [right]: needsSetup })
  })

  test('is missing where the permission set that gave it has expired', async () => {
    const org = await anOrgWith({
      permissionsOf: { [String(holderId)]: { ...everything, ...takenAway[right] } },
      expiredPermissionsOf: { [String(holderId)]: everything },
    })
    expect((await holderIn(org)).rights[right]).toEqual(no)
  })
})

describe('could not look', () => {
  test('is the answer to each question whose permission the signed-in user lacks', async () => {
    const org = await anOrgWith({
      permissions: { apiEnabled: true, viewAllUsers: true, manageUsers: false },
      viewSetup: false,
      customizeApplication: false,
    })
    expect(await holderIn(org)).toMatchObject({
      active: yes,
      frozen: { unknownBecause: 'the signed-in user needs "Manage Users" to see it' },
      rights: Object.fromEntries(connectionRights.map((right) => [right, needsSetup])),
      lastUse: {
        unknownBecause:
          'the signed-in user sees no SalesScreen token of this user; to see those of others it needs "Customize Application"',
      },
      newestUse: null,
    })
  })

  test('is the answer where Salesforce shows nothing of the user: no permission is reported missing', async () => {
    const org = await anOrgWith({ users: users.slice(1), permissionsOf: {}, oauthTokens: [] })
    const { host } = new URL(org.url)
    expect(await holderIn(org)).toMatchObject({
      name: null,
      active: {
        unknownBecause: `${host} does not show ${holderId}: another org's user, or the signed-in user needs "View All Users"`,
      },
      frozen: { unknownBecause: 'Salesforce shows no login of this user' },
      rights: Object.fromEntries(
        connectionRights.map((right) => [
          right,
          { unknownBecause: 'Salesforce does not show the profile of this user' },
        ]),
      ),
    })
  })

  test('is the answer to one question that the org fails to answer', async () => {
    const org = await anOrgWith()
    org.fault(({ query }) => (query.get('q') ?? '').includes('FROM UserLogin'), {
      status: 400,
      body: [{ errorCode: 'MALFORMED_QUERY', message: 'no' }],
    })
    const { active, frozen } = await holderIn(org)
    expect(active).toEqual(yes)
    expect(frozen).toEqual({ unknownBecause: expect.stringContaining('no') })
  })

  test('is no answer where the session has ended, or the org does not say who the user is', async () => {
    const org = await anOrgWith()
    org.fault(({ query }) => (query.get('q') ?? '').includes('FROM User '), { status: 400, body: 'no' }, 1)
    expect((await failureOf(holderIn(org))).code).toBe('remote')
    expect(
      (await failureOf(readConnectionUser(connectionTo(org, { accessToken: 'another' }), null))).code,
    ).toBe('login-needed')
  })
})
