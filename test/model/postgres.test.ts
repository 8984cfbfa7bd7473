import { join } from 'node:path'
import { openPostgresLedger } from '../../src/ledger/postgres/open.ts'
import { postgresServer, serverPassword } from '../support/postgres-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { modelProperties } from './properties.ts'

const server = postgresServer()

modelProperties(
  'the ledger on a PostgreSQL server',
  async () =>
    await openPostgresLedger(server.database(), {
      beside: join(temporaryFolder(), 'ledger'),
      password: serverPassword,
    }),
  // Each command takes several round trips here.
  40,
)
