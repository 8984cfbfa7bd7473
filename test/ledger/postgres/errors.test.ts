import { SqliteError } from 'better-sqlite3'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { isTriedAgain, ledgerFailure } from '../../../src/ledger/postgres/errors.ts'

const shown = 'postgres://ada@db.example/people'

function fromServer(code: string, message: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, message.length, 'error'), { code })
}

describe('what is wrong on this machine is not blamed on the server', () => {
  test.each([
    new SqliteError('database or disk is full', 'SQLITE_FULL'),
    Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'write' }),
  ])('%s', (error) => {
    expect(ledgerFailure(error, shown)).toMatchObject({
      code: 'disk-full',
      message: `the disk is full; the ledger ${shown} (a copy on this machine) was not changed`,
    })
  })

  test('and an error of sfsync itself stays as it is', () => {
    const error = Object.assign(new TypeError('not a string'), { code: 'ERR_INVALID_ARG_TYPE' })
    expect(ledgerFailure(error, shown)).toBe(error)
  })
})

test.each([
  ['08P01', 'no such user: ada'],
  ['57P01', 'terminating connection due to administrator command'],
])('what the server says when it ends a connection (%s) is said again', (code, message) => {
  expect(ledgerFailure(fromServer(code, message), shown)).toMatchObject({
    code: 'ledger-unusable',
    message: `the server of the ledger ${shown}, or a pooler before it, ended the connection: ${message}`,
  })
})

test('what a pooler refuses is tried again only if it let someone in before', () => {
  const error = fromServer('08P01', 'server login has been failing, try again later (server_login_retry)')
  expect(isTriedAgain(error, 1, 0, false)).toBe(false)
  expect(isTriedAgain(error, 30, 29, true)).toBe(true)
  expect(isTriedAgain(error, 31, 30, true)).toBe(false)
})

test.each([
  ['a server that ends', fromServer('57P01', 'terminating connection'), true],
  ['a server that starts', fromServer('57P03', 'the database system is starting up'), false],
  ['a connection that takes too long', new Error('timeout exceeded when trying to connect'), true],
])('%s is waited for by time, however long one attempt takes', (_, error, hasAnswered) => {
  expect(isTriedAgain(error, 100, 29, hasAnswered)).toBe(true)
  expect(isTriedAgain(error, 2, 30, hasAnswered)).toBe(false)
})

test('a server that never answered is not waited for', () => {
  expect(isTriedAgain(new Error('timeout exceeded when trying to connect'), 1, 0, false)).toBe(false)
})

test.each([
  ['write', 'does not have the rights for this'],
  ['load', 'may not load a history'],
] as const)('a missing right to %s is told as what it is', (purpose, told) => {
  const error = fromServer('42501', 'permission denied for table change_set')
  expect(ledgerFailure(error, shown, purpose)).toMatchObject({ message: expect.stringContaining(told) })
})

test('a password that is refused after the ledger was opened is for doctor, which asks again', () => {
  expect(ledgerFailure(fromServer('28P01', 'password authentication failed'), shown)).toMatchObject({
    actions: [{ text: 'see what is wrong', command: { command: 'doctor' } }],
  })
})

test.each([
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'self-signed certificate; if the root CA is installed locally, try running Node.js with --use-system-ca',
    'cannot be verified: self-signed certificate',
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    "Hostname/IP does not match certificate's altnames: IP: 10.0.0.7 is not in the cert's list: ",
    "is for another name: Hostname/IP does not match certificate's altnames: IP: 10.0.0.7 is not in the certificate, which lists no IP addresses",
  ],
])('%s has neither advice for Node.js nor an empty list', (code, message, end) => {
  expect(ledgerFailure(Object.assign(new Error(message), { code }), shown)).toMatchObject({
    message: `the certificate of the server of the ledger ${shown} ${end}`,
  })
})
