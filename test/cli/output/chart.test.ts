import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { barLines, cellsOf, changesText, legendLines } from '../../../src/cli/output/chart.ts'
import { paintFor } from '../../../src/cli/output/paint.ts'
import { displayWidth } from '../../../src/cli/output/text.ts'
import type { Bars } from '../../../src/report/pictures.ts'
import { paper } from '../../support/surface.ts'

const group = (label: string, good: number, waiting: number, bad: number) => ({
  label,
  value: `${good} of ${good + waiting + bad}`,
  parts: [
    { look: 'good', value: good },
    { look: 'waiting', value: waiting },
    { look: 'bad', value: bad },
  ] as const,
})

const teams: Bars = {
  title: 'People who show up, by team',
  bars: [
    group('Sales North', 6, 3, 3),
    group('営業 🎉 東京', 1, 0, 5),
    group('👩‍🚀 \u202eevil\nteam with a very long name', 0, 1, 0),
    group('Nobody', 0, 0, 0),
  ],
  whole: 12,
  others: 3,
}

describe('bars', () => {
  test('are in one line each on 80 columns, in line with each other whatever the labels hold', async () => {
    const { surface } = await paper(80)
    expect(await barLines(teams, surface, 'other teams')).toEqual([
      'People who show up, by team',
      'Sales North                       ███████████████████▒▒▒▒▒▒▒▒▒░░░░░░░░░  6 of 12',
      '営業 🎉 東京                      ███░░░░░░░░░░░░░░░                      1 of 6',
      '👩‍🚀 <U+202E>evil␊team with a ver…  ▒▒▒                                     0 of 1',
      'Nobody                                                                    0 of 0',
      '... and 3 other teams',
    ])
  })

  test('stand below their labels on 40 columns, where a label and a number leave no room', async () => {
    const { surface } = await paper(24)
    expect((await barLines(teams, surface)).slice(0, 5)).toEqual([
      'People who show up, by',
      'team',
      'Sales North      6 of 12',
      '████████████▒▒▒▒▒▒░░░░░░',
      '営業 🎉 東京      1 of 6',
    ])
  })

  test.for([24, 40, 80, 100, 300])('fit into %i columns, and use at most 100', async (width) => {
    const { surface } = await paper(width)
    const lines = [...(await barLines(teams, surface)), ...legendLines([['good', 'showing up']], surface)]
    expect(Math.max(...lines.map((line) => displayWidth(line)))).toBeLessThanOrEqual(Math.min(width, 100))
  })

  test('have colors that say the same as their patterns, which NO_COLOR leaves', async () => {
    const { surface } = await paper(30, await paintFor(1))
    const one = { ...teams, bars: [group('A', 1, 1, 1)], whole: 3, others: 0 }
    expect((await barLines(one, surface))[1]).toBe(
      'A  \u001b[32m███████\u001b[39m\u001b[33m▒▒▒▒▒▒\u001b[39m\u001b[31m░░░░░░\u001b[39m  1 of 3',
    )
    expect(legendLines([['bad', 'missing']], surface)).toEqual(['\u001b[31m░\u001b[39m missing'])
  })
})

describe('the cells of a bar', () => {
  const counts = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 3 })
  test('are at least one for whatever is there, none for what is not, and all of them only for the whole', () => {
    fc.assert(
      fc.property(counts, fc.nat(1_000_000), fc.integer({ min: 3, max: 100 }), (values, rest, width) => {
        const total = values.reduce((sum, value) => sum + value, 0)
        const cells = cellsOf(
          values.map((value) => ({ value })),
          total + rest,
          width,
        )
        expect(cells.map((count) => count > 0)).toEqual(values.map((value) => value > 0))
        const used = cells.reduce((sum, count) => sum + count, 0)
        expect(used).toBeLessThanOrEqual(width)
        if (rest === 0 && total > 0) expect(used).toBe(width)
        if (rest > 0 && values.length < width) expect(used).toBeLessThan(width)
      }),
    )
  })
})

test('changes are counted by kind, and what there is none of is left out', () => {
  expect([changesText(1200, 3, 12), changesText(0, 0, 1), changesText(0, 0, 0)]).toEqual([
    '+1,200 ~3 -12',
    '-1',
    '',
  ])
})
