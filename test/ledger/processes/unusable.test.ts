import { hash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { schemaVersion } from '../../../src/ledger/sqlite/schema.ts'
import { salesforceUserIdOf } from '../../support/builders.ts'
import { handMade, people, populate } from '../../support/ledger-content.ts'
import { withDatabase } from '../../support/ledger-files.ts'
import { boundByModes } from '../../support/other-account.ts'
import { ran, type Start } from '../../support/processes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const map = ['map', 'person0001@example.com', salesforceUserIdOf('person0001')]
const list = ['users', 'list']

interface Story {
  readonly what: string
  /** Makes something that is no ledger where one is looked for. */
  readonly make: (store: string) => Promise<void> | void
  readonly words: readonly string[]
  readonly code: string
  readonly message: (store: string) => string
  readonly actions: readonly string[]
}

const stories: readonly Story[] = [
  {
    what: 'a text file',
    make: (store) => writeFileSync(store, 'dear diary,\n'.repeat(100)),
    words: map,
    code: 'ledger-unusable',
    message: (store) => `${store} is not an sfsync ledger: the file is not a SQLite database`,
    actions: ['name another file with --store, or move this one away; it was not changed'],
  },
  {
    what: 'a database of another program',
    make: (store) => withDatabase(store, (database) => database.exec('create table song (title text)')),
    words: map,
    code: 'ledger-unusable',
    message: (store) => `${store} is a SQLite database, but not an sfsync ledger`,
    actions: ['name another file with --store; this one was not changed'],
  },
  {
    what: 'a damaged ledger',
    make: async (store) => {
      await populate(store, people(200))
      overwrite(store)
    },
    words: list,
    code: 'ledger-unusable',
    message: (store) => `the ledger ${store} is damaged`,
    actions: [
      'copy the file and those beside it (-wal, -shm) before anything else; nothing was changed',
      'restore a backup: sfsync restore <backup>',
      'or recover what can be read: sqlite3 <file> .recover',
    ],
  },
  {
    what: 'a ledger written by a newer sfsync',
    make: async (store) => {
      await populate(store, people(1))
      withDatabase(store, (database) => database.pragma('user_version = 99'))
    },
    words: map,
    code: 'ledger-newer',
    message: (store) =>
      `the ledger ${store} was written by a newer sfsync (schema version 99; this sfsync reads version ${schemaVersion})`,
    actions: ['update sfsync', 'or use another ledger: --store <file>'],
  },
  {
    what: 'a row that was changed without sfsync',
    make: async (store) => {
      await populate(store, people(2))
      withDatabase(store, (database) => database.exec(handMade('person0001')))
    },
    words: ['status'],
    code: 'ledger-unusable',
    message: () => 'the SalesScreen record of person0001@example.com in the ledger cannot be read',
    actions: ['sfsync doctor'],
  },
  {
    what: 'a logged change that was changed without sfsync',
    make: async (store) => {
      await populate(store, people(1))
      withDatabase(store, (database) =>
        database
          .prepare('insert into directory_change values (1, ?, null, ?)')
          .run(salesforceUserIdOf('person0001'), '{"name":["Person"]}'),
      )
    },
    words: ['sf-users', 'log', '1'],
    code: 'ledger-unusable',
    message: () =>
      `a change of the Salesforce user ${salesforceUserIdOf('person0001')} in the ledger cannot be read`,
    actions: ['sfsync doctor'],
  },
  {
    what: 'a folder',
    make: (store) => mkdirSync(store),
    words: map,
    code: 'ledger-unusable',
    message: (store) => `the ledger ${store} cannot be opened`,
    actions: ['check that the path names a file in a folder that you can access: sfsync settings path'],
  },
]

/** Writes over everything but the first page, as a failing disk may. */
function overwrite(store: string): void {
  const file = openSync(store, 'r+')
  writeSync(file, Buffer.alloc(statSync(store).size - 4096, 0xa5), 0, undefined, 4096)
  closeSync(file)
}

/** Every file in a folder with the digest of its bytes; SQLite may leave an empty log, and Node keeps compiled code. */
function bytesIn(folder: string): unknown[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(({ name, parentPath }) => !parentPath.includes('cache') && !/-(?:wal|shm)$/.test(name))
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => [name, hash('sha256', readFileSync(join(parentPath, name)))])
}

