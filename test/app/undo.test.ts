import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeSetHeadNumbered } from '../../src/app/history.ts'
import { planUndo } from '../../src/app/undo.ts'
import { type Change, planOf } from '../../src/core/change.ts'
import { aMapping, aStamp, aUser } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import type { MemoryLedger } from '../support/memory-ledger.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const names = ['ada', 'bob', 'cy', 'dee'] as const
const mapped = { ada: aMapping('ada', 'one'), bob: aMapping('bob', 'two'), cy: null, dee: null }
const [ada, bob] = [mapped.ada, mapped.bob]

async function committed(ledger: MemoryLedger, changes: readonly Change[]): Promise<number> {
  const made = await ledger.commit(planOf(changes), aStamp())
  if ('conflicts' in made) throw new Error('the story breaks a rule of the ledger')
  return made.number
}

/** The undo of a change set as a long one and as it is. */
async function undone(ledger: MemoryLedger, number: number) {
  const head = await changeSetHeadNumbered(ledger, number)
  const { plan, ...decision } = await planUndo(ledger, [{ ...head, size: 1_000_000 }])
  return {
    inBlocks: { ...decision, plan: { ...plan, changes: [...plan.changes] } },
    whole: await planUndo(ledger, [head]),
  }
}

// Each story: what the change set maps, and what happens afterward.
const first = [
  change.mapping(ada, aMapping('ada', 'three')),
  change.mapping(bob, null),
  change.mapping(null, aMapping('cy', 'one')),
]
const later: readonly Change[] = [
  change.mapping(aMapping('ada', 'three'), null),
  change.mapping(aMapping('cy', 'one'), null),
  change.mapping(aMapping('ada', 'three'), ada),
  change.mapping(null, aMapping('dee', 'two')),
  change.mapping(null, aMapping('bob', 'four')),
  change.mapping(null, bob),
]

describe('the undo of a long change set', () => {
  test('is that of any other, whatever happened since', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...later]), async (changes) => {
        const ledger = await aLedger({ users: names.map((name) => aUser(name)), mappings: [ada, bob] })
        const number = await committed(ledger, first)
        for (const each of changes) await ledger.commit(planOf([each]), aStamp())
        const { inBlocks, whole } = await undone(ledger, number)
        expect(inBlocks).toEqual(whole)
      }),
      { numRuns: 64 },
    )
  })

  test('is that of any other where it is read in several pages', async () => {
    const many = Array.from({ length: 2500 }, (_, index) => `user${index}`)
    const ledger = await aLedger({ users: many.map((name) => aUser(name)) })
    const number = await committed(
      ledger,
      many.map((name) => change.mapping(null, aMapping(name))),
    )
    const { inBlocks, whole } = await undone(ledger, number)
    expect(inBlocks).toEqual(whole)
    expect(whole.plan.changes).toHaveLength(2500)
  })

  test('is that of any other where other rows than mappings changed', async () => {
    const ledger = await aLedger({ users: [aUser('ada')] })
    const number = await committed(ledger, [
      change.user(null, aUser('cy')),
      change.mapping(null, aMapping('cy', 'one')),
    ])
    const { inBlocks, whole } = await undone(ledger, number)
    expect(inBlocks).toEqual(whole)
    expect(whole.plan.changes).toHaveLength(2)
  })
})
