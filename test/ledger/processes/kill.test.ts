import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { salesforceUserIdOf } from '../../support/builders.ts'
import { contentOf, copyInto, people, populate, reportOf } from '../../support/ledger-content.ts'
import { hasContent, ran, type Running, start, until } from '../../support/processes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const everybody = people(400)
const newcomers = people(3000)

/** When to kill; each is given the running process and the path of its ledger. */
type Moment = (running: Running, store: string) => Promise<void>

const atOnce: Moment = async () => await Promise.resolve()
const whenTheLogGrows: Moment = async (running, store) =>
  await until(running, () => hasContent(`${store}-wal`))
const whenItPrints: Moment = async (running) => await running.printed

/** Moments spread evenly over a time in milliseconds. */
function spread(moments: number, over: number): Moment[] {
  return Array.from(
    { length: moments },
    (_, index) => async () => await setTimeout((over * (index + 1)) / moments),
  )
}

/** A folder with a ledger of four hundred users and a report of three thousand people beside it. */
async function prepared(): Promise<string> {
  const home = temporaryFolder()
  await populate(join(home, 'ledger.sqlite'), everybody)
  writeFileSync(join(home, 'people.csv'), reportOf(newcomers))
  return home
}

/** Copies what was prepared into a folder of its own, where a command can be killed. */
function copyOf(home: string, name: string): { folder: string; store: string } {
  const folder = join(home, name)
  mkdirSync(folder)
  copyFileSync(join(home, 'people.csv'), join(folder, 'people.csv'))
  const lines = everybody.map((person) => `${person}@example.com,${salesforceUserIdOf(person)}\n`)
  writeFileSync(join(folder, 'map.csv'), `Email,External ID\n${lines.join('')}`)
  return { folder, store: copyInto(folder, join(home, 'ledger.sqlite')) }
}

const commands: readonly { readonly name: string; readonly words: readonly string[] }[] = [
  { name: 'map', words: ['map', 'person0001@example.com', salesforceUserIdOf('person0001')] },
  {
    name: 'assign-team with four hundred users',
    words: ['assign-team', ...everybody.map((name) => `${name}@example.com`), 'North'],
  },
  { name: 'map of a file of four hundred people', words: ['map', '--file', 'map.csv'] },
  { name: 'sf-users import of three thousand people', words: ['sf-users', 'import', 'people.csv'] },
]

describe.each(commands)('$name, killed', ({ words }) => {
  test('leaves the ledger as it was before or as it is after, whenever that happens', async () => {
    const home = await prepared()
    const before = contentOf(join(home, 'ledger.sqlite'))
    const whole = copyOf(home, 'whole')
    const began = performance.now()
    expect(await ran(whole.folder, [...words, '--store', whole.store])).toMatchObject({ exitCode: 0 })
    const duration = performance.now() - began
    const after = contentOf(whole.store)
    const found: string[] = []
    const moments = [atOnce, ...spread(8, duration), whenTheLogGrows, whenTheLogGrows, whenItPrints]
    for (const [index, moment] of moments.entries()) {
      const { folder, store } = copyOf(home, `killed-${index}`)
      const running = start(folder, [...words, '--store', store])
      await moment(running, store)
      running.kill()
      await running.ended
      const content = contentOf(store)
      const outcome = JSON.stringify(content) === JSON.stringify(before) ? 'before' : 'after'
      if (outcome === 'after') expect(content).toEqual(after)
      found.push(outcome)
    }
    expect([found.at(0), found.at(-1)]).toEqual(['before', 'after'])
    expect({ before: before['integrity'], after: after['integrity'] }).toEqual({ before: 'ok', after: 'ok' })
  })
})

test('an import killed in the middle, when a part of it is in the log on disk, leaves the ledger as it was', async () => {
  const home = await prepared()
  const store = join(home, 'ledger.sqlite')
  const before = contentOf(store)
  const running = start(home, ['sf-users', 'import', '-', '--store', store])
  const report = reportOf(people(20_000))
  await running.write(report)
  // SQLite writes to the log before the end once its memory is full; the report never ends, so nothing is committed.
  for (let part = 1; part < 20 && !hasContent(`${store}-wal`); part += 1)
    await running.write(reportOf(people(20_000).map((name) => `${name}x${part}`)))
  running.kill()
  await running.ended
  expect(readFileSync(`${store}-wal`).length).toBeGreaterThan(0)
  expect(contentOf(store)).toEqual(before)
  expect(
    await ran(home, ['status', 'person0001@example.com', '--store', store, '--format', 'ids']),
  ).toMatchObject({
    exitCode: 0,
  })
})

/** A command that makes the ledger, fills it with the sample org, and writes nothing else. */
function making(store: string): string[] {
  return ['try', '--keep', '--profile', 'demo', '--quiet', '--store', store, '--', 'true']
}

test('a command killed while it makes the ledger leaves nothing that the next one cannot use', async () => {
  const home = temporaryFolder()
  const whole = join(home, 'whole.sqlite')
  const began = performance.now()
  const { stdout } = await ran(home, making(whole))
  const duration = performance.now() - began
  const moments: Moment[] = [
    ...spread(8, duration),
    async (running, store) => await until(running, () => existsSync(store)),
    async (running, store) => await until(running, () => hasContent(store)),
    async (running, store) => await until(running, () => existsSync(`${store}-wal`)),
    whenTheLogGrows,
  ]
  for (const [index, moment] of moments.entries()) {
    const store = join(home, `killed-${index}.sqlite`)
    const running = start(home, making(store))
    await moment(running, store)
    running.kill()
    await running.ended
    expect(await ran(home, making(store))).toMatchObject({ exitCode: 0, stdout })
    expect(contentOf(store)).toEqual(contentOf(whole))
  }
})
