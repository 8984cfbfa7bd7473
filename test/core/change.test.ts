import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Change,
  inverseOf,
  isRefusal,
  needsConfirmation,
  netChanges,
  planOf,
  refuse,
  sameRow,
} from '../../src/core/change.ts'
import { confirmationsOf } from '../../src/core/confirmation.ts'
import type { ErrorRow } from '../../src/core/errors.ts'
import { aFact, aMapping, aStamp, aTeam, aUser } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { MemoryLedger } from '../support/memory-ledger.ts'
import { aWorld, changesBetween, worldOf } from '../support/worlds.ts'

const inverse = (changes: readonly Change[]) => changes.map(inverseOf).toReversed()

describe('the inverse', () => {
  test('swaps before and after of every change', () => {
    const ada = aUser('ada')
    const changes = [
      change.team(null, aTeam('North')),
      change.user(ada, { ...ada, teamId: aTeam('North').teamId }),
      change.mapping(aMapping('ada'), null),
      change.fact(aFact('licenses', '5'), aFact('licenses', '6')),
    ]
    expect(inverse(changes)).toEqual([
      change.fact(aFact('licenses', '6'), aFact('licenses', '5')),
      change.mapping(null, aMapping('ada')),
      change.user({ ...ada, teamId: aTeam('North').teamId }, ada),
      change.team(aTeam('North'), null),
    ])
  })

  test('of the inverse is what it was', () => {
    fc.assert(
      fc.property(aWorld, aWorld, (before, after) => {
        const changes = changesBetween(before, after)
        expect(inverse(inverse(changes))).toEqual(changes)
      }),
    )
  })

  test('takes a ledger back to where it was', async () => {
    await fc.assert(
      fc.asyncProperty(aWorld, aWorld, async (before, after) => {
        const ledger = new MemoryLedger()
        const there = changesBetween(before, after)
        await commit(ledger, changesBetween(await worldOf(ledger), before))
        await commit(ledger, there)
        expect(await worldOf(ledger)).toEqual(after)
        await commit(ledger, inverse(there))
        expect(await worldOf(ledger)).toEqual(before)
      }),
    )
  })
})

async function commit(ledger: MemoryLedger, changes: readonly Change[]): Promise<void> {
  expect(await ledger.commit(planOf(changes), aStamp())).toHaveProperty('number')
}

describe('two rows', () => {
  const ada = aUser('ada')

  test('are the same when every field is, in any order', () => {
    const { email, ...rest } = ada
    expect(sameRow(ada, { email, ...rest })).toBe(true)
  })

  test('are not the same when one field differs, is missing or is more', () => {
    const { nickname, ...fewer } = ada
    expect(nickname).toBe(null)
    expect(sameRow(ada, { ...ada, firstName: 'ADA' })).toBe(false)
    expect(sameRow(ada, fewer)).toBe(false)
    expect(sameRow(fewer, ada)).toBe(false)
    expect(sameRow(ada, { ...fewer, other: null })).toBe(false)
  })

  test('are the same when both are missing, and only then', () => {
    expect(sameRow(null, null)).toBe(true)
    expect(sameRow(ada, null)).toBe(false)
    expect(sameRow(null, ada)).toBe(false)
  })
})

test('a plan has no evidence, warnings or next steps unless given', () => {
  expect(planOf([], { warnings: ['careful'] })).toEqual({
    changes: [],
    evidence: [],
    warnings: ['careful'],
    next: [],
  })
})

const ada = aUser('ada')
const countess = aUser('ada', { nickname: 'countess' })
const lady = aUser('ada', { nickname: 'lady' })

test('changes of one row come to one change, from the first state to the last', () => {
  expect(netChanges([change.user(ada, countess), change.user(countess, lady)])).toEqual([
    change.user(ada, lady),
  ])
})

test('what was made and taken away again is no change, nor is what came back', () => {
  const north = aTeam('North')
  expect(
    netChanges([
      change.team(null, north),
      change.user(ada, lady),
      change.team(north, null),
      change.user(lady, ada),
    ]),
  ).toEqual([])
})

test('a row that was made and changed is made', () => {
  expect(netChanges([change.user(null, ada), change.user(ada, lady)])).toEqual([change.user(null, lady)])
})

test('rows of two kinds with one key are two; the first touched comes first', () => {
  expect(
    netChanges([
      change.mapping(null, aMapping('ada', 'bob')),
      change.user(ada, lady),
      change.mapping(aMapping('ada', 'bob'), aMapping('ada')),
    ]),
  ).toEqual([change.mapping(null, aMapping('ada')), change.user(ada, lady)])
})

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
