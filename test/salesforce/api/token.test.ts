import { expect, test } from 'vitest'
import type { Fault } from '../../support/salesforce-server/faults.ts'
import {
  anOrg,
  anOrgOfThreePages,
  connectionTo,
  errorOf,
  everythingOf,
  failureOf,
  readAll,
  readNews,
} from './support.ts'

test('a redirect is not followed, so that the token reaches no other host', async () => {
  const other = await anOrg()
  const org = await anOrgOfThreePages()
  org.fault({ page: 1 }, { status: 302, body: '', headers: { Location: `${other.url}/services/data` } })
  expect(await failureOf(readNews(connectionTo(org)))).toEqual({
    code: 'remote',
    message: `${new URL(org.url).host} redirects to ${new URL(other.url).host}; the token was not sent there`,
    actions: [
      'check SF_ORG_INSTANCE_URL, and whether this network requires you to sign in first',
      'without the API, import an exported report: sfsync sf-users import <report.csv>',
    ],
    rows: [],
  })
  expect(other.requests).toEqual([])
})

test('a redirect to an org of Salesforce says which address to set', async () => {
  const org = await anOrgOfThreePages()
  org.fault('/services/oauth2', {
    status: 301,
    body: '',
    headers: { Location: 'https://acme.my.salesforce.com/services/oauth2/userinfo' },
  })
  expect((await failureOf(readNews(connectionTo(org)))).actions[0]).toBe(
    'if that is your org, set SF_ORG_INSTANCE_URL to https://acme.my.salesforce.com',
  )
})

test('the next page is asked of the same org, wherever its address points', async () => {
  const other = await anOrg()
  const org = await anOrgOfThreePages()
  org.fault(
    { page: 1 },
    {
      status: 200,
      body: {
        totalSize: 5,
        done: false,
        nextRecordsUrl: `${other.url}/services/data/v68.0/query/01gRO0000000000IAA-200`,
        records: [],
      },
    },
  )
  await failureOf(readNews(connectionTo(org)))
  expect(other.requests).toEqual([])
})

const token = '00D5g0000001AbC!VerySecretSession.Token'
const faults: readonly Fault[] = [
  { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: `Bearer ${token} expired` }] },
  { status: 400, body: `Your request was: Authorization: Bearer ${token}` },
  { status: 500, body: `<html>Bearer ${token}</html>`, headers: { 'Content-Type': 'text/html' } },
  {
    status: 302,
    body: token,
    headers: { Location: `https://${token.replace('!', '')}.example/?sid=${token}` },
  },
  { status: 200, body: { sid: token } },
  { status: 200, body: token },
  'html',
  'drop-mid-body',
  'stall',
]

test.each(faults)('the token is in nothing that a failure holds: %j', async (fault) => {
  const org = await anOrg({ token })
  org.fault({ page: 1 }, fault)
  const error = await errorOf(readNews(connectionTo(org, { timeoutSeconds: 1 })))
  expect(everythingOf(error)).not.toContain(token)
})

test('a refresh prints the token nowhere', async () => {
  const org = await anOrg({ token, unreadable: ['Title'] })
  const { total, people, reader } = await readAll(connectionTo(org))
  expect(everythingOf({ total, people, hidden: reader.hiddenFields() })).not.toContain(token)
})
