import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import { ledgerFailure } from '../../../src/ledger/sqlite/errors.ts'

function failureOf(reason: string): SfsyncError {
  const failure = ledgerFailure(Object.assign(new Error(reason), { code: 'ERR_DLOPEN_FAILED' }), '/ledger')
  if (!(failure instanceof SfsyncError)) throw new Error('this should be our own error')
  return failure
}

test('where the system refuses to load SQLite, the reason is told, and what to do with either kind of installation', () => {
  const reason = '/tmp: failed to map segment from shared object'
  const failure = failureOf(reason)
  expect(failure.code).toBe('ledger-unusable')
  expect(failure.message).toBe(`SQLite cannot be loaded: ${reason}`)
  expect(failure.actions).toEqual([
    'with the single executable: set TMPDIR to a folder that you can write to and that is not mounted with "noexec"',
    'with the npm package: install sfsync again on this machine',
  ])
})

test('where the system is too old for SQLite, the error says which one is needed, as the documentation does', () => {
  const reason =
    "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /tmp/addon.node)"
  expect(failureOf(reason).actions).toEqual([
    'use a newer Linux: sfsync needs glibc 2.34 or newer (Debian 12, Ubuntu 22.04, RHEL 9)',
  ])
  const root = join(import.meta.dirname, '..', '..', '..')
  const addon = join(root, 'node_modules', 'better-sqlite3', 'prebuilds', 'linux-x64.node')
  const needed = [...readFileSync(addon, 'latin1').matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) =>
    Number(minor),
  )
  expect(Math.max(...needed)).toBe(34)
  const page = readFileSync(join(root, 'docs', 'installation.md'), 'utf8')
  expect(page.match(/glibc 2\.\d+/g)).toEqual(['glibc 2.34', 'glibc 2.34'])
})
