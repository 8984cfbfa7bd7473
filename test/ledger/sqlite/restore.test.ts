import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import { planOf } from '../../../src/core/change.ts'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'
import { prepareRestore } from '../../../src/ledger/sqlite/restore.ts'
import { all, pagesOf } from '../../support/all.ts'
import { aRead, aSalesforceUser, aStamp, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { newLedgerPath } from '../../support/ledger-files.ts'
import { commit } from '../steps.ts'

async function usersIn(path: string): Promise<unknown> {
  const ledger = await openSqliteLedger(path)
  try {
    expect(await ledger.integrity()).toEqual([])
    return (await all(ledger.users({}))).map(({ user }) => user.userId)
  } finally {
    await ledger.close()
  }
}

async function messageOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
  } catch (error) {
    if (error instanceof SfsyncError) return error.message
    throw error
  }
  throw new Error('this should have failed')
}

/** A ledger with Ada, its backup, and the ledger as a crash left it after Bob was added: with its log beside it. */
async function crashedLedger(): Promise<{ readonly path: string; readonly backup: string }> {
  const [running, path] = [newLedgerPath(), newLedgerPath()]
  const backup = join(dirname(path), 'backup.sqlite')
  const ledger = await openSqliteLedger(running)
  await commit(ledger, [change.user(null, aUser('ada'))])
  await ledger.copyTo(backup)
  await commit(ledger, [change.user(null, aUser('bob'))])
  for (const suffix of ['', '-wal', '-shm']) copyFileSync(running + suffix, path + suffix)
  await ledger.close()
  return { path, backup }
}

describe('a backup over a ledger that crashed', () => {
  test('copied by hand, it is not opened together with the old log', async () => {
    const { path, backup } = await crashedLedger()
    copyFileSync(backup, path)
    const message = await messageOf(() => openSqliteLedger(path))
    expect(message).toContain(`the log of the earlier ledger (${path}-wal) is still there`)
    rmSync(`${path}-wal`)
    rmSync(`${path}-shm`)
    expect(await usersIn(path)).toEqual([aUser('ada').userId])
  })

  test('restored, it is the ledger, and the earlier one is kept with what its log held', async () => {
    const { path, backup } = await crashedLedger()
    const prepared = prepareRestore(path, backup)
    expect(prepared).toMatchObject({ problems: [], changeSets: 1, replaces: true })
    const kept = `${path}.before-restore`
    expect(prepared.place()).toBe(kept)
    expect(await usersIn(path)).toEqual([aUser('ada').userId])
    expect(await usersIn(kept)).toEqual([aUser('ada').userId, aUser('bob').userId])
    expect(readdirSync(dirname(path)).toSorted()).toEqual([
      'backup.sqlite',
      'ledger.sqlite',
      'ledger.sqlite.before-restore',
    ])
  })

  test.for([
    ['cut to nothing', ''],
    ['overwritten with text', 'ada@example.com\n'.repeat(1000)],
  ] as const)('restored over a ledger that was %s, with the old log beside it', async ([, content]) => {
    const { path, backup } = await crashedLedger()
    writeFileSync(path, content)
    prepareRestore(path, backup).place()
    expect(await usersIn(path)).toEqual([aUser('ada').userId])
  })

  test('restored where the ledger is gone and its log is not', async () => {
    const { path, backup } = await crashedLedger()
    rmSync(path)
    prepareRestore(path, backup).place()
    expect(await usersIn(path)).toEqual([aUser('ada').userId])
  })

  test('restored to what a link points to', async () => {
    const { path, backup } = await crashedLedger()
    const link = join(dirname(path), 'link.sqlite')
    symlinkSync(path, link)
    prepareRestore(link, backup).place()
    expect(await usersIn(path)).toEqual([aUser('ada').userId])
  })

  test('not restored while another process uses the ledger', async () => {
    const { path, backup } = await crashedLedger()
    const ledger = await openSqliteLedger(path)
    const prepared = prepareRestore(path, backup)
    expect(await messageOf(async () => await Promise.resolve(prepared.place()))).toBe(
      `the ledger ${path} is locked by another process`,
    )
    prepared.discard()
    await ledger.close()
    expect(await usersIn(path)).toEqual([aUser('ada').userId, aUser('bob').userId])
  })

  test('a file that is not a backup is refused', async () => {
    const { path } = await crashedLedger()
    const other = join(dirname(path), 'other')
    writeFileSync(other, 'text'.repeat(1000))
    expect(await messageOf(async () => await Promise.resolve(prepareRestore(path, other)))).toContain(
      `${other} is not an sfsync ledger`,
    )
  })
})

describe('a ledger that is not what it was', () => {
  test('cut to nothing, it is not taken for a new one', async () => {
    const path = newLedgerPath()
    writeFileSync(path, '')
    expect(await messageOf(() => openSqliteLedger(path))).toBe(
      `the ledger ${path} is empty (0 bytes); it was not changed`,
    )
  })

  test('missing while its log is there, no new one is made', async () => {
    const { path } = await crashedLedger()
    rmSync(path)
    expect(await messageOf(() => openSqliteLedger(path))).toContain('is missing, but its log')
    expect(existsSync(path)).toBe(false)
  })

  test('a link to a file that is not there makes no new one', async () => {
    const path = newLedgerPath()
    symlinkSync('/nowhere/ledger.sqlite', path)
    expect(await messageOf(() => openSqliteLedger(path))).toBe(
      `the ledger ${path} is a link to /nowhere/ledger.sqlite, which does not exist`,
    )
  })

  test.for(['moved', 'deleted', 'replaced'] as const)(
    '%s while it is open, it takes no commit',
    async (what) => {
      const path = newLedgerPath()
      const ledger = await openSqliteLedger(path)
      await commit(ledger, [change.user(null, aUser('ada'))])
      const staged = await ledger.directory.stage(aRead(), pagesOf([aSalesforceUser('ada')]), 'replace')
      if (what === 'deleted') rmSync(path)
      else renameSync(path, `${path}.moved`)
      if (what === 'replaced') copyFileSync(`${path}.moved`, path)
      const problem = `the ledger ${path} was moved, deleted or replaced while this command used it; nothing was changed`
      expect(await messageOf(() => staged.keep())).toBe(problem)
      await staged.discard()
      const plan = planOf([change.user(null, aUser('bob'))])
      expect(await messageOf(() => ledger.commit(plan, aStamp()))).toBe(problem)
      expect((await ledger.counts()).changeSets).toBe(1)
      await ledger.close()
    },
  )
})

test('the ledger of a newer sfsync, or the database of another program, is not replaced', async () => {
  const { path, backup } = await crashedLedger()
  const foreign = join(dirname(path), 'foreign.sqlite')
  for (const [file, query] of [
    [path, 'pragma user_version = 99'],
    [foreign, 'create table song (title)'],
  ] as const) {
    const database = new Database(file)
    database.exec(query)
    database.close()
    const before = readFileSync(file)
    const prepared = prepareRestore(file, backup)
    expect(() => prepared.place()).toThrow(SfsyncError)
    prepared.discard()
    expect(readFileSync(file).equals(before)).toBe(true)
  }
})
