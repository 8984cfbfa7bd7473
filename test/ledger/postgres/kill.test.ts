import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { salesforceUserIdOf } from '../../support/builders.ts'
import { contentOf, fileOf, people, populate, reportOf } from '../../support/ledger-content.ts'
import { postgresServer } from '../../support/postgres-server.ts'
import { ran, type Running, start } from '../../support/processes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const everybody = people(400)
const server = postgresServer()

/** When to kill. */
type Moment = (running: Running) => Promise<void>

const commands: readonly {
  readonly name: string
  readonly words: readonly string[]
  readonly last: string
}[] = [
  {
    name: 'map of a file of four hundred people',
    words: ['map', '--file', 'map.csv'],
    last: 'change',
  },
  {
    name: 'assign-team with four hundred users',
    words: ['assign-team', ...everybody.map((name) => `${name}@example.com`), 'North'],
    last: 'change',
  },
  {
    name: 'sf-users import of three thousand people',
    words: ['sf-users', 'import', 'people.csv'],
    last: 'salesforce_user',
  },
]

/** A new ledger with four hundred users, with a file of mappings and a report of three thousand people beside it. */
async function prepared(): Promise<{ home: string; store: string; content(): Promise<unknown> }> {
  const home = temporaryFolder()
  const store = server.database()
  await populate(store, everybody)
  const lines = everybody.map((person) => `${person}@example.com,${salesforceUserIdOf(person)}\n`)
  writeFileSync(join(home, 'map.csv'), `Email,External ID\n${lines.join('')}`)
  writeFileSync(join(home, 'people.csv'), reportOf(people(3000)))
  return { home, store, content: async () => contentOf(await fileOf(store)) }
}

/** Waits until a program has written a part of its transaction and is held up by a lock, or has ended. */
async function heldUp(running: Running): Promise<void> {
  const ended = running.ended.then(() => true)
  for (;;) {
    const waiting = await server.query(
      `select 1 from pg_stat_activity where application_name = 'sfsync' and wait_event_type = 'Lock'
         and backend_xid is not null`,
    )
    if (waiting.length > 0) return
    if (await Promise.race([ended, Promise.resolve(false)])) throw new Error('it was not held up')
  }
}

describe.each(commands)('$name, killed', ({ words, last }) => {
  test('in the middle of its commit, leaves the ledger as it was and keeps no one from writing', async () => {
    const { home, store, content } = await prepared()
    const environment = { SFSYNC_STORE_URL: store }
    const before = await content()
    const holder = await server.connected()
    await holder.query(
      `begin; lock table ${new URL(store).searchParams.get('schema')}.${last} in exclusive mode`,
    )
    const running = start(home, words, { environment })
    await heldUp(running)
    running.kill()
    await running.ended
    await holder.end()
    expect(await content()).toEqual(before)
    expect(await ran(home, words, { environment })).toMatchObject({ exitCode: 0 })
    expect(await content()).not.toEqual(before)
  })

  test('leaves the ledger as it was before or as it is after, whenever that happens', async () => {
    const whole = await prepared()
    const before = await whole.content()
    const began = performance.now()
    await ran(whole.home, words, { environment: { SFSYNC_STORE_URL: whole.store } })
    const duration = performance.now() - began
    const after = await whole.content()
    const found: string[] = []
    const moments: Moment[] = [
      async () => await Promise.resolve(),
      ...Array.from({ length: 6 }, (_, at) => async () => await setTimeout((duration * (at + 4)) / 10)),
      async (running) => await running.printed,
    ]
    for (const moment of moments) {
      const { home, store, content } = await prepared()
      const running = start(home, words, { environment: { SFSYNC_STORE_URL: store } })
      await moment(running)
      running.kill()
      await running.ended
      const left = await content()
      const outcome = JSON.stringify(left) === JSON.stringify(before) ? 'before' : 'after'
      if (outcome === 'after') expect(left).toEqual(after)
      found.push(outcome)
    }
    expect([found.at(0), found.at(-1)]).toEqual(['before', 'after'])
  })
})
