import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { migrations } from '../../../src/ledger/migrations/index.ts'
import { LedgerDialect, migrateLedger } from '../../../src/ledger/sqlite/migrate.ts'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'
import { type LedgerTables, schemaVersion } from '../../../src/ledger/sqlite/schema.ts'
import { all } from '../../support/all.ts'
import { historyOf } from '../../support/history-of.ts'
import { newLedgerPath, releasedContent, releasedLedger, schemaOf } from '../../support/ledger-files.ts'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const names = Object.keys(migrations)
const opener = pathToFileURL(join(import.meta.dirname, '../../../src/ledger/sqlite/open.ts')).href

/** Opens a file without any of the checks. */
async function withKysely<Result>(
  path: string,
  work: (kysely: Kysely<LedgerTables>, connection: Database.Database) => Promise<Result>,
): Promise<Result> {
  const connection = new Database(path)
  const kysely = new Kysely<LedgerTables>({ dialect: new LedgerDialect({ database: connection }) })
  try {
    return await work(kysely, connection)
  } finally {
    await kysely.destroy()
  }
}

// Without what is computed from other rows.
async function contentOf(ledger: Ledger): Promise<unknown> {
  const log = await all(ledger.directory.log())
  return {
    users: await all(ledger.users({})),
    teams: await ledger.teams(),
    facts: await ledger.facts(),
    rows: await all(ledger.rows()),
    counts: await ledger.counts(),
    history: await historyOf(ledger),
    directory: await all(ledger.directory.list({})),
    lastRead: await ledger.directory.lastRead(),
    log: log.map(({ left: _left, returned: _returned, ...entry }) => entry),
    changes: await Promise.all(
      log.map(async ({ number }) =>
        (await all(ledger.directory.changesOf(number))).map(
          ({ mappedTo: _mappedTo, email: _email, ...each }) => each,
        ),
      ),
    ),
  }
}

describe('the migrations', () => {
  test('are numbered in order, and the version of a ledger is their number', () => {
    expect(names).toEqual(names.toSorted())
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1))
    expect(schemaVersion).toBe(names.length)
  })

  // A new one is kept with: sqlite3 ledger.sqlite .dump, the two pragmas on top, and what must be read as JSON.
  test('have each a ledger kept as the release with it left it', () => {
    const kept = readdirSync(join(import.meta.dirname, '..', 'released')).toSorted()
    expect(kept).toEqual(names.flatMap((name) => [`${name}.json`, `${name}.sql`]))
  })
})

describe.each(names)('a ledger of the release that ended with %s', (name) => {
  test('has the schema that the migrations still make: released ones are never edited', async () => {
    const path = newLedgerPath()
    await withKysely(path, async (kysely) => {
      const provider = { getMigrations: () => Promise.resolve({ ...migrations }) }
      const { error } = await new Migrator({ db: kysely, provider }).migrateTo(name)
      expect(error).toBe(undefined)
    })
    expect(schemaOf(path)).toEqual(schemaOf(releasedLedger(name)))
  })

  test('is opened today with every row intact, and once more', async () => {
    const path = releasedLedger(name)
    for (const _ of ['first', 'second']) {
      const ledger = await openSqliteLedger(path)
      expect(await contentOf(ledger)).toEqual(releasedContent(name))
      expect(await ledger.integrity()).toEqual([])
      await ledger.close()
    }
  })

  test('has the schema of a new ledger after it', async () => {
    const [old, young] = [releasedLedger(name), newLedgerPath()]
    for (const path of [old, young]) await (await openSqliteLedger(path)).close()
    expect(schemaOf(old)).toEqual(schemaOf(young))
  })

  test('is copied beside itself before it is migrated, for its owner only; a current one is not', async () => {
    const path = releasedLedger(name)
    await withKysely(path, (_, connection) => migrateLedger(connection, path))
    const copy = `${path}.before-${schemaVersion}`
    const isCurrent = name === names.at(-1)
    expect(existsSync(copy)).toBe(!isCurrent)
    if (isCurrent) return
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(schemaOf(copy)).toEqual(schemaOf(releasedLedger(name)))
    const ledger = await openSqliteLedger(copy)
    expect(await contentOf(ledger)).toEqual(releasedContent(name))
    await ledger.close()
  })
})

test('settings with British names get American ones, which undo, history, dump and load know', async () => {
  const path = releasedLedger('0003-batches')
  const on = async (store: string, words: readonly string[], stdin = '') =>
    await sfsync(dirname(path), ['--store', store, ...words], { stdin })
  const { stderr } = await on(path, ['settings', 'set', 'licences', '60'])
  expect(stderr).toContain('did you mean licenses?')
  expect(await on(path, ['undo', '4'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('+ setting  licenses: 50'),
  })
  expect((await on(path, ['history', '--as-script'])).stdout).toContain(
    'settings set integration-initialized yes',
  )
  const dump = await on(path, ['dump', '--history'])
  expect(dump.stdout).not.toMatch(/licence|initialised/)
  const copy = newLedgerPath()
  expect(await on(copy, ['load', '-'], dump.stdout)).toMatchObject({ exitCode: 0 })
  expect((await on(copy, ['dump', '--history'])).stdout).toBe(dump.stdout)
})

test('a dry run sees an older ledger as it would be, and leaves the file as it is', async () => {
  const [name = ''] = names
  const path = releasedLedger(name)
  const before = readFileSync(path)
  const place = temporaryFolder()
  vi.stubEnv('TMPDIR', place)
  onTestFinished(() => void vi.unstubAllEnvs())
  const ledger = await openSqliteLedger(path, { isDryRun: true })
  const [scratch = ''] = readdirSync(place)
  expect(readdirSync(join(place, scratch)).filter((file) => file.includes('before'))).toEqual([])
  expect(scratch).toContain('sfsync-dry-run-')
  expect(await contentOf(ledger)).toEqual(releasedContent(name))
  await ledger.close()
  const { stderr } = await sfsync(dirname(path), ['--store', path, 'teams', 'create', 'New', '--dry-run'])
  expect(stderr).toBe('dry run: nothing was changed\n')
  expect(readFileSync(path).equals(before)).toBe(true)
  expect(readdirSync(dirname(path)).filter((file) => file.startsWith('ledger'))).toEqual(['ledger.sqlite'])
})

test('several processes that open an older ledger at once keep one copy of it, as it was', async () => {
  const [name = ''] = names
  const path = releasedLedger(name)
  const script = `await (await (await import(${JSON.stringify(opener)})).openSqliteLedger(process.argv[1])).close()`
  const opened = Array.from({ length: 4 }, async () => {
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, path])
  })
  await Promise.all(opened)
  expect(readdirSync(dirname(path))).toEqual(['ledger.sqlite', `ledger.sqlite.before-${schemaVersion}`])
  expect(schemaOf(`${path}.before-${schemaVersion}`)).toEqual(schemaOf(releasedLedger(name)))
})

test('a copy that an earlier migration kept is not overwritten', async () => {
  const [name = ''] = names
  const path = releasedLedger(name)
  const copy = `${path}.before-${schemaVersion}`
  writeFileSync(copy, 'kept')
  await (await openSqliteLedger(path)).close()
  expect(readFileSync(copy, 'utf8')).toBe('kept')
  expect(schemaOf(`${copy}.2`)).toEqual(schemaOf(releasedLedger(name)))
})

test('a new ledger is not copied', async () => {
  const path = newLedgerPath()
  const ledger = await openSqliteLedger(path)
  await ledger.close()
  expect(readdirSync(join(path, '..'))).toEqual(['ledger.sqlite'])
})
