import { describe, expect, test } from 'vitest'
import { SfsyncError } from '../../src/core/errors.ts'
import { parseWhen } from '../../src/app/time-span.ts'

const now = new Date('2026-11-23T12:34:56.789Z')

test.each([
  ['2026-11-01', '2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
  ['today', '2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z'],
  [' Yesterday ', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
])('%s is a whole day', (text, from, to) => {
  expect(parseWhen(text, now, '--since')).toEqual({ from, to })
})

test.each([
  ['2026-11-01T08:00', '2026-11-01T08:00:00.000Z'],
  ['2026-11-01 08:00:05', '2026-11-01T08:00:05.000Z'],
  ['2026-11-01T08:00:05.5+01:00', '2026-11-01T07:00:05.500Z'],
  ['7d', '2026-11-16T12:34:56.789Z'],
  ['12h', '2026-11-23T00:34:56.789Z'],
  ['2W', '2026-11-09T12:34:56.789Z'],
  ['30m', '2026-11-23T12:04:56.789Z'],
])('%s is an instant', (text, at) => {
  expect(parseWhen(text, now, '--since')).toEqual({ from: at, to: at })
})

describe('what is no time is refused', () => {
  test.each([
    '',
    'soon',
    '2026-02-31',
    '2026-13-01',
    '2026-02-30T08:00',
    '2026-11-01T25:00',
    '7y',
    '-1d',
    '7',
  ])('%j', (text) => {
    expect(() => parseWhen(text, now, '--until')).toThrow(
      new SfsyncError('usage', `--until must be a date, a time or an age, not "${text}"`, {
        actions: ['use for example 2026-11-01, 2026-11-01T08:00, today, 12h, 7d or 2w'],
      }),
    )
  })
})
