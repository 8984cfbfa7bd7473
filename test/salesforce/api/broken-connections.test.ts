import { expect, test } from 'vitest'
import type { RunningSalesforce } from '../../support/salesforce-server/server.ts'
import { anOrg, anOrgOfThreePages, connectionTo, failureOf, readNews } from './support.ts'

const report = 'without the API, import an exported report: sfsync sf-users import <report.csv>'
const proxy = 'behind a proxy, set HTTPS_PROXY; behind a firewall, allow this host'
const hostOf = (org: RunningSalesforce) => new URL(org.url).host
const hurried = { retrySeconds: 2 }
const secondPage = (org: RunningSalesforce) => org.requests.filter(({ path }) => path.endsWith('-200'))

test('a connection that always breaks off in mid body is an error after some tries', async () => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, 'drop-mid-body')
  expect(await failureOf(readNews(connectionTo(org, hurried)))).toEqual({
    code: 'remote',
    message: `${hostOf(org)} closed the connection before its response was complete`,
    actions: ['try again', proxy, report],
    rows: [{ reason: 'UND_ERR_SOCKET' }],
  })
  expect(secondPage(org).length).toBeGreaterThan(2)
})

test.each(['drop', 'drop-mid-body'] as const)(
  'a connection that breaks twice (%s) loses no user',
  async (fault) => {
    const org = await anOrgOfThreePages()
    org.fault({ page: 2 }, fault, 2)
    expect((await readNews(connectionTo(org))).people).toHaveLength(600)
    expect(secondPage(org)).toHaveLength(3)
  },
)

test('a body that stalls ends at the deadline, without another try', async () => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, 'stall')
  expect(await failureOf(readNews(connectionTo(org, { timeoutSeconds: 1 })))).toEqual({
    code: 'remote',
    message: `${hostOf(org)} did not respond completely within 1 second`,
    actions: ['try again, or allow more time: set SFSYNC_TIMEOUT_SECONDS', proxy, report],
    rows: [{ reason: 'TimeoutError' }],
  })
  expect(secondPage(org)).toHaveLength(1)
})

test('a host that refuses the connection is named', async () => {
  const org = await anOrg()
  await org.close()
  expect(await failureOf(readNews(connectionTo(org)))).toEqual({
    code: 'remote',
    message: `${hostOf(org)} refused the connection`,
    actions: ['check SF_ORG_INSTANCE_URL and the network connection', proxy, report],
    rows: [{ reason: 'ECONNREFUSED' }],
  })
})

test('a server that does not encrypt is distinguished from one that is down', async () => {
  const org = await anOrg()
  const { code, message } = await failureOf(
    readNews(connectionTo(org, { instanceUrl: org.url.replace('http:', 'https:') })),
  )
  expect({ code, message }).toEqual({
    code: 'remote',
    message: `${hostOf(org)} does not answer with TLS, as an org does`,
  })
})

test.each([
  {
    status: 429,
    body: [{ errorCode: 'TOO_MANY_REQUESTS', message: 'slow down' }],
    told: 'TOO_MANY_REQUESTS: slow down',
  },
  {
    status: 503,
    body: '<html>maintenance</html>',
    headers: { 'Content-Type': 'text/html' },
    told: 'HTTP 503: a web page',
  },
  {
    status: 500,
    body: [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error' }],
    told: 'UNKNOWN_EXCEPTION: An unexpected error',
  },
])('$status that passes is waited for, and one that stays is an error', async ({ told, ...fault }) => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, { ...fault, headers: { ...fault.headers, 'Retry-After': '0' } }, 2)
  expect((await readNews(connectionTo(org))).people).toHaveLength(600)

  const lasting = await anOrgOfThreePages()
  lasting.fault({ page: 2 }, fault)
  expect(await failureOf(readNews(connectionTo(lasting, hurried)))).toEqual({
    code: 'remote',
    message: `${hostOf(lasting)} is not available (${fault.status})`,
    actions: ['try again in a few minutes; https://status.salesforce.com shows current incidents'],
    rows: [{ reason: told }],
  })
  expect(secondPage(lasting).length).toBeGreaterThan(2)
})

test('a longer wait than sfsync accepts is reported instead', async () => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, { status: 503, body: 'busy', headers: { 'Retry-After': '3600' } })
  expect(await failureOf(readNews(connectionTo(org)))).toEqual({
    code: 'remote',
    message: `${hostOf(org)} is not available (503); it asks to wait 3600 s`,
    actions: ['try again in a few minutes; https://status.salesforce.com shows current incidents'],
    rows: [{ reason: 'HTTP 503: busy' }],
  })
  expect(secondPage(org)).toHaveLength(1)
})

test('the next attempt comes no earlier than Salesforce asks', async () => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, { status: 503, body: 'busy', headers: { 'Retry-After': '1' } }, 1)
  const began = performance.now()
  await readNews(connectionTo(org))
  // A timer may be a little early, never by much.
  expect(performance.now() - began).toBeGreaterThan(900)
  expect(secondPage(org)).toHaveLength(2)
})

test('a wait that would take too long ends with what Salesforce said', async () => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, { status: 503, body: 'busy', headers: { 'Retry-After': '4' } })
  const { message } = await failureOf(readNews(connectionTo(org, hurried)))
  expect(message).toBe(`${hostOf(org)} is not available (503); it asks to wait 4 s`)
  expect(secondPage(org)).toHaveLength(1)
})

test('other failures of the server are not repeated', async () => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, { status: 500, body: 'broken' })
  const { message } = await failureOf(readNews(connectionTo(org)))
  expect(message).toBe(`${hostOf(org)} is not available (500)`)
  expect(secondPage(org)).toHaveLength(1)
})

test.each(['/services/oauth2/userinfo', '/services/data'])(
  'a web page with 200 at %s is no data',
  async (place) => {
    const org = await anOrgOfThreePages()
    org.fault(place, 'html')
    expect(await failureOf(readNews(connectionTo(org)))).toEqual({
      code: 'remote',
      message: `${hostOf(org)} answered with a web page or text instead of data`,
      actions: [
        'check whether this network, a proxy or a VPN requires you to sign in first',
        'set SF_ORG_INSTANCE_URL to the My Domain address of the org, for example https://acme.my.salesforce.com',
        report,
      ],
      rows: [],
    })
  },
)
