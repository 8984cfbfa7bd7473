import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '../../src/core/change.ts'
import { decideDone } from '../../src/core/decide/entered.ts'
import type { User } from '../../src/core/model.ts'
import { addressKey, fold } from '../../src/core/text.ts'
import type { Todo } from '../../src/core/todo.ts'
import { blockedIn, waitingForOthers } from '../../src/core/todo-list.ts'
import { anEnteredUser, aTeam, aUser, email, userIdOf } from '../support/builders.ts'
import {
  afterwards,
  anEnteredTeam,
  type BothSides,
  bothSides,
  type Entered,
  factsOf,
  known,
  todosOf,
} from '../support/entered-worlds.ts'

interface Sides {
  readonly users?: readonly User[]
  readonly teams?: BothSides['world']['teams']
  readonly there?: readonly ReturnType<typeof anEnteredUser>[]
  readonly teamsThere?: readonly ReturnType<typeof anEnteredTeam>[]
}

function sidesOf({ users = [], teams = [], there = [], teamsThere = [] }: Sides): BothSides {
  return {
    world: { users, teams, mappings: [], facts: [] },
    entered: {
      users: new Map(there.map((row) => [row.userId, row])),
      teams: new Map(teamsThere.map((row) => [row.teamId, row])),
    },
  }
}

/** Ada at this address in the ledger. */
function at(name: string, address: string): User {
  return aUser(name, { email: email(`${address}@example.com`) })
}

function thereAt(name: string, address: string) {
  return anEnteredUser(name, { email: `${address}@example.com` })
}

/** Each to-do in a few words, in order. */
function listed(sides: BothSides): string[] {
  return todosOf(factsOf(sides)).map(({ kind, user, team, values }) => {
    const to = values.find(({ field }) => field === 'email' || field === 'name')?.value
    return [kind, user?.email ?? team, ...(to === undefined ? [] : [to])]
      .join(' ')
      .replaceAll('@example.com', '')
  })
}

/** Why SalesScreen would refuse a to-do as things are there; undefined if it accepts it. */
function refusal({ kind, user, team, teamId, values }: Todo, { users, teams }: Entered): string | undefined {
  const address = values.find(({ field }) => field === 'email')?.value
  const name = kind === 'create-team' ? team : values.find(({ field }) => field === 'name')?.value
  const isHeld = [...users.values()].some(
    (row) =>
      address !== undefined &&
      addressKey(row.email) === addressKey(address) &&
      (kind === 'create-user' || row.userId !== user?.id),
  )
  if (isHeld) return `${address ?? ''} is taken`
  const isCalledSo = [...teams.values()].some(
    (row) => name != null && fold(row.name) === fold(name) && row.teamId !== teamId,
  )
  if (isCalledSo) return `${name ?? ''} is taken`
  if (user !== null && teamId !== null && !teams.has(teamId)) return `there is no team ${team ?? ''}`
  return undefined
}

describe('an address that another user has', () => {
  test('is freed before it is taken by a new user', () => {
    const sides = sidesOf({
      users: [at('ann', 'a.new'), at('bob', 'a')],
      there: [thereAt('ann', 'a')],
    })
    expect(listed(sides)).toEqual(['edit-user a a.new', 'create-user a a'])
  })

  test('is freed first in a chain, whatever the names are', () => {
    const sides = sidesOf({
      users: [at('ann', 'b'), at('bob', 'c'), at('cleo', 'd')],
      there: [thereAt('ann', 'a'), thereAt('bob', 'b'), thereAt('cleo', 'c')],
    })
    expect(listed(sides)).toEqual(['edit-user c d', 'edit-user b c', 'edit-user a b'])
  })

  test('takes an interim address where two swap, and where three go round', () => {
    const swap = sidesOf({
      users: [at('ann', 'b'), at('bob', 'a')],
      there: [thereAt('ann', 'a'), thereAt('bob', 'b')],
    })
    expect(listed(swap)).toEqual(['free-address a a+temp', 'edit-user b a', 'edit-user a+temp b'])
    const round = sidesOf({
      users: [at('ann', 'b'), at('bob', 'c'), at('cleo', 'a')],
      there: [thereAt('ann', 'a'), thereAt('bob', 'b'), thereAt('cleo', 'c')],
    })
    expect(listed(round)).toEqual([
      'free-address a a+temp',
      'edit-user c a',
      'edit-user b c',
      'edit-user a+temp b',
    ])
  })

  test('is freed by a user who is deactivated on both sides', () => {
    const sides = sidesOf({
      users: [{ ...at('ann', 'old.a'), state: 'deactivated' }, at('bob', 'a')],
      there: [{ ...thereAt('ann', 'a'), state: 'deactivated' }],
    })
    expect(listed(sides)).toEqual(['edit-user a old.a', 'create-user a a'])
  })

  test('is freed by a user whom the ledger no longer has, once', () => {
    const sides = sidesOf({
      users: [at('bob', 'a')],
      there: [{ ...thereAt('ann', 'a'), state: 'deactivated' }, thereAt('bob', 'b')],
    })
    expect(listed(sides)).toEqual(['free-address a a+temp', 'edit-user b a'])
  })

  test('is replaced by an interim address that nobody has or takes', () => {
    const sides = sidesOf({
      users: [at('ann', 'b'), at('bob', 'a'), at('cleo', 'a+temp2')],
      there: [thereAt('ann', 'a'), thereAt('bob', 'b'), thereAt('dan', 'a+temp')],
    })
    expect(listed(sides)).toContain('free-address a a+temp3')
  })
})

