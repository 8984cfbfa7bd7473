import { describe, expect, test } from 'vitest'
import { type ErrorRow, SfsyncError } from '../../../src/core/errors.ts'
import { parseSalesforceUserId } from '../../../src/core/salesforce-id.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { DirectoryReading } from '../../../src/salesforce/salesforce.ts'
import { all, pagesOf } from '../../support/all.ts'
import { aSalesforceUser } from '../../support/builders.ts'
import type { MemoryLedger } from '../../support/memory-ledger.ts'
import { aStage, type Stage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const ada = aSalesforceUser('ada')
const bob = aSalesforceUser('bob')
const cleo = aSalesforceUser('cleo')
const twoProblems: readonly ErrorRow[] = [
  { file: 'users.csv', line: 3, column: 'User ID', value: '1', reason: 'no Salesforce User ID' },
  { file: 'users.csv', line: 7, reason: 'the row has one cell and the header has 5' },
]

function aReading(people: readonly SalesforceUser[], rest: Partial<DirectoryReading> = {}): DirectoryReading {
  return {
    read: { source: 'report', origin: 'users.csv', identity: null, organizationId: null },
    total: undefined,
    pages: pagesOf(people),
    problems: [],
    notices: [],
    ...rest,
  }
}

function reading(ledger: MemoryLedger, found: DirectoryReading): Stage {
  return aStage({ ledger, parts: { readReport: async () => await Promise.resolve(found) } })
}

async function namesIn(ledger: MemoryLedger): Promise<string[]> {
  return (await all(ledger.directory.list({}))).map(({ salesforceUser }) => salesforceUser.name)
}

const imported = ['sf-users', 'import', 'users.csv'] as const

describe('a reading in which everything is well', () => {
  test('is merged into the directory, and reported in one line', async () => {
    const ledger = await aLedger({ people: [ada] })
    const notices = ['Read as UTF-8.']
    const stage = reading(ledger, aReading([ada, bob, cleo, bob], { notices }))
    expect(await stage.run(...imported)).toEqual({
      exitCode: 0,
      stdout: `3 users read from users.csv: 2 new, 1 of 4 rows repeat an ID (the last one counts)
  new  Bob Example (bob@example.com)
  new  Cleo Example (cleo@example.com)
`,
      stderr:
        'Read as UTF-8.\nnext: there are no SalesScreen users yet; if some exist already, import them: sfsync users import <workbook>\nnext: sfsync sf-users list --unmapped\n',
    })
    expect(await namesIn(ledger)).toEqual(['Ada Example', 'Bob Example', 'Cleo Example'])
    expect(await ledger.directory.lastRead()).toEqual({
      source: 'report',
      origin: 'users.csv',
      identity: null,
      organizationId: null,
      at: '2026-11-23T12:00:00.000Z',
      users: 3,
      scope: null,
      deltaFrom: null,
    })
  })

  test('replaces the directory where that is wished', async () => {
    const ledger = await aLedger({ people: [ada, bob] })
    const { exitCode, stdout } = await reading(ledger, aReading([cleo])).run(...imported, '--replace')
    expect({ exitCode, stdout, names: await namesIn(ledger) }).toEqual({
      exitCode: 0,
      stdout: `1 user read from users.csv: 1 new, 2 removed
  new      Cleo Example (cleo@example.com)
  removed  Ada Example (ada@example.com)
  removed  Bob Example (bob@example.com)
`,
      names: ['Cleo Example'],
    })
  })

  test('is one document with --json', async () => {
    const { stdout, stderr } = await reading(await aLedger(), aReading([ada])).run(...imported, '--json')
    expect({ document: JSON.parse(stdout), stderr }).toEqual({
      document: {
        changeSet: null,
        changes: [],
        warnings: [],
        next: [
          'there are no SalesScreen users yet; if some exist already, import them: sfsync users import <workbook>',
          'sfsync sf-users list --unmapped',
        ],
        read: {
          number: 1,
          source: 'report',
          origin: 'users.csv',
          received: 1,
          repeated: 0,
          added: 1,
          returned: 0,
          left: 0,
          changed: 0,
          dropped: 0,
          absent: 0,
          problems: [],
          since: null,
          written: true,
          users: [],
        },
      },
      stderr: '',
    })
  })

  test('is only counted by a dry run', async () => {
    const ledger = await aLedger({ people: [ada] })
    const ended = await reading(ledger, aReading([bob])).run(...imported, '--dry-run')
    expect({ ...ended, names: await namesIn(ledger) }).toEqual({
      exitCode: 0,
      stdout: '1 user read from users.csv: 1 new\n  new  Bob Example (bob@example.com)\n',
      stderr: `dry run: nothing was changed
next: 1 active user of the directory is not in users.csv: Ada Example (ada@example.com). If it lists every active user, they have left; record that: sfsync sf-users import users.csv --complete
`,
      names: ['Ada Example'],
    })
  })
})

describe('rows that cannot be taken', () => {
  test('leave the directory unchanged, and are reported one by one', async () => {
    const ledger = await aLedger({ people: [ada] })
    const found = aReading([bob], { problems: twoProblems, notices: ['Read as UTF-8.'] })
    expect({ ...(await reading(ledger, found).run(...imported)), names: await namesIn(ledger) }).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `Read as UTF-8.
error: 2 rows of users.csv cannot be imported; nothing was imported
  users.csv:3: User ID: no Salesforce User ID
  users.csv:7: the row has one cell and the header has 5
try: fix these rows and import the file again
try: or import the other 1 row with --keep-going (exit code 3)
`,
      names: ['Ada Example'],
    })
  })

  test('are left out with --keep-going, which is exit code 3', async () => {
    const ledger = await aLedger({ people: [ada] })
    const found = aReading([bob], { problems: twoProblems })
    const ended = await reading(ledger, found).run(...imported, '--keep-going')
    expect({ ...ended, names: await namesIn(ledger) }).toEqual({
      exitCode: 3,
      stdout: '1 user read from users.csv: 1 new, 2 rows skipped\n  new  Bob Example (bob@example.com)\n',
      stderr: `warning: users.csv:3: User ID: no Salesforce User ID
warning: users.csv:7: the row has one cell and the header has 5
warning: 2 rows were skipped; fix them and import the file again
next: there are no SalesScreen users yet; if some exist already, import them: sfsync users import <workbook>
next: sfsync sf-users list --unmapped
`,
      names: ['Ada Example', 'Bob Example'],
    })
  })

  test('are exit code 3 for a dry run, too, which writes nothing', async () => {
    const ledger = await aLedger({ people: [ada] })
    const found = aReading([bob], { problems: twoProblems })
    const { exitCode, stdout } = await reading(ledger, found).run(
      ...imported,
      '--keep-going',
      '--dry-run',
      '--json',
    )
    expect({ exitCode, read: JSON.parse(stdout).read, names: await namesIn(ledger) }).toEqual({
      exitCode: 3,
      read: {
        number: null,
        source: 'report',
        origin: 'users.csv',
        received: 1,
        repeated: 0,
        added: 1,
        returned: 0,
        left: 0,
        changed: 0,
        dropped: 0,
        absent: 1,
        problems: twoProblems,
        since: null,
        written: false,
        users: [
          {
            salesforceUserId: bob.salesforceUserId,
            name: 'Bob Example',
            what: 'added',
            email: 'bob@example.com',
            mappedTo: null,
            fields: [],
          },
        ],
      },
      names: ['Ada Example'],
    })
  })
})

