import { Connection } from 'jsforce/lib/connection.js'
import { OAuth2 } from 'jsforce/lib/oauth2.js'
import { expect, test } from 'vitest'
import { beginBrowserSignIn } from '../../../src/salesforce/sign-in/browser.ts'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { anOrg, connectionTo, readerOf } from '../api/support.ts'
import { anOrgWithPages, clientId, inFile, secretIn, signedInByBrowser } from '../sign-in/support.ts'
import { noLonger } from './no-longer.ts'
import { plainJsforce } from './plain-script.ts'

test('jsforce forgets the method of the PKCE challenge; ours names S256', () => {
  const redirectUri = 'http://localhost:1717/OauthRedirect'
  const plain = new OAuth2({ clientId, redirectUri, useVerifier: true })
  expect(
    challengeIn(plain.getAuthorizationUrl({})),
    noLonger('forgets code_challenge_method', 'src/salesforce/sign-in/browser.ts'),
  ).toEqual({ given: true, method: null })
  const loginUrl = 'https://login.salesforce.com'
  const { authorizeUrl } = beginBrowserSignIn({ loginUrl, clientId, clientSecret: null, port: 1717 })
  expect(challengeIn(authorizeUrl)).toEqual({ given: true, method: 'S256' })
})

test('jsforce puts the token into an address to ask who it is for; ours into a header', async () => {
  const addresses: string[] = []
  const org = await anOrg({
    extra: [
      ({ path, query, origin }) => {
        addresses.push(`${path} ${query.toString()}`)
        if (!path.startsWith('/id/') && path !== '/services/data/v68.0') return undefined
        const id = `${origin}/id/00D5g0000001AbCEAU/0055g00000000AAAAY`
        const answer = {
          identity: id,
          id,
          user_id: '0055g00000000AAAAY',
          organization_id: '00D5g0000001AbCEAU',
        }
        return {
          status: 200,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(answer),
        }
      },
    ],
  })
  const withToken = () => addresses.filter((address) => decodeURIComponent(address).includes(org.token))
  await plainJsforce(org).identity()
  expect(
    withToken().length,
    noLonger('puts the token into an address', 'src/salesforce/api/org.ts'),
  ).toBeGreaterThan(0)
  addresses.splice(0)
  await readerOf(connectionTo(org)).identity()
  expect({ addresses, withToken: withToken() }).toEqual({
    addresses: ['/services/oauth2/userinfo '],
    withToken: [],
  })
})

test('jsforce throws a rotated refresh token away, so that its second renewal ends the login; ours keeps it', async () => {
  const org = await anOrgWithPages({ rotates: true })
  const home = temporaryFolder()
  await signedInByBrowser(home, org)
  const plain = new Connection({
    oauth2: { clientId, loginUrl: org.url, redirectUri: `http://localhost:${org.port}/OauthRedirect` },
    instanceUrl: org.url,
    accessToken: 'ended',
    refreshToken: String(secretIn(home)['refreshToken']),
    version: '68.0',
  })
  const plainQuery = async () =>
    await plain.query('SELECT Id FROM User').then(
      () => 'read',
      (error: unknown) => (error instanceof Error ? error.message : 'unknown'),
    )
  expect(
    await renewedTwice(plainQuery, () => org.tokens.revoke(plain.accessToken ?? '')),
    noLonger('throws rotated refresh tokens away', 'src/salesforce/sign-in/session.ts'),
  ).toEqual(['read', 'Unable to refresh session due to: expired access/refresh token'])

  await signedInByBrowser(home, org)
  const ours = async () => {
    const run = await sfsync(home, ['sf-users', 'refresh', '--full'], { environment: inFile })
    return run.exitCode === 0 ? 'read' : run.stderr
  }
  expect(await renewedTwice(ours, () => org.tokens.revoke(String(secretIn(home)['accessToken'])))).toEqual([
    'read',
    'read',
  ])
})

/** Reads twice, each time after the access token has ended. */
async function renewedTwice(read: () => Promise<string>, end: () => void): Promise<string[]> {
  const outcomes: string[] = []
  for (let time = 0; time < 2; time += 1) {
    end()
    outcomes.push(await read())
  }
  return outcomes
}

function challengeIn(address: string) {
  const { searchParams } = new URL(address)
  return { given: searchParams.has('code_challenge'), method: searchParams.get('code_challenge_method') }
}
