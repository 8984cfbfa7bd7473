import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IdSet } from '../../../src/core/batch/id-set.ts'
import { isUserId } from '../../../src/core/model.ts'
import { salesforceUserIdOf } from '../../support/builders.ts'

test('a set of IDs has what was added, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 18 })),
      fc.array(fc.string({ maxLength: 18 })),
      (own, others) => {
        const [ids, set] = [new IdSet(), new Set(own)]
        for (const id of own) ids.add(id)
        for (const id of [...own, ...others]) expect(ids.has(id)).toBe(set.has(id))
      },
    ),
  )
})

test('it tells apart the IDs of a large company, which differ in few characters', () => {
  const ids = new IdSet()
  for (let number = 0; number < 200_000; number += 1) {
    const userId = `u-${number.toString(16).padStart(8, '0')}`
    if (!isUserId(userId)) continue
    expect(ids.has(userId)).toBe(false)
    ids.add(userId)
  }
  for (let number = 0; number < 20_000; number += 1) {
    const id = salesforceUserIdOf(String(number))
    expect(ids.has(id)).toBe(false)
    ids.add(id)
  }
})
