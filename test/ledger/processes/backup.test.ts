import { execFileSync } from 'node:child_process'
import { readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { salesforceUserIdOf } from '../../support/builders.ts'
import { changeSetsOf, contentOf, people, populate } from '../../support/ledger-content.ts'
import { canMount, limitedFiles, smallFileSystem } from '../../support/little-room.ts'
import { ran } from '../../support/processes.ts'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A new ledger with so many unmapped users; every command below works on it. */
async function ledgerOf(names: readonly string[]): Promise<{ home: string; store: string }> {
  const home = temporaryFolder()
  const store = join(home, 'ledger.sqlite')
  await populate(store, names)
  return { home, store }
}

// The program keeps its compiled code at home, too.
function filesIn(home: string): string[] {
  return readdirSync(home).filter((name) => name !== 'cache')
}

test('copies made while others write each hold a whole number of change sets, and work as a ledger', async () => {
  const names = people(12)
  const { home, store } = await ledgerOf(names)
  const environment = { SFSYNC_STORE: store }
  const mapped = names.map(async (name) => {
    const words = ['map', `${name}@example.com`, salesforceUserIdOf(name)]
    return await sfsync(home, words, { environment })
  })
  const copies = ['one', 'two', 'three', 'four'].map(async (name) => {
    const { stdout, exitCode } = await sfsync(home, ['backup', name, '--json'], { environment })
    return { exitCode, ...JSON.parse(stdout) }
  })
  expect(new Set((await Promise.all(mapped)).map(({ exitCode }) => exitCode))).toEqual(new Set([0]))
  const whole = changeSetsOf(store)
  for (const { file, bytes, changeSets, exitCode } of await Promise.all(copies)) {
    const copy = join(home, file)
    expect({ exitCode, bytes }).toEqual({ exitCode: 0, bytes: statSync(copy).size })
    expect(changeSetsOf(copy)).toEqual(whole.slice(0, changeSets))
    expect(contentOf(copy)).toMatchObject({ integrity: 'ok', references: [] })
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    const listed = await sfsync(home, ['mappings', 'list', '--format', 'ids', '--store', copy])
    expect(listed.stdout.split('\n').filter(Boolean)).toHaveLength(changeSets - 1)
  }
})

test('a copy is the ledger itself, directory and history included', async () => {
  const { home, store } = await ledgerOf(people(3))
  await sfsync(home, ['backup', 'copy', '--store', store])
  expect(contentOf(join(home, 'copy'))).toEqual(contentOf(store))
  expect(filesIn(home)).toEqual(['copy', 'ledger.sqlite'])
})

test('an existing file is replaced by --force only', async () => {
  const { home, store } = await ledgerOf(people(1))
  writeFileSync(join(home, 'copy'), 'mine')
  const words = ['backup', 'copy', '--store', store]
  expect(await sfsync(home, words)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'error: copy already exists\ntry: name another file, or replace this one with --force\n',
  })
  expect(await sfsync(home, [...words, '--force'])).toMatchObject({ exitCode: 0 })
  expect(contentOf(join(home, 'copy'))).toEqual(contentOf(store))
})

test.for(['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm', 'link', 'detour/../ledger.sqlite'])(
  'the ledger itself is never the place of its backup: %s',
  async (file) => {
    const { home, store } = await ledgerOf(people(1))
    symlinkSync(store, join(home, 'link'))
    const before = contentOf(store)
    const { exitCode, stderr } = await sfsync(home, ['backup', file, '--force', '--store', store])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `error: ${file} belongs to the ledger; not overwritten\ntry: name another file\n`,
    })
    expect(contentOf(store)).toEqual(before)
  },
)

test('a copy that another program has open is not replaced', async () => {
  const { home, store } = await ledgerOf(people(1))
  writeFileSync(join(home, 'copy'), '')
  writeFileSync(join(home, 'copy-wal'), 'news')
  const { exitCode, stderr } = await sfsync(home, ['backup', 'copy', '--force', '--store', store])
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr:
      'error: another program has copy open (copy-wal exists)\ntry: wait until the file is closed, or choose another file\n',
  })
})

test('without a folder for it there is no backup, and nothing beside it', async () => {
  const { home, store } = await ledgerOf(people(1))
  const before = filesIn(home)
  const { exitCode, stderr } = await sfsync(home, ['backup', 'no/copy', '--store', store])
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: `error: the folder ${join(home, 'no')} does not exist\ntry: create the folder, or name a file in another one\n`,
  })
  expect(filesIn(home)).toEqual(before)
})

const rooms = [
  ...(canMount() ? [{ place: 'on a full file system', makeRoom: smallFileSystem }] : []),
  { place: 'under a limit on files', makeRoom: limitedFiles },
]

test.each(rooms)('a backup $place leaves nothing behind', async ({ makeRoom }) => {
  const { home, store } = await ledgerOf(people(500))
  const room = await makeRoom(home, store, 1 << 15)
  const [program = '', ...before] = [...room.before]
  const files = () => {
    const words = ['ls', '-I', 'cache', dirname(room.store)]
    return execFileSync(program, [...before, ...words], { encoding: 'utf8' })
  }
  const there = files()
  const words = ['backup', join(dirname(room.store), 'copy'), '--store', room.store, '--json']
  const { exitCode, stdout } = await ran(home, words, room)
  expect({ exitCode, failed: JSON.parse(stdout).error.code }).toEqual({
    exitCode: 1,
    failed: expect.stringMatching(/^(disk-full|ledger-unusable)$/),
  })
  expect(files()).toEqual(there)
})
