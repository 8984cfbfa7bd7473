import { randomUUID } from 'node:crypto'
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  fileSecretStore,
  keyringSecretStore,
  type SecretStore,
} from '../../../src/config/secrets/secret-stores.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { FakePlace } from './fake-place.ts'

const places: Record<string, () => SecretStore> = {
  'a file': () => fileSecretStore(join(temporaryFolder(), 'profile')),
  'a fake': () => new FakePlace(),
}
// Build machines have no keyring; a desktop has one, and `dbus-run-session` with gnome-keyring makes one.
if (await hasKeyring())
  places['the keyring'] = () => keyringSecretStore({ folder: temporaryFolder(), seconds: 20 })

async function hasKeyring(): Promise<boolean> {
  const place = keyringSecretStore({ folder: `/test/${randomUUID()}`, seconds: 10 })
  try {
    await place.write('probe', 'probe')
    return await place.remove('probe')
  } catch {
    return false
  }
}

describe.for(Object.entries(places))('%s', ([, open]) => {
  test('gives back what it was given, whatever it is', async () => {
    const place = open()
    const secret = `{"key":"-----BEGIN\\n${'ä"\\ '.repeat(500)}"}\n`
    await place.write('one', secret)
    await place.write('other', 'x')
    expect([await place.read('one'), await place.read('other')]).toEqual([secret, 'x'])
    expect([await place.remove('one'), await place.remove('other')]).toEqual([true, true])
  })

  test('keeps the newest', async () => {
    const place = open()
    await place.write('one', 'first')
    await place.write('one', 'second')
    expect(await place.read('one')).toBe('second')
    await place.remove('one')
  })

  test('has nothing that was never there, or is gone', async () => {
    const place = open()
    await place.write('one', 'first')
    expect(await place.remove('one')).toBe(true)
    expect([await place.read('one'), await place.remove('one')]).toEqual([undefined, false])
  })
})

describe('a file', () => {
  test('is readable by its owner alone, and leaves no draft behind', async () => {
    const folder = join(temporaryFolder(), 'profile')
    await fileSecretStore(folder).write('one', 'first')
    expect(readdirSync(folder)).toEqual(['secret-one.json'])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'secret-one.json')).mode & 0o777).toBe(0o600)
  })

  test('replaces one that others could read', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'secret-one.json')
    writeFileSync(file, 'old')
    chmodSync(file, 0o666)
    await fileSecretStore(folder).write('one', 'new')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('that cannot be written says why, and not what', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'in-the-way'), '')
    const place = fileSecretStore(join(folder, 'in-the-way'))
    await expect(place.write('one', 'very secret')).rejects.toThrow(/secret-one\.json: E(?:EXIST|NOTDIR)$/)
  })
})

function program(script: string): string {
  const file = join(temporaryFolder(), 'keyring.mjs')
  writeFileSync(file, script)
  return file
}

describe('the keyring', () => {
  test('that never answers is given up', async () => {
    const place = keyringSecretStore({
      folder: '/f',
      seconds: 0.5,
      program: program('setInterval(() => {}, 1000)'),
    })
    await expect(place.read('one')).rejects.toThrow('the keyring did not respond within 0.5 seconds')
  })

  test.for([
    ['dies', 'process.exit(3)'],
    ['talks nonsense', 'console.log("hello")'],
    ['answers something else', 'console.log("[]")'],
  ])('that %s cannot be used', async ([, script = '']) => {
    const place = keyringSecretStore({ folder: '/f', seconds: 20, program: program(script) })
    await expect(place.read('one')).rejects.toThrow('the keyring could not be reached')
  })

  test('that says why it cannot be used is believed', async () => {
    const place = keyringSecretStore({
      folder: '/f',
      seconds: 20,
      program: program('console.log(`{"reason":"it is locked"}`)'),
    })
    await expect(place.write('one', 'secret')).rejects.toThrow('it is locked')
  })

  test('that keeps something else than it was given cannot be used', async () => {
    const place = keyringSecretStore({
      folder: '/f',
      seconds: 20,
      program: program('console.log(`{"found":"other"}`)'),
    })
    await expect(place.write('one', 'secret')).rejects.toThrow('the keyring did not store what was written')
  })

  test('is never the keys of the kernel, which a restart forgets', async () => {
    const bus = process.env['DBUS_SESSION_BUS_ADDRESS']
    process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nowhere'
    try {
      await expect(keyringSecretStore({ folder: '/f', seconds: 20 }).write('one', 'secret')).rejects.toThrow(
        /DBus/,
      )
    } finally {
      if (bus === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS']
      else process.env['DBUS_SESSION_BUS_ADDRESS'] = bus
    }
  })
})
