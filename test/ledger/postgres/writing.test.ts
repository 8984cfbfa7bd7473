import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import { postgresAddress } from '../../../src/core/store-address.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { schemaVersion } from '../../../src/ledger/sqlite/schema.ts'
import { all } from '../../support/all.ts'
import { aStamp, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { opened, people, populate } from '../../support/ledger-content.ts'
import { losing } from '../../support/postgres-proxy.ts'
import { postgresServer } from '../../support/postgres-server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const server = postgresServer()

async function ledgerAt(address: string): Promise<Ledger> {
  const ledger = await opened(address)
  onTestFinished(async () => await ledger.close())
  return ledger
}

async function numbersOf(ledger: Ledger): Promise<number[]> {
  return (await all(ledger.history({ oldestFirst: true }))).map(({ number }) => number)
}

test('twenty create the ledger and write at once: the change sets have no gap', async () => {
  const address = server.database()
  const ledgers = await Promise.all(Array.from({ length: 20 }, async () => await ledgerAt(address)))
  const written = await Promise.all(
    ledgers.map(
      async (ledger, at) => await ledger.commit(planOf([change.user(null, aUser(`u${at}`))]), aStamp()),
    ),
  )
  const expected = Array.from({ length: 20 }, (_, at) => at + 1)
  const numbers = written.map((result) => ('number' in result ? result.number : 0))
  expect(numbers.toSorted((left, right) => left - right)).toEqual(expected)
  expect(await numbersOf(await ledgerAt(address))).toEqual(expected)
})

test('twenty create the same user at once: one writes, the others get the conflict', async () => {
  const address = server.database()
  const ledgers = await Promise.all(Array.from({ length: 20 }, async () => await ledgerAt(address)))
  const plan = planOf([change.user(null, aUser('ada'))])
  const written = await Promise.all(ledgers.map(async (ledger) => await ledger.commit(plan, aStamp())))
  expect(written.filter((result) => 'number' in result)).toHaveLength(1)
  expect(written.filter((result) => 'conflicts' in result && result.conflicts.length === 1)).toHaveLength(19)
})

test.each(['before', 'after'] as const)(
  'a commit whose connection is lost %s it is written, is written once',
  async (when) => {
    const address = server.database()
    await ledgerAt(address)
    const ledger = await ledgerAt(await losing(address, when))
    const result = await ledger.commit(planOf([change.user(null, aUser('ada'))]), aStamp())
    expect(result).toHaveProperty('number', 1)
    expect(await numbersOf(await ledgerAt(address))).toEqual([1])
  },
)

test('a ledger that a newer sfsync migrates at the same moment keeps its version', async () => {
  const address = server.database()
  await ledgerAt(address)
  const head = `${new URL(address).searchParams.get('schema')}.ledger_head`
  await server.query(`update ${head} set version = ${schemaVersion - 1}`)
  const newer = await server.connected()
  await newer.query(`begin; update ${head} set version = 99`)
  const opening = expect(opened(address)).rejects.toMatchObject({ code: 'ledger-newer' })
  const waiting = async () =>
    await server.query(
      `select 1 from pg_locks where not granted and locktype in ('transactionid', 'tuple', 'relation')`,
    )
  await expect.poll(waiting).not.toEqual([])
  await newer.query('commit')
  await opening
  expect(await server.query(`select version from ${head}`)).toEqual([{ version: 99 }])
})

test('a schema may have any name but none', async () => {
  const url = new URL(server.database())
  url.searchParams.set('schema', 'why? a "text" $1')
  await populate(url.href, people(2))
  const ledger = await ledgerAt(url.href)
  expect(await numbersOf(ledger)).toEqual([1])
  expect(await ledger.counts()).toMatchObject({ users: 2 })
  expect(await all(ledger.history({ actor: 'nobody' }))).toEqual([])
  expect(() => postgresAddress('postgres://h/d?schema=')).toThrow('names an empty schema')
})

test('a copy in a file is a ledger with the same content', async () => {
  const ledger = await ledgerAt(server.database())
  await ledger.commit(planOf([change.user(null, aUser('ada'))]), aStamp())
  const file = join(temporaryFolder(), 'copy.sqlite')
  await ledger.copyTo(file)
  const { openSqliteLedger } = await import('../../../src/ledger/sqlite/open.ts')
  const copy = await openSqliteLedger(file)
  onTestFinished(async () => await copy.close())
  expect(await all(copy.rows())).toEqual(await all(ledger.rows()))
  expect(await all(copy.history({}))).toEqual(await all(ledger.history({})))
  expect(await copy.integrity()).toEqual([])
})
