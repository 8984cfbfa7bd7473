import { describe, expect, test } from 'vitest'
import { barChart, columnChart, percentText } from '../../src/report/charts.ts'

const text = { id: 'x', title: 'Title', description: 'Description' }
const rects = (svg: string) =>
  [
    ...svg.matchAll(
      /<rect\s+class="(\w+)"\s+x="([\d.%]+)"\s+y="([\d.]+)"\s+width="([\d.%]+)"\s+height="([\d.]+)"/g,
    ),
  ].map(([, ...values]) => values)

describe('a bar chart', () => {
  const { text: svg } = barChart(
    text,
    [
      {
        label: '<b>North</b>',
        value: '3 of 4',
        parts: [
          { look: 'good', value: 3 },
          { look: 'bad', value: 1 },
        ],
      },
      { label: 'L'.repeat(300), value: '0', parts: [{ look: 'good', value: 0 }] },
    ],
    8,
  )

  test('has lengths in percent, one part after the other, and none without a value', () => {
    expect(rects(svg)).toEqual([
      ['track', '0', '20', '100%', '14'],
      ['good', '0%', '20', '37.5%', '14'],
      ['bad', '37.5%', '20', '12.5%', '14'],
      ['track', '0', '64', '100%', '14'],
    ])
  })

  test('has a name and a description, and labels that are escaped and cut', () => {
    expect(svg).toContain('role="img" aria-labelledby="x-title x-text"')
    expect(svg).toContain('<title id="x-title">Title</title>')
    expect(svg).toContain('&lt;b&gt;North&lt;/b&gt;')
    expect(svg).toMatch(/>L{35}…<\/text>/)
    expect(svg).not.toContain('L'.repeat(36))
  })

  test('cuts a label where it is too wide, not where it has too many letters', () => {
    const { text: wide } = barChart(text, [{ label: '漢'.repeat(30), value: '1', parts: [] }], 1)
    expect(wide).toMatch(/>漢{17}…<\/text>/)
  })

  test('is empty where the whole is nothing', () => {
    const { text: empty } = barChart(
      text,
      [{ label: 'x', value: '0', parts: [{ look: 'good', value: 0 }] }],
      0,
    )
    expect(rects(empty)).toEqual([['track', '0', '20', '100%', '14']])
  })
})

describe('a column chart', () => {
  test('has what is added above the line and what is removed below, on one scale', () => {
    const { text: svg } = columnChart(text, [
      {
        label: 'a',
        up: [
          { look: 'good', value: 8 },
          { look: 'waiting', value: 2 },
        ],
        down: [{ look: 'bad', value: 1 }],
      },
      { label: 'b', up: [], down: [] },
    ])
    expect(rects(svg)).toEqual([
      ['good', '0.83%', '44', '6.67%', '96'],
      ['waiting', '0.83%', '20', '6.67%', '24'],
      ['bad', '0.83%', '140', '6.67%', '12'],
    ])
    expect(svg).toContain('at most +10')
    expect(svg).toContain('at most −1')
  })

  test('of nothing has only its line', () => {
    expect(rects(columnChart(text, [{ label: 'a', up: [], down: [] }]).text)).toEqual([])
  })
})

test.each([
  [0, 0, '0%'],
  [0, 9, '0%'],
  [1, 3, '33%'],
  [3, 3, '100%'],
  [999, 1000, '99%'],
  [1, 1000, 'under 1%'],
])('%i of %i is %s', (value, whole, expected) => {
  expect(percentText(value, whole)).toBe(expected)
})
