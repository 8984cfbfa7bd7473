import { expect, test } from 'vitest'
import { type EnvironmentValues, environmentSession } from '../../../src/salesforce/sign-in/session.ts'
import { failureOf } from '../api/support.ts'

const good: EnvironmentValues = {
  tokenVariable: 'SF_ACCESS_TOKEN',
  instanceUrl: 'https://acme.my.salesforce.com',
  accessToken: '00D5g0000001AbC!AQEAQF.token_of-two/parts+and=more',
}
const session = (rest: Partial<EnvironmentValues>) => environmentSession({ ...good, ...rest })
const asked = async (rest: Partial<EnvironmentValues>) => await Promise.resolve(rest).then(session)
const problemWith = async (rest: Partial<EnvironmentValues>) => {
  const { code, message } = await failureOf(asked(rest))
  return `${code}: ${message}`
}

test.each([
  ['https://acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
  [' https://ACME.my.salesforce.com/ ', 'https://acme.my.salesforce.com'],
  ['acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
  ['https://acme.lightning.force.com/lightning/page/home', 'https://acme.my.salesforce.com'],
  ['https://acme--dev.sandbox.lightning.force.com', 'https://acme--dev.sandbox.my.salesforce.com'],
  ['https://acme.my.salesforce-setup.com/lightning/setup/ManageUsers/home', 'https://acme.my.salesforce.com'],
  ['https://acme.lightning.crmforce.mil', 'https://acme.my.salesforce.mil'],
  ['https://acme.lightning.sfcrmapps.cn', 'https://acme.my.sfcrmproducts.cn'],
  ['https://na139.salesforce.com', 'https://na139.salesforce.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080/services', 'http://localhost:8080'],
  ['https://[::1]:8443', 'https://[::1]:8443'],
])('the address %s points to the API at %s', (instanceUrl, expected) => {
  expect(session({ instanceUrl }).instanceUrl).toBe(expected)
})

test.each([
  [
    'https://acme.my.salesforce.com.evil.example',
    'points to acme.my.salesforce.com.evil.example, which is not a Salesforce host',
  ],
  ['https://notsalesforce.com', 'points to notsalesforce.com, which is not a Salesforce host'],
  ['https://acme.example/acme.my.salesforce.com', 'points to acme.example, which is not a Salesforce host'],
  ['https://evil.example\\.salesforce.com', 'points to evil.example, which is not a Salesforce host'],
  ['https://127.0.0.1.nip.io', 'points to 127.0.0.1.nip.io, which is not a Salesforce host'],
  ['https://acme.my.salesforce.com@evil.example', 'must not contain a user name or password'],
  ['http://acme.my.salesforce.com', 'must begin with https://, because the token is sent there'],
  ['ftp://localhost', 'must begin with https://'],
  ['https://login.salesforce.com', 'is the login page of all orgs, not of one org'],
  ['https://', 'is not a web address'],
])('the address %s is refused: it %s', async (instanceUrl, reason) => {
  expect(await problemWith({ instanceUrl })).toBe(`configuration: SF_ORG_INSTANCE_URL ${reason}`)
})

test('what is missing asks for a sign-in, and says which variable and how to set it', async () => {
  expect(await failureOf(asked({ accessToken: ' \n' }))).toEqual({
    code: 'login-needed',
    message: 'SF_ACCESS_TOKEN is not set',
    actions: ['get a new token (sf org auth show-access-token) and set SF_ACCESS_TOKEN to it'],
    rows: [],
  })
  expect(await failureOf(asked({ instanceUrl: '' }))).toEqual({
    code: 'login-needed',
    message: 'SF_ORG_INSTANCE_URL is not set',
    actions: [
      'set SF_ORG_INSTANCE_URL to the My Domain address of the org, for example https://acme.my.salesforce.com',
    ],
    rows: [],
  })
})

test('a token is taken as it is, without the line end of a file', async () => {
  for (const accessToken of ['eyJhbGciOi.eyJzY3AiOi.c2lnbmF0dXJl', '00Dxx!AQ', 'anything-else'])
    expect(await session({ accessToken: `${accessToken}\n` }).token()).toBe(accessToken)
})

test.each([
  ['Bearer 00D!secret', 'contains white space; expected the token alone'],
  [
    '[REDACTED] Use "sf org auth show-access-token"',
    'contains the word REDACTED, which the Salesforce CLI prints in place of a token',
  ],
  ['00D!secret…', 'contains characters that no token has'],
  ['00D!secret\u0000', 'contains characters that no token has'],
])('the token %j is refused, and not repeated: it %s', async (accessToken, reason) => {
  expect(await problemWith({ accessToken })).toBe(`configuration: SF_ACCESS_TOKEN ${reason}`)
})

test('a token in the environment cannot be renewed, and the variable to set is named by its own name', async () => {
  const mine = session({ tokenVariable: 'MY_TOKEN' })
  expect(await mine.renew(await mine.token())).toBe(undefined)
  expect(mine.signInAgain).toEqual(['get a new token (sf org auth show-access-token) and set MY_TOKEN to it'])
})
