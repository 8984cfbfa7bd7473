import { describe, expect, test } from 'vitest'
import { newlyEntered } from '../../src/core/entered.ts'
import { pairedByAddress } from '../../src/core/pairing.ts'
import { sameAddress } from '../../src/core/text.ts'
import { inOrder } from '../../src/core/todo-list.ts'
import {
  isEntered,
  lacksLicense,
  teamTodos,
  type Todo,
  todoKinds,
  userTodos,
  type UserTodoFacts,
} from '../../src/core/todo.ts'
import { aMapping, anEnteredUser, aTeam, aUser, salesforceUserIdOf, userIdOf } from '../support/builders.ts'
import { anEnteredTeam, known, north } from '../support/entered-worlds.ts'

const adaId = salesforceUserIdOf('ada')
const bobId = salesforceUserIdOf('bob')
const ada = aUser('ada', { teamId: north.teamId })
const there = anEnteredUser('ada', { teamId: north.teamId, salesforceUserId: adaId })
const tuesday = '2026-11-24T08:00:00.000Z'
const friday = '2026-11-27T08:00:00.000Z'

/** Ada is on the team North and mapped, on both sides. */
function facts(rest: Partial<UserTodoFacts> = {}): UserTodoFacts {
  return {
    user: ada,
    team: north,
    mapping: aMapping('ada'),
    entered: there,
    userSince: tuesday,
    mappingSince: friday,
    ...rest,
  }
}

/** What a to-do asks for: its kind, and the team, the ID or the values if it has them. */
function asked({ kind, team, salesforceUserId, values }: Todo): unknown[] {
  const typed = values.map(({ field, value }) => `${field}=${value}`)
  return [kind, ...[team, salesforceUserId].filter((each) => each !== null), ...typed]
}

const noTeam = { user: { ...ada, teamId: null }, team: null }
const values = ['firstName=Ada', 'lastName=Example', 'email=ada@example.com']

