import { expect, test } from 'vitest'
import { isDropped, unreachable } from '../../../src/salesforce/api/http.ts'
import { importReportAction } from '../../../src/salesforce/api/response.ts'

const host = 'acme.my.salesforce.com'

/** What `fetch` throws when the system reports a code. */
function failedFetch(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) })
}

test.each([
  ['ENOTFOUND', `the host ${host} does not exist, or this machine cannot look it up`],
  ['EAI_AGAIN', `the host ${host} does not exist, or this machine cannot look it up`],
  ['ECONNREFUSED', `${host} refused the connection`],
  ['ECONNRESET', `${host} closed the connection before its response was complete`],
  ['UND_ERR_CONNECT_TIMEOUT', `${host} did not respond completely within 60 seconds`],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    `cannot verify the identity of ${host}: its certificate is not trusted on this machine`,
  ],
  [
    'CERT_HAS_EXPIRED',
    `cannot verify the identity of ${host}: its certificate is not trusted on this machine`,
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    `cannot verify the identity of ${host}: its certificate is not trusted on this machine`,
  ],
  [
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    `cannot verify the identity of ${host}: its certificate is not trusted on this machine`,
  ],
  ['ERR_SSL_WRONG_VERSION_NUMBER', `${host} does not answer with TLS, as an org does`],
  ['ENETUNREACH', `${host} could not be reached`],
])('%s is told as "%s"', (code, message) => {
  const error = unreachable(failedFetch(code), host, 60)
  expect({ code: error.code, message: error.message, rows: error.rows }).toEqual({
    code: 'remote',
    message,
    rows: [{ reason: code }],
  })
  expect(error.actions.at(-1)).toBe(importReportAction)
})

test('only a connection that broke off or was refused is worth another try', () => {
  const codes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ENOTFOUND', 'CERT_HAS_EXPIRED']
  expect(codes.filter((code) => isDropped(failedFetch(code)))).toEqual([
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'UND_ERR_SOCKET',
  ])
})

test('a failure without a code is reported in its own words', () => {
  expect(unreachable(new TypeError('fetch failed', { cause: new Error('bad port') }), host, 60).rows).toEqual(
    [{ reason: 'bad port' }],
  )
})

test.each([
  [403, `the proxy of HTTPS_PROXY does not let sfsync connect to ${host} (403)`],
  [407, 'the proxy of HTTPS_PROXY requires a user name and password (407)'],
  [502, `the proxy of HTTPS_PROXY could not reach ${host} (502)`],
])('a proxy that answers %i is not the org', (status, message) => {
  const failure = new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`)
  expect(unreachable(failure, host, 60).message).toBe(message)
  expect(isDropped(failure)).toBe(status === 502)
})

test.each([
  { code: 'ECONNREFUSED', port: 3128 },
  { code: 'ENOTFOUND', hostname: 'proxy.example' },
])('a proxy that cannot be reached is not the org: %j', (facts) => {
  const failure = new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), facts) })
  expect(unreachable(failure, host, 60).message).toBe('the proxy of HTTPS_PROXY cannot be reached')
  const own = { code: facts.code, port: 443, hostname: host }
  const ofOrg = new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), own) })
  expect(unreachable(ofOrg, host, 60).message).toContain(host)
})

test('a stored login is never advised to set a variable, which would break it', () => {
  const [signedIn, withToken] = (['browser', 'environment'] as const).map((way) =>
    JSON.stringify(unreachable(failedFetch('ENOTFOUND'), host, 60, way).actions),
  )
  expect(withToken).toContain('SF_ORG_INSTANCE_URL')
  expect(signedIn).not.toContain('SF_ORG_INSTANCE_URL')
})
