import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jwtForm, parseKey } from '../../../src/salesforce/sign-in/jwt.ts'
import { audienceOf, parseLoginUrl } from '../../../src/salesforce/sign-in/oauth.ts'
import { type Run, sfsync } from '../../support/sfsync.ts'
import type { OauthFacts } from '../../support/salesforce-server/oauth.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../api/support.ts'
import { anOrgWithPages, clientId, inFile, keys } from './support.ts'

const pem = (type: string, text = 'MIIEvQIBADANBgkqhkiG') =>
  `-----BEGIN ${type}-----\n${text}\n-----END ${type}-----\n`

const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))

test('the claim is signed with RS256, names its audience, and lives less than three minutes', () => {
  const now = new Date('2026-11-23T12:00:00.000Z')
  const form = jwtForm({
    clientId,
    username: 'ada@acme.example',
    loginUrl: 'https://login.salesforce.com',
    privateKey: keys.privateKey,
    now,
  })
  const [head = '', body = '', signature = ''] = (form['assertion'] ?? '').split('.')
  expect([read(head), read(body)]).toEqual([
    { alg: 'RS256' },
    {
      iss: clientId,
      sub: 'ada@acme.example',
      aud: 'https://login.salesforce.com',
      exp: now.getTime() / 1_000 + 150,
    },
  ])
  const bytes = Buffer.from(signature, 'base64url')
  expect(verify('sha256', Buffer.from(`${head}.${body}`), createPublicKey(keys.publicKey), bytes)).toBe(true)
})

test.for([
  ['https://login.salesforce.com', 'https://login.salesforce.com'],
  ['https://test.salesforce.com', 'https://test.salesforce.com'],
  ['https://acme.my.salesforce.com', 'https://login.salesforce.com'],
  ['https://acme--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
  ['https://acme.my.site.com', 'https://acme.my.site.com'],
])('at %s it is addressed to %s', ([loginUrl = '', audience = '']) => {
  expect(audienceOf(loginUrl)).toBe(audience)
})

test.for([
  ['login.salesforce.com', 'https://login.salesforce.com'],
  ['https://TEST.salesforce.com/', 'https://test.salesforce.com'],
  ['https://acme.lightning.force.com/lightning/page/home', 'https://acme.my.salesforce.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('to sign in at %s is to ask %s', ([given = '', origin = '']) => {
  expect(parseLoginUrl(given)).toBe(origin)
})

test.for([
  'https://login.salesforce.com.evil.example',
  'http://login.salesforce.com',
  'https://evil.example',
  'x y',
])('nobody signs in at %s', async (given) => {
  expect(await failureOf(Promise.resolve().then(() => parseLoginUrl(given)))).toMatchObject({ code: 'usage' })
})

describe('a key that cannot be used says why, and nothing of it', () => {
  const encrypted = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p' },
  }).privateKey
  const elliptic = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey
  const wrong = [
    ['', 'it is empty'],
    [encrypted, 'it is encrypted'],
    ['-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n', 'it is encrypted'],
    [keys.publicKey, 'it is the public key'],
    [pem('CERTIFICATE'), 'it is the certificate'],
    [pem('OPENSSH PRIVATE KEY'), 'it is an SSH key'],
    [elliptic, 'its type is ec, and Salesforce accepts only RSA'],
    [pem('PRIVATE KEY'), 'it is damaged'],
    ['MIIEvQIBADANBgkqhkiG', 'it is not in PEM format'],
  ] as const
  test.for(wrong)('%#: %s', async ([text, why]) => {
    const failure = await failureOf(Promise.resolve().then(() => parseKey(text)))
    expect(failure).toMatchObject({
      code: 'usage',
      message: expect.stringContaining(`cannot use the private key: ${why}`),
    })
    expect(JSON.stringify(failure)).not.toContain('MIIE')
  })
})

async function login(
  facts: Partial<OauthFacts>,
  words: readonly string[] = [],
  key = keys.privateKey,
): Promise<Run> {
  const home = temporaryFolder()
  const org = await anOrgWithPages(facts)
  writeFileSync(join(home, 'key.pem'), key, { mode: 0o600 })
  const usual = [
    'login',
    '--client-id',
    clientId,
    '--login-url',
    org.url,
    '--username',
    'ada@acme.example',
    '--jwt-key-file',
    'key.pem',
  ]
  return await sfsync(home, [...usual, ...words], { environment: inFile })
}

describe('Salesforce refuses', () => {
  const app: OauthFacts['app'] = { clientId, publicKey: keys.publicKey, approved: [] }
  const other = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey
  const cases: readonly (readonly [string, () => Promise<Run>, string])[] = [
    [
      'a user who may not use the app',
      async () => await login({ app }),
      'Admin approved users are pre-authorized',
    ],
    [
      'another audience',
      async () => await login({ audience: 'https://test.salesforce.com' }),
      'for a sandbox, add --sandbox',
    ],
    [
      'the signature of another key',
      async () => await login({}, [], other),
      'check that the certificate in the app belongs to this private key',
    ],
    ['an unknown user', async () => await login({}, ['--username', 'eve@acme.example']), 'check --username'],
    ['an unknown app', async () => await login({}, ['--client-id', '3MVG9Other']), 'check --client-id'],
  ]
  test.for(cases)('%s', async ([, run, told]) => {
    const { exitCode, stdout, stderr } = await run()
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' })
    expect(stderr).toContain(told)
  })
})
