import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileSecretStore } from '../../../src/config/secrets/secret-stores.ts'
import { LoginFiles } from '../../../src/config/secrets/login-files.ts'
import type { LoginSecret, NewLogin } from '../../../src/salesforce/sign-in/login-store.ts'
import { failureOf } from '../../salesforce/api/support.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { FakePlace } from './fake-place.ts'

const login: NewLogin = {
  way: 'browser',
  instanceUrl: 'https://acme.my.salesforce.com',
  identity: 'ada@acme.example',
  organizationId: '00D5g0000001AbCEAU',
  loginUrl: 'https://login.salesforce.com',
  clientId: '3MVG9',
  keyFile: null,
  targetOrg: null,
  signedInAt: '2026-11-23T12:00:00.000Z',
}
const secret: LoginSecret = {
  accessToken: 'access one',
  refreshToken: 'refresh one',
  clientSecret: null,
  privateKey: null,
}
const newer: LoginSecret = { ...secret, accessToken: 'access two', refreshToken: 'refresh two' }

function aProfile() {
  const folder = join(temporaryFolder(), 'profile')
  const keyring = new FakePlace()
  const learned: string[] = []
  const learn = (each: string) => void learned.push(each)
  const knownStores = [keyring, fileSecretStore(folder)]
  return {
    folder,
    keyring,
    learned,
    store: new LoginFiles({ folder, stores: knownStores, knownStores, learn }),
    strict: new LoginFiles({ folder, stores: [keyring], knownStores, learn }),
  }
}

test('a login is kept: its record in a file, its secrets in the keyring', async () => {
  const { store, folder, keyring } = aProfile()
  const { record, warnings } = await store.save(login, secret)
  expect({ record, warnings }).toEqual({
    record: { ...login, loginId: record.loginId, secretStorage: 'keyring' },
    warnings: [],
  })
  expect(await store.record()).toEqual(record)
  expect(await store.secret(record)).toEqual(secret)
  expect([...keyring.kept.keys()]).toEqual([record.loginId])
  expect(readdirSync(folder)).toEqual(['login.json'])
  expect(statSync(join(folder, 'login.json')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, 'login.json'), 'utf8')).not.toMatch(/access|refresh one/)
})

test('without a keyring the secrets rest in a file, which is said', async () => {
  const { store, folder, keyring } = aProfile()
  keyring.broken = true
  const { record, warnings } = await store.save(login, secret)
  expect(warnings).toEqual([
    `no keyring available (it is locked): secrets are stored in a file in ${folder}, readable only by you`,
  ])
  expect(record.secretStorage).toBe('file')
  expect(await store.secret(record)).toEqual(secret)
})

test('who wants the keyring alone gets no file', async () => {
  const { strict, folder, keyring } = aProfile()
  keyring.broken = true
  expect(await failureOf(strict.save(login, secret))).toEqual({
    code: 'failure',
    message: 'cannot store the secrets of this login',
    rows: [{ reason: 'it is locked' }],
    actions: [
      'check the keyring and the folder, or store them elsewhere: set SFSYNC_SECRET_STORE to file or keyring',
    ],
  })
  expect(await strict.record()).toBeUndefined()
  expect(readdirSync(join(folder, '..'))).toEqual([])
})

test('a way without secrets of its own keeps none', async () => {
  const { store, keyring } = aProfile()
  const { record } = await store.save({ ...login, way: 'sf-cli', targetOrg: 'acme' }, null)
  expect(record.secretStorage).toBe('none')
  expect(keyring.kept.size).toBe(0)
})

test('a new login takes the place of the old one, whose secrets go', async () => {
  const { store, keyring } = aProfile()
  await store.save(login, secret)
  const { record } = await store.save({ ...login, identity: 'grace@acme.example' }, newer)
  expect(await store.secret(record)).toEqual(newer)
  expect([...keyring.kept.keys()]).toEqual([record.loginId])
})

test('what broke off is swept away by the next login', async () => {
  const { store, folder, keyring } = aProfile()
  await store.save(login, secret)
  writeFileSync(join(folder, 'secret-gone.json'), 'left behind')
  writeFileSync(join(folder, 'login.json.1234.draft'), 'left behind')
  keyring.broken = true
  const { record } = await store.save(login, newer)
  expect(readdirSync(folder).toSorted()).toEqual(['login.json', `secret-${record.loginId}.json`])
})

