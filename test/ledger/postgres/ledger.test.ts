import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openPostgresLedger } from '../../../src/ledger/postgres/open.ts'
import { postgresServer, serverPassword } from '../../support/postgres-server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { ledgerContract } from '../contract.ts'

const server = postgresServer()

ledgerContract('the ledger on a PostgreSQL server', async () => {
  const ledger = await openPostgresLedger(server.database(), {
    beside: join(temporaryFolder(), 'ledger'),
    password: serverPassword,
  })
  onTestFinished(async () => {
    await ledger.close()
  })
  return ledger
})