/** Runs a command in words and as JSON; both must fail in the same way and leave every file as it is. */
async function expectRefusal(
  home: string,
  story: Omit<Story, 'what' | 'make'>,
  store: string,
  as: Start = {},
): Promise<void> {
  const before = bytesIn(home)
  const words = [...story.words, '--store', store]
  const actions = story.actions.map((action) =>
    action.replace(/sfsync (?=settings|restore|doctor)/, `sfsync --store ${store} `),
  )
  expect(await ran(home, words, as)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: [`error: ${story.message(store)}`, ...actions.map((action) => `try: ${action}`), ''].join('\n'),
  })
  const { stdout, ...rest } = await ran(home, [...words, '--json'], as)
  expect(rest).toEqual({ exitCode: 1, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({
    error: { code: story.code, message: story.message(store), actions, rows: [] },
  })
  expect(bytesIn(home)).toEqual(before)
}

test.each(stories)(
  '$what in the place of the ledger is refused and stays as it is',
  async ({ make, ...story }) => {
    const home = temporaryFolder()
    const store = join(home, 'ledger.sqlite')
    await make(store)
    await expectRefusal(home, story, store)
  },
)

test.each([
  [handMade('person0002'), 'the SalesScreen record of person0002@example.com'],
  [`update change_set set evidence = '{}'`, 'change set 1'],
  [`update change set after = '{}'`, 'change set 1'],
  [
    `insert into directory_change values (1, '${salesforceUserIdOf('person0001')}', null, '{"name":["Person"]}')`,
    `a change of the Salesforce user ${salesforceUserIdOf('person0001')}`,
  ],
])('doctor finds what was changed without sfsync, and says what to do about it: %s', async (sql, what) => {
  const home = temporaryFolder()
  const store = join(home, 'ledger.sqlite')
  await populate(store, people(2))
  withDatabase(store, (database) => database.exec(sql))
  const { exitCode, stdout } = await ran(home, ['doctor', '--store', store, '--json'])
  expect(exitCode).toBe(1)
  expect(JSON.parse(stdout)).toContainEqual({
    check: 'ledger integrity',
    result: 'problem',
    detail: `${what} in the ledger cannot be read; restore a backup: "sfsync --store ${store} restore <backup>"`,
  })
})

describe('for an account that may only read', () => {
  const readOnly = {
    words: map,
    code: 'ledger-unusable',
    message: (store: string) =>
      `cannot write to the ledger ${store}: the file or its folder is read-only for your account`,
    actions: [
      'make the folder and the file writable for your account (SQLite also creates files beside it)',
      'or use a ledger in another place: --store <file> or SFSYNC_STORE',
    ],
  }

  test('a ledger in a folder that cannot be written is refused and stays as it is', async () => {
    const { home, as } = place()
    const folder = join(home, 'shared')
    mkdirSync(folder)
    const store = join(folder, 'ledger.sqlite')
    await populate(store, people(1))
    chmodSync(store, 0o644)
    chmodSync(folder, 0o555)
    await expectRefusal(home, readOnly, store, as)
    chmodSync(folder, 0o755)
  })

  test('a ledger that cannot be written, in a folder that can, is refused and stays as it is', async () => {
    const { home, as } = place()
    const folder = join(home, 'shared')
    mkdirSync(folder)
    chmodSync(folder, 0o777)
    const store = join(folder, 'ledger.sqlite')
    await populate(store, people(1))
    chmodSync(store, 0o444)
    await expectRefusal(home, readOnly, store, as)
  })

  test('a ledger that cannot be made because the folder cannot be written is refused', async () => {
    const { home, as } = place()
    const folder = join(home, 'shared')
    mkdirSync(folder)
    chmodSync(folder, 0o555)
    const begins = { ...readOnly, words: ['teams', 'create', 'North'] }
    await expectRefusal(home, begins, join(folder, 'ledger.sqlite'), as)
    chmodSync(folder, 0o755)
  })
})

function place(): { home: string; as: Start } {
  const as = boundByModes(temporaryFolder())
  const home = temporaryFolder()
  chmodSync(home, 0o755)
  return { home, as }
}

test('an empty path is refused, and the default ledger is not used', async () => {
  const home = temporaryFolder()
  const run = await ran(home, [...map, '--store', ''])
  expect(run).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'error: store must be the name of a file or an address\ntry: correct --store\n',
  })
  expect(bytesIn(home)).toEqual([])
})