describe('a reading that must not be believed', () => {
  test('an empty file never replaces a directory', async () => {
    const ledger = await aLedger({ people: [ada] })
    const ended = await reading(ledger, aReading([])).run(...imported, '--replace')
    expect({ ...ended, names: await namesIn(ledger) }).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `error: users.csv contains no users; the directory was not changed
try: check the filters of the report, or leave out --replace
`,
      names: ['Ada Example'],
    })
  })

  test('an empty file merged in changes nothing, and suggests nothing', async () => {
    const ledger = await aLedger({ people: [ada] })
    expect(await reading(ledger, aReading([])).run(...imported)).toEqual({
      exitCode: 0,
      stdout: '0 users read from users.csv: no changes\n',
      stderr: '',
    })
    expect(await namesIn(ledger)).toEqual(['Ada Example'])
  })

  test('another org than the one in the ledger is refused before it is read', async () => {
    const ledger = await aLedger({ people: [ada], read: { organizationId: '00D5g0000001AbCEAU' } })
    const read = {
      source: 'live',
      origin: 'other.my',
      identity: null,
      organizationId: '00D000000000000EAA',
    } as const
    const ended = await reading(ledger, aReading([bob], { read })).run(...imported, '--profile', 'uat')
    expect({ ...ended, names: await namesIn(ledger) }).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `error: other.my belongs to org 00D000000000000EAA, but this ledger belongs to org 00D5g0000001AbCEAU
try: use a profile of its own for each org, which has its own ledger (current profile: uat)
`,
      names: ['Ada Example'],
    })
  })

  test('a reading that Ctrl-C ends, although the next page never comes, leaves the directory as it was', async () => {
    const ledger = await aLedger({ people: [ada] })
    const controller = new AbortController()
    const found = aReading([], { pages: endless(controller) })
    const stage = aStage({
      ledger,
      parts: {
        interrupted: controller.signal,
        readReport: async () => await Promise.resolve(found),
      },
    })
    expect({ ...(await stage.run(...imported)), names: await namesIn(ledger) }).toEqual({
      exitCode: 130,
      stdout: '',
      stderr: 'interrupted; nothing was changed\n',
      names: ['Ada Example'],
    })
  })

  test('a reading that breaks off leaves the directory as it was', async () => {
    const ledger = await aLedger({ people: [ada] })
    const ended = await reading(ledger, aReading([], { pages: breaksOff() })).run(...imported)
    expect({ exitCode: ended.exitCode, names: await namesIn(ledger) }).toEqual({
      exitCode: 1,
      names: ['Ada Example'],
    })
  })
})

