import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isPostgres } from '../../../src/core/store-address.ts'
import { schemaVersion } from '../../../src/ledger/sqlite/schema.ts'
import { salesforceUserIdOf } from '../../support/builders.ts'
import { changeSetsOf, contentOf, fileOf, people, populate } from '../../support/ledger-content.ts'
import { withDatabase } from '../../support/ledger-files.ts'
import { postgresServer } from '../../support/postgres-server.ts'
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
async function atOnce({ home, store }: Place, commands: readonly (readonly string[])[]): Promise<Run[]> {
  const environment = { [isPostgres(store) ? 'SFSYNC_STORE_URL' : 'SFSYNC_STORE']: store }
  return await Promise.all(commands.map((words) => sfsync(home, [...words, '--json'], { environment })))
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

/** A place for a ledger on which processes work. */
interface Place {
  readonly home: string
  /** As the environment names it. */
  readonly store: string
  /** A SQLite file with what the ledger holds now. */
  content(): Promise<string>
}

const server = postgresServer()

const stores: readonly { readonly name: string; readonly place: () => Place }[] = [
  {
    name: 'a SQLite file',
    place: () => {
      const home = temporaryFolder()
      const store = join(home, 'share', 'ledger.sqlite')
      return { home, store, content: async () => await Promise.resolve(store) }
    },
  },
  {
    name: 'a PostgreSQL server',
    place: () => {
      const store = server.database()
      return { home: temporaryFolder(), store, content: async () => await fileOf(store) }
    },
  },
]

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

function directoryIn(store: string): unknown[] {
  return withDatabase(store, (database) =>
    database.prepare('select salesforce_user_id, name from salesforce_user order by 1').raw().all(),
  )
}

describe.each(stores)('on $name', ({ place }) => {
  /** A new ledger with twenty unmapped users. */
  async function ledgerOfTwenty(): Promise<Place> {
    const there = place()
    await populate(there.store, twenty)
    return there
  }

  test('twenty map twenty users at once: each writes, and the change sets have no gap', async () => {
    const there = await ledgerOfTwenty()
    const runs = await atOnce(
      there,
      twenty.map((name) => ['map', emailOf(name), salesforceUserIdOf(name)]),
    )
    expect(failures(runs)).toEqual([])
    expect(writtenBy(runs)).toEqual(numbers(2, 21))
    expect(changeSetsOf(await there.content())).toEqual([
      [1, 22],
      ...numbers(2, 21).map((number) => [number, 1]),
    ])
    expect(contentOf(await there.content())).toMatchObject({ integrity: 'ok', references: [] })
  })

  test('twenty map the same user to the same ID at once: one writes, the others find it done', async () => {
    const there = await ledgerOfTwenty()
    const [name = ''] = twenty
    const words = ['map', emailOf(name), salesforceUserIdOf(name)]
    const runs = await atOnce(
      there,
      twenty.map(() => words),
    )
    expect(failures(runs)).toEqual([])
    expect(writtenBy(runs)).toEqual([2, ...twenty.slice(1).map(() => null)])
    expect(changeSetsOf(await there.content())).toEqual([
      [1, 22],
      [2, 1],
    ])
  })

  test('twenty create a user on the same new team at once: the team is made once, and all are on it', async () => {
    const there = await ledgerOfTwenty()
    const runs = await atOnce(
      there,
      twenty.map((name) => [...newUser(name), '--team', 'East', '--create-team']),
    )
    expect(failures(runs)).toEqual([])
    expect(writtenBy(runs)).toEqual(numbers(2, 21))
    expect(changeSetsOf(await there.content())).toEqual([
      [1, 22],
      [2, 2],
      ...numbers(3, 21).map((number) => [number, 1]),
    ])
    const teams = JSON.parse((await atOnce(there, [['teams', 'list']]))[0]?.stdout ?? '')
    expect(teams).toMatchObject([
      { name: 'East', members: 20 },
      { name: 'North', members: 0 },
      { name: 'South', members: 0 },
    ])
  })

  test('twenty open a ledger at once that is not there yet: it is made once, filled with the sample org, and all write', async () => {
    const there = place()
    const runs = await atOnce(
      there,
      twenty.map((name) => [...newUser(name), '--profile', 'demo']),
    )
    expect(failures(runs)).toEqual([])
    expect(writtenBy(runs)).toEqual(numbers(1, 20))
    expect(contentOf(await there.content())).toMatchObject({
      integrity: 'ok',
      references: [],
      version: schemaVersion,
    })
    const sample = temporaryFolder()
    await sfsync(sample, ['sf-users', 'list', '--profile', 'demo'])
    expect(directoryIn(await there.content())).toEqual(
      directoryIn(join(sample, 'data', 'sfsync', 'demo', 'ledger.sqlite')),
    )
  })

  test('of two who map the same Salesforce user to two users at once one wins, and the other must decide', async () => {
    const there = await ledgerOfTwenty()
    for (let pair = 0; pair < 20; pair += 4) {
      const [first = '', second = ''] = twenty.slice(pair)
      const wanted = salesforceUserIdOf(first)
      const words = ['--allow-inactive', '--allow-mismatch']
      const runs = await atOnce(there, [
        ['map', emailOf(first), wanted, ...words],
        ['map', emailOf(second), wanted, ...words],
      ])
      expect(new Set(runs.map(({ exitCode }) => exitCode))).toEqual(new Set([0, 6]))
      const loser = runs.find(({ exitCode }) => exitCode === 6)
      expect(JSON.parse(loser?.stdout ?? '')).toMatchObject({
        error: { code: 'decision-needed', rows: [{ flag: '--take-over' }] },
      })
    }
    expect(changeSetsOf(await there.content())).toEqual([
      [1, 22],
      ...numbers(2, 6).map((number) => [number, 1]),
    ])
  })
})
