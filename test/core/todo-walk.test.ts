import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Todo, todoKinds, userTodos } from '../../src/core/todo.ts'
import {
  afterDone,
  afterUndone,
  currentStep,
  doneCommand,
  isWalked,
  nextStep,
  refreshed,
  sameEntries,
  skipStep,
  startWalk,
  type TodoWalk,
  todoKey,
  walkSummary,
} from '../../src/core/todo-walk.ts'
import { aTeam, aUser, teamIdOf, userIdOf } from '../support/builders.ts'

function aTodo(name: string, rest: Partial<Todo> = {}): Todo {
  const user = { id: userIdOf(name), email: `${name}@example.com`, name }
  return {
    kind: 'create-user',
    user,
    team: null,
    teamId: null,
    salesforceUserId: null,
    values: [],
    since: null,
    order: name,
    ...rest,
  }
}

const [ada, bob, cleo] = [aTodo('ada'), aTodo('bob'), aTodo('cleo')]

/** The walk after the to-do on its screen was recorded. */
function done(walk: TodoWalk, changeSet: number): TodoWalk {
  const todo = currentStep(walk)?.todo
  const waiting = walk.steps.flatMap((step) =>
    step.todo === todo || step.state === 'done' || step.state === 'gone' ? [] : [step.todo],
  )
  return nextStep(refreshed(afterDone(walk, changeSet), waiting))
}

function states(walk: TodoWalk): string[] {
  return walk.steps.map(({ todo, state }) => `${todo.user?.name} ${state}`)
}

describe('a walk', () => {
  test('goes from one to-do to the next, done or skipped, to the end', () => {
    const end = skipStep(done(skipStep(startWalk([ada, bob, cleo], 'Salesforce')), 7))
    expect(states(end)).toEqual(['ada skipped', 'bob done', 'cleo skipped'])
    expect(end).toMatchObject({ at: 3, done: [{ changeSet: 7, key: todoKey(bob) }] })
    expect(walkSummary(end)).toEqual({ done: 1, skipped: 2, left: 0 })
    expect(isWalked(end)).toBe(false)
    expect(isWalked(done(done(startWalk([ada, bob], 'Salesforce'), 7), 8))).toBe(true)
  })

  test('that skips what is done leaves it done', () => {
    const back = { ...done(startWalk([ada, bob], 'Salesforce'), 7), at: 0 }
    expect(states(skipStep(back))).toEqual(['ada done', 'bob waiting'])
  })

  test('passes what others entered meanwhile', () => {
    const walk = nextStep(refreshed(afterDone(startWalk([ada, bob, cleo], 'Salesforce'), 7), [cleo]))
    expect(states(walk)).toEqual(['ada done', 'bob gone', 'cleo waiting'])
    expect(walk.at).toBe(2)
    expect(walkSummary(walk)).toEqual({ done: 1, skipped: 0, left: 1 })
  })

  test('shows what waits with its values of now, and asks again for what is missing again', () => {
    const changed = aTodo('bob', { values: [{ field: 'firstName', value: 'Bobby' }] })
    const walk = refreshed(done(startWalk([ada, bob], 'Salesforce'), 7), [ada, changed])
    expect(walk.steps).toEqual([
      { todo: ada, state: 'waiting' },
      { todo: changed, state: 'waiting' },
    ])
  })

  test('undoes the last done and shows it again', () => {
    const walk = afterUndone(done(done(startWalk([ada, bob, cleo], 'Salesforce'), 7), 8))
    expect(states(walk)).toEqual(['ada done', 'bob waiting', 'cleo waiting'])
    expect(walk).toMatchObject({ at: 1, done: [{ changeSet: 7 }] })
  })

  test('counts every to-do once, and never goes beyond its end, whatever is pressed', () => {
    const act = fc.constantFrom('done', 'skip', 'undo')
    fc.assert(
      fc.property(fc.nat(5), fc.array(act, { maxLength: 20 }), (size, acts) => {
        const todos = Array.from({ length: size }, (_, index) => aTodo(`user ${index}`))
        let walk = startWalk(todos, 'Salesforce')
        for (const [number, each] of acts.entries())
          if (each === 'skip') walk = skipStep(walk)
          else if (each === 'done' && ['waiting', 'skipped'].includes(currentStep(walk)?.state ?? ''))
            walk = done(walk, number)
          else if (each === 'undo' && walk.done.length > 0) walk = afterUndone(walk)
        const { done: recorded, skipped, left } = walkSummary(walk)
        expect(recorded + skipped + left).toBe(size)
        expect(walk.done).toHaveLength(recorded)
        expect(walk.at).toBeLessThanOrEqual(size)
      }),
    )
  })
})

describe('two to-dos are', () => {
  test('the same by kind and user, whatever is to be typed', () => {
    const other = aTodo('ada', { values: [{ field: 'lastName', value: 'King' }] })
    expect(todoKey(other)).toBe(todoKey(ada))
    expect(sameEntries(other, ada)).toBe(false)
    expect(sameEntries(aTodo('ada', { since: '2026-11-24T12:00:00.000Z' }), ada)).toBe(true)
    expect(sameEntries(aTodo('ada', { team: 'Sales' }), ada)).toBe(false)
    const renamed = { ...aTodo('ada').user, id: userIdOf('ada'), email: 'ada@new.example', name: 'ada' }
    expect(sameEntries(aTodo('ada', { user: renamed }), ada)).toBe(false)
  })

  test('told apart where one user has several', () => {
    const user = aUser('ada', { teamId: teamIdOf('sales'), state: 'active' })
    const facts = { user, team: aTeam('sales'), mapping: null, userSince: null, mappingSince: null }
    const keys = userTodos({ ...facts, entered: null }).map((todo) => todoKey(todo))
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(todoKinds.map((kind) => todoKey(aTodo('ada', { kind })))).size).toBe(todoKinds.length)
  })
})

describe('the command of a done to-do', () => {
  test('names the user as the ledger does', () => {
    expect(doneCommand(ada, 'ada@new.example')).toEqual({
      command: 'todo done',
      arguments: ['ada@new.example'],
      options: { kind: 'create-user' },
    })
    expect(doneCommand(ada, undefined).arguments).toEqual(['ada@example.com'])
  })

  test('names a team as the ledger does', () => {
    const team = { user: null, team: 'Sales', teamId: teamIdOf('sales') }
    expect(doneCommand(aTodo('x', { ...team, kind: 'delete-team' }), undefined)).toEqual({
      command: 'todo done',
      arguments: [],
      options: { kind: 'delete-team', team: 'Sales' },
    })
    const renamed = { ...team, kind: 'rename-team', values: [{ field: 'name', value: 'Sales EU' }] } as const
    expect(doneCommand(aTodo('x', renamed), undefined).options).toEqual({
      kind: 'rename-team',
      team: 'Sales EU',
    })
  })
})
