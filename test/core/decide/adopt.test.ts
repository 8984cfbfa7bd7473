import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/core/change.ts'
import {
  type AdoptFacts,
  type AdoptWish,
  decideAdopt,
  type WorkbookUser,
} from '../../../src/core/decide/adopt.ts'
import { stateAfter, stateOf } from '../../../src/core/ledger-state.ts'
import type { Knowledge } from '../../../src/core/entered.ts'
import { type Todo, teamTodos, userTodos } from '../../../src/core/todo.ts'
import { bothSides } from '../../support/entered-worlds.ts'
import { byText } from '../../support/order.ts'
import {
  aMapping,
  anEnteredUser,
  aTeam,
  aUser,
  email,
  salesforceUserIdOf,
  teamIdOf,
  userIdOf,
} from '../../support/builders.ts'

const known: Knowledge = { source: 'workbook', by: 'bob', at: '2026-11-24T12:00:00.000Z' }
const nothing: AdoptFacts = {
  file: 'users.xlsx',
  users: [],
  entered: [],
  teams: [],
  enteredTeams: [],
  mappings: [],
  licenses: null,
  isDirectoryRead: true,
}

function wish(rest: Partial<AdoptWish> = {}): AdoptWish {
  return {
    take: new Set(),
    isComplete: false,
    mostListed: 20,
    known,
    newUserId: () => userIdOf('somebody new'),
    newTeamId: () => teamIdOf('some new team'),
    ...rest,
  }
}

function row(name: string, rest: Partial<WorkbookUser> = {}): WorkbookUser {
  const { email: address, firstName, lastName } = aUser(name)
  return {
    line: 2,
    email: address,
    spelling: address,
    firstName,
    lastName,
    nickname: undefined,
    state: undefined,
    team: undefined,
    salesforceUserId: undefined,
    ...rest,
  }
}

function adopted(
  facts: Partial<AdoptFacts>,
  rows: readonly WorkbookUser[],
  rest: Partial<AdoptWish> = {},
): Plan {
  const decided = decideAdopt({ ...nothing, ...facts }, rows, wish(rest))
  if ('code' in decided) throw new Error(decided.message)
  return decided
}

/** What is to be entered after a plan was committed to an empty ledger. */
function todosAfter({ changes }: Plan): Todo[] {
  const { user, team, mapping, enteredUser, enteredTeam } = stateAfter(stateOf([]), changes)
  return [
    ...[...user.values()].flatMap((each) =>
      userTodos({
        user: each,
        team: team.get(each.teamId ?? '') ?? null,
        mapping: mapping.get(each.userId) ?? null,
        entered: enteredUser.get(each.userId) ?? null,
        userSince: null,
        mappingSince: null,
      }),
    ),
    ...[...team.values()].flatMap((each) =>
      teamTodos({ team: each, entered: enteredTeam.get(each.teamId) ?? null, since: null }),
    ),
  ]
}

describe('a user who is new to the ledger', () => {
  test('becomes part of it as existing, so that nothing is to be entered', () => {
    const plan = adopted({}, [row('ada', { team: 'North', state: 'active', nickname: 'Countess' })])
    expect(plan.changes.map(({ entity }) => entity)).toEqual(['team', 'enteredTeam', 'user', 'enteredUser'])
    expect(todosAfter(plan)).toEqual([])
    expect(plan.evidence).toEqual(['1 user read from users.xlsx: 1 new to the ledger, 0 known'])
  })

  test('keeps the line of the file', () => {
    const plan = adopted({}, [row('ada', { line: 7 })])
    expect(plan.changes.map(({ origin }) => origin)).toEqual(['users.xlsx:7', 'users.xlsx:7'])
  })

  test('is on no team as a spectator, and nothing is known where the workbook has no column', () => {
    const { changes } = adopted({}, [row('ada', { state: 'spectating', team: 'North' })])
    expect(changes.find(({ entity }) => entity === 'user')?.after).toMatchObject({
      state: 'spectating',
      teamId: null,
    })
    const unknown = adopted({}, [row('ada')]).changes.find(({ entity }) => entity === 'enteredUser')?.after
    expect(unknown).toMatchObject({
      userSource: 'workbook',
      stateSource: null,
      teamSource: null,
      mappingSource: null,
    })
  })
})

