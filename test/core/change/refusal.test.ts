import { expect, test } from 'vitest'
import { planOf, isRefusal, needsDecision, refuse } from '../../../src/core/change.ts'
test('a decision that is needed names each flag once', () => {
  const rows = [
    { value: 'ada', reason: 'Ada is inactive', flag: '--allow-inactive' },
    { value: 'bob', reason: 'Bob is inactive', flag: '--allow-inactive' },
    { value: 'bob', reason: 'Bob is mapped', flag: '--replace' },
    { value: 'cleo', reason: 'nothing can be done about Cleo' },
  ]
  expect(needsDecision('people need a decision', rows)).toEqual({
    code: 'decision-needed',
    message: 'people need a decision',
    rows,
    actions: ['decide, then run the command again with --allow-inactive --replace'],
  })
})

test('a refusal for good has no actions unless given', () => {
  expect(refuse('not-found', 'nobody is called so')).toEqual({
    code: 'not-found',
    message: 'nobody is called so',
    rows: [],
    actions: [],
  })
})

test('a plan is no refusal', () => {
  expect([planOf([]), refuse('invalid', 'no')].map((decided) => isRefusal(decided))).toEqual([false, true])
})
