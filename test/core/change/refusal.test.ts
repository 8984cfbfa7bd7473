import { expect, test } from 'vitest'
import { confirmationsOf } from '../../../src/core/confirmation.ts'
import type { ErrorRow } from '../../../src/core/errors.ts'
import { planOf, isRefusal, needsConfirmation, refuse } from '../../../src/core/change.ts'

test('a refusal that needs confirmation asks for each one once', () => {
  const rows: readonly ErrorRow[] = [
    { value: 'ada', reason: 'Ada is inactive', confirmation: 'allow-inactive' },
    { value: 'bob', reason: 'Bob is inactive', confirmation: 'allow-inactive' },
    { value: 'bob', reason: 'Bob is mapped', confirmation: 'replace' },
    { value: 'cleo', reason: 'nothing can be done about Cleo' },
  ]
  expect(needsConfirmation('not mapped', rows)).toEqual({
    code: 'decision-needed',
    message: 'not mapped',
    rows,
    actions: [],
  })
  expect(confirmationsOf(rows)).toEqual(['allow-inactive', 'replace'])
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
