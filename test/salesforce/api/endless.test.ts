import { expect, test } from 'vitest'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'
import { anOrg, atWork, connectionTo, failureOf, readAll, readNews } from './support.ts'

const inRange = ({ query }: { readonly query: URLSearchParams }) =>
  /Id > /.test(query.get('q') ?? '') || /Id <= /.test(query.get('q') ?? '')

async function anOrgOf(count: number) {
  return await anOrg({ users: salesforceUsers(count).map(atWork) })
}

test('a page outside its range is an error, not a reason to go on', async () => {
  const org = await anOrgOf(9_000)
  const [stranger] = salesforceUsers(1, 7)
  const record = { ...stranger, Id: '0055g00000zzzzz', attributes: {} }
  org.fault(inRange, {
    status: 200,
    body: {
      totalSize: 2_000,
      done: false,
      nextRecordsUrl: '/services/data/v68.0/query/x-1',
      records: [record],
    },
  })
  expect(await failureOf(readAll(connectionTo(org), 'people', { way: 'rest' }))).toMatchObject({
    code: 'remote',
    rows: [{ reason: expect.stringMatching(/is not in the range that was requested$/) }],
  })
  expect(org.requests.length).toBeLessThan(20)
})

test('a reading is bounded by what its number of users needs', async () => {
  const org = await anOrgOf(9_000)
  // Always one user more, always inside the range, never the last.
  org.fault(inRange, {
    status: 200,
    get body() {
      const after = /Id > '(\w{15})/.exec(org.requests.at(-1)?.soql ?? '')?.[1] ?? ''
      const [user] = salesforceUsers(1)
      return {
        totalSize: 2_000,
        done: false,
        nextRecordsUrl: '/services/data/v68.0/query/x-1',
        records: [{ ...user, Id: next(after) }],
      }
    },
  })
  expect(await failureOf(readAll(connectionTo(org), 'people', { way: 'rest' }))).toMatchObject({
    code: 'remote',
    rows: [{ reason: expect.stringMatching(/^\d+ requests returned .*the reading would not end$/) }],
  })
  expect(org.requests.length).toBeLessThan(250)
})

test('a range that takes Salesforce too long is asked for in halves', async () => {
  const org = await anOrgOf(9_000)
  org.fault(inRange, { status: 400, body: [{ errorCode: 'QUERY_TIMEOUT', message: 'too long' }] }, 3)
  const { people } = await readAll(connectionTo(org), 'people', { way: 'rest' })
  expect(people).toHaveLength(9_000)
})

test.each(['rest', 'bulk'] as const)('a page that points to itself is an error (%s)', async (way) => {
  const org = await anOrgOf(600)
  org.fault(({ path }) => path.endsWith('/resultPages'), {
    status: 200,
    body: {
      resultPages: [],
      nextRecordsUrl: '/services/data/v68.0/jobs/query/7505g000000JobAAAA/resultPages',
    },
  })
  const [user] = salesforceUsers(1)
  const page = {
    totalSize: 600,
    done: false,
    records: [user],
    nextRecordsUrl: '/services/data/v68.0/query/01gRO0000000000IAA-1',
  }
  if (way === 'rest') org.fault('/services/data/v68.0/query', { status: 200, body: page })
  const connection = connectionTo(org)
  const reading = way === 'rest' ? readNews(connection) : readAll(connection, 'everyone', { way })
  expect((await failureOf(reading)).rows).toEqual([
    { reason: 'a page points to a page that was read before' },
  ])
  expect(org.requests.length).toBeLessThan(12)
})

/** The next ID in the order of its characters. */
function next(id: string): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  const last = digits.indexOf(id.slice(-1))
  return last === digits.length - 1 ? `${next(id.slice(0, -1))}0` : id.slice(0, -1) + digits.charAt(last + 1)
}
