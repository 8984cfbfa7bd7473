import { expect, onTestFinished, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import { postgresAddress } from '../../../src/core/store-address.ts'
import { Connections } from '../../../src/ledger/postgres/connection.ts'
import { PostgresLedger } from '../../../src/ledger/postgres/ledger.ts'
import { serverConfig } from '../../../src/ledger/postgres/server.ts'
import { aStamp, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { historyOf } from '../../support/history-of.ts'
import { people, populate } from '../../support/ledger-content.ts'
import { freezing } from '../../support/postgres-proxy.ts'
import { postgresServer, serverPassword } from '../../support/postgres-server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const server = postgresServer()
// Longer than a test may take: nothing ends by it.
const impatient = { silence: 100, longest: 600_000 }

function openTo(address: string, patience = impatient): Connections {
  const { shown, schema } = postgresAddress(address)
  const config = { ...serverConfig(shown, serverPassword), connectionTimeoutMillis: 1000 }
  return new Connections(config, schema, shown, patience)
}

function connectionsTo(address: string, patience = impatient): Connections {
  const connections = openTo(address, patience)
  onTestFinished(async () => await connections.close())
  return connections
}

function ledgerOn(connections: Connections): PostgresLedger {
  return new PostgresLedger(connections, temporaryFolder())
}

/** Stops the processes of the server as they are, as on a machine that hangs; the kernel still accepts connections. */
async function frozen(): Promise<void> {
  const [file] = await server.query<{ main: string }>("select pg_read_file('postmaster.pid') as main")
  const clients = await server.query<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = 'sfsync'",
  )
  const pids = [Number.parseInt(file?.main ?? '', 10), ...clients.map(({ pid }) => pid)]
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  onTestFinished(() => {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  })
}

test('a server that hangs in the middle of a command is not waited for without end', async () => {
  const address = server.database()
  await populate(address, people(3))
  const ledger = ledgerOn(connectionsTo(address))
  await expect(
    ledger.readTransaction(async () => {
      expect(await ledger.counts()).toMatchObject({ users: 3 })
      await frozen()
      return await ledger.counts()
    }),
  ).rejects.toMatchObject({
    code: 'ledger-unusable',
    message: expect.stringMatching(/^the server of the ledger .* does not answer$/),
  })
})

/** How many sockets keep this process from ending. */
function sockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
}

test('a server that hangs does not keep a command from ending', async () => {
  const connections = openTo(server.database())
  await server.query('select 1')
  const before = sockets()
  await connections.rows('select 1 as one')
  expect(sockets()).toBe(before + 1)
  await frozen()
  await connections.close()
  await expect.poll(sockets, { timeout: 10_000 }).toBe(before)
})

test('a commit whose answer never comes is looked up, and written once', async () => {
  const address = server.database()
  await populate(address, people(1))
  const ledger = ledgerOn(connectionsTo(await freezing(address, 'commit\0')))
  const written = await ledger.commit(planOf([change.user(null, aUser('zoe'))]), aStamp())
  expect(written).toHaveProperty('number', 2)
  expect((await historyOf(ledger)).map(({ number }) => number)).toEqual([2, 1])
})

test('a statement whose answer never comes is sent again', async () => {
  const address = server.database()
  await populate(address, people(2))
  const ledger = ledgerOn(connectionsTo(await freezing(address, 'count(*)')))
  expect(await ledger.counts()).toMatchObject({ users: 2 })
})

test('a statement that the server works on may take long, but not without end', async () => {
  const address = server.database()
  const slow = 'select pg_sleep(0.8), 1 as done'
  await expect(connectionsTo(address).rows(slow)).resolves.toMatchObject([{ done: 1 }])
  const connections = connectionsTo(address, { silence: 100, longest: 200 })
  await expect(connections.reading(async () => await connections.rows(slow))).rejects.toMatchObject({
    code: 'ledger-unusable',
  })
})
