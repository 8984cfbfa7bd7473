import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { ledgerContract } from '../contract.ts'

ledgerContract('the ledger in a SQLite file', async () => {
  const path = join(temporaryFolder(), 'ledger.sqlite')
  const ledger = await openSqliteLedger(path)
  onTestFinished(async () => {
    await ledger.close()
  })
  return ledger
})
