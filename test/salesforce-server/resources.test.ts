import { gunzipSync } from 'node:zlib'
import { request } from 'undici'
import { expect, test } from 'vitest'
import { salesforceUsers } from '../support/salesforce-server/users.ts'
import {
  ada,
  anOrg,
  answered,
  ask,
  aUser,
  bob,
  cyd,
  ids,
  post,
  type QueryResult,
  query,
  refusal,
} from './support.ts'

async function allPages(org: Awaited<ReturnType<typeof anOrg>>, soql: string): Promise<number[]> {
  const sizes: number[] = []
  let page = await query(org, soql)
  sizes.push(page.records?.length ?? 0)
  while (page.nextRecordsUrl !== undefined) {
    page = await answered<QueryResult>(await ask(org, page.nextRecordsUrl))
    sizes.push(page.records?.length ?? 0)
  }
  return sizes
}

test('pages are as long as asked for, and lead to each other', async () => {
  const org = await anOrg({ users: salesforceUsers(5_000) })
  const { records: _, ...first } = await query(org, 'SELECT Id FROM User')
  expect(first).toEqual({
    totalSize: 5_000,
    done: false,
    nextRecordsUrl: '/services/data/v68.0/query/01gRO0000000000IAA-2000',
  })
  expect(await allPages(org, 'SELECT Id FROM User')).toEqual([2_000, 2_000, 1_000])
  const short = { 'Sforce-Query-Options': 'batchSize=700' }
  const page: QueryResult = await answered(await ask(org, 'query?q=SELECT+Id+FROM+User', { headers: short }))
  expect(page.records).toHaveLength(700)
})

test('pages may be smaller than they could be, and still hold every user', async () => {
  const org = await anOrg({ users: salesforceUsers(5_000), unevenPages: true })
  const sizes = await allPages(org, 'SELECT Id FROM User')
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5_000)
  expect(sizes.filter((size) => size < 2_000).length).toBeGreaterThan(1)
})

test('an unknown cursor is refused', async () => {
  const response = await ask(await anOrg(), 'query/01gRO0000000000IAA-2000')
  expect(await refusal(response)).toEqual({
    status: 400,
    errorCode: 'INVALID_QUERY_LOCATOR',
    message: 'invalid query locator',
  })
})

test('every answer gives the number of calls used, and past the limit the next is refused', async () => {
  const org = await anOrg({ callLimit: 2 })
  const soql = 'query?q=SELECT+COUNT()+FROM+User'
  expect((await ask(org, soql)).headers.get('sforce-limit-info')).toBe('api-usage=1/2')
  expect(await answered(await ask(org, 'limits'))).toMatchObject({
    DailyApiRequests: { Max: 2, Remaining: 0 },
    DailyBulkV2QueryJobs: { Max: 10_000, Remaining: 10_000 },
  })
  expect(await refusal(await ask(org, soql))).toEqual({
    status: 403,
    errorCode: 'REQUEST_LIMIT_EXCEEDED',
    message: 'TotalRequests Limit exceeded.',
  })
})

function attributes(id: string): object {
  return { type: 'User', url: `/services/data/v68.0/sobjects/User/${id}` }
}

test('records come in the order of the request, null for unknown IDs', async () => {
  const org = await anOrg({ users: [aUser(ada), aUser(bob, { Name: 'Bob' })] })
  const wanted = { ids: [bob.slice(0, 15), cyd, ada], fields: ['name', 'IsActive'] }
  expect(await answered(await post(org, 'composite/sobjects/User', wanted))).toEqual([
    { attributes: attributes(bob), Id: bob, Name: 'Bob', IsActive: true },
    null,
    { attributes: attributes(ada), Id: ada, Name: 'Ada Lovelace', IsActive: true },
  ])
  const unknown = await post(org, 'composite/sobjects/User', { ids: [ada], fields: ['Shoe'] })
  expect(await refusal(unknown)).toMatchObject({ status: 400, errorCode: 'INVALID_FIELD' })
  const tooMany = await post(org, 'composite/sobjects/User', {
    ids: Array(2_001).fill(ada),
    fields: ['Name'],
  })
  expect(tooMany.status).toBe(400)
})

