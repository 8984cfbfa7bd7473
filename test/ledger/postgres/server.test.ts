import { chmodSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import pg from 'pg'
import { makePlaceBeside, placeBeside } from '../../../src/ledger/postgres/open.ts'
import { serverConfig } from '../../../src/ledger/postgres/server.ts'
import { CuttableClient } from '../../../src/ledger/postgres/silence.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('an address without a port means 5432, whatever PGPORT says', () => {
  vi.stubEnv('PGPORT', '6000')
  vi.stubEnv('PGHOST', 'elsewhere')
  vi.stubEnv('PGDATABASE', 'other')
  try {
    const { port, host, database } = new pg.Client(serverConfig('postgres://ada@127.0.0.1/people', undefined))
    expect({ port, host, database }).toEqual({ port: 5432, host: '127.0.0.1', database: 'people' })
    expect(new pg.Client(serverConfig('postgres://ada@127.0.0.1:6432/people', undefined)).port).toBe(6432)
  } finally {
    vi.unstubAllEnvs()
  }
})

test.each([
  ['postgres://a%40b@h/my%20people', { host: 'h', user: 'a@b', database: 'my people' }],
  ['postgres://ada@[::1]/people', { host: '::1', ssl: false }],
  ['postgres://ada@h/people?sslmode=disable', { ssl: false }],
  ['postgres://ada@h/people', { ssl: {} }],
])('%s is read as %o', (address, config) => {
  expect(serverConfig(address, 'hunter2')).toMatchObject({ ...config, password: 'hunter2' })
})

test.each([
  ['postgres://a%b@h/people', 'the address of the PostgreSQL ledger has a percent sign'],
  ['postgres://ada@h/100%', 'the address of the PostgreSQL ledger has a percent sign'],
  ['postgres://ada@h/people?timeout=1', 'the address of the ledger has an unknown parameter "timeout"'],
  ['postgres://ada@h/people?sslmode=prefer', 'sslmode=prefer is not supported'],
])('%s is refused: %s', (address, message) => {
  expect(() => serverConfig(address, undefined)).toThrow(message)
})

function optionsIn(address: string): unknown {
  const client = new CuttableClient(serverConfig(address, undefined))
  return 'connectionParameters' in client ? client.connectionParameters : undefined
}

test('PGOPTIONS is not used, and options in the address are', () => {
  vi.stubEnv('PGOPTIONS', '-c statement_timeout=5s')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(optionsIn('postgres://ada@127.0.0.1/people')).toMatchObject({ options: undefined })
  expect(optionsIn('postgres://ada@127.0.0.1/people?options=-c%20a.b%3D1')).toMatchObject({
    options: '-c a.b=1',
  })
})

test('where the home folder is unknown, only a folder that no one else can use is taken', () => {
  vi.stubEnv('TMPDIR', temporaryFolder())
  onTestFinished(() => void vi.unstubAllEnvs())
  const place = placeBeside('postgres://ada@h/people?schema=sfsync', undefined)
  const folder = dirname(place)
  expect(existsSync(folder)).toBe(false)
  writeFileSync(folder, '')
  expect(() => makePlaceBeside(place)).toThrow(
    expect.objectContaining({
      message: `the folder ${folder} cannot be created: a file is in the way (EEXIST)`,
      actions: ['set HOME or XDG_DATA_HOME to an absolute path, or TMPDIR to a folder that you can write to'],
    }),
  )
  rmSync(folder)
  makePlaceBeside(place)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  chmodSync(folder, 0o777)
  expect(() => makePlaceBeside(place)).toThrow('can be used by other accounts')
})
