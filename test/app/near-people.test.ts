import { describe, expect, test } from 'vitest'
import { aMapping, aSalesforceUser, aUser, email, salesforceUserIdOf } from '../support/builders.ts'
import { aStage, type Ended } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const robertId = salesforceUserIdOf('robert')
const jonathanId = salesforceUserIdOf('jonathan')
const bob = aUser('bob', { lastName: 'Castellano' })
const robert = aSalesforceUser('robert', {
  name: 'Robert Castellano',
  firstName: 'Robert',
  lastName: 'Castellano',
  username: 'rc@example.com.sales',
})
const jonathan = aSalesforceUser('jonathan', {
  name: 'Jonathan Szczepanski',
  firstName: 'Jonathan',
  lastName: 'Szczepanski',
  email: null,
})

async function run(...words: readonly string[]): Promise<Ended> {
  const dan = aUser('dan', { email: email('dan@example.org') })
  const ledger = await aLedger({ users: [bob, dan], people: [robert, jonathan] })
  return await aStage({ ledger }).run(...words)
}

test.each([
  ['Bob Castellano', `Robert Castellano (${robertId})`],
  ['Robert Castelano', `Robert Castellano (${robertId})`],
  ['robert@exmaple.com', `Robert Castellano (${robertId})`],
  ['Jonathon Sczepanski', `Jonathan Szczepanski (${jonathanId})`],
])('a Salesforce user who is not found by a nickname or a typo is offered: %s', async (text, meant) => {
  const { exitCode, stderr } = await run('map', 'bob@example.com', text)
  expect(exitCode).toBe(1)
  expect(stderr).toContain(`try: did you mean ${meant}?\n`)
})

test.each(['Castelano', 'Sczepanski', 'Bob Castellano'])('also by sf-users find: %s', async (text) => {
  const { exitCode, stderr } = await run('sf-users', 'find', text)
  expect(exitCode).toBe(0)
  expect(stderr).toContain('did you mean ')
})

test.each([
  'map bob@example.com',
  'create-user --from-sf',
  'add',
  'reject bob@example.com',
  'sf-users show',
  'suggest --for-salesforce',
])('one word of a name is offered as sf-users find has it: %s', async (command) => {
  const { exitCode, stderr } = await run(...command.split(' '), 'szczepan')
  expect(exitCode).toBe(1)
  expect(stderr).toContain(`did you mean Jonathan Szczepanski (${jonathanId})?\n`)
  expect(stderr).not.toContain('characters')
})

test.each(['users show', 'suggest', 'unmap', 'blame', 'status', 'explain'])(
  'one word of a name is offered on the side of SalesScreen: %s',
  async (command) => {
    const { exitCode, stderr } = await run(...command.split(' '), 'castel')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('did you mean Bob Castellano (bob@example.com)?\n')
  },
)

test('who is near nobody is offered nobody', async () => {
  expect((await run('map', 'bob@example.com', 'Nina Simone')).stderr).not.toContain('did you mean')
})

test.each([
  ['suggest', `sfsync suggest ${robertId} --for-salesforce`],
  ['users show', `sfsync explain ${robertId}`],
])('%s with a Salesforce user names the command for one', async (command, next) => {
  for (const text of [robertId, 'Robert Castellano'])
    expect((await run(...command.split(' '), text)).stderr).toContain(`try: ${next}\n`)
})

test('map without a Salesforce user, where nobody can be asked, names suggest', async () => {
  expect(await run('map', 'bob@example.com')).toMatchObject({
    exitCode: 2,
    stderr: 'error: map needs <sfId>\ntry: sfsync suggest bob@example.com\n',
  })
})

function named(first: string, last: string) {
  return { name: `${first} ${last}`, firstName: first, lastName: last }
}

describe('a person on either side', () => {
  const mary = aUser('mary', { firstName: 'Mary', lastName: 'Okafor' })
  const lena = aUser('lena', { firstName: 'Lena', lastName: 'Haugen', email: email('lena@example.com') })

  async function meant(text: string, ...command: readonly string[]): Promise<readonly string[]> {
    const ledger = await aLedger({
      users: [mary, lena],
      people: [
        aSalesforceUser('mary', named('Mary', 'Okafor')),
        aSalesforceUser('lena', { ...named('Lena', 'Haugen'), email: email('lena@example.com') }),
        aSalesforceUser('lukas', named('Lukas', 'Fernandez')),
      ],
      mappings: [aMapping('mary')],
    })
    const { stderr } = await aStage({ ledger }).run(...command, text)
    return stderr.split('\n').filter((line) => line.includes('did you mean'))
  }

  test.each([
    ['Okafor', 'Mary Okafor (mary@example.com)'],
    ['Mary Okaffor', 'Mary Okafor (mary@example.com)'],
    ['Lena Haugne', 'Lena Haugen (lena@example.com)'],
    ['Lena 🎉', 'Lena Haugen (lena@example.com)'],
  ])('is offered once, whether mapped or only with the same address: %s', async (text, label) => {
    expect(await meant(text, 'status')).toEqual([expect.stringContaining(`did you mean ${label}?`)])
  })

  test('is not offered for the last name of someone else', async () => {
    expect(await meant('Dora Fernandez', 'status')).toEqual([])
    expect(await meant('Lucas Fernandez', 'status')).toHaveLength(1)
  })

  test.each(['.', '´', '\u0301', '- 🎉', '@'])(
    'is not offered for a text without letters: %s',
    async (text) => {
      for (const command of ['users show', 'status', 'sf-users show'])
        expect(await meant(text, ...command.split(' '), '--')).toEqual([])
    },
  )
})
