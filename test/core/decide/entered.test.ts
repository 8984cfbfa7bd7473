import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Decided, isRefusal } from '../../../src/core/change.ts'
import { decideDone, decideReopen } from '../../../src/core/decide/entered.ts'
import { knownAs, unknownKnowledge } from '../../../src/core/entered.ts'
import type { Todo, TodoFacts, UserTodoFacts } from '../../../src/core/todo.ts'
import { aMapping, anEnteredUser, aUser, salesforceUserIdOf, userIdOf } from '../../support/builders.ts'
import {
  afterwards,
  anEnteredTeam,
  bothSides,
  factsOf,
  known,
  north,
  todosOf,
} from '../../support/entered-worlds.ts'

const adaId = salesforceUserIdOf('ada')
const ada = aUser('ada', { teamId: north.teamId })
const there = anEnteredUser('ada', { teamId: north.teamId, salesforceUserId: adaId })

function sides(rest: Partial<UserTodoFacts> = {}): UserTodoFacts {
  return {
    user: ada,
    team: north,
    mapping: aMapping('ada'),
    entered: there,
    userSince: null,
    mappingSince: null,
    ...rest,
  }
}

function bothSidesOf(rest: Partial<UserTodoFacts> = {}, team = anEnteredTeam('North')): TodoFacts {
  return {
    users: new Map([[ada.userId, sides(rest)]]),
    teams: new Map([[north.teamId, { team: north, entered: team, since: null }]]),
  }
}

function changesOf(decided: Decided): unknown[] {
  if (isRefusal(decided)) throw new Error(decided.message)
  return decided.changes.map(({ entity, key, before, after }) => [entity, key, before, after])
}

function only(facts: TodoFacts, ...kinds: readonly string[]): Todo[] {
  return todosOf(facts).filter(({ kind }) => kinds.includes(kind))
}

describe('to-dos that are done', () => {
  test('none of them change nothing, and it is said', () => {
    expect(decideDone(bothSidesOf(), [], known)).toMatchObject({
      changes: [],
      notices: ['nothing waits to be entered; nothing was changed'],
    })
  })

  test('make a new user with team and mapping one row, known in every part', () => {
    const facts = bothSidesOf({ entered: null })
    expect(changesOf(decideDone(facts, todosOf(facts), known))).toEqual([
      ['enteredUser', ada.userId, null, there],
    ])
  })

  test('of a new user alone leave the mapping unknown', () => {
    const facts = bothSidesOf({ entered: null })
    const unmapped = { ...there, salesforceUserId: null, ...knownAs.mapping(unknownKnowledge) }
    expect(changesOf(decideDone(facts, only(facts, 'create-user'), known))).toEqual([
      ['enteredUser', ada.userId, null, unmapped],
    ])
  })

  test('show the team of the user', () => {
    const facts = {
      ...bothSidesOf({ entered: null }),
      teams: new Map([[north.teamId, { team: north, entered: null, since: null }]]),
    }
    expect(changesOf(decideDone(facts, only(facts, 'create-user'), known))).toMatchObject([
      ['enteredTeam', north.teamId, null, anEnteredTeam('North')],
      ['enteredUser', ada.userId, null, { teamId: north.teamId }],
    ])
  })

  test('leave the earlier name of the team of a user, as only the renaming shows the new one', () => {
    const facts = bothSidesOf(
      { entered: { ...there, teamId: null } },
      anEnteredTeam('North', { name: 'Old North' }),
    )
    expect(changesOf(decideDone(facts, only(facts, 'assign-team'), known))).toMatchObject([
      ['enteredUser', ada.userId, { teamId: null }, { teamId: north.teamId }],
    ])
  })

  test('that rename a team change its name', () => {
    const old = anEnteredTeam('North', { name: 'Old North' })
    const facts = bothSidesOf({}, old)
    expect(changesOf(decideDone(facts, todosOf(facts), known))).toEqual([
      ['enteredTeam', north.teamId, old, anEnteredTeam('North')],
    ])
  })

  test('that delete a team take it from the users whom SalesScreen still has on it', () => {
    const west = anEnteredTeam('West')
    const facts = {
      users: new Map([[ada.userId, sides({ entered: { ...there, teamId: west.teamId } })]]),
      teams: new Map([[west.teamId, { team: null, entered: west, since: null }]]),
    }
    expect(changesOf(decideDone(facts, only(facts, 'delete-team'), known))).toMatchObject([
      ['enteredUser', ada.userId, { teamId: west.teamId }, { teamId: null, teamSource: 'confirmed' }],
      ['enteredTeam', west.teamId, west, null],
    ])
  })

  test('of a user who was created again move the row to the new ID', () => {
    const earlier = { ...there, userId: userIdOf('earlier'), firstName: 'A' }
    const facts = bothSidesOf({ entered: earlier })
    expect(changesOf(decideDone(facts, todosOf(facts), known))).toEqual([
      ['enteredUser', earlier.userId, earlier, null],
      ['enteredUser', ada.userId, null, there],
    ])
  })

  test('tell who knows it, only of the part that was entered', () => {
    const facts = bothSidesOf({ entered: { ...there, salesforceUserId: null } })
    const later = { source: 'api', by: 'bob', at: '2026-12-01T00:00:00.000Z' } as const
    expect(changesOf(decideDone(facts, todosOf(facts), later))).toEqual([
      [
        'enteredUser',
        ada.userId,
        { ...there, salesforceUserId: null },
        { ...there, ...knownAs.mapping(later) },
      ],
    ])
  })

  test('that map a user who is not known to be there are refused', () => {
    const facts = bothSidesOf({ entered: null })
    expect(decideDone(facts, only(facts, 'map'), known)).toMatchObject({
      code: 'decision-needed',
      message: '1 thing cannot be entered yet; nothing was changed',
      rows: [{ value: 'ada@example.com' }],
    })
  })
})

