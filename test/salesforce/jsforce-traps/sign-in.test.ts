import { Connection } from 'jsforce/lib/connection.js'
import { OAuth2 } from 'jsforce/lib/oauth2.js'
import { expect, test } from 'vitest'
import { beginBrowserSignIn } from '../../../src/salesforce/sign-in/browser.ts'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { anOrg, connectionTo, readerOf } from '../live/support.ts'
import { anOrgWithPages, clientId, inFile, secretIn, signedInByBrowser } from '../sign-in/support.ts'

test('jsforce forgets the method of the PKCE challenge; ours names S256', () => {
  const plain = new OAuth2({
    clientId,
    redirectUri: 'http://localhost:1717/OauthRedirect',
    useVerifier: true,
  })
  const asked = new URL(plain.getAuthorizationUrl({})).searchParams
  expect([asked.has('code_challenge'), asked.has('code_challenge_method')]).toEqual([true, false])
  const { authorizeUrl } = beginBrowserSignIn({
    loginUrl: 'https://login.salesforce.com',
    clientId,
    clientSecret: null,
    port: 1717,
  })
  expect(new URL(authorizeUrl).searchParams.get('code_challenge_method')).toBe('S256')
})

test('jsforce puts the token into an address to ask who it is for; ours into a header', async () => {
  const addresses: string[] = []
  const org = await anOrg({
    extra: [
      ({ path, query, headers }) => {
        addresses.push(`${path} ${query.get('oauth_token') ?? 'no token'}`)
        if (!path.startsWith('/id/') && path !== '/services/data/v68.0') return undefined
        const identity = `http://${String(headers['host'])}/id/00D5g0000001AbCEAU/0055g00000000AAAAY`
        return {
          status: 200,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({
            identity,
            id: identity,
            user_id: '0055g00000000AAAAY',
            organization_id: '00D5g0000001AbCEAU',
          }),
        }
      },
    ],
  })
  const plain = new Connection({ instanceUrl: org.url, accessToken: org.token, version: '68.0' })
  await plain.identity()
  expect(addresses.some((address) => address.endsWith(org.token))).toBe(true)
  addresses.splice(0)
  await readerOf(connectionTo(org)).identity()
  expect(addresses).toEqual(['/services/oauth2/userinfo no token'])
})

test('jsforce throws a rotated refresh token away; ours keeps it', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages({ rotates: true })
  await signedInByBrowser(home, org)
  const first = String(secretIn(home)['refreshToken'])
  const plain = new Connection({
    oauth2: { clientId, loginUrl: org.url, redirectUri: `http://localhost:${org.port}/OauthRedirect` },
    instanceUrl: org.url,
    accessToken: 'ended',
    refreshToken: first,
    version: '68.0',
  })
  await plain.query('SELECT Id FROM User')
  expect(plain.refreshToken).toBe(first)

  const own = temporaryFolder()
  await signedInByBrowser(own, org)
  const before = secretIn(own)
  org.tokens.revoke(String(before['accessToken']))
  expect((await sfsync(own, ['sf-users', 'refresh'], { environment: inFile })).exitCode).toBe(0)
  expect(secretIn(own)['refreshToken']).not.toBe(before['refreshToken'])
})
