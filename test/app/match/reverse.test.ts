import { expect, test } from 'vitest'
import { aMapping, aSalesforceUser, aUser, salesforceUserIdOf } from '../../support/builders.ts'
import { aStage, type Ended } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'
import { company } from '../../core/match/company.ts'

const names = ['ada', 'bob', 'cleo', 'dan', 'eda', 'finn', 'greta']

async function reverse(...words: readonly string[]): Promise<Ended> {
  const people = names.map((name) => aSalesforceUser(name, { active: name !== 'dan' }))
  const ledger = await aLedger({
    users: names.filter((name) => name !== 'eda').map((name) => aUser(name)),
    people,
    mappings: [aMapping('cleo')],
  })
  return await aStage({ ledger }).run('suggest', '--for-salesforce', ...words)
}

test('suggest --for-salesforce answers for the Salesforce users that are named, by ID, name or address', async () => {
  const people = [salesforceUserIdOf('ada'), 'Bob Example', 'eda@example.com', 'bob@example.com']
  const { exitCode, stdout } = await reverse(...people, '--columns', 'name,class,next', '--format', 'tsv')
  expect(exitCode).toBe(0)
  expect(stdout.split('\n')).toEqual([
    'name\tclass\tnext',
    `Ada Example\tsure\tsfsync map ada@example.com ${salesforceUserIdOf('ada')}`,
    `Bob Example\tsure\tsfsync map bob@example.com ${salesforceUserIdOf('bob')}`,
    `Eda Example\tnone\tsfsync create-user --from-sf ${salesforceUserIdOf('eda')}`,
    '',
  ])
})

test('who is mapped or inactive has no match, and that is said', async () => {
  expect((await reverse('Cleo Example', 'Dan Example')).stderr).toBe(
    [
      `Cleo Example (${salesforceUserIdOf('cleo')}) is already mapped to cleo@example.com`,
      `Dan Example (${salesforceUserIdOf('dan')}) is inactive in Salesforce; no match was looked for`,
      '0 Salesforce users',
      '',
    ].join('\n'),
  )
})

test('the answer for one is the answer among all', async () => {
  const { facts } = company(3, 40)
  const ledger = await aLedger({ users: facts.users.map(({ user }) => user), people: facts.salesforceUsers })
  const words = ['suggest', '--for-salesforce', '--format', 'json', '--quiet']
  const all: { salesforceUser: { id: string } }[] = JSON.parse(
    (await aStage({ ledger }).run(...words)).stdout,
  )
  for (const each of all.slice(0, 10))
    expect(JSON.parse((await aStage({ ledger }).run(...words, each.salesforceUser.id)).stdout)).toEqual([
      each,
    ])
})

test('--explain and --accept are for the other direction, and the error says so', async () => {
  expect(await reverse('--explain')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('sfsync suggest <user> --explain'),
  })
})
