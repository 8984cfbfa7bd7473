import { expect, test } from 'vitest'
import { lookAlikeWarnings } from '../../src/app/look-alikes.ts'
import type { Change } from '../../src/core/change.ts'
import { fullName, type User } from '../../src/core/model.ts'
import { aSalesforceUser, anEnteredUser, aUser, email, userIdOf } from '../support/builders.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const ada = aUser('ada', {
  email: email('ada@old.example'),
  firstName: 'Åda',
  lastName: 'Lovelace',
  state: 'deactivated',
})
const grace = aSalesforceUser('grace', {
  name: 'Grace Hopper',
  firstName: 'Grace',
  lastName: 'Hopper',
  email: 'g.hopper@example.com',
  active: false,
})

async function warnings(...words: readonly string[]): Promise<string[]> {
  const ledger = await aLedger({ users: [ada], people: [grace] })
  const { stderr } = await aStage({ ledger }).run(...words, '--dry-run')
  return stderr.split('\n').filter((line) => line.startsWith('warning: '))
}

const creating = (first: string, last: string, at: string) => [
  'create-user',
  '--first-name',
  first,
  '--last-name',
  last,
  '--email',
  at,
]

test('a new user with the name of one in SalesScreen may exist already', async () => {
  expect(await warnings(...creating('ada', 'LOVELACE', 'ada@new.example'))).toEqual([
    'warning: ada LOVELACE (ada@new.example) may exist already: ada@old.example has the same name and is deactivated',
  ])
})

test('a new user with the name of a Salesforce user with another address is named, too', async () => {
  expect(await warnings(...creating('Grace', 'Hopper', 'grace@new.example'))).toEqual([
    `warning: Grace Hopper (grace@new.example) has another address in Salesforce: g.hopper@example.com (${grace.salesforceUserId}, inactive)`,
  ])
})

test('nobody is named for the address of the Salesforce user, nor for a user made from one', async () => {
  expect(await warnings(...creating('Grace', 'Hopper', 'g.hopper@example.com'))).toEqual([])
  const from = ['create-user', '--from-sf', grace.salesforceUserId, '--email', 'grace@new.example']
  expect(await warnings(...from, '--allow-inactive', '--allow-mismatch')).toEqual([])
})

test('of many, ten are named', async () => {
  const names = Array.from({ length: 12 }, (_, at) => `Person ${'abcdefghijkl'[at] ?? ''}`)
  const users = names.map((name, at) =>
    aUser(`p${at}`, { email: email(`p${at}@old.example`), firstName: name, lastName: 'Quist' }),
  )
  const ledger = await aLedger({ users })
  const changes = names.map((name, at) => {
    const user = aUser(`new${at}`, { firstName: name, lastName: 'Quist' })
    return { entity: 'user' as const, key: user.userId, before: null, after: user }
  })
  const found = await lookAlikeWarnings(ledger, { changes, evidence: [] })
  expect(found).toHaveLength(11)
  expect(found.at(-1)).toBe('2 more new users have the name of an existing user')
})

function fifteenNewUsers() {
  const names = Array.from({ length: 15 }, (_, at) => `Person ${'abcdefghijklmno'[at] ?? ''}`)
  return names.map((name, at) => aUser(`new${at}`, { firstName: name, lastName: 'Quist' }))
}

function creatingAll(users: readonly User[]): Change[] {
  return users.map((user) => ({ entity: 'user', key: user.userId, before: null, after: user }))
}

test('the others are counted by what is said of them', async () => {
  const users = fifteenNewUsers()
  const ledger = await aLedger({
    users: users
      .slice(12, 14)
      .map((user) => ({ ...user, userId: userIdOf(`old ${user.email}`), email: email(`old.${user.email}`) })),
    people: users.map((user, at) =>
      aSalesforceUser(`p${at}`, { name: fullName(user), firstName: user.firstName, lastName: user.lastName }),
    ),
  })
  const found = await lookAlikeWarnings(ledger, { changes: creatingAll(users), evidence: [] })
  expect(found.slice(10)).toEqual([
    '2 more new users have the name of an existing user',
    '3 more new users have another address in Salesforce',
  ])
})

test('who is in SalesScreen already may have any address in Salesforce', async () => {
  const users = fifteenNewUsers()
  const ledger = await aLedger({
    people: users.map((user, at) =>
      aSalesforceUser(`p${at}`, { name: fullName(user), firstName: user.firstName, lastName: user.lastName }),
    ),
  })
  const entered = users.map((user, at): Change => {
    const after = { ...anEnteredUser(`new${at}`), firstName: user.firstName, lastName: user.lastName }
    return { entity: 'enteredUser', key: user.userId, before: null, after }
  })
  const changes = [...creatingAll(users), ...entered]
  expect(await lookAlikeWarnings(ledger, { changes, evidence: [] })).toEqual([])
})

test('the to-do list says so before somebody is created in SalesScreen a second time', async () => {
  const twin = aUser('twin', { firstName: 'Ada', lastName: 'Lovelace' })
  const ledger = await aLedger({ users: [ada, twin] })
  const { stderr } = await aStage({ ledger }).run('todo', '--kind', 'create-user')
  expect(stderr).toContain(
    'warning: Ada Lovelace (twin@example.com) may exist already: ada@old.example has the same name and is deactivated\n',
  )
})
