import { expect, test } from 'vitest'
import { progressText } from '../../../src/cli/output/progress.ts'

test('progress shows how much has been read; after a second, also the rate and the time left', () => {
  expect(progressText(0, 2_000, 100_000, 0.4)).toBe('2,000 of 100,000 users')
  expect(progressText(0, 20_000, 100_000, 2)).toBe('20,000 of 100,000 users, 10,000 per second, 8 s left')
  expect(progressText(0, 2_000, 1_000_000, 2)).toBe('2,000 of 1,000,000 users, 1,000 per second, 17 min left')
})

test('progress of a resumed reading counts what is here, but not into the rate', () => {
  expect(progressText(50_000, 60_000, 100_000, 2)).toBe('60,000 of 100,000 users, 5,000 per second, 8 s left')
  expect(progressText(50_000, 50_000, 100_000, 9)).toBe('50,000 of 100,000 users')
})

test('progress never promises less than is here already', () => {
  expect(progressText(0, 120, 100, 2)).toBe('120 of 120 users, 60 per second, 0 s left')
})
