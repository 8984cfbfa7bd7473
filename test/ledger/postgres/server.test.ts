import { expect, test, vi } from 'vitest'
import pg from 'pg'
import { serverConfig } from '../../../src/ledger/postgres/server.ts'

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
