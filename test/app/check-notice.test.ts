import { describe, expect, test } from 'vitest'
import { findingKey, noticeChange, type NoticedFinding } from '../../src/app/check-notice.ts'

const inactive: NoticedFinding = {
  kind: 'inactive',
  userId: 'u-1',
  email: 'ada@acme.example',
  salesforceUserId: '0055g0000004C92AAE',
  name: 'Ada Lovelace',
  text: 'ada@acme.example is inactive in Salesforce',
  since: '2026-11-23T12:00:00.000Z',
}

describe('a finding', () => {
  test('is another one where anything that it says is different', () => {
    const others: readonly NoticedFinding[] = [
      { ...inactive, kind: 'frozen' },
      { ...inactive, userId: 'u-2' },
      { ...inactive, email: null },
      { ...inactive, salesforceUserId: null },
      { ...inactive, name: 'Ada King' },
      { ...inactive, text: 'other' },
      { ...inactive, since: null },
    ]
    expect(new Set([inactive, ...others].map((each) => findingKey(each))).size).toBe(8)
    expect(findingKey({ ...inactive })).toMatch(/^[0-9a-f]{16}$/)
  })

  test.for(['pending', 'waiting'])('that counts days stays the same from day to day (%s)', (kind) => {
    const on = (days: number) =>
      findingKey({ ...inactive, kind, text: `has been pending in SalesScreen for ${days} days` })
    expect(on(11)).toBe(on(12))
  })
})

describe('findings and those of the last run', () => {
  test.for([
    ['are the first ones', [], ['a', 'b'], true, { added: 2, gone: 0, keys: ['a', 'b'] }],
    ['are the same', ['a', 'b'], ['b', 'a'], true, { added: 0, gone: 0, keys: ['b', 'a'] }],
    ['are partly others', ['a', 'b'], ['b', 'c'], true, { added: 1, gone: 1, keys: ['b', 'c'] }],
    ['are all gone', ['a', 'b'], [], true, { added: 0, gone: 2, keys: [] }],
    ['may still be there', ['a', 'b'], [], false, { added: 0, gone: 0, keys: ['a', 'b'] }],
    ['are new or unknown', ['a'], ['b'], false, { added: 1, gone: 0, keys: ['a', 'b'] }],
  ] as const)('%s', ([, before, found, isComplete, expected]) => {
    expect(noticeChange(before, found, isComplete)).toEqual(expected)
  })
})
