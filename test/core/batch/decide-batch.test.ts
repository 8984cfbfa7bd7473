import { describe, expect, test } from 'vitest'
import type { Change } from '../../../src/core/change.ts'
import type { Decision } from '../../../src/core/model.ts'
import { commandLine } from '../../../src/core/hint.ts'
import { parseSalesforceUserId } from '../../../src/core/salesforce-id.ts'
import { refuseBatch } from '../../../src/core/batch/decide-batch.ts'
import {
  aMapping,
  aSalesforceUser,
  aTeam,
  aUser,
  email,
  salesforceUserIdOf,
  teamIdOf,
  userIdOf,
} from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { bare, decide } from './support.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const people = [aSalesforceUser('ada'), aSalesforceUser('bob')]
const [adaId, bobId] = [salesforceUserIdOf('ada'), salesforceUserIdOf('bob')]
const seen = (name: string) => ({
  seenName: `${name} Example`,
  seenEmail: `${name.toLowerCase()}@example.com`,
})

/** A decision that line 9 of the file records. */
function decided(key: string, after: Partial<Decision>): Change {
  return {
    entity: 'decision',
    key,
    before: null,
    after: {
      kind: 'never',
      userId: null,
      salesforceUserId: null,
      until: null,
      reason: null,
      decidedBy: 'jane',
      decidedAt: '2026-11-23T12:00:00.000Z',
      ...after,
    },
    origin: 'people.csv:9',
  }
}

