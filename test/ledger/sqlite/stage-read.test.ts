import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { Ledger, StagedRead } from '../../../src/ledger/ledger.ts'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'
import { beginBulkWrite, endBulkWrite } from '../../../src/ledger/sqlite/stage-read.ts'
import { pagesOf } from '../../support/all.ts'
import { aRead, aSalesforceUser } from '../../support/builders.ts'
import { newLedgerPath, schemaOf } from '../../support/ledger-files.ts'

test.each(['commit', 'rollback', undefined] as const)(
  'references are checked again after a bulk write that ended with %s',
  (how) => {
    const connection = new Database(':memory:')
    onTestFinished(() => {
      connection.close()
    })
    connection.exec('create table team (id primary key); create table user (team references team)')
    connection.pragma('foreign_keys = on')
    beginBulkWrite(connection)
    connection.exec("insert into user values ('nowhere')")
    if (how === undefined) connection.exec('rollback')
    endBulkWrite(connection, how)
    expect(() => connection.exec("insert into user values ('nowhere')")).toThrow('FOREIGN KEY')
  },
)

const noon = '2026-11-25T12:00:00.000Z'
const people = [aSalesforceUser('ada'), aSalesforceUser('bob')]

const firstReads: Readonly<Record<string, (ledger: Ledger) => Promise<StagedRead>>> = {
  'a report': async ({ directory }) => await directory.stage(aRead(), pagesOf(people), 'merge'),
  'an org': async ({ directory }) => {
    const refresh = await directory.beginRefresh(
      { kind: 'full', origin: 'org', identity: 'ada', organizationId: '00DD0000000CpKpMAK', scope: 'people' },
      noon,
    )
    refresh.add(people, 'all', [])
    return await refresh.finish({ at: noon, deltaFrom: noon })
  },
}

// The indexes of the directory are dropped meanwhile.
test.each(Object.keys(firstReads).flatMap((of) => [[of, 'keep'] as const, [of, 'discard'] as const]))(
  'the first read of %s leaves every index as it was: %s',
  async (of, end) => {
    const path = newLedgerPath()
    const ledger = await openSqliteLedger(path)
    onTestFinished(async () => {
      await ledger.close()
    })
    const before = schemaOf(path)
    const staged = await firstReads[of]?.(ledger)
    await staged?.[end]()
    expect(schemaOf(path)).toEqual(before)
    expect(await ledger.directory.count({})).toBe(end === 'keep' ? people.length : 0)
  },
)