describe('whatever the two sides are', () => {
  test('all to-dos done leave nothing to do', () => {
    fc.assert(
      fc.property(bothSides, (both) => {
        const facts = factsOf(both)
        const done = decideDone(facts, todosOf(facts), known)
        if (isRefusal(done)) throw new Error(done.message)
        expect(todosOf(factsOf({ ...both, entered: afterwards(both.entered, [...done.changes]) }))).toEqual(
          [],
        )
      }),
      { numRuns: 1000 },
    )
  })

  test('to-dos done one by one, in any order that is not refused, leave nothing to do', () => {
    fc.assert(
      fc.property(bothSides, fc.infiniteStream(fc.nat()), (both, picks) => {
        let { entered } = both
        for (let left = 100; ; left -= 1) {
          const facts = factsOf({ ...both, entered })
          const possible = todosOf(facts).flatMap((todo) => {
            const done = decideDone(facts, [todo], known)
            return isRefusal(done) ? [] : [done]
          })
          const [pick = 0] = picks.take(1)
          const done = possible[pick % Math.max(possible.length, 1)]
          if (done === undefined) {
            expect(todosOf(facts)).toEqual([])
            return
          }
          expect(done.changes.length).toBeGreaterThan(0)
          expect(left).toBeGreaterThan(0)
          entered = afterwards(entered, [...done.changes])
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('reopened', () => {
  test('as a whole, the user is not known to be there', () => {
    expect(changesOf(decideReopen([sides()], 'create-user'))).toEqual([
      ['enteredUser', ada.userId, there, null],
    ])
  })

  test.each([
    ['assign-team', { teamId: null, ...knownAs.team(unknownKnowledge) }],
    ['map', { salesforceUserId: null, ...knownAs.mapping(unknownKnowledge) }],
  ] as const)('in one part, %s, the rest stays known', (kind, unknown) => {
    expect(changesOf(decideReopen([sides()], kind))).toEqual([
      ['enteredUser', ada.userId, there, { ...there, ...unknown }],
    ])
  })

  test('where nothing is known, nothing changes, and it is said', () => {
    const notices = ['nothing of Ada Example is known to be entered; nothing was changed']
    expect(decideReopen([sides({ entered: null })], 'create-user')).toMatchObject({ changes: [], notices })
    const bare = { ...there, salesforceUserId: null, ...knownAs.mapping(unknownKnowledge) }
    expect(decideReopen([sides({ entered: bare })], 'map')).toMatchObject({ changes: [], notices })
  })
})
