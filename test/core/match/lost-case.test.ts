import { describe, expect, test } from 'vitest'
import { hasOneCase, LetterCaseCheck, lostCaseOf } from '../../../src/core/match/lost-case.ts'
import { parseSalesforceUserId } from '../../../src/core/salesforce-id.ts'
import { aSalesforceUser } from '../../support/builders.ts'

function idOf(text: string) {
  const parsed = parseSalesforceUserId(text)
  if ('reason' in parsed) throw new Error(parsed.reason)
  return parsed.salesforceUserId
}

function verdictOf(list: readonly string[]) {
  const check = new LetterCaseCheck()
  for (const id of list) check.add(id)
  return check.verdict()
}

test.each([
  ['0055g0000004c92', true],
  ['0055G0000004C92', true],
  ['0055g0000004C92', false],
  ['005000000000001', false],
  // The last three characters are the check, not the ID.
  ['0055g0000004c92AAA', true],
])('%s has letters of one case: %s', (id, expected) => {
  expect(hasOneCase(id)).toBe(expected)
})

describe('an ID of 15 characters in lower case', () => {
  const right = aSalesforceUser('ada', { salesforceUserId: idOf('0055g0000004C92') })
  const lower = idOf('0055g0000004c92')
  const ghost = { ...right, salesforceUserId: lower }

  test('that the directory does not know is that of whoever has its letters', () => {
    expect(lostCaseOf(lower, null, [right])).toEqual([right])
    expect(lostCaseOf(lower, null, [])).toEqual([])
  })

  test.each([
    ['the same username', {}, true],
    ['another username', { username: 'eve@example.com' }, false],
    ['no username and the same address', { username: null }, true],
    ['no username and another address', { username: null, email: 'eve@example.com' }, true],
    ['nothing but the name', { username: null, email: null }, true],
    ['nothing but another name', { username: null, email: null, name: 'Eve' }, false],
    ['nothing at all', { username: null, email: null, name: lower }, true],
  ])('that the directory knows with %s: a ghost is %s', (_, rest, isGhost) => {
    const known = { ...ghost, ...rest }
    expect(lostCaseOf(lower, known, [right, known])).toEqual(isGhost ? [right] : [])
  })

  test('is not the ghost if it is the one with letters of both cases', () => {
    expect(lostCaseOf(right.salesforceUserId, right, [right, ghost])).toEqual([])
  })
})

describe('the letter case of a column', () => {
  const ids = ['0055g0000000q1o', '0055g0000000qHZ', '0055g0000000qXK', '0055g0000000qn5', '0055g0000000r2q']

  test.each(['upper', 'lower'] as const)('is lost if all have %s case', (letterCase) => {
    const changed = ids.map((id) => (letterCase === 'upper' ? id.toUpperCase() : id.toLowerCase()))
    expect(verdictOf(changed)).toEqual({ verdict: 'lost', letterCase, ids: 5 })
    expect(verdictOf(changed.slice(0, 3))).toEqual({ verdict: 'suspicious', letterCase, ids: 3 })
    expect(verdictOf(changed.slice(0, 2))).toEqual({ verdict: 'suspicious', letterCase, ids: 2 })
    expect(verdictOf(changed.slice(0, 1))).toBeUndefined()
    expect(verdictOf([...changed, '00530000009M943AAC'])).toMatchObject({ verdict: 'lost', ids: 5 })
  })

  test('is kept if one has both', () => {
    expect(verdictOf(ids)).toBeUndefined()
    expect(verdictOf([])).toBeUndefined()
  })
})
