import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { commandLine } from '../../../src/core/hint.ts'
import { planOf } from '../../../src/core/change.ts'
import { SfsyncError } from '../../../src/core/errors.ts'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'
import { schemaVersion } from '../../../src/ledger/sqlite/schema.ts'
import { all } from '../../support/all.ts'
import { aStamp, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { newLedgerPath, withDatabase } from '../../support/ledger-files.ts'
import { commit } from '../steps.ts'

/** What an admin is told when this fails; anything but our own error fails the test. */
async function toldBy(work: Promise<unknown>): Promise<Pick<SfsyncError, 'code' | 'message' | 'actions'>> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof SfsyncError))
    throw new Error('this should have failed with our own error', { cause: error })
  const { code, message, actions } = error
  return { code, message, actions }
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

describe('a new ledger', () => {
  test('is for its owner only, as are the folders made for it and the files beside it', async () => {
    const path = join(dirname(newLedgerPath()), 'share', 'sfsync', 'ledger.sqlite')
    const ledger = await openSqliteLedger(path)
    await commit(ledger, [change.user(null, aUser('ada'))])
    const folder = dirname(path)
    expect([dirname(folder), folder].map(modeOf)).toEqual(['700', '700'])
    expect(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))])).toEqual([
      ['ledger.sqlite', '600'],
      ['ledger.sqlite-shm', '600'],
      ['ledger.sqlite-wal', '600'],
    ])
    await ledger.close()
    expect(readdirSync(folder)).toEqual(['ledger.sqlite'])
  })

  test('leaves the mode of a folder that was there', async () => {
    const path = newLedgerPath()
    chmodSync(dirname(path), 0o755)
    await (await openSqliteLedger(path)).close()
    expect([dirname(path), path].map(modeOf)).toEqual(['755', '600'])
  })

  test('can be opened by several processes at once, and each can write', async () => {
    const path = newLedgerPath()
    const names = ['ada', 'bob', 'cleo']
    await Promise.all(names.map((name) => commitElsewhere(path, name)))
    const ledger = await openSqliteLedger(path)
    expect((await all(ledger.users({}))).map(({ user }) => user)).toEqual(names.map((name) => aUser(name)))
    expect((await ledger.counts()).changeSets).toBe(3)
    await ledger.close()
  })
})

function quotedURL(file: string): string {
  return JSON.stringify(pathToFileURL(join(import.meta.dirname, file)))
}