describe('map', () => {
  test('maps every row, and each change has its line and its evidence', () => {
    const { plan, problems } = decide(
      'map',
      { users: [ada, bob], people },
      { user: 'ADA@example.com', salesforceUser: adaId },
      { user: 'Bob Example', salesforceUser: bobId.slice(0, 15) },
    )
    expect(problems).toEqual([])
    expect(plan.changes).toEqual([
      {
        ...change.mapping(null, aMapping('ada', 'ada', seen('Ada'))),
        origin: 'people.csv:2',
        evidence: `${adaId} is Ada Example, ada@example.com, active (users.csv, read at noon)`,
      },
      {
        ...change.mapping(null, aMapping('bob', 'bob', seen('Bob'))),
        origin: 'people.csv:3',
        evidence: `${bobId} is Bob Example, bob@example.com, active (users.csv, read at noon)`,
      },
    ])
    expect(plan.evidence).toEqual([
      '2 rows read from people.csv',
      'Salesforce users from users.csv, read at noon',
    ])
    expect(plan.warnings).toEqual(['2 mapped users are not on a team, so no data will show'])
  })

  test('changes nothing where the mapping exists, and says so', () => {
    const world = { users: [ada], mappings: [aMapping('ada')], people }
    expect(decide('map', world, { user: ada.email, salesforceUser: adaId }).plan).toMatchObject({
      changes: [],
      notices: ['no changes: the ledger already matches people.csv'],
    })
  })

  test('reports all problems at once: unknown, mistyped and ambiguous users, and invalid IDs', () => {
    const twin = aUser('twin', { firstName: 'Bob' })
    const { problems, plan } = decide(
      'map',
      { users: [ada, bob, twin], people },
      { user: 'ada@exampel.com', salesforceUser: adaId },
      { user: 'Bob Example', salesforceUser: bobId },
      { user: ada.email, salesforceUser: '0015g0000000q1o' },
      { user: ada.email, salesforceUser: 'nobody@example.com.sales' },
      { user: userIdOf('nobody'), salesforceUser: adaId },
      { salesforceUser: adaId },
    )
    expect(plan.changes).toEqual([])
    expect(problems.map(({ line, field, group, reason }) => [line, field, group, reason])).toEqual([
      [2, 'user', 'no such SalesScreen user', 'no SalesScreen user has the e-mail address ada@exampel.com'],
      [
        3,
        'user',
        'ambiguous user name',
        '"Bob Example" matches Bob Example (bob@example.com), Bob Example (twin@example.com)',
      ],
      [
        4,
        'salesforceUser',
        'not a Salesforce user',
        '"0015g0000000q1o" is the ID of an account: a Salesforce User ID starts with 005',
      ],
      [
        5,
        'salesforceUser',
        'unknown usernames',
        'no Salesforce user has the username "nobody@example.com.sales"',
      ],
      [6, 'user', 'no such SalesScreen user', `no SalesScreen user has the ID ${userIdOf('nobody')}`],
      [7, 'user', 'no user in the row', 'the row has no SalesScreen user'],
    ])
  })

  test('an ID of 15 characters that lost its letter case is recognized by the directory', () => {
    const { problems } = decide(
      'map',
      { users: [ada], people },
      { user: ada.email, salesforceUser: adaId.slice(0, 15).toUpperCase() },
    )
    expect(problems).toMatchObject([
      { group: 'not a Salesforce user', action: `use ${adaId} if that is the right user` },
    ])
  })

  test('of two unknown IDs that differ in case alone, the one whose letters have one case lost it', () => {
    const rows = ['0055g0000009zZz', '0055g0000009zzz'].map((salesforceUser, index) => ({
      user: [ada, bob][index]?.email ?? '',
      salesforceUser,
    }))
    const { problems } = decide(
      'map',
      { users: [ada, bob], people, rules: { allowed: new Set(['allow-unknown']) } },
      ...rows,
    )
    expect(problems).toMatchObject([{ line: 3, group: 'not a Salesforce user' }])
  })

  test('of two IDs that differ in case alone, both are reported, and one that the ledger has is taken as it is', () => {
    const twins = ['0055g0000004CABAA2', '0055g0000004CAbAAM'].map((text, index) => {
      const parsed = parseSalesforceUserId(text)
      if (!('salesforceUserId' in parsed)) throw new Error(parsed.reason)
      return aSalesforceUser(`twin${index}`, { salesforceUserId: parsed.salesforceUserId })
    })
    const [first, second] = twins
    if (first === undefined || second === undefined) throw new Error('there are no twins')
    const lost = { user: ada.email, salesforceUser: '0055g0000004cab' }
    expect(decide('map', { users: [ada], people: twins }, lost).problems).toMatchObject([
      { action: 'use 0055g0000004CABAA2 or 0055g0000004CAbAAM if that is the right user' },
    ])
    const held = aMapping('ada', 'ada', { salesforceUserId: second.salesforceUserId })
    const written = { user: ada.email, salesforceUser: '0055g0000004CAb' }
    const known = { users: [ada], mappings: [held], people: [first] }
    expect(decide('map', known, written)).toMatchObject({ problems: [], plan: { changes: [] } })
    const unknown = { users: [ada], people: [first] }
    expect(decide('map', unknown, written).problems).toHaveLength(1)
    const rules = { allowed: new Set(['allow-unknown']) }
    expect(decide('map', { ...unknown, rules }, written).problems).toEqual([])
  })

  test.each([
    ['map', 'salesforceUser', 'the row has no Salesforce user'],
    ['assign-team', 'team', 'the row has no team'],
  ] as const)('%s: a row without the cell that matters is a problem', (kind, field, reason) => {
    expect(decide(kind, { users: [ada] }, { user: ada.email })).toMatchObject({
      plan: { changes: [] },
      problems: [{ line: 2, field, reason }],
    })
  })

  test('needs a confirmation for what is doubtful, and takes it for every row', () => {
    const idle = aSalesforceUser('bob', { active: false })
    const world = {
      users: [ada, bob],
      mappings: [aMapping('ada', 'x')],
      people: [aSalesforceUser('ada'), idle],
    }
    const rows = [
      { user: ada.email, salesforceUser: adaId },
      { user: bob.email, salesforceUser: bobId },
    ] as const
    expect(
      decide('map', world, ...rows).problems.map(({ line, group, confirmation }) => [
        line,
        group,
        confirmation,
      ]),
    ).toEqual([
      [2, 'SalesScreen user already mapped', 'replace'],
      [3, 'inactive or frozen in Salesforce', 'allow-inactive'],
    ])
    const rules = { allowed: new Set(['replace', 'allow-inactive']) }
    expect(decide('map', { ...world, rules }, ...rows)).toMatchObject({
      problems: [],
      plan: { changes: [{ key: ada.userId }, { key: bob.userId }] },
    })
  })

  test('two users change places in one change set', () => {
    const { plan } = decide(
      'map',
      {
        users: [ada, bob],
        mappings: [aMapping('ada'), aMapping('bob')],
        people,
        rules: { allowed: new Set(['replace', 'take-over', 'allow-mismatch']) },
      },
      { user: ada.email, salesforceUser: bobId },
      { user: bob.email, salesforceUser: adaId },
    )
    expect(plan.changes.map(bare)).toEqual([
      change.mapping(aMapping('bob'), aMapping('bob', 'ada', seen('Ada'))),
      change.mapping(aMapping('ada'), aMapping('ada', 'bob', seen('Bob'))),
    ])
  })

  test('a line that maps a pair which another line rejects is reported', () => {
    const rows = [
      { user: ada.email, salesforceUser: adaId },
      { user: bob.email, salesforceUser: bobId },
    ]
    const problemsWith = (recorded: Change) =>
      decide('map', { users: [ada, bob], people, recorded: [recorded] }, ...rows).problems
    expect(problemsWith(decided('a', { userId: ada.userId, salesforceUserId: adaId }))).toMatchObject([
      { line: 2, reason: 'line 9 rejects this mapping' },
      { line: 9, reason: 'line 2 maps the same user' },
    ])
    expect(problemsWith(decided('b', { kind: 'not-a-person', salesforceUserId: bobId }))).toMatchObject([
      { line: 3, reason: 'line 9 rejects this mapping' },
      { line: 9, reason: 'line 3 maps the same user' },
    ])
    expect(problemsWith(decided('c', { userId: ada.userId, salesforceUserId: bobId }))).toEqual([])
    expect(problemsWith(decided('d', { kind: 'later', salesforceUserId: bobId }))).toEqual([])
  })

  test('lines that contradict each other are reported, each of them', () => {
    const { problems } = decide(
      'map',
      { users: [ada, bob], people },
      { user: ada.email, salesforceUser: adaId },
      { user: 'Ada Example', salesforceUser: bobId },
      { user: bob.email, salesforceUser: adaId },
    )
    expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
      [2, `line 3 maps the same user to ${bobId}`],
      [2, 'line 4 maps the same Salesforce user to bob@example.com'],
      [3, `line 2 maps the same user to ${adaId}`],
      [4, 'line 2 maps the same Salesforce user to ada@example.com'],
    ])
  })

  test('the same line twice is one request', () => {
    const row = { user: ada.email, salesforceUser: adaId }
    const { plan, problems } = decide('map', { users: [ada], people }, row, row)
    expect([plan.changes.length, problems, plan.notices]).toEqual([1, [], ['1 row already in the ledger']])
  })
})