async function* breaksOff(): AsyncGenerator<readonly SalesforceUser[]> {
  yield await Promise.resolve([bob])
  throw new Error('the line is dead')
}

async function* endless(controller: AbortController): AsyncGenerator<readonly SalesforceUser[]> {
  yield await Promise.resolve([bob])
  controller.abort(new SfsyncError('interrupted', 'interrupted; nothing was changed'))
  await new Promise(() => undefined)
}

function idOf(text: string) {
  const parsed = parseSalesforceUserId(text)
  if ('reason' in parsed) throw new Error(parsed.reason)
  return parsed.salesforceUserId
}

/** A reading of IDs with 15 characters of one case. */
function unconfirmedReading(list: readonly SalesforceUser[], isWholeColumn = false): DirectoryReading {
  const places = list.map(({ salesforceUserId: id }, index) => {
    const place = { file: 'users.csv', line: index + 2, column: 'Id', value: id.slice(0, 15) }
    return [id, place] as const
  })
  return aReading(list, { unconfirmed: { places: new Map(places), isWholeColumn } })
}

describe('a report of fewer columns', () => {
  const anotherAda = {
    ...ada,
    username: null,
    email: null,
    name: 'Ada King',
    firstName: null,
    lastName: null,
  }
  const after = async (row: SalesforceUser) => {
    const ledger = await aLedger({ people: [ada] })
    await reading(ledger, aReading([row])).run(...imported)
    const [{ salesforceUser } = { salesforceUser: row }] = await all(ledger.directory.list({}))
    return [salesforceUser.name, salesforceUser.firstName, salesforceUser.lastName]
  }

  test.each([
    ['a new name takes its parts along', anotherAda, ['Ada King', null, null]],
    ['the same name keeps them', { ...anotherAda, name: 'ada example' }, ['ada example', 'Ada', 'Example']],
    ['no name keeps all', { ...anotherAda, name: ada.salesforceUserId }, ['Ada Example', 'Ada', 'Example']],
    [
      'the same last name alone keeps all',
      { ...anotherAda, name: 'Example', lastName: 'Example' },
      ['Ada Example', 'Ada', 'Example'],
    ],
    [
      'another last name alone keeps the first name',
      { ...anotherAda, name: 'King', lastName: 'King' },
      ['Ada King', 'Ada', 'King'],
    ],
    [
      'another first name alone keeps the last name',
      { ...anotherAda, name: 'Augusta', firstName: 'Augusta', username: ada.username },
      ['Augusta Example', 'Augusta', 'Example'],
    ],
    [
      'another last name beside another address is someone else, who is refused',
      { ...anotherAda, name: 'King', lastName: 'King', email: 'ada.king@x.example' },
      ['Ada Example', 'Ada', 'Example'],
    ],
  ])('%s', async (_, row, expected) => {
    expect(await after(row)).toEqual(expected)
  })

  test('one part of a name that is known only as a whole keeps the whole', async () => {
    const unsplit = { ...ada, firstName: null, lastName: null }
    const part = { ...anotherAda, name: 'Example', lastName: 'Example' }
    const ledger = await aLedger({ people: [unsplit] })
    await reading(ledger, aReading([part])).run(...imported)
    expect(await namesIn(ledger)).toEqual(['Ada Example'])
  })
})

