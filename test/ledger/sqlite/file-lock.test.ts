import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'
import type { RefreshTarget } from '../../../src/ledger/ledger.ts'
import { lockFile } from '../../../src/ledger/sqlite/file-lock.ts'
import { stagingPath } from '../../../src/ledger/sqlite/schema.ts'
import { openStagingFile } from '../../../src/ledger/sqlite/staging-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const target: RefreshTarget = {
  kind: 'full',
  origin: 'acme.my.salesforce.com',
  identity: 'ada@acme.example',
  organizationId: '00D5g0000001AbCEAU',
  scope: 'people',
}
const startedAt = '2026-11-23T12:00:00.000Z'

test('one has the lock, and at the end nothing is left of it', () => {
  const file = join(temporaryFolder(), 'ledger.sqlite.refresh-full')
  const first = lockFile(file)
  expect(() => lockFile(file)).toThrow('database is locked')
  first.release()
  expect(existsSync(`${file}.lock`)).toBe(false)
  lockFile(file).release()
})

test('a refresh that was killed before its first page is not resumed, because it read nothing', async () => {
  const path = join(temporaryFolder(), 'ledger.sqlite')
  const ledger = await openSqliteLedger(path)
  openStagingFile(stagingPath(path, 'full'), target, startedAt, false).database.close()
  const refresh = await ledger.directory.beginRefresh(target, '2026-11-23T13:00:00.000Z')
  expect({ resumed: refresh.resumed, startedAt: refresh.startedAt }).toEqual({
    resumed: undefined,
    startedAt: '2026-11-23T13:00:00.000Z',
  })
  await refresh.abandon()
  await ledger.close()
})