describe('unmap', () => {
  test('removes mappings, by SalesScreen user or by Salesforce user', () => {
    const world = { users: [ada, bob], mappings: [aMapping('ada'), aMapping('bob')], people }
    const { plan } = decide('unmap', world, { user: ada.email }, { salesforceUser: bobId })
    expect(plan.changes.map(bare)).toEqual([
      change.mapping(aMapping('ada'), null),
      change.mapping(aMapping('bob'), null),
    ])
    expect(plan.next).toEqual([commandLine('status')])
  })
})

test('rows that unmap the same user do not contradict each other, whatever team they name', () => {
  const world = { users: [ada], mappings: [aMapping('ada')], teams: [aTeam('north'), aTeam('south')], people }
  const { plan, problems } = decide(
    'unmap',
    world,
    { user: ada.email, team: 'north' },
    { user: ada.email, team: 'south' },
  )
  expect(problems).toEqual([])
  expect(plan.changes.map(bare)).toEqual([change.mapping(aMapping('ada'), null)])
})

test('unmap does not remove another mapping than the one in the row', () => {
  const world = { users: [ada], mappings: [aMapping('ada')], people }
  expect(decide('unmap', world, { user: ada.email, salesforceUser: adaId }).problems).toEqual([])
  expect(decide('unmap', world, { user: ada.email, salesforceUser: bobId })).toMatchObject({
    plan: { changes: [] },
    problems: [{ reason: `ada@example.com is mapped to ${adaId}, not to ${bobId}` }],
  })
})

