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
import {
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
  licenses: null,
}

function wish(rest: Partial<AdoptWish> = {}): AdoptWish {
  return {
    take: new Set(),
    isComplete: false,
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
  const { user, team, enteredUser, enteredTeam } = stateAfter(stateOf([]), changes)
  return [
    ...[...user.values()].flatMap((each) =>
      userTodos({
        user: each,
        team: team.get(each.teamId ?? '') ?? null,
        mapping: null,
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
      'ada@example.com: Augusta Example in SalesScreen, Ada Example here',
      'ada@example.com: deactivated in SalesScreen, active here',
      'ada@example.com: no team in SalesScreen, North here',
      'the ledger keeps its own values; to take those of SalesScreen, add --take names,teams,state',
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
    expect(plan.changes[0]).toMatchObject({ entity: 'team', key: aTeam('North').teamId, before: null })
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
