import { describe, expect, test } from 'vitest'
import { periodsOf } from '../../src/report/over-time.ts'

const days = (...texts: readonly string[]) => texts.map((day) => ({ day }))
const labels = (...texts: readonly string[]) => periodsOf(days(...texts)).periods.map(({ label }) => label)

describe('periods over time', () => {
  test('are none without a day', () => {
    expect(periodsOf([])).toEqual({ length: 'day', periods: [], isCut: false })
  })

  test('are days, those between included', () => {
    expect(periodsOf(days('2026-02-27', '2026-03-01'))).toEqual({
      length: 'day',
      periods: [
        { label: '2026-02-27', days: days('2026-02-27') },
        { label: '2026-02-28', days: [] },
        { label: '2026-03-01', days: days('2026-03-01') },
      ],
      isCut: false,
    })
  })

  test('are sixty days at most, then weeks from Monday', () => {
    expect(periodsOf(days('2026-01-01', '2026-03-01'))).toMatchObject({ length: 'day' })
    expect(labels('2026-01-01', '2026-03-01')).toHaveLength(60)
    const { length, periods } = periodsOf(days('2026-01-01', '2026-01-04', '2026-01-05', '2026-03-02'))
    expect(length).toBe('week')
    expect(periods.slice(0, 2)).toEqual([
      { label: '2025-12-29', days: days('2026-01-01', '2026-01-04') },
      { label: '2026-01-05', days: days('2026-01-05') },
    ])
    expect(periods.at(-1)?.label).toBe('2026-03-02')
  })

  test('are months for more than a year, the last sixty', () => {
    const { length, periods } = periodsOf(days('2024-12-31', '2026-11-01'))
    expect(length).toBe('month')
    expect(periods.map(({ label }) => label).slice(0, 3)).toEqual(['2024-12', '2025-01', '2025-02'])
    expect(periods.at(-1)?.label).toBe('2026-11')
    const long = labels('2001-01-01', '2026-11-01')
    expect(long).toHaveLength(60)
    expect(long.at(-1)).toBe('2026-11')
    expect(periodsOf(days('2001-01-01', '2026-11-01')).isCut).toBe(true)
    expect(periodsOf(days('2021-12-01', '2026-11-01')).isCut).toBe(false)
  })
})
