import { expect, test } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import { ledgerFailure } from '../../../src/ledger/sqlite/errors.ts'

test('where the system refuses to load SQLite, the reason is told, and what to do with either kind of installation', () => {
  const reason = '/tmp: failed to map segment from shared object'
  const failure = ledgerFailure(Object.assign(new Error(reason), { code: 'ERR_DLOPEN_FAILED' }), '/ledger')
  if (!(failure instanceof SfsyncError)) throw new Error('this should be our own error')
  expect(failure.code).toBe('ledger-unusable')
  expect(failure.message).toBe(`SQLite cannot be loaded: ${reason}`)
  expect(failure.actions).toEqual([
    'with the single executable: set TMPDIR to a folder that you can write to and that is not mounted with "noexec"',
    'with the npm package: install sfsync again on this machine',
  ])
})