describe('a user whom the ledger has', () => {
  const ada = aUser('ada', { teamId: aTeam('North').teamId })
  const north = { teams: [aTeam('North')], users: [ada] }

  test('is known to be there; differences are told, and nothing of the ledger changes', () => {
    const plan = adopted(north, [row('ada', { firstName: 'Augusta', team: null, state: 'deactivated' })])
    expect(plan.changes.map(({ entity }) => entity)).toEqual(['enteredUser'])
    expect(plan.warnings).toEqual([
      'the ledger keeps its own values; to take those of SalesScreen, add --take names,teams,state,mappings',
      'ada@example.com: Augusta Example in SalesScreen, Ada Example here',
      'ada@example.com: deactivated in SalesScreen, active here',
      'ada@example.com: no team in SalesScreen, North here',
    ])
  })

  test('takes over what is asked for and no more', () => {
    const plan = adopted(north, [row('ada', { firstName: 'Augusta', team: null })], {
      take: new Set(['names']),
    })
    expect(plan.changes.find(({ entity }) => entity === 'user')?.after).toEqual({
      ...ada,
      firstName: 'Augusta',
    })
    expect(plan.warnings).toHaveLength(2)
  })

  test('is found by the address that SalesScreen still has', () => {
    const renamed = { ...ada, email: email('ada.king@example.com') }
    const entered = [anEnteredUser('ada', { teamId: ada.teamId })]
    const plan = adopted({ teams: [aTeam('North')], users: [renamed], entered }, [row('ada')])
    expect(plan.changes).toEqual([])
    expect(plan.notices).toEqual(['no changes: SalesScreen is already known to be as in users.xlsx'])
  })

  test('is read twice without a change, in another spelling of the address with one', () => {
    const first = adopted(north, [row('ada', { team: 'North' })])
    const entered = first.changes.flatMap((each) => (each.entity === 'enteredUser' ? (each.after ?? []) : []))
    const enteredTeams = first.changes.flatMap((each) =>
      each.entity === 'enteredTeam' ? (each.after ?? []) : [],
    )
    const now = { ...north, entered, enteredTeams }
    expect(adopted(now, [row('ada', { team: 'North' })]).changes).toEqual([])
    const spelled = adopted(now, [row('ada', { team: 'North', spelling: 'Ada@Example.com' })])
    expect(spelled.changes.map(({ after }) => after)).toMatchObject([{ email: 'Ada@Example.com' }])
  })

  test('has the mapping that the workbook shows, or none', () => {
    const entered = [anEnteredUser('ada', { salesforceUserId: salesforceUserIdOf('ada') })]
    const plan = adopted({ ...north, entered }, [row('ada', { salesforceUserId: null })])
    expect(plan.changes.map(({ after }) => after)).toMatchObject([
      { salesforceUserId: null, mappingSource: 'workbook', userSource: 'confirmed' },
    ])
  })
})

describe('a team', () => {
  test('is one team whatever its case, and is called in SalesScreen as the workbook spells it', () => {
    const plan = adopted({ teams: [aTeam('North')] }, [row('ada', { team: 'NORTH' })])
    expect(plan.changes.find(({ entity }) => entity === 'enteredTeam')?.after).toMatchObject({
      teamId: aTeam('North').teamId,
      name: 'NORTH',
    })
    expect(plan.changes.some(({ entity }) => entity === 'team')).toBe(false)
  })

  test('that is to be renamed is found by the name that SalesScreen still has', () => {
    const renamed = { ...aTeam('North'), name: 'Far North' }
    const enteredTeams = [{ teamId: renamed.teamId, name: 'North', ...known }]
    const plan = adopted({ teams: [renamed], enteredTeams }, [row('ada', { team: 'North' })])
    expect(plan.changes.map(({ entity }) => entity)).toEqual(['user', 'enteredUser'])
  })

  test('that only SalesScreen has becomes part of the ledger again', () => {
    const enteredTeams = [{ teamId: aTeam('North').teamId, name: 'North', ...known }]
    const plan = adopted({ enteredTeams }, [row('ada', { team: 'North' })])
    expect([...plan.changes][0]).toMatchObject({ entity: 'team', key: aTeam('North').teamId, before: null })
  })
})

