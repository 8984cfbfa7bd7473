import { join } from 'node:path'
import { openSqliteLedger } from '../../src/ledger/sqlite/open.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { modelProperties } from './properties.ts'

modelProperties(
  'the ledger in a SQLite file',
  async () => await openSqliteLedger(join(temporaryFolder(), 'ledger.sqlite')),
  150,
)
