import { expect, test } from 'vitest'
import { isPostgres, passwordIn, postgresAddress, withoutPassword } from '../../src/core/store-address.ts'

test('an address is told from the name of a file', () => {
  expect(['postgres://h/d', 'postgresql://h/d', 'POSTGRES://h/d'].every(isPostgres)).toBe(true)
  expect(['ledger.sqlite', '/postgres/x', 'postgres:x'].some(isPostgres)).toBe(false)
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

test.each(['postgres://ada:secret@', 'postgres://ada:se@cr/et@h/d', 'postgres://ada:1#2@h/d'])(
  '%s cannot be read, is refused and not repeated',
  (address) => {
    expect(() => postgresAddress(address)).toThrow(/^the address of the PostgreSQL ledger/)
  },
)