describe('what to enter for a user', () => {
  test.each<[string, Partial<UserTodoFacts>, unknown[][]]>([
    ['who is the same on both sides is nothing', {}, []],
    [
      'whom SalesScreen does not have is the user, and the mapping',
      { entered: null },
      [
        ['create-user', 'North', ...values],
        ['map', adaId],
      ],
    ],
    [
      'without a team and a mapping is only the user',
      { ...noTeam, mapping: null, entered: null },
      [['create-user', ...values]],
    ],
    [
      'with a nickname is the nickname too',
      { user: { ...ada, nickname: 'Countess' }, mapping: null, entered: null },
      [
        [
          'create-user',
          'North',
          'firstName=Ada',
          'lastName=Example',
          'nickname=Countess',
          'email=ada@example.com',
        ],
      ],
    ],
    [
      'who is new and a supporter is the state too',
      { user: { ...ada, state: 'supporter' }, mapping: null, entered: null },
      [['create-user', 'North', ...values, 'state=supporter']],
    ],
    [
      'who is new and pending is not the state, which SalesScreen itself gives',
      { user: { ...ada, state: 'pending' }, mapping: null, entered: null },
      [['create-user', 'North', ...values]],
    ],
    [
      'who is new and deactivated is nothing, mapped or not',
      { user: { ...ada, state: 'deactivated' }, entered: null },
      [],
    ],
    [
      'with other names is the names',
      { user: { ...ada, firstName: 'Augusta', lastName: 'King', nickname: 'Countess' } },
      [['edit-user', 'firstName=Augusta', 'lastName=King', 'nickname=Countess']],
    ],
    [
      'who lost the nickname is an empty one',
      { entered: { ...there, nickname: 'Countess' } },
      [['edit-user', 'nickname=']],
    ],
    ['with an empty nickname there is nothing', { entered: { ...there, nickname: '' } }, []],
    [
      'with another address is the address',
      { entered: { ...there, email: 'ada@old.example' } },
      [['edit-user', 'email=ada@example.com']],
    ],
    [
      'whose address is only spelled otherwise is nothing',
      { entered: { ...there, email: ' ADA@Example.com' } },
      [],
    ],
    ['who is pending there is nothing', { entered: { ...there, state: 'pending' } }, []],
    [
      'who becomes a supporter is the state',
      { user: { ...ada, state: 'supporter' } },
      [['edit-user', 'state=supporter']],
    ],
    [
      'who is no longer a supporter is the state',
      { entered: { ...there, state: 'supporter' } },
      [['edit-user', 'state=active']],
    ],
    [
      'who becomes a spectator is the state, which takes the team away',
      { ...noTeam, user: { ...ada, state: 'spectating', teamId: null } },
      [['edit-user', 'state=spectating']],
    ],
    [
      'who is a spectator on both sides, but on a team there, is to leave the team',
      {
        ...noTeam,
        user: { ...ada, state: 'spectating', teamId: null },
        entered: { ...there, state: 'spectating' },
      },
      [['assign-team']],
    ],
    [
      'who was a spectator is the state and the team',
      { entered: { ...there, state: 'spectating', teamId: null } },
      [
        ['edit-user', 'state=active'],
        ['assign-team', 'North'],
      ],
    ],
    [
      'on another team is the team',
      { entered: { ...there, teamId: aTeam('South').teamId } },
      [['assign-team', 'North']],
    ],
    ['who left the team is no team', noTeam, [['assign-team']]],
    [
      'who is mapped in the ledger only is the mapping',
      { entered: { ...there, salesforceUserId: null } },
      [['map', adaId]],
    ],
    ['who is mapped there only is the removal', { mapping: null }, [['unmap', adaId]]],
    [
      'who is mapped otherwise is both, the removal first',
      { mapping: aMapping('ada', 'bob') },
      [
        ['unmap', adaId],
        ['map', bobId],
      ],
    ],
    [
      'who was deactivated is just that',
      { user: { ...ada, state: 'deactivated', firstName: 'Augusta' } },
      [['deactivate']],
    ],
    [
      'who was deactivated and unmapped is both',
      { user: { ...ada, state: 'deactivated' }, mapping: null },
      [['unmap', adaId], ['deactivate']],
    ],
    [
      'who is deactivated and mapped anew has the old mapping removed and no new one added',
      { user: { ...ada, state: 'deactivated' }, mapping: aMapping('ada', 'bob') },
      [['unmap', adaId], ['deactivate']],
    ],
    [
      'who is deactivated is another address too, as others may take the present one',
      { user: { ...ada, state: 'deactivated' }, entered: { ...there, email: 'ada@old.example' } },
      [['edit-user', 'email=ada@example.com'], ['deactivate']],
    ],
    [
      'who is deactivated on both sides is another address',
      {
        user: { ...ada, state: 'deactivated' },
        entered: { ...there, email: 'ada@old.example', state: 'deactivated' },
      },
      [['edit-user', 'email=ada@example.com']],
    ],
    [
      'who is deactivated on both sides is nothing, whatever names and team differ',
      {
        ...noTeam,
        user: { ...ada, state: 'deactivated', firstName: 'Augusta' },
        entered: { ...there, state: 'deactivated' },
      },
      [],
    ],
    [
      'who is deactivated on both sides, but mapped there, is the removal',
      { user: { ...ada, state: 'deactivated' }, mapping: null, entered: { ...there, state: 'deactivated' } },
      [['unmap', adaId]],
    ],
    ['who came back is that', { entered: { ...there, state: 'deactivated' } }, [['reactivate']]],
    [
      'who came back as a supporter is that, and the state goes with it',
      { user: { ...ada, state: 'supporter' }, entered: { ...there, state: 'deactivated' } },
      [['reactivate', 'state=supporter']],
    ],
    [
      'whom the ledger removed is the mapping and the user, as no user can be deleted there',
      { user: null, team: null, mapping: null },
      [['unmap', adaId], ['deactivate']],
    ],
    [
      'whom the ledger removed and SalesScreen has deactivated is nothing',
      {
        user: null,
        team: null,
        mapping: null,
        entered: { ...there, state: 'deactivated', salesforceUserId: null },
      },
      [],
    ],
    ['whom neither has is nothing', { user: null, team: null, mapping: null, entered: null }, []],
  ])('%s', (_, rest, expected) => {
    expect(userTodos(facts(rest)).map((todo) => asked(todo))).toEqual(expected)
  })

  test('of whom only names and address are known is the team and the mapping', () => {
    expect(userTodos(facts({ entered: newlyEntered(ada, known) })).map((todo) => asked(todo))).toEqual([
      ['assign-team', 'North'],
      ['map', adaId],
    ])
  })

  test('names the user as SalesScreen has it, by the ID of the ledger, since the row that differs was changed', () => {
    const entered = {
      ...there,
      userId: userIdOf('earlier'),
      email: 'Ada@Old.example',
      firstName: 'A',
      salesforceUserId: null,
    }
    expect(userTodos(facts({ entered })).map(({ kind, user, since }) => [kind, user, since])).toEqual([
      ['edit-user', { id: ada.userId, email: 'Ada@Old.example', name: 'A Example' }, tuesday],
      ['map', { id: ada.userId, email: 'Ada@Old.example', name: 'A Example' }, friday],
    ])
    const old = userTodos(facts({ entered: null, mappingSince: null, userSince: null }))
    expect(old.map(({ since }) => since)).toEqual([null, null])
  })
})

describe('what to enter for a team', () => {
  test.each([
    ['that is the same on both sides is nothing', north, anEnteredTeam('North'), []],
    ['that is new is the team', north, null, [['create-team', 'North']]],
    [
      'that was renamed is the new name, found by the old one',
      { ...north, name: 'Far North' },
      anEnteredTeam('North'),
      [['rename-team', 'North', 'name=Far North']],
    ],
    [
      'of which only the case changed is a new name too',
      { ...north, name: 'NORTH' },
      anEnteredTeam('North'),
      [['rename-team', 'North', 'name=NORTH']],
    ],
    ['that was deleted is the deletion', null, anEnteredTeam('North'), [['delete-team', 'North']]],
    ['that neither has is nothing', null, null, []],
  ] as const)('%s', (_, team, entered, expected) => {
    expect(teamTodos({ team, entered, since: tuesday }).map((todo) => asked(todo))).toEqual(expected)
  })

  test('says since when', () => {
    const found = teamTodos({ team: north, entered: null, since: tuesday })
    expect(found.map(({ since, teamId, user }) => [since, teamId, user])).toEqual([
      [tuesday, north.teamId, null],
    ])
  })
})

