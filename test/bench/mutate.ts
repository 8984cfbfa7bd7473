// Changes the program at random, one place at a time in a copy, and asks whether a test or the type check notices.
//   npm run mutate -- [--rooms core,ledger] [--count 80] [--seed 1]
// `count` is per room. A survivor is a missing test or a change without an effect; a person has to say which.
import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mutationsOf, type Mutation } from './mutations.ts'
import { randomFrom } from './random.ts'

/** Who noticed a change, from the nearest to the farthest; undefined when nobody did. */
type Noticed = 'its tests' | "its room's tests" | 'the types' | 'the wider tests' | undefined

/** More than the slowest folder of tests takes under load; a change may cause an endless loop. */
const patience = 300_000

const unbuilt = 'mutate.config.ts'
const root = join(import.meta.dirname, '..', '..')
const { values } = parseArgs({
  options: {
    rooms: { type: 'string', default: 'core,ledger' },
    count: { type: 'string', default: '80' },
    seed: { type: 'string', default: '1' },
  },
})

function chosen(room: string, count: number, random: () => number): readonly Mutation[] {
  const all = globSync(`src/${room}/**/*.ts`, { cwd: root })
    .toSorted()
    .flatMap((file) => mutationsOf(file, readFileSync(join(root, file), 'utf8')))
  return Array.from({ length: Math.min(count, all.length) }, () =>
    all.splice(Math.floor(random() * all.length), 1),
  ).flat()
}

/** A copy of the checkout to change, with a configuration for tests that need no built program and no other processes. */
function copyOfCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sfsync-mutate-'))
  const left = new Set(['node_modules', 'dist', '.git'].map((name) => join(root, name)))
  cpSync(root, folder, { recursive: true, filter: (path) => !left.has(path) })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(
    join(folder, unbuilt),
    `export default { test: { include: ['test/**/*.test.ts'], exclude: ['test/ledger/processes/**'], testTimeout: 60_000, isolate: false, maxWorkers: 1 } }\n`,
  )
  return folder
}

/** Whether the program ends well; one that takes too long does not. */
async function succeeds(folder: string, program: string, ...words: readonly string[]): Promise<boolean> {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`
  const child = spawn(program, words, {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, PATH: path },
    timeout: patience,
  })
  return new Promise((resolve) => child.once('close', (code) => resolve(code === 0)))
}

async function pass(folder: string, config: string, ...tests: readonly string[]): Promise<boolean> {
  return await succeeds(folder, 'vitest', 'run', '--config', config, '--root', '.', '--bail', '1', ...tests)
}

async function passWider(folder: string): Promise<boolean> {
  return await pass(
    folder,
    join('test', 'vitest.config.ts'),
    'test/app',
    'test/cli',
    'test/model',
    'test/ledger/processes',
  )
}

async function whoNotices(folder: string, room: string, { file, changed }: Mutation): Promise<Noticed> {
  const path = join(folder, file)
  const before = readFileSync(path, 'utf8')
  writeFileSync(path, changed)
  try {
    const own = file.replace(/^src/, 'test').replace(/\.ts$/, '.test.ts')
    if (existsSync(join(folder, own)) && !(await pass(folder, unbuilt, own))) return 'its tests'
    if (!(await pass(folder, unbuilt, `test/${room}`))) return "its room's tests"
    if (!(await succeeds(folder, 'tsc', '--noEmit'))) return 'the types'
    return (await passWider(folder)) ? undefined : 'the wider tests'
  } finally {
    writeFileSync(path, before)
  }
}

const folder = copyOfCheckout()
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const random = randomFrom(Number(values.seed))
for (const room of values.rooms.split(',')) {
  if (!(await pass(folder, unbuilt, `test/${room}`)) || !(await succeeds(folder, 'tsc', '--noEmit')))
    throw new Error(`The tests of ${room} or the type check fail before any change.`)
  const found = new Map<Noticed, number>()
  const mutations = chosen(room, Number(values.count), random)
  for (const mutation of mutations) {
    const noticed = await whoNotices(folder, room, mutation)
    found.set(noticed, (found.get(noticed) ?? 0) + 1)
    if (noticed === undefined)
      console.log(`survived  ${mutation.file}:${mutation.line}  ${mutation.from}  ->  ${mutation.to}`)
  }
  const caught = mutations.length - (found.get(undefined) ?? 0)
  const parts = [...found].map(([who, count]) => `${who ?? 'nobody'} ${count}`).join(', ')
  console.log(
    `${room}: ${caught} of ${mutations.length} noticed (${Math.round((100 * caught) / mutations.length)} %): ${parts}`,
  )
}
