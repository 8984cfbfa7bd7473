import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { faults } from '../../support/salesforce-server/fault-book.ts'
import { anOrg, anOrgOfThreePages, connectionTo, failureOf, readNews, readerOf } from './support.ts'

const hostOf = ({ url }: { readonly url: string }) => new URL(url).host

test('all requests together end at the deadline, and the error says how to continue', async () => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, 'stall')
  expect(await failureOf(readNews(connectionTo(org, { deadlineSeconds: 1 })))).toEqual({
    code: 'remote',
    message: `the requests to ${hostOf(org)} took longer than 1 second in total`,
    actions: [
      'continue where it stopped: sfsync sf-users refresh',
      'or allow more time: set SFSYNC_DEADLINE_SECONDS',
    ],
    rows: [],
  })
})

test('a wait is reported, with its reason', async () => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, faults.unavailable(1), 1)
  const told: string[] = []
  const { people } = await readNews(connectionTo(org, { onRetry: (text) => told.push(text) }))
  expect({ people: people.length, told }).toEqual({
    people: 600,
    told: ['Salesforce is not available (SERVER_UNAVAILABLE); trying again in 1 s'],
  })
})

test('an org with too many long requests is asked again', async () => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, faults.concurrentRequests, 2)
  expect((await readNews(connectionTo(org))).people).toHaveLength(600)
})

test('connections are kept for the next request', async () => {
  let connections = 0
  const who = JSON.stringify({ preferred_username: 'ada', organization_id: '00D5g0000001AbC' })
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(who)
  }).on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const org = await anOrg()
  const reader = readerOf(connectionTo(org, { instanceUrl: `http://127.0.0.1:${port}` }))
  for (let time = 0; time < 5; time += 1) await reader.identity()
  // The second request may begin before the first connection is given back.
  expect(connections).toBeLessThan(3)
})

test.each([true, false])('pages arrive the same, compressed or not (%s)', async (gzip) => {
  const org = await anOrg({ users: { count: 300 }, gzip })
  const { people } = await readNews(connectionTo(org))
  expect(people.length).toBeGreaterThan(100)
  expect(org.requests.at(-1)?.headers['accept-encoding']).toBe('gzip')
})

test('a session that is renewed goes on with the new token, and asks for it once', async () => {
  const org = await anOrgOfThreePages()
  const connection = connectionTo(org, { accessToken: '00D5g0000001AbC!old' })
  let renewals = 0
  const session = {
    ...connection.session,
    token: async () => await Promise.resolve(renewals === 0 ? '00D5g0000001AbC!old' : org.token),
    renew: async () => {
      renewals += 1
      return await Promise.resolve(org.token)
    },
  }
  expect((await readNews({ ...connection, session })).people).toHaveLength(600)
  expect(renewals).toBe(1)
})

test('a post is never asked twice', async () => {
  const org = await anOrg({ users: { count: 30 } })
  org.fault(({ method }) => method === 'POST', 'drop')
  const reading = readerOf(connectionTo(org), { way: 'bulk' }).readAll('everyone')
  expect((await failureOf(reading)).message).toContain('closed the connection')
  expect(org.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
})
