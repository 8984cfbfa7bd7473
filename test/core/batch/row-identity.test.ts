import { describe, expect, test } from 'vitest'
import { aMapping, aSalesforceUser, aTeam, aUser, email, salesforceUserIdOf } from '../../support/builders.ts'
import { decide, decideRows } from './support.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const people = [aSalesforceUser('ada'), aSalesforceUser('bob')]
const [adaId, bobId] = [salesforceUserIdOf('ada'), salesforceUserIdOf('bob')]

function mismatch(reason: string): unknown[] {
  return [
    expect.objectContaining({
      line: 2,
      confirmation: 'allow-mismatch',
      reason: expect.stringContaining(reason),
    }),
  ]
}

describe('who is meant', () => {
  const shared = email('sales@example.com')
  const lovelace = { lastName: 'Lovelace', email: shared }
  const hopper = { lastName: 'Hopper', email: shared }
  const sharing = [
    aSalesforceUser('ada', { name: 'Ada Lovelace', ...lovelace }),
    aSalesforceUser('grace', { name: 'Grace Hopper', ...hopper }),
  ]
  const graceId = salesforceUserIdOf('grace')

  test.each(['import', 'create-user'] as const)(
    '%s: an ID alone does not make somebody the user of a shared address',
    (kind) => {
      const world = { users: [aUser('ada', lovelace)], people: sharing }
      const { problems, plan } = decide(kind, world, { salesforceUser: graceId })
      expect(problems).toEqual(mismatch('is Grace Hopper, not Ada Lovelace'))
      expect(plan.changes).toEqual([])
      const rules = { allowed: new Set(['allow-mismatch']) }
      expect(decide(kind, { ...world, rules }, { salesforceUser: graceId }).problems).toEqual([])
    },
  )

  test('a new user from an address that several have needs a confirmation, unless the row has the name', () => {
    expect(decide('import', { people: sharing }, { salesforceUser: graceId }).problems).toEqual(
      mismatch('is the e-mail address of 2 Salesforce users: Ada Lovelace, Grace Hopper'),
    )
    const named = { salesforceUser: graceId, name: 'Hopper, Grace' }
    expect(decide('import', { people: sharing }, named).problems).toEqual([])
  })

  test('whoever is mapped already was decided before', () => {
    const user = aUser('ada', lovelace)
    const world = { users: [user], mappings: [aMapping('ada', 'grace')], people: sharing }
    expect(decide('import', world, { user: shared, salesforceUser: graceId }).problems).toEqual([])
  })

  test('a name beside the ID of somebody else', () => {
    const world = { users: [ada, bob], people }
    expect(decide('import', world, { name: 'Bob Example', salesforceUser: adaId }).problems).toEqual(
      mismatch('the row says Bob Example, but ada@example.com is Ada Example'),
    )
    expect(decide('import', { people }, { name: 'Bob Example', salesforceUser: adaId }).problems).toEqual(
      mismatch('is Ada Example (ada@example.com), not Bob Example'),
    )
  })

  test('unmap: a name that contradicts is no matter of a flag', () => {
    const world = {
      users: [ada],
      mappings: [aMapping('ada')],
      rules: { allowed: new Set(['allow-mismatch']) },
    }
    const { problems, plan } = decide('unmap', world, { user: ada.email, name: 'Bob Example' })
    expect(problems).toMatchObject([
      {
        reason: 'the row says Bob Example, but ada@example.com is Ada Example',
        group: 'may be someone else',
      },
    ])
    expect(problems[0]).not.toHaveProperty('confirmation')
    expect(plan.changes).toEqual([])
  })

  test('assign-team: a name that contradicts needs a confirmation', () => {
    const world = { users: [ada], teams: [aTeam('North')] }
    const row = { user: ada.email, team: 'North', name: 'Bob Example' }
    expect(decide('assign-team', world, row).problems).toMatchObject([{ confirmation: 'allow-mismatch' }])
    const rules = { allowed: new Set(['allow-mismatch']) }
    expect(decide('assign-team', { ...world, rules }, row)).toMatchObject({
      problems: [],
      plan: { changes: [{ entity: 'user' }] },
    })
  })
})

