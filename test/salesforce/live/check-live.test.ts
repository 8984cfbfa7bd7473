import { expect, test } from 'vitest'
import { checkLive } from '../../../src/salesforce/live/live.ts'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'
import { anOrg, connectionTo, failureOf } from './support.ts'

test('a check tells who asks, which org answers, and how many calls are left', async () => {
  const org = await anOrg({ users: salesforceUsers(3), callLimit: 100 })
  expect(await checkLive(connectionTo(org))).toEqual({
    identity: 'ada@acme.example',
    organizationId: '00D5g0000001AbCEAU',
    callsLeft: 99,
  })
  expect(org.requests.map(({ soql }) => soql)).toEqual([
    null,
    "SELECT COUNT() FROM User WHERE UserType = 'Standard'",
  ])
})

test('an org that does not tell its calls is sound all the same', async () => {
  const org = await anOrg()
  org.fault('/services/data/v68.0/query', { status: 200, body: { totalSize: 3, done: true, records: [] } })
  expect(await checkLive(connectionTo(org))).toEqual({
    identity: 'ada@acme.example',
    organizationId: '00D5g0000001AbCEAU',
    callsLeft: null,
  })
})

test('a token that signs in but may not use the API does not pass', async () => {
  const org = await anOrg()
  org.fault('/services/data', {
    status: 403,
    body: [
      { errorCode: 'API_DISABLED_FOR_ORG', message: 'The REST API is not enabled for this Organization' },
    ],
  })
  expect((await failureOf(checkLive(connectionTo(org)))).message).toMatch(
    'the permission "API Enabled" is missing',
  )
})

test('another token than the org gave out asks for a sign-in', async () => {
  const org = await anOrg()
  expect(await failureOf(checkLive(connectionTo(org, { accessToken: 'eyJ.old.token' })))).toEqual({
    code: 'login-needed',
    message: `${new URL(org.url).host} says that the session has expired or is not valid`,
    actions: [
      'take a new token (sf org auth show-access-token) and set SF_ACCESS_TOKEN to it',
      'without the API, read an exported report: sfsync sf-users import <report.csv>',
    ],
    rows: [{ reason: 'HTTP 403: Bad_OAuth_Token' }],
  })
})
