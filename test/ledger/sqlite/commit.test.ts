import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'
import { aStamp, aTeam } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('a row that was not there before, or is not there afterward, is NULL in the history, not a text', async () => {
  const path = join(temporaryFolder(), 'ledger.sqlite')
  const ledger = await openSqliteLedger(path)
  const north = aTeam('North')
  await ledger.commit(planOf([change.team(null, north)]), aStamp())
  await ledger.commit(planOf([change.team(north, null)]), aStamp())
  await ledger.close()
  const database = new Database(path, { readonly: true })
  onTestFinished(() => {
    database.close()
  })
  const rows = database
    .prepare(
      'select before is null as wasMissing, after is null as isMissing from change order by change_set',
    )
    .all()
  expect(rows).toEqual([
    { wasMissing: 1, isMissing: 0 },
    { wasMissing: 0, isMissing: 1 },
  ])
})