describe('a complete workbook', () => {
  test('tells who of the ledger is missing, and what to do about who was said to be entered', () => {
    const users = [aUser('ada'), aUser('bob'), aUser('cleo', { state: 'deactivated' })]
    const plan = adopted({ users, entered: [anEnteredUser('bob')] }, [], { isComplete: true })
    expect(plan.warnings).toEqual([
      'ada@example.com is in the ledger, but not in the workbook',
      {
        text: 'bob@example.com is recorded as entered, but the workbook does not have this user; if it is complete',
        command: { command: 'todo reopen', arguments: ['bob@example.com'] },
      },
    ])
  })
})

/** A row as SalesScreen has it: who, at which address. */
function seen(name: string, address: string, rest: Partial<WorkbookUser> = {}): WorkbookUser {
  const spelling = `${address}@example.com`
  return row(name, { email: email(spelling), spelling, ...rest })
}

function refusedRows(facts: Partial<AdoptFacts>, rows: readonly WorkbookUser[]) {
  const decided = decideAdopt({ ...nothing, ...facts }, rows, wish())
  if (!('code' in decided)) throw new Error('not refused')
  return decided.rows.map(({ line, reason }) => [line, reason])
}

/** The users as SalesScreen has them after a plan: name and address of each. */
function thereAfter(facts: Partial<AdoptFacts>, { changes }: Plan): string[] {
  const rows = (facts.entered ?? []).map((entry) => ({
    entity: 'enteredUser' as const,
    key: entry.userId,
    row: entry,
  }))
  const { enteredUser } = stateAfter(stateOf(rows), changes)
  return [...enteredUser.values()]
    .map(({ firstName, email: address }) => `${firstName} ${address}`)
    .toSorted(byText((text) => text))
}

describe('an address that was given to another user', () => {
  const ann = aUser('ann', { email: email('a.new@example.com') })
  const bob = aUser('bob', { email: email('a@example.com') })
  const annThere = anEnteredUser('ann', { email: 'a@example.com' })

  test('is that of the user who has it in the ledger, if the names say so', () => {
    const facts = { users: [ann, bob], entered: [annThere] }
    const plan = adopted(facts, [seen('ann', 'a.new'), seen('bob', 'a')], { take: new Set(['names']) })
    expect(plan.changes.map(({ entity, key }) => [entity, key])).toEqual([
      ['enteredUser', ann.userId],
      ['enteredUser', bob.userId],
    ])
    expect(thereAfter(facts, plan)).toEqual(['Ann a.new@example.com', 'Bob a@example.com'])
  })

  test('is known to be free if the workbook does not have who had it', () => {
    const facts = { users: [ann, bob], entered: [annThere] }
    expect(thereAfter(facts, adopted(facts, [seen('bob', 'a')]))).toEqual([
      'Ann a.new@example.com',
      'Bob a@example.com',
    ])
  })

  test('was swapped in SalesScreen, or was not yet', () => {
    const users = [{ ...ann, email: email('b@example.com') }, bob]
    const facts = { users, entered: [annThere, anEnteredUser('bob', { email: 'b@example.com' })] }
    const swapped = adopted(facts, [seen('bob', 'a'), seen('ann', 'b')])
    expect(thereAfter(facts, swapped)).toEqual(['Ann b@example.com', 'Bob a@example.com'])
    expect(swapped.warnings).toEqual([])
    expect(adopted(facts, [seen('ann', 'a'), seen('bob', 'b')]).changes).toEqual([])
  })

  test('is not guessed, if the name is neither', () => {
    const facts = { users: [ann], entered: [annThere] }
    expect(refusedRows(facts, [seen('cleo', 'a')])).toEqual([
      [
        2,
        'a@example.com was the address of Ann Example in SalesScreen, and Cleo Example may be another user',
      ],
    ])
    expect(refusedRows({ ...facts, users: [ann, bob] }, [seen('cleo', 'a')])).toEqual([
      [2, 'a@example.com may be Bob Example, who is to get the address, or Ann Example, who had it'],
    ])
  })
})