/** Opens the ledger in a process of its own, and commits one user there. */
async function commitElsewhere(path: string, name: string): Promise<void> {
  const script = `
    const { openSqliteLedger } = await import(${quotedURL('../../../src/ledger/sqlite/open.ts')})
    const { aUser } = await import(${quotedURL('../../support/builders.ts')})
    const { change } = await import(${quotedURL('../../support/changes.ts')})
    const { commit } = await import(${quotedURL('../steps.ts')})
    const ledger = await openSqliteLedger(${JSON.stringify(path)})
    await commit(ledger, [change.user(null, aUser(${JSON.stringify(name)}))])
    await ledger.close()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
}

async function refusalOf(path: string): Promise<unknown> {
  const bytes = readFileSync(path)
  const refusal = await toldBy(openSqliteLedger(path))
  expect(readFileSync(path).equals(bytes)).toBe(true)
  expect(readdirSync(dirname(path))).toEqual(['ledger.sqlite'])
  return refusal
}

describe('a file that is no ledger is refused and not changed:', () => {
  test('a ledger of a newer sfsync', async () => {
    const path = newLedgerPath()
    await (await openSqliteLedger(path)).close()
    withDatabase(path, (database) => database.pragma('user_version = 99'))
    expect(await refusalOf(path)).toEqual({
      code: 'ledger-newer',
      message: `the ledger ${path} was written by a newer sfsync (schema version 99; this sfsync reads version ${schemaVersion})`,
      actions: ['update sfsync', 'or use another ledger: --store <file>'],
    })
  })

  test.each([
    ['with a table', 'create table invoice (number integer)'],
    ['with an application ID', 'pragma application_id = 7'],
    ['with a version', 'pragma user_version = 1'],
  ])("somebody else's database %s", async (_, statement) => {
    const path = newLedgerPath()
    withDatabase(path, (database) => database.exec(statement))
    expect(await refusalOf(path)).toEqual({
      code: 'ledger-unusable',
      message: `${path} is a SQLite database, but not an sfsync ledger`,
      actions: ['name another file with --store; this one was not changed'],
    })
  })

  test('a text', async () => {
    const path = newLedgerPath()
    writeFileSync(path, 'ada@example.com\n'.repeat(1000))
    expect(await refusalOf(path)).toEqual({
      code: 'ledger-unusable',
      message: `${path} is not an sfsync ledger: the file is not a SQLite database`,
      actions: ['name another file with --store, or move this one away; it was not changed'],
    })
  })

  test('a folder', async () => {
    const path = newLedgerPath()
    mkdirSync(path)
    expect(await toldBy(openSqliteLedger(path))).toEqual({
      code: 'ledger-unusable',
      message: `the ledger ${path} cannot be opened`,
      actions: [
        {
          text: 'check that the path names a file in a folder that you can access',
          command: commandLine('settings path'),
        },
      ],
    })
  })

  test('a file inside a file', async () => {
    const path = newLedgerPath()
    writeFileSync(path, 'text')
    expect(await toldBy(openSqliteLedger(join(path, 'ledger.sqlite')))).toHaveProperty(
      'code',
      'ledger-unusable',
    )
    expect(readFileSync(path, 'utf8')).toBe('text')
  })
})

const damaged = (path: string) => ({
  code: 'ledger-unusable',
  message: `the ledger ${path} is damaged`,
  actions: [
    'copy the file and those beside it (-wal, -shm) before anything else; nothing was changed',
    { text: 'restore a backup', command: commandLine('restore', '<backup>') },
    'or recover what can be read: sqlite3 <file> .recover',
  ],
})

const pageBytes = 4096

/** A ledger of a thousand users in which some pages are overwritten: by default those of the users. */
async function ledgerWithHoles(holes = pagesOfUsers): Promise<string> {
  const path = newLedgerPath()
  const ledger = await openSqliteLedger(path)
  const many = Array.from({ length: 1000 }, (_, index) => aUser(`p${String(index).padStart(4, '0')}`))
  await commit(
    ledger,
    many.map((user) => change.user(null, user)),
  )
  await ledger.close()
  const bytes = readFileSync(path)
  for (const page of holes(path)) bytes.fill(0xa5, (page - 1) * pageBytes, page * pageBytes)
  writeFileSync(path, bytes)
  return path
}

function pagesOfUsers(path: string): number[] {
  const query = "select pageno as page from dbstat where name like '%screen_user%'"
  return withDatabase(path, (database) => database.prepare<[], { page: number }>(query).all()).map(
    ({ page }) => page,
  )
}

function pagesOfTheSchema(path: string): number[] {
  const query = "select pageno as page from dbstat where name = 'sqlite_schema' and pageno > 1"
  return withDatabase(path, (database) => database.prepare<[], { page: number }>(query).all()).map(
    ({ page }) => page,
  )
}

describe('a damaged ledger', () => {
  test('gives one clear error to every read or write', async () => {
    const path = await ledgerWithHoles()
    const ledger = await openSqliteLedger(path)
    const bob = aUser('bob')
    expect(await toldBy(all(ledger.users({})))).toEqual(damaged(path))
    expect(await toldBy(ledger.findUsers({ email: aUser('p0500').email }))).toEqual(damaged(path))
    expect(await toldBy(ledger.commit(planOf([change.user(null, bob)]), aStamp()))).toEqual(damaged(path))
    await ledger.close()
  })

  test('reports its problems', async () => {
    const ledger = await openSqliteLedger(await ledgerWithHoles())
    expect((await ledger.integrity()).length).toBeGreaterThan(0)
    await ledger.close()
  })

  test('whose list of tables is damaged cannot even be opened', async () => {
    const path = await ledgerWithHoles(pagesOfTheSchema)
    expect(await toldBy(openSqliteLedger(path))).toEqual(damaged(path))
  })
})