test('renewed secrets take the place of the old ones', async () => {
  const { store, keyring } = aProfile()
  const { record } = await store.save(login, secret)
  await store.updateSecret(record, newer)
  expect(await store.record()).toEqual(record)
  expect(await store.secret(record)).toEqual(newer)
  expect(keyring.kept.size).toBe(1)
})

test('renewed secrets that the keyring no longer takes are not lost', async () => {
  const { store, keyring } = aProfile()
  const { record } = await store.save(login, secret)
  keyring.broken = true
  await store.updateSecret(record, newer)
  const now = await store.record()
  expect(now).toEqual({ ...record, secretStorage: 'file' })
  expect(now && (await store.secret(now))).toEqual(newer)
})

test('a keyring that cannot be read does not mean signed out', async () => {
  const { store, keyring } = aProfile()
  const { record } = await store.save(login, secret)
  keyring.broken = true
  expect(await failureOf(store.secret(record))).toEqual({
    code: 'login-needed',
    message: 'cannot read the secrets of this login from the keyring',
    rows: [{ reason: 'it is locked' }],
    actions: [
      'unlock the keyring of your desktop and try again',
      'or store them in a file: set SFSYNC_SECRET_STORE to file and sign in again',
    ],
  })
})

test('secrets that are gone ask to sign in again', async () => {
  const { store, keyring } = aProfile()
  const { record } = await store.save(login, secret)
  keyring.kept.clear()
  expect(await failureOf(store.secret(record))).toEqual({
    code: 'login-needed',
    message: 'the keyring no longer contains the secrets of this login',
    rows: [{ reason: 'they are missing' }],
    actions: ['sign in again: sfsync login'],
  })
})

test.for(['{"way":', '{"way":"telepathy"}', ''])('a damaged record is told: %s', async (text) => {
  const { store, folder } = aProfile()
  await store.save(login, secret)
  const file = join(folder, 'login.json')
  writeFileSync(file, text)
  expect(await failureOf(store.record())).toMatchObject({
    code: 'login-needed',
    message: `${file} is damaged, or was written by a newer sfsync`,
  })
  await store.save(login, newer)
  expect(await store.record()).toMatchObject(login)
})

test.for([
  { instanceUrl: 'http://acme.my.salesforce.com' },
  { instanceUrl: 'https://evil.example' },
  { instanceUrl: 'https://acme.my.salesforce.com.evil.example' },
  { loginUrl: 'http://login.salesforce.com' },
  { loginUrl: 'https://evil.example' },
])('secrets are never sent to an address that was put into the file: %j', async (changed) => {
  const { store, folder } = aProfile()
  const { record } = await store.save(login, secret)
  const file = join(folder, 'login.json')
  writeFileSync(file, JSON.stringify({ ...record, ...changed }))
  expect(await failureOf(store.record())).toMatchObject({
    code: 'login-needed',
    message: expect.stringContaining(`${file} is not safe to use: its address `),
    actions: ['sign in again: sfsync login'],
  })
})

test('a machine of its own may be addressed without TLS', async () => {
  const { store } = aProfile()
  const local = { ...login, instanceUrl: 'http://127.0.0.1:8080', loginUrl: 'http://localhost:8080' }
  await store.save(local, secret)
  expect(await store.record()).toMatchObject(local)
})

test('a file that cannot be read is named, with the reason', async () => {
  const { store, folder } = aProfile()
  const file = join(folder, 'login.json')
  mkdirSync(file, { recursive: true })
  expect(await failureOf(store.record())).toMatchObject({
    code: 'login-needed',
    message: `cannot read the login of this profile: ${file} (EISDIR)`,
  })
})

test('forgetting leaves nothing behind', async () => {
  const { store, folder, keyring } = aProfile()
  keyring.broken = true
  await store.save(login, secret)
  keyring.broken = false
  await store.remove()
  expect([readdirSync(folder), keyring.kept.size, await store.record()]).toEqual([[], 0, undefined])
})

test('every secret that is kept or read is known, so that nothing prints it', async () => {
  const { store, learned } = aProfile()
  const { record } = await store.save(login, secret)
  await store.updateSecret(record, { ...newer, clientSecret: 'the client secret', privateKey: 'the key' })
  learned.length = 0
  await store.secret(record)
  expect(learned).toEqual(['access two', 'refresh two', 'the client secret', 'the key'])
})