test('a user who was removed and created again is one row, under the new ID', () => {
  const again = { ...aUser('ann'), userId: userIdOf('again') }
  const entered = [anEnteredUser('ann')]
  const plan = adopted({ users: [again], entered }, [row('ann')])
  expect(plan.changes.map(({ key, after }) => [key, after === null])).toEqual([
    [userIdOf('ann'), true],
    [again.userId, false],
  ])
})

describe('the mapping in a workbook', () => {
  const ann = aUser('ann')
  const [annId, bobId] = [salesforceUserIdOf('ann'), salesforceUserIdOf('bob')]

  test('of a new user becomes part of the ledger, so that nothing is to be removed', () => {
    const plan = adopted({}, [row('ann', { salesforceUserId: annId })])
    expect(plan.changes.map(({ entity }) => entity)).toEqual(['user', 'enteredUser', 'mapping'])
    expect(todosAfter(plan)).toEqual([])
  })

  test('of a known user is a difference, and is taken over if asked for', () => {
    const rows = [row('ann', { salesforceUserId: annId })]
    const text = `ann@example.com: mapped to ${annId} in SalesScreen, not mapped here`
    expect(adopted({ users: [ann] }, rows).warnings[1]).toBe(text)
    const taken = adopted({ users: [ann] }, rows, { take: new Set(['mappings']) })
    expect(taken.changes.find(({ entity }) => entity === 'mapping')?.after).toMatchObject({
      salesforceUserId: annId,
    })
    expect(taken.warnings).toEqual([])
  })

  test('stays where another user has it here, and an empty cell removes nothing', () => {
    const facts = { users: [ann, aUser('bob')], mappings: [aMapping('bob')] }
    const all = { take: new Set(['mappings'] as const) }
    const plan = adopted(facts, [row('ann', { salesforceUserId: bobId })], all)
    expect(plan.changes.some(({ entity }) => entity === 'mapping')).toBe(false)
    expect(plan.warnings[1]).toContain('where bob@example.com is mapped to it')
    const empty = adopted(facts, [row('bob', { salesforceUserId: null })], all)
    expect(empty.changes.some(({ entity }) => entity === 'mapping')).toBe(false)
  })
})

describe('teams of a workbook', () => {
  const renamed = { ...aTeam('North'), name: 'Nord' }
  const other = { ...aTeam('Other'), name: 'North' }
  const north = { teamId: renamed.teamId, name: 'North', ...known }
  const ann = aUser('ann', { teamId: renamed.teamId })
  const annThere = anEnteredUser('ann', { teamId: renamed.teamId })

  test('are told apart where one has the name that another had', () => {
    const bob = aUser('bob', { teamId: other.teamId })
    const facts = {
      teams: [renamed, other],
      enteredTeams: [north],
      users: [ann, bob],
      entered: [annThere],
    }
    const plan = adopted(facts, [row('ann', { team: 'Nord' }), row('bob', { team: 'North' })])
    expect(plan.warnings).toEqual([])
    const names = plan.changes.flatMap((each) => (each.entity === 'enteredTeam' ? [each.after] : []))
    expect(names.map((each) => [each?.teamId, each?.name])).toEqual([
      [renamed.teamId, 'Nord'],
      [other.teamId, 'North'],
    ])
  })

  test('were swapped if all members are then where they were', () => {
    const teams = [
      { ...aTeam('North'), name: 'South' },
      { ...aTeam('South'), name: 'North' },
    ]
    const enteredTeams = [north, { teamId: aTeam('South').teamId, name: 'South', ...known }]
    const facts = { teams, enteredTeams, users: [ann], entered: [annThere] }
    const swapped = adopted(facts, [row('ann', { team: 'South' })])
    expect(swapped.warnings).toEqual([])
    const names = swapped.changes.flatMap((each) => (each.entity === 'enteredTeam' ? [each.after] : []))
    expect(new Set(names.map((each) => each?.name))).toEqual(new Set(['North', 'South']))
    expect(adopted(facts, [row('ann', { team: 'North' })]).changes).toEqual([])
  })

  test('keep one name however often a workbook spells it otherwise', () => {
    const rows = ['Sales North', 'SALES NORTH', 'Sales  North'].map((team, index) =>
      row(['ann', 'bob', 'cleo'][index] ?? '', { team, line: index + 2 }),
    )
    const ids = ['ann', 'bob', 'cleo'].map((name) => userIdOf(name))
    const plan = adopted({}, rows, { newUserId: () => ids.pop() ?? userIdOf('none') })
    expect(todosAfter(plan)).toEqual([])
    expect(plan.changes.filter(({ entity }) => entity === 'enteredTeam')).toHaveLength(1)
  })

  test('are not merged where they differ in accents', () => {
    expect(refusedRows({}, [row('ann', { team: 'Ost' }), row('bob', { team: 'Öst', line: 3 })])).toEqual([
      [3, 'Ost (line 2) and Öst differ only in accents, which sfsync takes for one team'],
    ])
  })

  test('are none for a spectator', () => {
    const ada = aUser('ada', { state: 'spectating' })
    const plan = adopted({ users: [ada] }, [row('ada', { state: 'spectating', team: 'North' })])
    expect(plan.warnings).toEqual([])
    expect(plan.changes.find(({ entity }) => entity === 'enteredUser')?.after).toMatchObject({ teamId: null })
  })
})

