import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import { waitForLock } from '../../../src/ledger/sqlite/lock.ts'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'
import { aStamp, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { newLedgerPath } from '../../support/ledger-files.ts'
import { boundByModes } from '../../support/other-account.ts'
import { ran } from '../../support/processes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

import { commit } from '../steps.ts'

test('a ledger in a folder that cannot be written is read, and what would change it is refused', async () => {
  const home = temporaryFolder()
  const bound = boundByModes(home)
  const path = newLedgerPath()
  const ledger = await openSqliteLedger(path)
  await commit(ledger, [change.user(null, aUser('ada'))])
  await ledger.close()
  chmodSync(path, 0o444)
  chmodSync(dirname(path), 0o555)
  const before = readFileSync(path)
  const inStore = ['--store', path]
  const listed = await ran(home, [...inStore, 'users', 'list', '--format', 'tsv'], bound)
  expect(listed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(aUser('ada').email) })
  const created = await ran(home, [...inStore, 'teams', 'create', 'North'], bound)
  expect(created).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('read-only for your account'),
  })
  const opened = await ran(home, [...inStore, 'settings', 'init', '--ledger-only'], bound)
  expect(opened.stderr).toContain(
    'can only be read: 1 change set\nwarning: the file or its folder is read-only',
  )
  expect(readFileSync(path).equals(before)).toBe(true)
  expect(existsSync(join(dirname(path), 'ledger.sqlite-wal'))).toBe(false)
  chmodSync(dirname(path), 0o755)
})

test('a lock that is waited for is reported; a file system without locks is named at once', async () => {
  const path = newLedgerPath()
  const ledger = await openSqliteLedger(path)
  const [holder, waiter] = [new Database(path), new Database(path)]
  holder.exec('begin immediate')
  const said: string[] = []
  const waiting = async () => {
    said.push('waiting')
    await Promise.resolve()
  }
  await waitForLock(waiter, path, { waiting, canLock: () => true })
  expect(said).toEqual(['waiting'])
  await expect(waitForLock(waiter, path, { waiting, canLock: () => false })).rejects.toThrow(
    `the file system of the ledger ${path} does not support locks`,
  )
  holder.close()
  waiter.close()
  expect(await ledger.commit(planOf([change.user(null, aUser('ada'))]), aStamp())).toHaveProperty('number', 1)
  await ledger.close()
})
