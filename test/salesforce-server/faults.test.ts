import { expect, test } from 'vitest'
import { faults } from '../support/salesforce-server/fault-book.ts'
import type { Fault, ScriptedAnswer } from '../support/salesforce-server/faults.ts'
import { salesforceUsers } from '../support/salesforce-server/users.ts'
import { anOrg, answered, ask, type QueryResult, query } from './support.ts'

const everybody = 'query?q=SELECT+Id+FROM+User'

test.each<[string, ScriptedAnswer, number]>([
  ['INVALID_SESSION_ID', faults.sessionExpired, 401],
  ['not valid for use with the REST API', faults.notForRest, 401],
  ['TotalRequests Limit', faults.requestLimit, 403],
  ['ConcurrentRequests', faults.concurrentRequests, 403],
  ['API_DISABLED_FOR_ORG', faults.apiDisabled, 403],
  ['API_CURRENTLY_DISABLED', faults.apiCurrentlyDisabled, 403],
  ['INSUFFICIENT_ACCESS', faults.insufficientAccess, 403],
  ["No such column 'Title'", faults.invalidField('Title'), 400],
  ["sObject type 'UserLogin'", faults.invalidType('UserLogin'), 400],
  ['MALFORMED_QUERY', faults.malformedQuery, 400],
  ['QUERY_TIMEOUT', faults.queryTimeout, 400],
  ['INVALID_QUERY_LOCATOR', faults.invalidLocator, 400],
  ['NOT_FOUND', faults.notFound, 404],
  ['Too many requests', faults.tooManyRequests(3), 429],
  ['SERVER_UNAVAILABLE', faults.unavailable(3), 503],
  ['maintenance', faults.maintenancePage(), 503],
  ['UNKNOWN_EXCEPTION', faults.unknownException, 500],
  ['Sign in to the network', faults.captivePortal, 200],
])('%s can be let happen, once or for good', async (words, fault, status) => {
  const org = await anOrg()
  org.fault('/services/data', fault, 1)
  const first = await ask(org, everybody)
  expect(first.status).toBe(status)
  expect(await first.text()).toContain(words)
  expect((await ask(org, everybody)).status).toBe(200)
  org.fault(({ headers }) => headers['authorization'] === `Bearer ${org.token}`, fault)
  for (let time = 0; time < 3; time += 1) expect((await ask(org, everybody)).status).toBe(status)
})

test('waiting times and other addresses are in the headers', async () => {
  const org = await anOrg()
  org.fault('/services', faults.tooManyRequests(7), 1)
  org.fault('/services', faults.moved('https://acme.my.salesforce.com/', 301), 1)
  expect((await ask(org, everybody)).headers.get('retry-after')).toBe('7')
  const moved = await ask(org, everybody, { redirect: 'manual' })
  expect({ status: moved.status, location: moved.headers.get('location') }).toEqual({
    status: 301,
    location: 'https://acme.my.salesforce.com/',
  })
})

test.each<{ fault: Fault; total: number; received: number; distinct: number }>([
  { fault: 'wrong-total', total: 11, received: 10, distinct: 10 },
  { fault: 'missing-row', total: 10, received: 9, distinct: 9 },
  { fault: 'repeated-row', total: 10, received: 11, distinct: 10 },
  { fault: 'extra-row', total: 10, received: 11, distinct: 11 },
  { fault: 'empty-page', total: 10, received: 0, distinct: 0 },
])('$fault: $received of $total', async ({ fault, total, received, distinct }) => {
  const org = await anOrg({ users: salesforceUsers(10) })
  org.fault({ page: 1 }, fault)
  const { totalSize, records = [] } = await query(org, 'SELECT Id FROM User')
  expect({
    total: totalSize,
    received: records.length,
    distinct: new Set(records.map(({ Id }) => Id)).size,
  }).toEqual({
    total,
    received,
    distinct,
  })
})

test('a fault strikes the page it is meant for', async () => {
  const org = await anOrg({ users: salesforceUsers(500), pageSize: 200 })
  org.fault({ page: 2 }, 'expired-cursor')
  const { nextRecordsUrl = '' } = await query(org, 'SELECT Id FROM User')
  expect((await ask(org, nextRecordsUrl)).status).toBe(400)
  expect((await ask(org, nextRecordsUrl.replace('-200', '-400'))).status).toBe(200)
})

test.each<Fault>(['drop', 'drop-mid-body', 'invalid-gzip'])('%s ends in no answer', async (fault) => {
  const org = await anOrg({ users: salesforceUsers(10) })
  org.fault('/services/data', fault)
  await expect(ask(org, everybody).then((response) => response.text())).rejects.toThrow(TypeError)
})

test.each<Fault>(['stall', 'silence'])('%s lasts until the client has enough', async (fault) => {
  const org = await anOrg({ users: salesforceUsers(10) })
  org.fault('/services/data', fault)
  const asked = ask(org, everybody, { signal: AbortSignal.timeout(300) })
  await expect(asked.then((response) => response.text())).rejects.toThrow('aborted due to timeout')
})

test('half of the JSON comes as if it were whole', async () => {
  const org = await anOrg({ users: salesforceUsers(10) })
  org.fault('/services/data', 'truncated-json')
  const text = await (await ask(org, everybody)).text()
  expect(() => JSON.parse(text)).toThrow(SyntaxError)
})

test('bytes that drip arrive in the end', async () => {
  const org = await anOrg({ users: salesforceUsers(3) })
  org.fault('/services/data', { dripMilliseconds: 1, chunkBytes: 50 })
  const page: QueryResult = await answered(await ask(org, everybody))
  expect(page.records).toHaveLength(3)
})