describe('whatever was known before', () => {
  test('SalesScreen is known to be as its workbook says, with one user for each address, or it is refused', () => {
    let taken = 0
    fc.assert(
      fc.property(bothSides, bothSides, fc.nat(4), ({ world, entered: was }, { entered: real }, left) => {
        const rows = [...real.users.values()].slice(left === 4 ? 1 : 0).map((each, index) => ({
          line: index + 2,
          email: email(each.email),
          spelling: each.email,
          firstName: each.firstName,
          lastName: each.lastName,
          nickname: each.nickname,
          state: each.state,
          team: each.teamId === null ? null : (real.teams.get(each.teamId)?.name ?? null),
          salesforceUserId: undefined,
        }))
        const [users, teams] = [[...was.users.values()], [...was.teams.values()]]
        const facts = {
          ...nothing,
          users: world.users,
          teams: world.teams,
          entered: users,
          enteredTeams: teams,
        }
        let ids = 0
        const decided = decideAdopt(facts, rows, {
          ...wish(),
          newUserId: () => userIdOf(`new ${(ids += 1)}`),
          newTeamId: () => teamIdOf(`new ${(ids += 1)}`),
        })
        if ('code' in decided) return
        taken += 1
        const before = stateOf([
          ...world.users.map((each) => ({ entity: 'user' as const, key: each.userId, row: each })),
          ...users.map((each) => ({ entity: 'enteredUser' as const, key: each.userId, row: each })),
          ...teams.map((each) => ({ entity: 'enteredTeam' as const, key: each.teamId, row: each })),
          ...world.teams.map((each) => ({ entity: 'team' as const, key: each.teamId, row: each })),
        ])
        const after = stateAfter(before, decided.changes)
        const there = [...after.enteredUser.values()]
        const addresses = there.map((each) => each.email)
        expect(new Set(addresses).size).toBe(addresses.length)
        for (const { email: address, firstName, state } of rows)
          expect(there.find((each) => each.email === address)).toMatchObject({ firstName, state })
        const emails = [...after.user.values()].map((each) => each.email)
        expect(new Set(emails).size).toBe(emails.length)
        const names = [...after.team.values()].map((each) => each.name)
        expect(new Set(names).size).toBe(names.length)
        const again = decideAdopt(
          {
            ...facts,
            users: [...after.user.values()],
            teams: [...after.team.values()],
            entered: there,
            enteredTeams: [...after.enteredTeam.values()],
          },
          rows,
          wish(),
        )
        expect('code' in again ? again.rows : again.changes).toEqual([])
        for (const { before: held, entity, key } of decided.changes)
          expect(held).toEqual(before[entity].get(key) ?? null)
      }),
      { numRuns: 2000 },
    )
    expect(taken).toBeGreaterThan(500)
  })
})