describe('IDs that nothing in the file confirms', () => {
  const right = aSalesforceUser('ada', { salesforceUserId: idOf('0055g0000004C92') })
  const ghost = { ...right, salesforceUserId: idOf('0055g0000004c92') }
  const other = aSalesforceUser('eve', { salesforceUserId: idOf('0055g0000009abc') })

  test('are not those of known users without their letter case', async () => {
    const ledger = await aLedger({ people: [right] })
    const { exitCode, stderr } = await reading(ledger, unconfirmedReading([ghost])).run(...imported)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(
      'users.csv:2: Id: "0055g0000004c92" has lost its letter case; in the directory it is 0055g0000004C92AAE (Ada Example',
    )
    expect(await all(ledger.directory.list({}))).toHaveLength(1)
  })

  test('are doubted beside one that lost its case, and left out by --keep-going', async () => {
    const ledger = await aLedger({ people: [right] })
    const upper = aSalesforceUser('kim', { salesforceUserId: idOf('0055G0000009XYZ') })
    const { exitCode, stdout, stderr } = await reading(ledger, unconfirmedReading([ghost, other, upper])).run(
      ...imported,
      '--keep-going',
    )
    expect({ exitCode, stdout }).toEqual({
      exitCode: 3,
      stdout: '1 user read from users.csv: 1 new, 2 rows skipped\n  new  Kim Example (kim@example.com)\n',
    })
    expect(stderr).toContain(
      '"0055g0000009abc" may have lost its letter case, as other rows of the file have',
    )
    expect(await namesIn(ledger)).toEqual(['Ada Example', 'Kim Example'])
    expect((await ledger.directory.lastRead())?.users).toBe(1)
  })

  test('are taken if the directory knows them, or if nobody has their letters', async () => {
    const ledger = await aLedger({ people: [right, ghost] })
    expect((await reading(ledger, unconfirmedReading([ghost, other])).run(...imported)).exitCode).toBe(0)
    expect(await all(ledger.directory.list({}))).toHaveLength(3)
  })

  test.each([
    ['names nobody', { username: null, email: null, name: ghost.salesforceUserId }],
    ['has another address', { username: null, email: 'ada.new@example.com' }],
  ])('are those of a known user where the row %s', async (_, rest) => {
    const ledger = await aLedger({ people: [right] })
    const { exitCode } = await reading(ledger, unconfirmedReading([{ ...ghost, ...rest }])).run(...imported)
    expect(exitCode).toBe(1)
    expect(await all(ledger.directory.list({}))).toHaveLength(1)
  })

  test('are those of a known user in a file where all have the same case, whoever they name', async () => {
    const ledger = await aLedger({ people: [right] })
    const namesake = { ...ghost, name: 'Eve King', username: 'eve@example.com', email: 'eve@example.com' }
    const { exitCode, stderr } = await reading(ledger, unconfirmedReading([namesake], true)).run(...imported)
    expect(exitCode).toBe(1)
    expect(stderr).toContain('or 0055g0000004c92AAA for another user')
  })

  test('are those of another row of the file', async () => {
    const found = aReading([right, ghost], {
      unconfirmed: unconfirmedReading([ghost]).unconfirmed ?? { places: new Map(), isWholeColumn: false },
    })
    expect((await reading(await aLedger(), found).run(...imported)).exitCode).toBe(1)
  })

  test('may be those of another user, whose username says so', async () => {
    const ledger = await aLedger({ people: [right] })
    const namesake = { ...ghost, username: 'eve@example.com' }
    expect((await reading(ledger, unconfirmedReading([namesake])).run(...imported)).exitCode).toBe(0)
    expect(await all(ledger.directory.list({}))).toHaveLength(2)
  })
})