test('a new user without an ID whose address a Salesforce user has who is inactive is created with a warning', () => {
  const left = aSalesforceUser('ada', { active: false })
  const row = { user: ada.email, firstName: 'Ada', lastName: 'Example' }
  const { plan, rowWarnings } = decide('import', { people: [left] }, row)
  expect(plan.changes).toHaveLength(1)
  expect(JSON.stringify(rowWarnings)).toContain(
    `Ada Example (${adaId}) has this address and is inactive in Salesforce`,
  )
  expect(decide('import', { people: [aSalesforceUser('ada')] }, row).rowWarnings).toEqual([])
})

describe('import', () => {
  const row = {
    user: 'new@example.com',
    name: 'New  Comer',
    nickname: 'newbie',
    team: 'north',
    salesforceUser: adaId,
  } as const
  const anyone = { allowed: new Set(['allow-mismatch']) }

  test('carries user, team and mapping in one row', () => {
    const north = aTeam('North')
    const { plan, problems } = decide('import', { teams: [north], people, rules: anyone }, row)
    const newcomer = aUser('new-1', {
      email: email('new@example.com'),
      firstName: 'New',
      lastName: 'Comer',
      nickname: 'newbie',
      teamId: north.teamId,
    })
    expect(problems).toEqual([])
    expect(plan.changes.map(bare)).toEqual([
      change.user(null, newcomer),
      change.mapping(null, { ...aMapping('ada', 'ada', seen('Ada')), userId: userIdOf('new-1') }),
    ])
    expect(plan.changes.map(({ evidence }) => evidence !== undefined)).toEqual([false, true])
  })

  test('creates a team once, when that is confirmed', () => {
    const rows = [row, { user: 'other@example.com', firstName: 'O', lastName: 'Ther', team: 'NORTH' }]
    expect(
      decide('import', { people, rules: anyone }, ...rows).problems.map(({ line, confirmation }) => [
        line,
        confirmation,
      ]),
    ).toEqual([
      [2, 'create-team'],
      [3, 'create-team'],
    ])
    const rules = { allowed: new Set(['create-team', 'allow-mismatch']) }
    const { plan } = decide('import', { people, rules }, ...rows)
    expect(plan.changes.map(({ entity, key }) => [entity, key])).toEqual([
      ['team', teamIdOf('new-1')],
      ['user', userIdOf('new-2')],
      ['mapping', userIdOf('new-2')],
      ['user', userIdOf('new-3')],
    ])
  })

  test('an existing user stays as it is, with a warning where the row differs', () => {
    const { plan, rowWarnings } = decide(
      'import',
      { users: [ada] },
      { user: ada.email, firstName: 'Augusta' },
    )
    expect(plan.changes).toEqual([])
    expect(rowWarnings).toContainEqual({
      text: expect.stringContaining('people.csv:2: ada@example.com: '),
      command: { command: 'users edit', arguments: [ada.email], options: { 'first-name': 'Augusta' } },
    })
  })

  test('a new user needs a name, and moving one needs a confirmation', () => {
    const onNorth = { ...ada, teamId: teamIdOf('North') }
    const { problems } = decide(
      'import',
      { users: [onNorth], teams: [aTeam('North'), aTeam('South')] },
      { user: 'nameless@example.com' },
      { user: ada.email, team: 'South' },
    )
    expect(problems.map(({ line, group, confirmation }) => [line, group, confirmation])).toEqual([
      [2, 'new user without a name', undefined],
      [3, 'on another team', 'move'],
    ])
  })

  test('a row that is created twice with two teams contradicts itself', () => {
    const rows = [
      { user: 'new@example.com', name: 'New Comer', team: 'A' },
      { user: 'NEW@example.com', name: 'New Comer', team: 'B' },
    ]
    const rules = { allowed: new Set(['create-team']) }
    expect(decide('import', { rules }, ...rows).problems.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'line 3 puts the same user on b'],
      [3, 'line 2 puts the same user on a'],
    ])
  })
})

