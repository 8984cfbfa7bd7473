import { expect, test } from 'vitest'
import { progressText } from '../../../src/cli/output/progress.ts'

test('progress shows how much has been read; after a second, also the rate and the time left', () => {
  expect(progressText(0, 2_000, 100_000, 0.4)).toBe('2000 of 100000 people')
  expect(progressText(0, 20_000, 100_000, 2)).toBe('20000 of 100000 people, 10000 a second, 8 s left')
  expect(progressText(0, 2_000, 1_000_000, 2)).toBe('2000 of 1000000 people, 1000 a second, 17 min left')
})

test('progress of a resumed reading counts what is here, but not into the rate', () => {
  expect(progressText(50_000, 60_000, 100_000, 2)).toBe('60000 of 100000 people, 5000 a second, 8 s left')
  expect(progressText(50_000, 50_000, 100_000, 9)).toBe('50000 of 100000 people')
})

test('progress never promises less than is here already', () => {
  expect(progressText(0, 120, 100, 2)).toBe('120 of 120 people, 60 a second, 0 s left')
})
