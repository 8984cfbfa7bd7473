import { expect, test } from 'vitest'
import { statusOfAll } from '../../src/app/status.ts'
import { all } from '../support/all.ts'
import { aMapping, aSalesforceUser, aTeam, aUser, teamIdOf } from '../support/builders.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

test('the Salesforce users with the addresses of a page are read at once', async () => {
  const names = ['ada', 'bob', 'cleo', 'dan', 'eve']
  const ledger = await aLedger({
    teams: [aTeam('North')],
    users: names.map((name) => aUser(name, { teamId: teamIdOf('North') })),
    people: [
      ...['ada', 'bob', 'dan'].map((name) => aSalesforceUser(name)),
      // The address of Bob, once more, and inactive: never proposed.
      aSalesforceUser('robert', { name: 'Bob Example', email: 'bob@example.com', active: false }),
      // The address of Cleo, and mapped to Eve.
      aSalesforceUser('eve', { name: 'Cleo Example', email: 'cleo@example.com' }),
    ],
    mappings: [aMapping('eve')],
  })
  let read = 0
  const findAll = ledger.directory.findAll.bind(ledger.directory)
  Object.assign(ledger.directory, {
    find: () => Promise.reject(new Error('nobody is looked up alone')),
    findAll: async (keys: Parameters<typeof findAll>[0]) => {
      read += 1
      return await findAll(keys)
    },
  })
  const rows = await all(statusOfAll(await aStage({ ledger }).context(), ledger))
  const next = rows.map(({ name, next: todo }) => [name, JSON.stringify(todo)])
  expect(next).toEqual([
    ['Ada Example', expect.stringContaining('map')],
    ['Bob Example', expect.stringContaining('map')],
    ['Cleo Example', expect.not.stringContaining('"map"')],
    ['Dan Example', expect.stringContaining('map')],
    ['Eve Example', expect.anything()],
  ])
  expect(read).toBe(1)
})
