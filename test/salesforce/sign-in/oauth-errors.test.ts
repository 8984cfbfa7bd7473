import { describe, expect, test } from 'vitest'
import { signInError, readOauthError } from '../../../src/salesforce/sign-in/oauth-errors.ts'
import { askForToken } from '../../../src/salesforce/sign-in/oauth.ts'
import type { Fault } from '../../support/salesforce-server/faults.ts'
import { failureOf } from '../api/support.ts'
import { anOrgWithPages, clientId, clientSecret } from './support.ts'

const petitioner = {
  way: 'jwt',
  loginUrl: 'https://login.salesforce.com',
  signInAgain: ['sign in again: sfsync login'],
} as const

describe('what Salesforce says is told in words that help', () => {
  const told = [
    ['invalid_grant', "user hasn't approved this consumer", 'this user may not use the app yet'],
    [
      'invalid_app_access',
      'user is not admin approved to access this app',
      'this user may not use the app yet',
    ],
    ['invalid_grant', 'audience is invalid', 'the login is addressed to the wrong place'],
    ['invalid_grant', 'invalid assertion', 'Salesforce does not accept the signature'],
    ['invalid_grant', 'user not found', 'this user does not exist in the org or is not active'],
    ['inactive_user', 'user is inactive', 'this user does not exist in the org or is not active'],
    ['invalid_grant', 'no client credentials user enabled', 'the app has no user to run as'],
    [
      'invalid_grant',
      'request not supported on this domain',
      'this flow needs the My Domain address of the org',
    ],
    ['invalid_client_id', 'client identifier invalid', 'Salesforce does not know this client id here'],
    [
      'invalid_client',
      'invalid client credentials',
      'the client secret is not the one of this app, or the app asks for one',
    ],
    [
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
      'the app does not know the address that the browser is sent back to',
    ],
    [
      'invalid_grant',
      'invalid code verifier',
      'Salesforce does not accept the proof that belongs to the code',
    ],
    [
      'invalid_grant',
      'expired authorization code',
      'the code from the browser has expired or was used before',
    ],
    [
      'invalid_grant',
      'ip restricted',
      'the login IP ranges of the profile or of the app exclude this machine',
    ],
    ['access_denied', 'end-user denied authorization', 'access was denied in the browser'],
    ['OAUTH_APP_BLOCKED', 'this app is blocked by admin', 'the app is blocked in this org'],
    ['invalid_grant', 'login rate exceeded', 'this user has signed in too often in the last hour'],
    ['inactive_org', 'organization is not active', 'the org is locked, closed or removed'],
    ['unsupported_grant_type', 'grant type not supported', 'the app does not allow this way to sign in'],
    ['invalid_scope', 'the requested scope is invalid', 'the app does not grant what is needed'],
    ['invalid_grant', 'expired access/refresh token', 'the login has expired, was revoked, or was replaced'],
    ['brand_new', 'never heard of', 'brand_new: never heard of'],
  ] as const
  test.for(told)('%s: %s', ([error, description, message]) => {
    const { code, rows, ...failure } = signInError({ error, description }, petitioner)
    expect({ code, rows }).toEqual({ code: 'login-needed', rows: [{ reason: `${error}: ${description}` }] })
    expect(failure.actions.length).toBeGreaterThan(1)
    expect(signInError({ error, description }, petitioner).message).toBe(
      `login.salesforce.com refuses to sign in: ${message}`,
    )
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
      'sends the request on to evil.example; it was not followed',
    ],
    ['is a captive portal', 'html', 'answered with something that is no answer of Salesforce'],
    ['is out of order', { status: 503, body: '<html>maintenance</html>' }, 'is not available (503)'],
    ['breaks off', 'drop-mid-body', 'broke off the connection'],
    ['stalls', 'stall', 'did not answer in full within 1 second'],
    [
      'gives no address',
      { status: 200, body: { access_token: 'x' } },
      'answered with something that is no answer of Salesforce',
    ],
    [
      'names a strange org',
      { status: 200, body: { access_token: 'tokenOfSomebody', instance_url: 'https://evil.example' } },
      'names an org whose address leads to evil.example, which is not Salesforce; nothing was sent there',
    ],
  ]
  test.for(faults)('because it %s is asked once, and told', async ([, fault, words]) => {
    const org = await anOrgWithPages({ secret: true })
    org.fault('/services/oauth2/token', fault)
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
    const asking = { timeoutSeconds: 1, learn: () => undefined }
    const failure = await failureOf(askForToken({ ...petitioner, loginUrl: org.url }, form, asking))
    expect(failure).toMatchObject({ code: 'remote', message: expect.stringContaining(words) })
    expect(org.requests.length).toBe(1)
  })
})
