import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Ledger, StagedImport } from '../../../src/ledger/ledger.ts'
import { aRead, aSalesforceUser, salesforceUserIdOf } from '../../support/builders.ts'
import { opened, people, populate, reportOf } from '../../support/ledger-content.ts'
import { postgresServer } from '../../support/postgres-server.ts'
import { ran, start } from '../../support/processes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const server = postgresServer()

async function ledgerAt(address: string): Promise<Ledger> {
  const ledger = await opened(address)
  onTestFinished(async () => await ledger.close())
  return ledger
}

async function* pagesOf(names: readonly string[]) {
  yield await Promise.resolve(names.map((name) => aSalesforceUser(name)))
}

async function staged(ledger: Ledger, names: readonly string[]): Promise<StagedImport> {
  return await ledger.directory.stage(aRead(), pagesOf(names), 'merge')
}

test('while a process writes a read of the directory, another one maps', async () => {
  const home = temporaryFolder()
  const store = server.database()
  const environment = { SFSYNC_STORE_URL: store }
  await populate(store, people(3))
  writeFileSync(join(home, 'people.csv'), reportOf(people(3000)))
  const holder = await server.connected()
  await holder.query(
    `begin; lock table ${new URL(store).searchParams.get('schema')}.salesforce_user in exclusive mode`,
  )
  const importing = start(home, ['sf-users', 'import', 'people.csv'], { environment })
  for (let isHeldUp = false; !isHeldUp;) {
    const waiting = await server.query(
      `select 1 from pg_stat_activity where application_name = 'sfsync' and wait_event_type = 'Lock'
         and backend_xid is not null`,
    )
    isHeldUp = waiting.length > 0
  }
  const [name = ''] = people(1)
  const map = ['map', `${name}@example.com`, salesforceUserIdOf(name)]
  const mapped = await ran(home, map, { environment })
  await holder.end()
  expect(mapped).toMatchObject({ exitCode: 0 })
  await importing.ended
  const ledger = await ledgerAt(store)
  expect((await ledger.directory.lastRead())?.users).toBe(3000)
})

test('of two reads at the same time, one is written, and the other is refused', async () => {
  const address = server.database()
  await populate(address, [])
  const ledgers = await Promise.all([ledgerAt(address), ledgerAt(address)])
  const both = await Promise.all(ledgers.map(async (ledger, at) => await staged(ledger, people(at + 2))))
  const kept = await Promise.allSettled(both.map(async (each) => await each.keep()))
  expect(kept.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(kept.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'ledger-busy', message: expect.stringContaining('this read was not written') },
  })
  const winner = kept.findIndex(({ status }) => status === 'fulfilled')
  const ledger = await ledgerAt(address)
  expect(await ledger.directory.lastRead()).toMatchObject({ users: winner + 2 })
})
