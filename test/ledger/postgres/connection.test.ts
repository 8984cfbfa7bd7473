import { expect, onTestFinished, test } from 'vitest'
import { postgresAddress } from '../../../src/core/store-address.ts'
import { Connections } from '../../../src/ledger/postgres/connection.ts'
import { serverConfig } from '../../../src/ledger/postgres/server.ts'
import { populate } from '../../support/ledger-content.ts'
import { postgresServer, serverPassword } from '../../support/postgres-server.ts'

const server = postgresServer()

const settings = `select current_setting('work_mem') as memory, current_setting('cursor_tuple_fraction') as fraction`

test.each([
  ['', '64MB'],
  ['&options=-c%20work_mem%3D128MB', '128MB'],
])('what reads all rows has memory to sort them (%s)', async (options, memory) => {
  expect.assertions(2)
  const address = server.database()
  await populate(address, [])
  const { shown, schema } = postgresAddress(`${address}${options}`)
  const connections = new Connections(serverConfig(shown, serverPassword), schema, shown)
  onTestFinished(async () => await connections.close())
  for await (const page of connections.pages(settings)) expect(page).toEqual([{ memory, fraction: '1' }])
  await connections.reading(async () => {
    expect(await connections.rows(settings)).toEqual([{ memory, fraction: '1' }])
  })
})