describe('a username that is given twice', () => {
  const filled = aSalesforceUser('fill', { name: ada.name, username: ada.username, email: ada.email })

  test.each([
    ['a known user under another ID', [filled], 6],
    ['two rows of one file', [filled, withId(cleo, filled)], 6],
    ['the username of somebody who keeps it', [{ ...bob, username: ada.username }], 6],
  ] as const)('%s', async (_, people, code) => {
    const ledger = await aLedger({ people: [ada, bob] })
    const { exitCode, stderr } = await reading(ledger, aReading(people)).run(...imported)
    expect(exitCode).toBe(code)
    if (code === 6)
      expect(stderr).toContain(
        '1 username of users.csv would belong to several users, but Salesforce gives a username only once',
      )
    const confirmed = await reading(ledger, aReading(people)).run(...imported, '--allow-mismatch')
    expect(confirmed.exitCode).toBe(0)
  })

  test('does not matter if the directory has it twice already', async () => {
    const ledger = await aLedger({ people: [ada, filled, bob] })
    expect((await reading(ledger, aReading([ada, bob])).run(...imported)).exitCode).toBe(0)
  })
})

/** A row with nothing but an ID and the address of somebody else. */
function addressOnly({ salesforceUserId }: SalesforceUser, { email }: SalesforceUser): SalesforceUser {
  return onlyId(salesforceUserId, { name: email ?? '', email })
}

/** A row with nothing but an ID and a name. */
function nameOnly({ salesforceUserId }: SalesforceUser, name: string): SalesforceUser {
  return onlyId(salesforceUserId, { name })
}

function onlyId(
  salesforceUserId: SalesforceUser['salesforceUserId'],
  rest: Partial<SalesforceUser>,
): SalesforceUser {
  const nothing = { firstName: null, lastName: null, username: null, email: null }
  return { ...ada, salesforceUserId, ...nothing, ...rest }
}

const eve: SalesforceUser = {
  ...ada,
  name: 'Eve King',
  firstName: 'Eve',
  lastName: 'King',
  username: 'eve@x.example',
  email: 'eve@x.example',
}

/** Somebody with the ID of somebody else. */
function withId({ salesforceUserId }: SalesforceUser, user: SalesforceUser): SalesforceUser {
  return { ...user, salesforceUserId }
}