test('a description leaves out what the identity may not see', async () => {
  const org = await anOrg({ unreadable: ['Title'] })
  const { fields }: { fields: { name: string }[] } = await answered(await ask(org, 'sobjects/User/describe'))
  const names = fields.map(({ name }) => name)
  expect(names).toContain('Department')
  expect(names).not.toContain('Title')
})

test('the versions are listed without a sign-in, and no others are known', async () => {
  const org = await anOrg()
  const versions: unknown[] = await answered(await fetch(`${org.url}/services/data`))
  expect(versions.at(-1)).toEqual({ label: "Winter '27", url: '/services/data/v68.0', version: '68.0' })
  expect(await refusal(await ask(org, '/services/data/v69.0/limits'))).toEqual({
    status: 404,
    errorCode: 'NOT_FOUND',
    message: 'The requested resource does not exist',
  })
})

test('the user info names the user a token was issued for', async () => {
  const org = await anOrg({ users: [aUser(bob, { Username: 'bob@acme.example' })] })
  const authorization = `Bearer ${org.tokens.issue(bob)}`
  const about = await ask(org, '/services/oauth2/userinfo', { headers: { authorization } })
  expect(await about.json()).toMatchObject({ user_id: bob, preferred_username: 'bob@acme.example' })
  org.tokens.revoke(authorization.slice('Bearer '.length))
  expect((await ask(org, '/services/oauth2/userinfo', { headers: { authorization } })).status).toBe(403)
  expect((await ask(org, 'limits', { headers: { authorization } })).status).toBe(401)
})

test('an address of more than 16,384 bytes is too long', async () => {
  const org = await anOrg()
  const longest = 16_384 - '/services/data/v68.0/query?q='.length
  expect((await ask(org, `query?q=${'x'.repeat(longest)}`)).status).toBe(400)
  expect((await ask(org, `query?q=${'x'.repeat(longest + 1)}`)).status).toBe(414)
})

test('answers are compressed for who takes that', async () => {
  const org = await anOrg()
  const url = `${org.url}/services/data`
  const zipped = await request(url, { headers: { 'accept-encoding': 'gzip' } })
  const plain = await request(url)
  expect(zipped.headers['content-encoding']).toBe('gzip')
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(gunzipSync(await zipped.body.arrayBuffer()).toString()).toBe(await plain.body.text())
})

test('the clock of the org may be ahead', async () => {
  const org = await anOrg({ clockSkewSeconds: 3_600 })
  const ahead = Date.parse((await ask(org, 'limits')).headers.get('date') ?? '') - Date.now()
  expect(Math.round(ahead / 60_000)).toBe(60)
})

test('with private sharing and without "View All Users" only some are seen, oneself among them', async () => {
  const users = salesforceUsers(1_000)
  const userId = users[500]?.Id ?? ''
  const identity = { userId, username: 'ada@acme.example', name: 'Ada' }
  const permissions = { apiEnabled: true, viewAllUsers: false, manageUsers: false }
  const limited = await anOrg({ users, identity, permissions, sharing: 'private', visibleShare: 0.2 })
  const seen = await ids(limited, 'SELECT Id FROM User')
  expect(seen).toContain(userId)
  expect(seen.length).toBeGreaterThan(100)
  expect(seen.length).toBeLessThan(300)
  expect((await query(limited, 'SELECT COUNT() FROM User')).totalSize).toBe(seen.length)
  const hidden = users.find(({ Id }) => !seen.includes(Id))?.Id ?? ''
  expect(
    await answered(await post(limited, 'composite/sobjects/User', { ids: [hidden], fields: ['Id'] })),
  ).toEqual([null])
  const logins = await ask(limited, 'query?q=SELECT+UserId+FROM+UserLogin')
  expect(await refusal(logins)).toMatchObject({ status: 400, errorCode: 'INVALID_TYPE' })
  const all = await anOrg({ users, identity, sharing: 'private' })
  expect((await query(all, 'SELECT COUNT() FROM User')).totalSize).toBe(1_000)
})
