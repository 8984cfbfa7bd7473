import { describe, expect, test } from 'vitest'
import { passwordFor, secretAddress, storePasswords } from '../../../src/config/secrets/store-password.ts'
import { failureOf, load } from '../support.ts'

const notAddresses = [
  '"postgres://ada:hunter2hunter2@h/d"',
  'jdbc:postgresql://h/d?user=ada&password=hunter2hunter2',
  'postgresql+asyncpg://ada:hunter2hunter2@h/d',
  'host=h dbname=d password=hunter2hunter2',
  'postgres:/ada:hunter2hunter2@h/d',
  'postgres//ada:hunter2hunter2@h/d',
  'postgres:ada:hunter2hunter2@h/d',
  'postgre://ada:hunter2hunter2@h/d',
]

describe('SFSYNC_STORE_URL', () => {
  test('may have spaces around its address', async () => {
    const environment = { SFSYNC_STORE_URL: ' postgres://ada:hunter2hunter2@h/d\n' }
    const { configuration } = await load({ environment })
    const store = 'postgres://ada@h/d?schema=sfsync'
    expect(configuration.settings.store.value).toBe(store)
    expect(await passwordFor(store, { environment, home: undefined, dataFolder: undefined })).toEqual({
      password: 'hunter2hunter2',
      signIn: { role: 'ada', roleFrom: 'address', passwordFrom: 'SFSYNC_STORE_URL' },
    })
    expect(storePasswords(environment)).toEqual(['hunter2hunter2'])
    expect(secretAddress({})).toBeUndefined()
  })

  test.each(['', ' ', '\n'])('that is empty is a secret that is missing, not no ledger: %j', async (text) => {
    const environment = { SFSYNC_STORE_URL: text }
    const failure = await failureOf(async () => await load({ environment }))
    expect(failure).toMatchObject({
      code: 'configuration',
      message: 'SFSYNC_STORE_URL is set, but empty',
    })
    // What was typed wins.
    const flags = { store: '/work/a.sqlite' }
    expect((await load({ environment, flags })).configuration.settings.store.value).toBe('/work/a.sqlite')
  })

  test.each(notAddresses)('is never the name of a file: %s', async (text) => {
    const environment = { SFSYNC_STORE_URL: text }
    const failure = await failureOf(async () => await load({ environment }))
    expect(failure).toMatchObject({
      code: 'configuration',
      message: 'SFSYNC_STORE_URL is not a postgres:// address',
    })
    expect(JSON.stringify(failure)).not.toContain('hunter2')
    expect(storePasswords(environment)).toEqual([text])
  })
})

test.each(notAddresses)('no other place takes it for the name of a file: %s', async (text) => {
  const toml = `store = '${text}'\n`
  const places = [
    { flags: { store: text } },
    { environment: { SFSYNC_STORE: text } },
    { files: { work: toml } },
  ]
  for (const place of places) {
    const failure = await failureOf(async () => await load(place))
    expect(failure).toMatchObject({
      message: expect.stringContaining('store looks like the address of a PostgreSQL server'),
    })
    expect(JSON.stringify(failure)).not.toContain('hunter2')
  }
  expect(storePasswords({ SFSYNC_STORE: text })).toEqual([text])
})

test.each(['postgres://ada:hunter2%hunter2@h/d', 'postgres:///d', 'postgres://ada:se@cr/et@h/d'])(
  '%s is a secret as a whole, and is refused where it is used',
  async (text) => {
    for (const name of ['SFSYNC_STORE_URL', 'SFSYNC_STORE']) {
      expect(storePasswords({ [name]: text })).toEqual([text])
      const failure = await failureOf(async () => await load({ environment: { [name]: text } }))
      expect(failure).toMatchObject({ code: 'configuration' })
      expect(JSON.stringify(failure)).not.toContain('hunter2')
    }
  },
)

test('SFSYNC_STORE takes no password, whatever else names the ledger, and says where it belongs', async () => {
  const environment = { SFSYNC_STORE: 'postgres://ada:hunter2hunter2@h/d' }
  expect(await failureOf(async () => await load({ environment }))).toMatchObject({
    code: 'configuration',
    message: expect.stringMatching(
      /^store must not contain a password.* SFSYNC_STORE_URL \(from SFSYNC_STORE\)$/,
    ),
  })
  const store = 'postgres://ada@h/d?schema=sfsync'
  const found = await passwordFor(store, { environment, home: undefined, dataFolder: undefined })
  expect(JSON.stringify({ found })).not.toContain('hunter2')
  expect(storePasswords({ ...environment, SFSYNC_STORE_URL: ' ' })).toEqual(['hunter2hunter2'])
})

test('names of files are no secrets', () => {
  expect(storePasswords({ SFSYNC_STORE: 'ledger.sqlite', PGPASSWORD: '' })).toEqual([])
})
