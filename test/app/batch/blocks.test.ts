import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planRows } from '../../../src/app/batch/plan-batch.ts'
import { aMapping, aSalesforceUser, aUser } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const names = ['ada', 'bob', 'cy', 'dee', 'eve', 'fay', 'gil', 'hal']
const users = names.map((name) => aUser(name, name === 'bob' ? { nickname: 'Bobby' } : {}))
const people = [
  ...names.map((name) => aSalesforceUser(name, name === 'eve' ? { active: false } : {})),
  // A second account with the address of another, and someone without any.
  aSalesforceUser('ada2', { email: 'ada@example.com' }),
  aSalesforceUser('ivy', { email: null }),
]

// Most rows are good: a bad one has all of them decided together.
const user = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<string[]>(...users.map(({ email }) => email)) },
  { weight: 1, arbitrary: fc.constantFrom('Ada Example', 'Bobby', 'CY@example.com', 'nobody@example.com') },
)
const salesforceUser = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<string[]>(
      ...people.flatMap(({ salesforceUserId }) => [salesforceUserId, salesforceUserId.slice(0, 15)]),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...people.flatMap(({ salesforceUserId, username, email }) => [
        salesforceUserId.toLowerCase(),
        username ?? '',
        email ?? '',
      ]),
    ),
  },
)

test('a batch on a real ledger is decided in blocks as it is at once', async () => {
  const ledger = await aLedger({ users, people, mappings: [aMapping('cy', 'cy'), aMapping('dee', 'fay')] })
  const context = await aStage({ ledger }).context()
  const plan = async (
    pairs: readonly (readonly [string, string])[],
    kind: 'map' | 'unmap',
    rowsPerBlock: number,
  ) => {
    const rows = pairs.map(([screenUser, person], index) => ({
      line: index + 2,
      values: { user: screenUser, ...(kind === 'map' ? { salesforceUser: person } : {}) },
    }))
    const allowed = new Set(['replace', 'take-over', 'allow-mismatch', 'allow-inactive'] as const)
    const {
      plan: planned,
      problems,
      rowWarnings,
      listed,
    } = await planRows(context, ledger, { file: 'people.csv', rows }, kind, allowed, { rowsPerBlock })
    const isListed = users.map(({ userId }) => listed.has(userId))
    return { ...planned, changes: [...planned.changes], problems, rowWarnings, isListed }
  }
  let good = 0
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(user, salesforceUser), {
        minLength: 2,
        maxLength: 6,
        selector: ([each]) => each,
      }),
      fc.constantFrom('map' as const, 'unmap' as const),
      fc.integer({ min: 1, max: 3 }),
      async (pairs, kind, rowsPerBlock) => {
        const whole = await plan(pairs, kind, Infinity)
        if (whole.problems.length === 0) good += 1
        expect(await plan(pairs, kind, rowsPerBlock)).toEqual(whole)
      },
    ),
    { numRuns: 600 },
  )
  expect(good).toBeGreaterThan(100)
})

test('the facts of the next blocks are asked for before the first is decided, but not of all of them', async () => {
  const ledger = await aLedger({ users, people })
  let asked = 0
  const first = Promise.withResolvers<number>()
  const findAll = ledger.directory.findAll.bind(ledger.directory)
  ledger.directory.findAll = async (keys) => {
    asked += 1
    // A server answers when everything has been asked that is asked without an answer.
    if (asked === 3) setImmediate(() => first.resolve(asked))
    await first.promise
    return await findAll(keys)
  }
  const context = await aStage({ ledger }).context()
  const rows = names.map((name, index) => ({
    line: index + 2,
    values: { user: `${name}@example.com`, salesforceUser: aSalesforceUser(name).salesforceUserId },
  }))
  const allowed = new Set(['allow-inactive'] as const)
  const { plan } = await planRows(context, ledger, { file: 'people.csv', rows }, 'map', allowed, {
    rowsPerBlock: 1,
  })
  expect(plan.changes).toHaveLength(names.length)
  expect(await first.promise).toBe(3)
})
