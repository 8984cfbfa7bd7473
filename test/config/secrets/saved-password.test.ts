import { expect, test } from 'vitest'
import { removePassword, savedPassword, savePassword } from '../../../src/config/secrets/saved-password.ts'
import { passwordFor } from '../../../src/config/secrets/store-password.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { FakePlace } from './fake-place.ts'

const store = 'postgres://ada@db.acme.example/people?schema=sfsync'

function machine() {
  const [keyring, file] = [new FakePlace('keyring'), new FakePlace('file')]
  const storesOf = (_folder: string, setting: string) => ({
    stores: setting === 'file' ? [file] : setting === 'keyring' ? [keyring] : [keyring, file],
    knownStores: [keyring, file],
  })
  return { keyring, file, place: { store, environment: {}, dataFolder: temporaryFolder(), storesOf } }
}

test('a password is saved in the keyring, and given to every ledger of that role on that server', async () => {
  const { keyring, file, place } = machine()
  expect(await savePassword('hunter2hunter2', 'auto', place)).toEqual({ storage: 'keyring', warnings: [] })
  expect([...keyring.kept.values()]).toEqual(['hunter2hunter2'])
  expect(file.kept.size).toBe(0)
  const others = ['?schema=sfsync_uat', '?sslmode=require']
  for (const other of ['', ...others])
    expect(await savedPassword({ ...place, store: `postgres://ada@db.acme.example/people${other}` })).toBe(
      'hunter2hunter2',
    )
  for (const address of [
    'postgres://grace@db.acme.example/people',
    'postgres://ada@db.acme.example:1/people',
  ])
    expect(await savedPassword({ ...place, store: address })).toBe(undefined)
})

test('the usual port is the same server without a port, and the role may come from the environment', async () => {
  const { place } = machine()
  await savePassword('hunter2hunter2', 'auto', place)
  const given = async (address: string, environment = {}) =>
    await savedPassword({ ...place, store: address, environment })
  expect(await given('postgres://ada@db.acme.example:5432/people')).toBe('hunter2hunter2')
  const anyone = 'postgres://db.acme.example/people'
  expect(await given(anyone, { PGUSER: 'ada' })).toBe('hunter2hunter2')
  expect(await given(anyone, { USER: 'ada' })).toBe('hunter2hunter2')
  expect(await given(anyone, { PGUSER: 'grace', USER: 'ada' })).toBe(undefined)
})

test('without a keyring it is saved in a file, and the admin is warned', async () => {
  const { keyring, file, place } = machine()
  keyring.broken = true
  const { storage, warnings } = await savePassword('hunter2hunter2', 'auto', place)
  expect([storage, warnings.length]).toEqual(['file', 1])
  expect([...file.kept.values()]).toEqual(['hunter2hunter2'])
  expect(await savedPassword(place)).toBe('hunter2hunter2')
})

test('where only the keyring may be used, and cannot be, nothing is saved', async () => {
  const { keyring, file, place } = machine()
  keyring.broken = true
  await expect(savePassword('hunter2hunter2', 'keyring', place)).rejects.toThrow('cannot save the password')
  expect(file.kept.size).toBe(0)
})

test('a removed password is gone, and the keyring is not asked again', async () => {
  const { keyring, place } = machine()
  await savePassword('hunter2hunter2', 'auto', place)
  expect(await removePassword(place)).toBe(true)
  expect(await removePassword(place)).toBe(false)
  await keyring.write([...keyring.kept.keys()][0] ?? 'any', 'other')
  expect(await savedPassword(place)).toBe(undefined)
})

test('what the environment says wins over what is saved', async () => {
  const { place } = machine()
  await savePassword('saved-password', 'file', { store, environment: {}, dataFolder: place.dataFolder })
  const given = async (environment: NodeJS.ProcessEnv) => {
    const places = { environment, home: undefined, dataFolder: place.dataFolder }
    return (await passwordFor(store, places)).password
  }
  expect(await given({})).toBe('saved-password')
  expect(await given({ PGPASSWORD: 'from-variable' })).toBe('from-variable')
  expect(await given({ SFSYNC_STORE_URL: store.replace('ada@', 'ada:in-address@') })).toBe('in-address')
})