describe('a name that another team has', () => {
  test('is freed before a new team takes it', () => {
    const sides = sidesOf({
      teams: [
        { ...aTeam('North'), name: 'Nord' },
        { ...aTeam('Other'), name: 'North' },
      ],
      teamsThere: [anEnteredTeam('North')],
    })
    expect(listed(sides)).toEqual(['rename-team North Nord', 'create-team North'])
  })

  test('takes an interim name where two swap, and where the other team is to be deleted', () => {
    const swap = sidesOf({
      teams: [
        { ...aTeam('North'), name: 'South' },
        { ...aTeam('South'), name: 'North' },
      ],
      teamsThere: [anEnteredTeam('North'), anEnteredTeam('South')],
    })
    expect(listed(swap)).toEqual([
      'free-team-name North North (temp)',
      'rename-team South North',
      'rename-team North (temp) South',
    ])
    const deleted = sidesOf({
      teams: [{ ...aTeam('South'), name: 'North' }],
      teamsThere: [anEnteredTeam('North'), anEnteredTeam('South')],
    })
    expect(listed(deleted)).toEqual([
      'free-team-name North North (temp)',
      'rename-team South North',
      'delete-team North (temp)',
    ])
  })
})

test('deactivations come first, as others may need the licenses', () => {
  const sides = sidesOf({
    users: [{ ...at('zoe', 'z'), state: 'deactivated' }, at('ann', 'a'), at('bob', 'b')],
    there: [thereAt('zoe', 'z'), { ...thereAt('ann', 'a'), state: 'deactivated' }],
  })
  expect(listed(sides)).toEqual(['deactivate z', 'reactivate a', 'create-user b b'])
})

test('what waits for another user is named, with who has the address, unless that comes first', () => {
  const facts = factsOf(
    sidesOf({ users: [at('ann', 'a.new'), at('bob', 'a')], there: [thereAt('ann', 'a')] }),
  )
  expect(blockedIn(todosOf(facts), facts).map(({ todo, ...rest }) => [todo.kind, rest])).toEqual([
    [
      'create-user',
      {
        taken: 'a@example.com',
        holder: { id: userIdOf('ann'), name: 'Ann Example', email: 'a.new@example.com' },
      },
    ],
  ])
  const all = todosOf(facts)
  expect(waitingForOthers(all, facts)).toEqual([])
  const some = all.filter(({ kind }) => kind === 'create-user')
  expect(waitingForOthers(some, facts)).toHaveLength(1)
})

describe('whatever the two sides are', () => {
  test('SalesScreen accepts every to-do in the order of the list, and then nothing is left', () => {
    fc.assert(
      fc.property(bothSides, (both) => {
        let { entered } = both
        for (const todo of todosOf(factsOf(both))) {
          expect(refusal(todo, entered)).toBe(undefined)
          const done = decideDone(factsOf({ ...both, entered }), [todo], known)
          if (isRefusal(done)) throw new Error(JSON.stringify(done))
          entered = afterwards(entered, [...done.changes])
        }
        expect(todosOf(factsOf({ ...both, entered }))).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('SalesScreen accepts them in any order that its screens allow, the list read anew each time', () => {
    fc.assert(
      fc.property(bothSides, fc.infiniteStream(fc.nat()), (both, picks) => {
        let { entered } = both
        for (let left = 100; left > 0; left -= 1) {
          const facts = factsOf({ ...both, entered })
          const todos = todosOf(facts)
          if (todos.length === 0) return
          const possible = todos.flatMap((todo) => {
            const done = decideDone(facts, [todo], known)
            return refusal(todo, entered) !== undefined || isRefusal(done) ? [] : [done]
          })
          const [pick = 0] = picks.take(1)
          const done = possible[pick % Math.max(possible.length, 1)]
          if (done === undefined) throw new Error('SalesScreen accepts none of them')
          entered = afterwards(entered, [...done.changes])
        }
        throw new Error('the list never ends')
      }),
      { numRuns: 500 },
    )
  })
})