test('to-dos are in the order in which SalesScreen accepts them, then by name', () => {
  const [bob, cleo] = [aUser('bob'), aUser('cleo')]
  const person = (user: typeof bob) => facts({ user, team: null, mapping: null, entered: null })
  const all = [
    ...userTodos(facts({ user: null, team: null, mapping: null })),
    ...userTodos(
      facts({
        entered: { ...there, firstName: 'A', teamId: null, state: 'deactivated' },
        mapping: aMapping('ada', 'bob'),
      }),
    ),
    ...userTodos(person(cleo)),
    ...userTodos(person(bob)),
    ...teamTodos({ team: null, entered: anEnteredTeam('West'), since: null }),
    ...teamTodos({ team: { ...north, name: 'Far North' }, entered: anEnteredTeam('North'), since: null }),
    ...teamTodos({ team: aTeam('South'), entered: null, since: null }),
  ]
  const sorted = inOrder(all)
  expect([...new Set(sorted.map(({ kind }) => kind))]).toEqual(
    todoKinds.filter((kind) => kind !== 'free-address' && kind !== 'free-team-name'),
  )
  expect(sorted.filter(({ kind }) => kind === 'create-user').map(({ user }) => user?.email)).toEqual([
    'bob@example.com',
    'cleo@example.com',
  ])
  expect(inOrder(all.toReversed()).map(({ kind }) => kind)).toEqual(sorted.map(({ kind }) => kind))
})

describe('a user who was removed and created again', () => {
  const earlier = { ...there, userId: userIdOf('earlier'), email: 'ADA@example.com' }
  const removed = facts({ user: null, team: null, mapping: null, entered: earlier })
  const again = facts({ entered: null })

  test('is the one whom SalesScreen still has under that address, so nothing is to be entered', () => {
    for (const users of [
      [removed, again],
      [again, removed],
    ]) {
      const paired = pairedByAddress(users)
      expect([...paired.keys()]).toEqual([ada.userId])
      expect([...paired.values()].flatMap((each) => userTodos(each))).toEqual([])
    }
  })

  test('is another one under another address', () => {
    const other = { ...removed, entered: { ...earlier, email: 'ada@old.example' } }
    expect([...pairedByAddress([other, again]).keys()].toSorted()).toEqual(
      [ada.userId, earlier.userId].toSorted(),
    )
  })

  test('does not take the place of a user who is known in SalesScreen', () => {
    const paired = pairedByAddress([removed, facts()])
    expect(paired.get(ada.userId)?.entered).toEqual(there)
    expect(paired.get(earlier.userId)?.entered).toEqual(earlier)
  })
})

function isAllEntered(rest: Partial<UserTodoFacts> = {}): boolean {
  return isEntered({ ...facts(rest), todos: userTodos(facts(rest)) })
}

describe('everything is entered', () => {
  test('exactly if SalesScreen has the user and nothing is left to do', () => {
    expect(isAllEntered()).toBe(true)
    expect(isAllEntered({ entered: { ...there, email: 'ADA@example.com' } })).toBe(true)
    expect(isAllEntered({ entered: null })).toBe(false)
    expect(
      isAllEntered({
        user: null,
        team: null,
        mapping: null,
        entered: { ...there, state: 'deactivated', salesforceUserId: null },
      }),
    ).toBe(false)
    expect(isAllEntered({ user: { ...ada, state: 'deactivated' }, entered: null })).toBe(false)
    expect(isAllEntered({ entered: { ...there, teamId: aTeam('South').teamId } })).toBe(false)
    expect(isAllEntered({ mapping: aMapping('ada', 'bob') })).toBe(false)
  })

  test('also of a user who is Pending there, as only SalesScreen can make the user active', () => {
    const pending = { ...there, state: 'pending' as const }
    expect(isAllEntered({ entered: pending })).toBe(true)
    expect(lacksLicense({ user: ada, entered: pending })).toBe(true)
    expect(lacksLicense({ user: ada, entered: there })).toBe(false)
    expect(lacksLicense({ user: { ...ada, state: 'pending' }, entered: pending })).toBe(false)
  })
})

test('two spellings of one address are the same, in case, accents and spaces around it', () => {
  expect(sameAddress(' Åse@Example.com', 'a\u030Ase@example.com ')).toBe(true)
  expect(sameAddress('ase@example.com', 'åse@example.com')).toBe(false)
  expect(sameAddress('mailto:ada@example.com', '<Ada@example.com>')).toBe(true)
})
