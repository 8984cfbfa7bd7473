import { expect, test } from 'vitest'
import {
  decoded,
  isAlmostPostgres,
  isPostgres,
  passwordIn,
  postgresAddress,
  withoutPassword,
} from '../../src/core/store-address.ts'

test('an address is told from the name of a file', () => {
  expect(['postgres://h/d', 'postgresql://h/d', 'POSTGRES://h/d'].every(isPostgres)).toBe(true)
  expect(['ledger.sqlite', '/postgres/x', 'postgres:x'].some(isPostgres)).toBe(false)
})

test('what is almost an address is told from it and from the name of a file', () => {
  const almost = [
    ' postgres://ada:pw@h/d',
    '"postgres://ada:pw@h/d"',
    'jdbc:postgresql://h/d?user=ada',
    'postgresql+asyncpg://ada:pw@h/d',
    'host=h dbname=d password = pw',
    'host=127.0.0.1 port=5544 dbname=people',
    'postgres:/ada@127.0.0.1:5544/people',
    'postgres//ada@127.0.0.1:5544/people',
    'postgres:ada@h/people',
    'postgre://ada@h/people',
    '127.0.0.1:5544/people',
    'ada@db.acme.example:5432/people',
    '[::1]:5432/people',
  ]
  expect(almost.filter((each) => !isAlmostPostgres(each))).toEqual([])
  const others = [
    'postgres://h/d',
    '/home/postgres/a.sqlite',
    'postgres.sqlite',
    'postgres/ledger.sqlite',
    'C:/data/ledger.sqlite',
    'C:\\data\\ledger.sqlite',
    'ada@acme/ledger.sqlite',
    '/data/host=h/ledger.sqlite',
    'https://acme.example/ledger.sqlite',
    '2026-11-29T09:15/ledger.sqlite',
  ]
  expect(others.filter(isAlmostPostgres)).toEqual([])
})

test('a percent sign that begins no code is refused and not repeated', () => {
  expect(decoded('a%40b')).toBe('a@b')
  for (const part of [() => decoded('s3%cr'), () => passwordIn('postgres://ada:s3%cr@h/d')])
    expect(part).toThrow(/^the address of the PostgreSQL ledger has a percent sign/)
})

test('an address is shown with its schema and without any password', () => {
  expect(postgresAddress('postgres://ada:secret@h:5433/d?password=other', 'acme')).toEqual({
    shown: 'postgres://ada@h:5433/d?schema=acme',
    schema: 'acme',
  })
  expect(postgresAddress('postgres://h/d?schema=own', 'acme').schema).toBe('own')
  expect(withoutPassword('postgres://ada:secret@h/d')).toBe('postgres://ada@h/d')
  expect(withoutPassword('ledger.sqlite')).toBe('ledger.sqlite')
})

test('the password is that of the user part or of the parameter', () => {
  expect(passwordIn('postgres://ada:a%40b@h/d')).toBe('a@b')
  expect(passwordIn('postgres://ada@h/d?password=x')).toBe('x')
  expect(passwordIn('postgres://ada@h/d')).toBeUndefined()
})

test.each([
  ['postgres://ada:a@b:c/d@host/people', /has a character .* must be encoded$/],
  ['postgres://ada:hunter?2@host/people', /has a character .* must be encoded$/],
  ['postgres://ada:hunter#2@host/people', /has a character .* must be encoded$/],
  ['postgres://ada:99999/2@host/people', /has a character .* must be encoded$/],
  ['postgres://ada@host/pe#ople', /has a character .* must be encoded$/],
  ['postgres://ada@host:99999/people', /has the port 99999, which is not between 1 and 65535$/],
  ['postgres://ada@host:0/people', /has the port 0, which/],
  ['postgres://ada@host', /is not complete$/],
  ['postgres://ada@host:port/people', /is not complete$/],
])('%s is refused with what is wrong, and no more', (address, message) => {
  expect(() => postgresAddress(address)).toThrow(message)
})

test('what must be encoded can be in the database, too', () => {
  expect(() => postgresAddress('postgres://ada@host/pe#ople')).toThrow(
    expect.objectContaining({ actions: [expect.stringContaining('the password and the database, write')] }),
  )
})

test('what is encoded or needs no code is read', () => {
  expect(passwordIn('postgres://ada:a%40b%3Ac%2Fd%3Fe%23f%25g@h:5432/d')).toBe('a@b:c/d?e#f%g')
  expect(passwordIn('postgres://ada:a@b:c@[::1]:5432/d')).toBe('a@b:c')
  expect(passwordIn('postgres://ada:a@h/d?sslrootcert=/home/ada@acme/ca.crt')).toBe('a')
})

test.each(['postgres://ada:secret@', 'postgres://ada:se@cr/et@h/d', 'postgres://ada:1#2@h/d'])(
  '%s cannot be read, is refused and not repeated',
  (address) => {
    expect(() => postgresAddress(address)).toThrow(/^the address of the PostgreSQL ledger/)
  },
)