describe('IDs that belong to somebody else', () => {
  const dora = aSalesforceUser('dora', { lastName: 'King', name: 'Dora King' })
  const three = [ada, bob, dora]
  const shifted = [withId(ada, bob), withId(bob, dora), withId(dora, ada)]
  const importOf = async (people: readonly SalesforceUser[], ...flags: readonly string[]) => {
    const ledger = await aLedger({ people: three })
    const { exitCode, stderr } = await reading(ledger, aReading(people)).run(...imported, ...flags)
    const names = await all(ledger.directory.list({ order: 'email' }))
    return { exitCode, stderr, ids: names.map(({ salesforceUser }) => salesforceUser.salesforceUserId) }
  }
  const asBefore = three.map(({ salesforceUserId }) => salesforceUserId)

  test.each([['--keep-going'], ['--replace'], ['--dry-run']])('are refused: %s', async (flag) => {
    const { exitCode, stderr, ids } = await importOf(shifted, flag)
    expect({ exitCode, ids }).toEqual({ exitCode: 6, ids: asBefore })
    expect(stderr).toContain(
      'error: 3 users of users.csv would become someone else: a column seems to have been shifted',
    )
    expect(stderr).toContain(
      `${ada.salesforceUserId} is Ada Example (ada@example.com.sales) in the directory, and in the file Bob Example (bob@example.com.sales), who is ${bob.salesforceUserId}`,
    )
  })

  test('are taken if that is confirmed', async () => {
    const { exitCode, ids } = await importOf(shifted, '--allow-mismatch')
    expect({ exitCode, ids }).toEqual({
      exitCode: 0,
      ids: [dora.salesforceUserId, ada.salesforceUserId, bob.salesforceUserId],
    })
  })

  test('in a report without usernames, too, which leaves those of the directory', async () => {
    const again = shifted.map((each) => ({ ...each, username: null }))
    const { exitCode, stderr, ids } = await importOf(again)
    expect({ exitCode, ids }).toEqual({ exitCode: 6, ids: asBefore })
    expect(stderr).toContain(`in the file Bob Example (bob@example.com), who is ${bob.salesforceUserId}`)
  })

  test('in a directory without usernames, too', async () => {
    const nameless = three.map((each) => ({ ...each, username: null }))
    const ledger = await aLedger({ people: nameless })
    const again = shifted.map((each) => ({ ...each, username: null }))
    expect((await reading(ledger, aReading(again)).run(...imported)).exitCode).toBe(6)
  })

  test.each([
    ['one who is not in the file', [withId(ada, bob)], 6],
    [
      'a new name and address of its own',
      [{ ...ada, name: 'Eve King', firstName: 'Eve', username: 'eve@x.example' }],
      0,
    ],
    ['a wedding', [{ ...ada, name: 'Ada King', lastName: 'King', username: 'ada.king@x.example' }], 0],
    ['the address of a shared mailbox', [{ ...ada, name: 'Ida King', email: 'bob@example.com' }], 0],
    ['another name, username and address', [eve], 6],
    ['another name and address in a report without usernames', [{ ...eve, username: null }], 6],
    ['a wedding with a new username and address', [{ ...eve, name: 'Ada King' }], 0],
    [
      'addresses of managers',
      [
        { ...ada, email: bob.email },
        { ...dora, email: ada.email },
      ],
      0,
    ],
    ['one address of another, without names', [addressOnly(ada, bob)], 0],
    ['one mailbox for two, without names', [addressOnly(ada, bob), addressOnly(dora, bob)], 0],
    ['swapped addresses, without names', [addressOnly(ada, bob), addressOnly(bob, ada)], 6],
    [
      'swapped addresses, with names',
      [
        { ...ada, email: bob.email },
        { ...bob, email: ada.email },
      ],
      6,
    ],
    ['two names of others', [nameOnly(ada, 'Bob Example'), nameOnly(bob, 'Dora King')], 6],
    ['one name of another', [nameOnly(ada, 'Bob Example')], 0],
  ] as const)('%s', async (_, people, code) => {
    expect((await importOf(people)).exitCode).toBe(code)
  })
})

async function importedBeside(known: readonly SalesforceUser[], rows: readonly SalesforceUser[]) {
  const ledger = await aLedger({ people: known })
  const { exitCode, stderr } = await reading(ledger, aReading(rows)).run(...imported)
  return { exitCode, stderr, names: await namesIn(ledger) }
}

describe('one ID in several rows', () => {
  const nobody = { firstName: null, lastName: null, username: null, email: null }
  const named = (name: string) => aSalesforceUser('ada', { ...nobody, name })
  const addressed = (email: string) => aSalesforceUser('ada', { ...nobody, name: email, email })
  const king = { ...ada, lastName: 'King', name: 'Ada King' }

  test.each([
    ['names, new', [], [named('Ada Lovelace'), named('Linus Torvalds')]],
    ['names, known', [ada], [named('Ada Example'), named('Linus Torvalds')]],
    ['a third row', [ada], [ada, ada, { ...bob, salesforceUserId: ada.salesforceUserId }]],
    ['known, and both rows new', [ada], [king, named('Linus Torvalds')]],
    ['addresses without names, new', [], [addressed('ada@x.example'), addressed('bob@x.example')]],
    ['addresses without names, known', [ada], [addressed('ada@x.example'), addressed('bob@x.example')]],
  ])('is refused where they are two users: %s', async (_kind, known, rows) => {
    const { exitCode, stderr, names } = await importedBeside(known, rows)
    expect({ exitCode, names }).toEqual({ exitCode: 6, names: known.map(({ name }) => name) })
    expect(stderr).toContain(
      '1 Salesforce User ID of users.csv belongs to different users in different rows; nothing was imported',
    )
  })

  test.each([
    [
      'another address',
      [
        { ...ada, email: 'a1@x.example' },
        { ...ada, email: 'a2@x.example' },
      ],
    ],
    ['another title', [ada, { ...ada, title: 'CEO' }]],
    ['a middle name', [named('Ada Lovelace'), named('Ada K. Lovelace'), named('Ada Lovelace')]],
  ])('counts once where they are one user: %s', async (_kind, rows) => {
    expect(await importedBeside([ada], rows)).toMatchObject({ exitCode: 0 })
  })
})
