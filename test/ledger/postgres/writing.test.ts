import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import { passwordIn } from '../../../src/core/store-address.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { openPostgresLedger } from '../../../src/ledger/postgres/open.ts'
import { all } from '../../support/all.ts'
import { aStamp, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { postgresServer } from '../../support/postgres-server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const server = postgresServer()

async function opened(address: string): Promise<Ledger> {
  const beside = join(temporaryFolder(), 'ledger')
  const ledger = await openPostgresLedger(address, { beside, password: passwordIn(address) })
  onTestFinished(async () => await ledger.close())
  return ledger
}

async function numbersOf(ledger: Ledger): Promise<number[]> {
  return (await all(ledger.history({ oldestFirst: true }))).map(({ number }) => number)
}

test('twenty create the ledger and write at once: the change sets have no gap', async () => {
  const address = server.database()
  const ledgers = await Promise.all(Array.from({ length: 20 }, async () => await opened(address)))
  const written = await Promise.all(
    ledgers.map(
      async (ledger, at) => await ledger.commit(planOf([change.user(null, aUser(`u${at}`))]), aStamp()),
    ),
  )
  const expected = Array.from({ length: 20 }, (_, at) => at + 1)
  const numbers = written.map((result) => ('number' in result ? result.number : 0))
  expect(numbers.toSorted((left, right) => left - right)).toEqual(expected)
  expect(await numbersOf(await opened(address))).toEqual(expected)
})

test('twenty create the same user at once: one writes, the others get the conflict', async () => {
  const address = server.database()
  const ledgers = await Promise.all(Array.from({ length: 20 }, async () => await opened(address)))
  const plan = planOf([change.user(null, aUser('ada'))])
  const written = await Promise.all(ledgers.map(async (ledger) => await ledger.commit(plan, aStamp())))
  expect(written.filter((result) => 'number' in result)).toHaveLength(1)
  expect(written.filter((result) => 'conflicts' in result && result.conflicts.length === 1)).toHaveLength(19)
})

/** A way to the server that loses the connection at the first commit, before or after the server gets it. */
async function losing(address: string, when: 'before' | 'after'): Promise<string> {
  const url = new URL(address)
  const port = Number(url.port)
  let isLost = false
  const proxy = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    upstream.on('data', (bytes) => client.write(bytes))
    upstream.on('close', () => client.destroy())
    client.on('close', () => upstream.end())
    client.on('data', (bytes) => {
      if (isLost || !bytes.includes('commit\0')) return void upstream.write(bytes)
      isLost = true
      upstream.removeAllListeners('data')
      if (when === 'before') return void client.destroy()
      upstream.once('data', () => client.destroy())
      upstream.write(bytes)
    })
  })
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', () => resolve())
  })
  onTestFinished(() => void proxy.close())
  const place = proxy.address()
  if (place === null || typeof place === 'string') throw new Error('the proxy has no port')
  url.port = String(place.port)
  return url.href
}

test.each(['before', 'after'] as const)(
  'a commit whose connection is lost %s it is written, is written once',
  async (when) => {
    const address = server.database()
    await opened(address)
    const ledger = await opened(await losing(address, when))
    const result = await ledger.commit(planOf([change.user(null, aUser('ada'))]), aStamp())
    expect(result).toHaveProperty('number', 1)
    expect(await numbersOf(await opened(address))).toEqual([1])
  },
)

test('a copy in a file is a ledger with the same content', async () => {
  const ledger = await opened(server.database())
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
