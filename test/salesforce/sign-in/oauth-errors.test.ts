import { describe, expect, test } from 'vitest'
import { signInError, readOauthError } from '../../../src/salesforce/sign-in/oauth-errors.ts'
import { requestToken } from '../../../src/salesforce/sign-in/oauth.ts'
import type { Fault } from '../../support/salesforce-server/faults.ts'
import { failureOf } from '../api/support.ts'
import { anOrgWithPages, clientId, clientSecret } from './support.ts'

const petitioner = {
  way: 'jwt',
  loginUrl: 'https://login.salesforce.com',
  signInAgain: ['sign in again: sfsync login'],
} as const

describe('OAuth errors are explained', () => {
  const told = [
    ['invalid_grant', "user hasn't approved this consumer", 'this user is not allowed to use the app yet'],
    [
      'invalid_app_access',
      'user is not admin approved to access this app',
      'this user is not allowed to use the app yet',
    ],
    ['invalid_grant', 'audience is invalid', 'the login URL is wrong for this org'],
    ['invalid_grant', 'invalid assertion', 'Salesforce does not accept the signature'],
    ['invalid_grant', 'user not found', 'this user does not exist in the org or is not active'],
    ['inactive_user', 'user is inactive', 'this user does not exist in the org or is not active'],
    ['invalid_grant', 'no client credentials user enabled', 'the app has no user to run as'],
    [
      'invalid_grant',
      'request not supported on this domain',
      'this flow needs the My Domain address of the org',
    ],
    ['invalid_client_id', 'client identifier invalid', 'Salesforce does not know this client ID here'],
    ['invalid_client', 'invalid client credentials', 'the client secret is wrong for this app, or missing'],
    [
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
      'the app does not have this callback URL',
    ],
    ['invalid_grant', 'invalid code verifier', 'Salesforce does not accept the PKCE code verifier'],
    ['invalid_grant', 'expired authorization code', 'the signed login counts as expired'],
    ['OAUTH_EC_APP_NOT_FOUND', 'app must be installed into org', 'the app is not installed in this org'],
    ['OAUTH_APP_ACCESS_DENIED', 'user is not authorized', 'this user is not allowed to use the app yet'],
    [
      'invalid_grant',
      'ip restricted',
      'the login IP ranges of the profile or of the app exclude this machine',
    ],
    ['access_denied', 'end-user denied authorization', 'access was denied in the browser'],
    ['OAUTH_APP_BLOCKED', 'this app is blocked by admin', 'the app is blocked in this org'],
    ['invalid_grant', 'login rate exceeded', 'this user signed in too often in the last hour'],
    ['inactive_org', 'organization is not active', 'the org is locked, closed or removed'],
    ['unsupported_grant_type', 'grant type not supported', 'the app does not allow this OAuth flow'],
    ['invalid_scope', 'the requested scope is invalid', 'the app lacks a scope that sfsync needs'],
    ['invalid_grant', 'expired access/refresh token', 'the login expired, was revoked or was replaced'],
    ['brand_new', 'never heard of', 'brand_new: never heard of'],
  ] as const
  test.for(told)('%s: %s', ([error, description, message]) => {
    const { code, rows, ...failure } = signInError({ error, description }, petitioner)
    expect({ code, rows }).toEqual({ code: 'login-needed', rows: [{ reason: `${error}: ${description}` }] })
    expect(failure.actions.length).toBeGreaterThan(1)
    expect(signInError({ error, description }, petitioner).message).toBe(
      `login.salesforce.com refused the login: ${message}`,
    )
  })

  test('the code of a browser may expire, too', () => {
    const error = { error: 'invalid_grant', description: 'expired authorization code' }
    expect(signInError(error, { ...petitioner, way: 'browser' }).message).toContain(
      'the code from the browser',
    )
  })

  test('what is wrong for a moment is no reason to sign in again', () => {
    const { code, actions } = signInError(
      { error: 'unknown_error', description: 'retry your request' },
      petitioner,
    )
    expect(code).toBe('remote')
    expect(actions[0]).toMatch(/^try again in a few minutes/)
  })

  test('a refusal without words is one, and other JSON is none', () => {
    expect(readOauthError({ error: 'invalid_grant' })).toEqual({ error: 'invalid_grant', description: '' })
    expect(readOauthError([{ errorCode: 'X' }])).toBeUndefined()
  })
})

describe('a token endpoint that gives no token', () => {
  const faults: readonly (readonly [what: string, fault: Fault, words: string])[] = [
    [
      'sends elsewhere',
      { status: 302, body: '', headers: { Location: 'https://evil.example/x' } },
      'redirects to evil.example; sfsync did not follow',
    ],
    ['is a captive portal', 'html', 'unexpected response from'],
    ['is out of order', { status: 503, body: '<html>maintenance</html>' }, 'is not available (503)'],
    ['breaks off', 'drop-mid-body', 'closed the connection'],
    ['stalls', 'stall', 'did not respond completely within 1 second'],
    ['gives no address', { status: 200, body: { access_token: 'x' } }, 'unexpected response from'],
    [
      'names a strange org',
      { status: 200, body: { access_token: 'tokenOfSomebody', instance_url: 'https://evil.example' } },
      'returned an org whose address points to evil.example, which is not a Salesforce host; nothing was sent there',
    ],
  ]
  test.for(faults)('because it %s is asked once, and told', async ([, fault, words]) => {
    const org = await anOrgWithPages({ secret: true })
    org.fault('/services/oauth2/token', fault)
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
    const asking = { timeoutSeconds: 1, learn: () => undefined }
    const failure = await failureOf(requestToken({ ...petitioner, loginUrl: org.url }, form, asking))
    expect(failure).toMatchObject({ code: 'remote', message: expect.stringContaining(words) })
    expect(org.requests.length).toBe(1)
  })
})
