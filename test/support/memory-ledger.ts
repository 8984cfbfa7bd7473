import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll } from 'vitest'
import { migrateLedger } from '../../src/ledger/sqlite/migrate.ts'
import { prepare } from '../../src/ledger/sqlite/open.ts'
import { SqliteLedger } from '../../src/ledger/sqlite/ledger.ts'

// Migrated once a test file: each ledger starts as a copy of these bytes.
const empty = await emptyDatabase()

async function emptyDatabase(): Promise<Buffer> {
  const connection = new Database(':memory:')
  prepare(connection)
  await migrateLedger(connection)
  return connection.serialize()
}

// A refresh keeps what it has read in a file beside the ledger.
const folder = mkdtempSync(join(tmpdir(), 'sfsync-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let made = 0

/** The real ledger on SQLite in memory, empty at first. It stays open although each command closes its ledger. */
export class MemoryLedger extends SqliteLedger {
  constructor() {
    const connection = new Database(empty)
    prepare(connection)
    super(connection, { path: join(folder, `ledger-${(made += 1)}.sqlite`) })
  }

  override async close(): Promise<void> {
    await Promise.resolve()
  }
}