describe('create-user and assign-team', () => {
  test.each(['name', 'key', 'teamId'] as const)('a team is named by its %s', (by) => {
    const team = { ...aTeam('north'), key: 'north-key' }
    const { plan, problems } = decide(
      'assign-team',
      { users: [ada], teams: [team] },
      { user: ada.email, team: team[by] },
    )
    expect(problems).toEqual([])
    expect(plan.changes.map(({ after }) => after)).toEqual([{ ...ada, teamId: team.teamId }])
  })

  test('of a Salesforce user alone, name and address are taken from it', () => {
    const { plan } = decide('create-user', { people }, { salesforceUser: adaId })
    expect(plan.changes.map(bare)).toEqual([change.user(null, aUser('new-1', { ...named('Ada') }))])
  })

  test('an inactive user is created only when that is confirmed', () => {
    const idle = [aSalesforceUser('ada', { active: false })]
    expect(decide('create-user', { people: idle }, { salesforceUser: adaId }).problems).toMatchObject([
      { field: 'salesforceUser', confirmation: 'allow-inactive' },
    ])
  })

  test('users are put on a team that may be new', () => {
    const rules = { allowed: new Set(['create-team']) }
    const { plan } = decide(
      'assign-team',
      { users: [ada, bob], rules },
      { user: ada.email, team: 'North' },
      {
        user: 'Bob Example',
        team: 'north',
      },
    )
    const team = { teamId: teamIdOf('new-1'), name: 'North', key: null }
    expect(plan.changes.map(bare)).toEqual([
      change.team(null, team),
      change.user(ada, { ...ada, teamId: team.teamId }),
      change.user(bob, { ...bob, teamId: team.teamId }),
    ])
  })
})

describe('the refusal of a batch', () => {
  const flagged = { file: 'x.csv', line: 2, reason: 'a', confirmation: 'move' } as const

  test('asks for confirmation where that solves every problem', () => {
    expect(
      refuseBatch([flagged, { ...flagged, line: 3, confirmation: 'replace' }], 9, 'x.csv', ['or wait']),
    ).toEqual({
      code: 'decision-needed',
      message: '2 of 9 rows of x.csv have problems; nothing was changed',
      rows: [flagged, { ...flagged, line: 3, confirmation: 'replace' }],
      actions: ['or wait'],
    })
  })

  test('is invalid where one problem has none; a line with two problems is one row', () => {
    const wrong = { file: 'x.csv', line: 2, reason: 'b' }
    expect(refuseBatch([flagged, wrong], 1, 'x.csv', [])).toEqual({
      code: 'invalid',
      message: '1 of 1 row of x.csv has a problem; nothing was changed',
      rows: [flagged, wrong],
      actions: ['fix these rows and try again'],
    })
  })
})

function named(name: string) {
  return { email: email(`${name.toLowerCase()}@example.com`), firstName: name, lastName: 'Example' }
}
