import { join } from 'node:path'
import { expect, test } from 'vitest'
import { schemaVersion } from '../../../src/ledger/sqlite/schema.ts'
import { salesforceUserIdOf } from '../../support/builders.ts'
import { changeSetsOf, contentOf, people, populate } from '../../support/ledger-content.ts'
import { withDatabase } from '../../support/ledger-files.ts'
import { type Run, sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const twenty = people(20)

function emailOf(name: string): string {
  return `${name}@example.com`
}

function newUser(name: string): string[] {
  return ['create-user', '--first-name', name, '--last-name', 'New', '--email', `new.${name}@example.com`]
}

/** Runs one command for each of these lists of words, all at the same time, with the answers as JSON. */
async function atOnce(home: string, commands: readonly (readonly string[])[]): Promise<Run[]> {
  return await Promise.all(commands.map((words) => sfsync(home, [...words, '--json'])))
}

/** The number of the change set that each run wrote, in order; runs that wrote nothing come last, as null. */
function writtenBy(runs: readonly Run[]): unknown[] {
  return runs
    .map(({ stdout }): unknown => JSON.parse(stdout).changeSet)
    .toSorted((left, right) => Number(left ?? Infinity) - Number(right ?? Infinity))
}

function failures(runs: readonly Run[]): Run[] {
  return runs.filter(({ exitCode }) => exitCode !== 0)
}

/** A new ledger with twenty unmapped users. */
async function ledgerOfTwenty(): Promise<{ home: string; store: string }> {
  const home = temporaryFolder()
  const store = join(home, 'ledger.sqlite')
  await populate(store, twenty)
  return { home, store }
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

test('twenty map twenty users at once: each writes, and the change sets have no gap', async () => {
  const { home, store } = await ledgerOfTwenty()
  const runs = await atOnce(
    home,
    twenty.map((name) => ['map', emailOf(name), salesforceUserIdOf(name), '--store', store]),
  )
  expect(failures(runs)).toEqual([])
  expect(writtenBy(runs)).toEqual(numbers(2, 21))
  expect(changeSetsOf(store)).toEqual([[1, 22], ...numbers(2, 21).map((number) => [number, 1])])
  expect(contentOf(store)).toMatchObject({ integrity: 'ok', references: [] })
})

test('twenty map the same user to the same ID at once: one writes, the others find it done', async () => {
  const { home, store } = await ledgerOfTwenty()
  const [name = ''] = twenty
  const words = ['map', emailOf(name), salesforceUserIdOf(name), '--store', store]
  const runs = await atOnce(
    home,
    twenty.map(() => words),
  )
  expect(failures(runs)).toEqual([])
  expect(writtenBy(runs)).toEqual([2, ...twenty.slice(1).map(() => null)])
  expect(changeSetsOf(store)).toEqual([
    [1, 22],
    [2, 1],
  ])
})

test('twenty create a user on the same new team at once: the team is made once, and all are on it', async () => {
  const { home, store } = await ledgerOfTwenty()
  const runs = await atOnce(
    home,
    twenty.map((name) => [...newUser(name), '--team', 'East', '--create-team', '--store', store]),
  )
  expect(failures(runs)).toEqual([])
  expect(writtenBy(runs)).toEqual(numbers(2, 21))
  expect(changeSetsOf(store)).toEqual([[1, 22], [2, 2], ...numbers(3, 21).map((number) => [number, 1])])
  const teams = JSON.parse((await sfsync(home, ['teams', 'list', '--store', store, '--json'])).stdout)
  expect(teams).toMatchObject([
    { name: 'East', members: 20 },
    { name: 'North', members: 0 },
    { name: 'South', members: 0 },
  ])
})

test('twenty open a ledger at once that is not there yet: it is made once, filled with the sample org, and all write', async () => {
  const home = temporaryFolder()
  const store = join(home, 'share', 'ledger.sqlite')
  const runs = await atOnce(
    home,
    twenty.map((name) => [...newUser(name), '--profile', 'demo', '--store', store]),
  )
  expect(failures(runs)).toEqual([])
  expect(writtenBy(runs)).toEqual(numbers(1, 20))
  expect(contentOf(store)).toMatchObject({ integrity: 'ok', references: [], version: schemaVersion })
  const sample = temporaryFolder()
  await sfsync(sample, ['sf-users', 'list', '--profile', 'demo'])
  expect(directoryIn(store)).toEqual(directoryIn(join(sample, 'data', 'sfsync', 'demo', 'ledger.sqlite')))
})

function directoryIn(store: string): unknown[] {
  return withDatabase(store, (database) =>
    database.prepare('select salesforce_user_id, name from salesforce_user order by 1').raw().all(),
  )
}

test('of two who map the same Salesforce user to two users at once one wins, and the other must decide', async () => {
  const { home, store } = await ledgerOfTwenty()
  for (let pair = 0; pair < 20; pair += 4) {
    const [first = '', second = ''] = twenty.slice(pair)
    const wanted = salesforceUserIdOf(first)
    const words = ['--allow-inactive', '--allow-mismatch', '--store', store]
    const runs = await atOnce(home, [
      ['map', emailOf(first), wanted, ...words],
      ['map', emailOf(second), wanted, ...words],
    ])
    expect(new Set(runs.map(({ exitCode }) => exitCode))).toEqual(new Set([0, 6]))
    const loser = runs.find(({ exitCode }) => exitCode === 6)
    expect(JSON.parse(loser?.stdout ?? '')).toMatchObject({
      error: { code: 'decision-needed', rows: [{ flag: '--take-over' }] },
    })
  }
  expect(changeSetsOf(store)).toEqual([[1, 22], ...numbers(2, 6).map((number) => [number, 1])])
})
