import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardFormula, unguardFormula } from '../../src/core/formula-guard.ts'

test('a cell that a spreadsheet would run gets one apostrophe', () => {
  const dangerous = ['=1+1', '+47 123', '-5', '@ada', '\tx', '\rx', "'=1", "''=1"]
  expect(dangerous.map(guardFormula)).toEqual(dangerous.map((cell) => `'${cell}`))
})

test('other cells stay as they are, apostrophes included', () => {
  const harmless = ["O'Brien", "'quoted", '', '5=5', ' =1']
  expect(harmless.map(guardFormula)).toEqual(harmless)
  expect(harmless.map(unguardFormula)).toEqual(harmless)
})

test('unguarding gives back every cell that was guarded', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a') }),
  )
  fc.assert(fc.property(cell, (text) => unguardFormula(guardFormula(text)) === text))
})
