import { expect, test } from 'vitest'
import { anOrgOfThreePages, connectionTo, failureOf, readNews } from './support.ts'

const report = 'without the API, import an exported report: sfsync sf-users import <report.csv>'
const refusal = (status: number, errorCode: string, message: string, headers = {}) =>
  ({ status, body: [{ message, errorCode }], headers }) as const

// Every story: what Salesforce answers, and the code, the words after the host, and the way out that an admin gets.
test.each([
  {
    told: refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
    code: 'login-needed',
    words: 'reports that the session is expired or invalid',
    action: 'get a new token (sf org auth show-access-token) and set SF_ACCESS_TOKEN to it',
  },
  {
    told: refusal(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'),
    code: 'login-needed',
    words:
      'does not accept this session for its REST API: the token lacks the scope "api", or its IP range excludes this machine',
    action: 'use a token of an app with the scope "Manage user data via APIs (api)"',
  },
  {
    told: refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded', {
      'Sforce-Limit-Info': 'api-usage=15001/15000',
    }),
    code: 'remote',
    words:
      'has no API calls left for this org (15001 of 15000 used): the limit covers the last 24 hours, so calls become available gradually',
    action: 'try again later, or see the limit in Setup, Company Information',
  },
  {
    told: refusal(
      403,
      'REQUEST_LIMIT_EXCEEDED',
      'ConcurrentRequests (Concurrent API Requests) Limit exceeded',
    ),
    code: 'remote',
    words: 'is already processing too many long requests for this org',
    action: 'try again when other integrations have finished',
  },
  {
    told: refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'),
    code: 'remote',
    words: 'is already processing too many long requests for this org',
    action: 'try again when other integrations have finished',
  },
  ...['API_DISABLED_FOR_ORG', 'API_CURRENTLY_DISABLED', 'INSUFFICIENT_ACCESS'].map((errorCode) => ({
    told: refusal(403, errorCode, 'API is not enabled for this Organization or Partner'),
    code: 'remote',
    words: 'does not let this user use its API: the permission "API Enabled" is missing',
    action: report,
  })),
  {
    told: refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator'),
    code: 'remote',
    words: 'no longer has the query cursor: it expired',
    action: 'start again: sfsync sf-users refresh',
  },
  {
    told: refusal(400, 'QUERY_TIMEOUT', 'your query request was running for too long'),
    code: 'remote',
    words: 'took too long to run the query',
    action: 'try again, without --all if you used it',
  },
  {
    told: refusal(404, 'NOT_FOUND', 'The requested resource does not exist'),
    code: 'remote',
    words: 'does not know this address: the host is wrong, or it does not support API version 68.0',
    action: 'check SF_ORG_API_VERSION against the list at /services/data of that address',
  },
  {
    told: refusal(410, 'UNSUPPORTED_API_VERSION', 'the requested version is not supported'),
    code: 'remote',
    words: 'does not know this address: the host is wrong, or it does not support API version 68.0',
    action: 'check SF_ORG_API_VERSION against the list at /services/data of that address',
  },
  {
    told: refusal(400, 'INVALID_FIELD', "No such column 'IsActive' on entity 'User'."),
    code: 'remote',
    words: 'does not show a field that sfsync needs',
    action: 'make the field visible to the user who signed in',
  },
  {
    told: refusal(400, 'MALFORMED_QUERY', 'unexpected token'),
    code: 'remote',
    words: 'refused the request (400)',
    action: report,
  },
])('$told.status $told.body.0.errorCode "$told.body.0.message"', async ({ told, code, words, action }) => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, told)
  // Too short for the second attempt that some of them are worth.
  const failure = await failureOf(readNews(connectionTo(org, { retrySeconds: 0.05 })))
  const [{ errorCode, message }] = told.body
  expect({ ...failure, actions: [] }).toEqual({
    code,
    message: `${new URL(org.url).host} ${words}`,
    actions: [],
    rows: [{ reason: `${errorCode}: ${message}` }],
  })
  expect(failure.actions).toContain(action)
})

test('several errors in one answer are all reported, and the known one decides', async () => {
  const org = await anOrgOfThreePages()
  org.fault(
    { page: 1 },
    {
      status: 400,
      body: [
        { errorCode: 'SOMETHING_NEW', message: 'nobody knows' },
        { errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
      ],
    },
  )
  const { code, rows } = await failureOf(readNews(connectionTo(org)))
  expect({ code, rows }).toEqual({
    code: 'login-needed',
    rows: [
      { reason: 'SOMETHING_NEW: nobody knows' },
      { reason: 'INVALID_SESSION_ID: Session expired or invalid' },
    ],
  })
})

test('an error of the sign-in service is read, too', async () => {
  const org = await anOrgOfThreePages()
  org.fault('/services/oauth2', {
    status: 400,
    body: { error: 'invalid_request', error_description: 'not on this host' },
  })
  expect((await failureOf(readNews(connectionTo(org)))).rows).toEqual([
    { reason: 'invalid_request: not on this host' },
  ])
})

test('a token that is never good again ends at once, without asking and asking', async () => {
  const org = await anOrgOfThreePages()
  const { code } = await failureOf(readNews(connectionTo(org, { accessToken: 'old' })))
  expect(code).toBe('login-needed')
  expect(org.requests).toHaveLength(1)
})

test('a version that the org does not offer is found out', async () => {
  const org = await anOrgOfThreePages()
  expect((await failureOf(readNews(connectionTo(org, { apiVersion: '99.0' })))).message).toBe(
    `${new URL(org.url).host} does not know this address: the host is wrong, or it does not support API version 99.0`,
  )
})

test.each([403, 502, 504])('a web page with status %i is of a proxy, not of the org', async (status) => {
  const org = await anOrgOfThreePages()
  const headers = { 'Content-Type': 'text/html' }
  org.fault({ page: 2 }, { status, body: '<html>Blocked</html>', headers })
  const connection = connectionTo(org, { retrySeconds: 0.01 })
  const { host } = new URL(org.url)
  expect((await failureOf(readNews(connection))).message).toBe(
    `a proxy or firewall answered in place of ${host} (${status})`,
  )
})

test.each([502, 504])('%i is tried again', async (status) => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 2 }, { status, body: '<html>Bad gateway</html>' }, 1)
  expect((await readNews(connectionTo(org))).people).toHaveLength(600)
})
