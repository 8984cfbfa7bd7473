import { expect, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import { decideSetFact, decideUnsetFact } from '../../../src/core/decide/decision.ts'
import { aFact } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { inWords } from '../../support/in-words.ts'

test('a setting is confirmed', () => {
  const off = aFact('auto-sync', 'off')
  expect(inWords(decideSetFact(null, off))).toEqual(planOf([change.fact(null, off)]))
})

test('the same value again renews who saw it and when', () => {
  const before = aFact('licenses', '50')
  const after = aFact('licenses', '50', { attestedBy: 'bob', attestedAt: '2026-12-01T08:00:00.000Z' })
  expect(inWords(decideSetFact(before, after))).toEqual(planOf([change.fact(before, after)]))
})

test('automatic sync being on is warned of', () => {
  const on = aFact('auto-sync', 'on')
  expect(inWords(decideSetFact(null, on))).toEqual(
    planOf([change.fact(null, on)], {
      warnings: ['while automatic sync is on, SalesScreen creates users on its own'],
      next: ['sfsync settings check'],
    }),
  )
})

test('another fact may say yes without a warning', () => {
  const initialized = aFact('integration-initialized', 'yes')
  expect(inWords(decideSetFact(null, initialized))).toEqual(planOf([change.fact(null, initialized)]))
})

test('a setting is unset', () => {
  const before = aFact('licenses', '50')
  expect(decideUnsetFact('licenses', before)).toEqual(planOf([change.fact(before, null)]))
})

test('a fact that is not set needs no taking back', () => {
  expect(decideUnsetFact('licenses', null)).toEqual(
    planOf([], { notices: ['licenses is not set; nothing was changed'] }),
  )
})
