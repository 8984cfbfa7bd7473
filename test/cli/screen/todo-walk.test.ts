import fc from 'fast-check'
import stringWidth from 'string-width'
import { beforeAll, describe, expect, test } from 'vitest'
import { hintParts } from '../../../src/app/hints.ts'
import { type Todo, todoKinds } from '../../../src/core/todo.ts'
import { startWalk, type TodoWalk } from '../../../src/core/todo-walk.ts'
import { plain } from '../../../src/cli/output/paint.ts'
import { prepareWidths } from '../../../src/cli/output/text.ts'
import { applyWalkKey, renderWalk } from '../../../src/cli/screen/todo-walk.ts'
import { salesforceUserIdOf, teamIdOf, userIdOf } from '../../support/builders.ts'

beforeAll(async () => await prepareWidths(['…']))

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    '山田太郎'.repeat(9),
    '👩‍👩‍👧 '.repeat(8),
    'von und zu Hohenstein-Wittelsbach',
    '\u001b[31m\n',
  ),
)

const aTodo: Todo = {
  kind: 'create-user',
  user: { id: userIdOf('ada'), email: 'ada@example.com', name: 'Ada Example' },
  team: null,
  teamId: null,
  salesforceUserId: salesforceUserIdOf('ada'),
  values: [{ field: 'firstName', value: 'Ada' }],
  since: null,
  order: '',
}

const todos: fc.Arbitrary<Todo> = fc
  .record({
    kind: fc.constantFrom(...todoKinds),
    name: text,
    email: text,
    team: fc.option(text),
    value: text,
  })
  .map(({ kind, name, email, team, value }) => ({
    kind,
    user: kind.endsWith('-team') && kind !== 'assign-team' ? null : { id: userIdOf('ada'), email, name },
    team,
    teamId: team === null ? null : teamIdOf('sales'),
    salesforceUserId: salesforceUserIdOf('ada'),
    values: [{ field: 'firstName', value }],
    since: null,
    order: '',
  }))

const walks = fc
  .record({
    todo: todos,
    at: fc.constantFrom(0, 1),
    copied: fc.nat(9),
    message: text,
    showsKeys: fc.boolean(),
    state: fc.constantFrom('waiting' as const, 'skipped' as const, 'done' as const, 'gone' as const),
  })
  .map(({ todo, state, ...rest }): TodoWalk => ({
    ...startWalk([todo], 'Salesforce'),
    ...rest,
    steps: [{ todo, state }],
  }))

const style = { paint: plain, parts: hintParts }

describe('the screen of a walk', () => {
  test('fits, whatever it shows and however small it is', () => {
    fc.assert(
      fc.property(
        walks,
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 60 }),
        (walk, columns, rows) => {
          const lines = renderWalk(walk, { columns, rows }, style)
          expect(lines.length).toBeLessThanOrEqual(rows)
          for (const line of lines) {
            expect(stringWidth(line)).toBeLessThanOrEqual(columns)
            // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
            expect(line).not.toMatch(/[\u0000-\u001f]/)
          }
        },
      ),
    )
  })

  test('cuts no value, and keeps the one that is copied next in view', () => {
    const values = ['firstName', 'lastName', 'nickname', 'email'] as const
    const todo: Todo = {
      ...aTodo,
      values: values.map((field) => ({ field, value: `${field} ${'x'.repeat(50)}` })),
    }
    const walk = { ...startWalk([todo], 'Salesforce'), copied: 3 }
    const whole = renderWalk(walk, { columns: 40, rows: 40 }, style).join('')
    for (const { value } of todo.values)
      expect(whole.replaceAll(' ', '')).toContain(value.replaceAll(' ', ''))
    expect(renderWalk(walk, { columns: 40, rows: 8 }, style).join('\n')).toContain('> E-mail')
  })
})

function press(walk: TodoWalk, letter: string) {
  return applyWalkKey(walk, { name: 'text', text: letter })
}

function named(walk: TodoWalk, name: string) {
  return applyWalkKey(walk, { name, text: '' })
}

test('a long message leaves room for the keys', () => {
  const walk = { ...startWalk([aTodo], 'Salesforce'), message: 'word '.repeat(200) }
  expect(renderWalk(walk, { columns: 40, rows: 15 }, style).at(-1)).toBe('? more  q quit')
})

describe('a key', () => {
  const walk = startWalk([aTodo, { ...aTodo, kind: 'map' }], 'Salesforce')
  const end = { ...walk, at: 2 }

  test('has an effect', () => {
    expect(press(walk, 'd').effect).toEqual({ do: 'done' })
    expect(named(walk, 'enter').effect).toBeUndefined()
    expect(named(walk, 'enter').state.message).toContain('press d')
    expect(press(walk, 'o').effect).toEqual({ do: 'open' })
    expect(press(walk, 'c').effect).toEqual({ do: 'copy' })
    expect(press(walk, 'q').effect).toEqual({ do: 'quit' })
    expect(press({ ...walk, done: [{ changeSet: 7, key: '' }] }, 'u').effect).toEqual({ do: 'undo' })
  })

  test('goes to another to-do', () => {
    expect(press(walk, 's').state).toMatchObject({
      at: 1,
      steps: [{ state: 'skipped' }, { state: 'waiting' }],
    })
    expect(named(walk, 'right').state.at).toBe(1)
    expect(press(end, 'b').state.at).toBe(1)
    expect(press(walk, 'b')).toEqual({ state: { ...walk, message: 'this is the first one' } })
  })

  test.each([
    ['x on a to-do', walk, 'x', 'this key does nothing here; press ? for help'],
    ['d at the end', end, 'd', 'this key does nothing here; press ? for help'],
    ['u before anything is done', walk, 'u', 'nothing to undo yet'],
    [
      'd on what is done',
      { ...walk, steps: [{ todo: aTodo, state: 'done' as const }] },
      'd',
      'already done; press s for the next one',
    ],
    [
      'd on what is gone',
      { ...walk, steps: [{ todo: aTodo, state: 'gone' as const }] },
      'd',
      'this no longer waits; press s for the next one',
    ],
  ])('explains itself: %s', (_, state, key, message) => {
    expect(press(state, key)).toEqual({ state: { ...state, message } })
  })

  test('that is pasted does nothing', () => {
    expect(applyWalkKey(walk, { name: 'paste', text: 'd' })).toEqual({
      state: { ...walk, message: 'pasted text is ignored' },
    })
  })

  test('hides the list of keys that ? shows', () => {
    const { state } = press(walk, '?')
    expect(renderWalk(state, { columns: 80, rows: 24 }, style)[0]).toContain('done: SalesScreen has it now')
    expect(press(state, 'd')).toEqual({ state: walk })
    // The list says that q quits.
    expect(press(state, 'q').effect).toEqual({ do: 'quit' })
  })

  test.each([24, 9, 8, 3, 1])('in the list of keys says how to leave it, on %i lines', (rows) => {
    const lines = renderWalk(press(walk, '?').state, { columns: 40, rows }, style)
    expect(lines.length).toBeLessThanOrEqual(rows)
    expect(lines.at(-1)).toBe('any other key closes this list')
  })

  test('copies nothing where there is nothing to copy', () => {
    const cleared: Todo = { ...aTodo, values: [{ field: 'nickname', value: '' }] }
    expect(press(startWalk([cleared], 'Salesforce'), 'c').state.message).toBe('nothing to copy here')
    expect(
      renderWalk(startWalk([cleared], 'Salesforce'), { columns: 80, rows: 24 }, style).join('\n'),
    ).toContain('Nickname  (empty)')
  })
})