describe('a column sorted apart from the others', () => {
  const three = ['ada', 'bob', 'cleo'] as const
  const world = {
    users: three.map((name) => aUser(name)),
    people: three.map((name) => aSalesforceUser(name)),
  }
  const rowsOf = (names: readonly string[]) =>
    three.map((name, index) => ({
      user: `${name}@example.com`,
      salesforceUser: salesforceUserIdOf(names[index] ?? ''),
    }))
  const shifted = rowsOf(['bob', 'cleo', 'ada'])

  test.each([
    ['map', world],
    ['import', world],
    ['import', { people: world.people }],
  ] as const)('%s says so once, before the rows', (kind, given) => {
    const { problems, plan } = decide(kind, given, ...shifted)
    expect(problems.map(({ line, confirmation }) => [line, confirmation])).toEqual(
      [2, 2, 3, 4].map((line) => [line, 'allow-mismatch']),
    )
    expect(problems[0]?.reason).toBe(
      '3 rows have the Salesforce user of another row: a column seems to have been shifted, or sorted apart from the others',
    )
    expect(plan.changes).toEqual([])
  })

  test('one row that is wrong is no shift, and neither is an address that several share', () => {
    expect(decide('map', world, ...rowsOf(['bob', 'bob', 'cleo']).slice(0, 1)).problems).toHaveLength(1)
    const sharing = world.people.map((each) => ({ ...each, email: 'sales@example.com' }))
    const ids = three.map((name) => ({ salesforceUser: salesforceUserIdOf(name) }))
    expect(
      decide('import', { people: sharing }, ...ids).problems.filter(({ reason }) =>
        reason.includes('shifted'),
      ),
    ).toEqual([])
  })

  test('what is confirmed is told as a warning', () => {
    const rules = { allowed: new Set(['allow-mismatch']) }
    const { rowWarnings, problems } = decide('map', { ...world, rules }, ...shifted)
    expect(problems).toEqual([])
    expect(rowWarnings[0]).toBe(
      `people.csv:2: ${salesforceUserIdOf('bob')} is Bob Example (bob@example.com), not Ada Example (ada@example.com), who is ${adaId}`,
    )
  })
})

describe('columns that contradict each other', () => {
  const world = { users: [ada, bob], people }
  const repeats = (field: 'user' | 'salesforceUser', value: string) =>
    decideRows('map', world, [
      {
        line: 2,
        values: { user: ada.email, salesforceUser: adaId },
        repeated: [{ field, value, label: 'User ID' }],
      },
    ])

  test.each([
    ['salesforceUser', bobId, `column "User ID" has ${bobId}, not ${adaId}`],
    ['salesforceUser', 'bob@example.com.sales', `column "User ID" has bob@example.com.sales, not ${adaId}`],
    ['salesforceUser', 'n/a', 'column "User ID" has a value that cannot be compared'],
    ['user', bob.userId, `column "User ID" has ${bob.userId}, who is bob@example.com, not ada@example.com`],
  ] as const)('%s: %s', (field, value, reason) => {
    const { problems, plan } = repeats(field, value)
    expect(problems).toMatchObject([
      {
        line: 2,
        field,
        group: 'columns that contradict each other',
        reason: expect.stringContaining(reason),
      },
    ])
    expect(problems[0]).not.toHaveProperty('confirmation')
    expect(plan.changes).toEqual([])
  })

  test.each([
    ['salesforceUser', adaId.slice(0, 15)],
    ['salesforceUser', 'ada@example.com.sales'],
    ['salesforceUser', 'unknown@example.com'],
    ['user', ada.userId],
    ['user', 'u-00000000'],
  ] as const)('%s: %s says the same, or nothing', (field, value) => {
    expect(repeats(field, value).problems).toEqual([])
  })

  test('full name beside first and last name', () => {
    const row = { user: 'new@example.com', name: 'Ada Lovelace', firstName: 'Grace', lastName: 'Hopper' }
    expect(decide('import', {}, row).problems).toMatchObject([
      { field: 'name', reason: 'the full name is Ada Lovelace, but first and last name are Grace Hopper' },
    ])
    const same = { user: 'new@example.com', name: 'Bob Smith', firstName: 'Robert', lastName: 'Smith' }
    expect(decide('import', {}, same).problems).toEqual([])
  })
})

describe('an ID of 15 characters without its letter case', () => {
  const rules = { allowed: new Set(['allow-unknown']) }
  const lower = adaId.slice(0, 15).toLowerCase()

  test('is refused although it may be unknown', () => {
    const { problems } = decide(
      'map',
      { users: [ada], people, rules },
      { user: ada.email, salesforceUser: lower },
    )
    expect(problems).toMatchObject([
      { group: 'not a Salesforce user', action: `use ${adaId} if that is the right user` },
    ])
  })

  test('a whole column of them is refused without a directory', () => {
    const names = ['ada', 'bob', 'cleo', 'dora', 'emil']
    const users = names.map((name) => aUser(name))
    const rows = names.map((name) => ({
      user: `${name}@example.com`,
      salesforceUser: salesforceUserIdOf(name).slice(0, 15).toUpperCase(),
    }))
    const { problems, plan } = decide('map', { users, rules }, ...rows)
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6])
    expect(problems[0]).toMatchObject({
      reason:
        'all 5 unknown IDs of 15 characters have only upper-case letters, so their letter case was lost',
    })
    expect(plan.changes).toEqual([])
    const kept = names.map((name) => ({
      user: `${name}@example.com`,
      salesforceUser: salesforceUserIdOf(name).slice(0, 15),
    }))
    expect(decide('map', { users, rules }, ...kept).problems).toEqual([])
  })
})
