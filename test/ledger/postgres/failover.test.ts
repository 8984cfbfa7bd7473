import { expect, onTestFinished, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { all } from '../../support/all.ts'
import { aStamp, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { historyOf } from '../../support/history-of.ts'
import { isConnectionLost } from '../../../src/ledger/postgres/errors.ts'
import { opened, people, populate } from '../../support/ledger-content.ts'
import { postgresServer, serverPassword } from '../../support/postgres-server.ts'
import { cutting, losing } from '../../support/postgres-proxy.ts'

const server = postgresServer()

async function ledgerAt(address: string): Promise<Ledger> {
  const ledger = await opened(address)
  onTestFinished(async () => await ledger.close())
  return ledger
}

test.each([
  '08006',
  '40003',
  '57P01',
  'ECONNRESET',
  'ECONNABORTED',
  'ENETRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
])('after %s it is not known whether a commit was written, so it is looked up', (code) => {
  expect(isConnectionLost(Object.assign(new Error('gone'), { code }))).toBe(true)
})

test('connections that were cut while they were idle are replaced, whatever comes next', async () => {
  const direct = server.database()
  await populate(direct, people(3))
  const { address, cut } = await cutting(direct)
  const ledger = await ledgerAt(address)
  const used: readonly (() => Promise<unknown>)[] = [
    async () => await ledger.counts(),
    async () => await all(ledger.rows()),
    async () => await ledger.readTransaction(async () => await all(ledger.rows())),
    async () => await ledger.commit(planOf([change.user(null, aUser('zoe'))]), aStamp()),
  ]
  for (const use of used) {
    await ledger.counts()
    cut()
    await expect(use()).resolves.toBeDefined()
  }
  expect(await ledger.counts()).toMatchObject({ users: 4, changeSets: 2 })
})

test.each(['SIGKILL', 'SIGINT'] as const)(
  'a server ended by %s and started again while twenty write: nothing is lost, and nothing is written twice',
  async (signal) => {
    const address = server.database()
    await populate(address, [])
    const ledgers = await Promise.all(Array.from({ length: 20 }, async () => await ledgerAt(address)))
    let written = 0
    let halfway: () => void
    const half = new Promise<void>((resolve) => {
      halfway = resolve
    })
    const each = 10
    const writing = ledgers.map(async (ledger, writer) => {
      for (let round = 0; round < each; round += 1) {
        const plan = planOf([change.user(null, aUser(`u${writer}x${round}`))])
        expect(await ledger.commit(plan, aStamp({ reason: `${writer}/${round}` }))).toHaveProperty('number')
        written += 1
        if (written === 50) halfway()
      }
    })
    await half
    await server.stop(signal)
    await server.start()
    await Promise.all(writing)
    const history = (await historyOf(await ledgerAt(address))).toReversed()
    expect(history.map(({ number }) => number)).toEqual(Array.from({ length: 201 }, (_, at) => at + 1))
    const reasons = history.slice(1).map(({ reason }) => reason)
    expect(new Set(reasons).size).toBe(20 * each)
    for (let writer = 0; writer < 20; writer += 1)
      expect(reasons.filter((reason) => reason?.startsWith(`${writer}/`))).toEqual(
        Array.from({ length: each }, (_, round) => `${writer}/${round}`),
      )
  },
)

test('where nothing can be learned about a commit, that is what is said', async () => {
  const address = server.database()
  await populate(address, people(1))
  const schema = new URL(address).searchParams.get('schema')
  await server.query(`create role leaving login password '${serverPassword}';
    grant usage on schema ${schema} to leaving; grant all on all tables in schema ${schema} to leaving`)
  const own = address.replace('//postgres:', '//leaving:')
  const ledger = await ledgerAt(
    await losing(own, 'after', async () => await server.query('alter role leaving nologin')),
  )
  await expect(ledger.commit(planOf([change.user(null, aUser('zoe'))]), aStamp())).rejects.toMatchObject({
    code: 'ledger-unusable',
    message: expect.stringMatching(
      /^the server of the ledger .* stopped answering during the commit; it is not known whether the change was written$/,
    ),
    actions: [
      { text: 'once the server answers again, see whether it is there', command: { command: 'history' } },
    ],
  })
})
