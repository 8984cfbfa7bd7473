import { describe, expect, test } from 'vitest'
import { type ColorWish, colorLevel, paintFor } from '../../../src/cli/output/paint.ts'
import { planText } from '../../../src/cli/output/plan.ts'
import { renderList } from '../../../src/cli/output/render.ts'
import { aTeam, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { paper } from '../../support/surface.ts'
import { aPerson, columns } from './columns-of-people.ts'

const inPipe = { isTerminal: false, width: 80 }

describe('whether there is color', () => {
  const wishes: readonly (readonly [
    flag: ColorWish['flag'],
    environment: ColorWish['environment'],
    terminal: 0 | 1,
    pipe: 0 | 1,
  ])[] = [
    ['auto', {}, 1, 0],
    ['auto', { TERM: 'dumb' }, 0, 0],
    ['auto', { TERM: 'xterm-256color' }, 1, 0],
    ['auto', { NO_COLOR: '1' }, 0, 0],
    ['auto', { NO_COLOR: '0' }, 0, 0],
    ['auto', { NO_COLOR: '' }, 1, 0],
    ['auto', { FORCE_COLOR: '1' }, 1, 1],
    ['auto', { FORCE_COLOR: '' }, 1, 1],
    ['auto', { FORCE_COLOR: 'true' }, 1, 1],
    ['auto', { FORCE_COLOR: '3' }, 1, 1],
    ['auto', { FORCE_COLOR: '0' }, 0, 0],
    ['auto', { FORCE_COLOR: 'false' }, 0, 0],
    ['auto', { FORCE_COLOR: '1', TERM: 'dumb' }, 1, 1],
    ['auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, 0, 0],
    ['always', {}, 1, 1],
    ['always', { NO_COLOR: '1' }, 1, 1],
    ['always', { TERM: 'dumb' }, 1, 1],
    ['never', {}, 0, 0],
    ['never', { FORCE_COLOR: '1' }, 0, 0],
  ]
  test.for(wishes)('--color %s with %j', ([flag, environment, terminal, pipe]) => {
    expect([
      colorLevel({ flag, environment, isTerminal: true }),
      colorLevel({ flag, environment, isTerminal: false }),
    ]).toEqual([terminal, pipe])
  })
})

describe('color', () => {
  const ada = aUser('ada')
  const north = aTeam('North')
  const changes = [
    change.team(null, north),
    change.user(ada, { ...ada, nickname: 'Countess' }),
    change.team(north, null),
  ]
  const names = { user: () => '', person: () => '', team: () => '' }

  test('helps, and the sign carries the meaning', async () => {
    expect(await planText(changes, names, { ...inPipe, paint: await paintFor(1) })).toBe(
      '\u001b[32m+ team     North\u001b[39m\n' +
        '\u001b[33m~ user     ada@example.com  nickname: none -> Countess\u001b[39m\n' +
        '\u001b[31m- team     North\u001b[39m\n',
    )
    expect(await planText(changes, names, { ...inPipe, paint: await paintFor(0) })).toBe(
      '+ team     North\n~ user     ada@example.com  nickname: none -> Countess\n- team     North\n',
    )
  })

  test('is in headings only, whatever a name pretends', async () => {
    const { surface, text } = await paper(80, await paintFor(1))
    const shown = columns.filter(({ key }) => key === 'name')
    await renderList(shown, [[aPerson('\u001b[31mred')]], 'table', surface)
    expect(text()).toBe('\u001b[1mName\u001b[22m\n␛[31mred\n')
  })

  test('of each kind is distinct, and off leaves the text unchanged', async () => {
    const [on, off] = [await paintFor(1), await paintFor(0)]
    const all = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan'] as const
    expect(new Set(all.map((name) => on[name]('x'))).size).toBe(6)
    expect(all.map((name) => off[name]('x'))).toEqual(['x', 'x', 'x', 'x', 'x', 'x'])
  })
})
