import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** The built program in a folder of its own, with a ledger there. */
function aFolder() {
  const folder = temporaryFolder()
  const store = join(folder, 'ledger.sqlite')
  return {
    file(name: string, text: string | Uint8Array) {
      writeFileSync(join(folder, name), text)
    },
    async run(...words: readonly string[]) {
      return await sfsync(folder, [...words, '--store', store])
    },
  }
}

const norwegian =
  'E-post;Fornavn;Etternavn;Avdeling;Status\nAda@Acme.example;Ada;Lovelace;Nord;Aktiv\ngrace@acme.example;Grace;Hopper;Sør;Deaktivert\n'

function namedUsers(last: string): string {
  return Array.from({ length: 23 }, (_, at) => `u${at}@acme.example,User ${last}${at}\n`).join('')
}

describe('users import', () => {
  test('takes in who exists, leaves nothing to enter, and is undone as one', async () => {
    const { file, run } = aFolder()
    file('users.csv', norwegian)
    const imported = await run('users', 'import', 'users.csv', '--columns', 'team=Avdeling')
    expect(imported.exitCode).toBe(0)
    expect((await run('todo')).stderr).toBe('nothing to enter in SalesScreen\n')
    expect((await run('users', 'list', '--columns', 'email,state,team', '--format', 'csv')).stdout).toBe(
      'email,state,team\nada@acme.example,active,Nord\ngrace@acme.example,deactivated,Sør\n',
    )
    expect((await run('undo', '1')).exitCode).toBe(0)
    expect((await run('users', 'list', '--json')).stdout).toBe('[]\n')
    expect((await run('todo')).stderr).toMatch(/^nothing to enter yet\nnext: /)
  })

  test('remembers the columns for the ledger, and changes nothing the second time', async () => {
    const { file, run } = aFolder()
    file('users.csv', norwegian)
    await run('users', 'import', 'users.csv', '--columns', 'team=Avdeling')
    const again = await run('users', 'import', 'users.csv')
    expect(again).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'no changes: SalesScreen is already known to be as in users.csv\n',
    })
    expect((await run('settings', 'get', 'workbook-columns')).stdout).toBe('team=Avdeling\n')
  })

  test('reads a workbook, and names the cells that a spreadsheet damaged', async () => {
    const { file, run } = aFolder()
    const rows = [
      ['Email', 'First name', 'Last name', 'Team', 'Active'],
      ['ada@acme.example', 'Ada', 'Lovelace', 7, true],
    ]
    file('users.xlsx', await writeXlsx({ sheets: [{ name: 'Users', rows }] }))
    expect((await run('users', 'import', 'users.xlsx')).exitCode).toBe(0)
    expect((await run('users', 'list', '--columns', 'name,state,team', '--format', 'csv')).stdout).toBe(
      'name,state,team\nAda Lovelace,active,7\n',
    )
    const damaged = [...rows, ['bo@acme.example', 'Bo', 46_085, null, false]]
    file('damaged.xlsx', await writeXlsx({ sheets: [{ name: 'Users', rows: damaged }] }))
    const refused = await run('users', 'import', 'damaged.xlsx')
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringContaining(
        'damaged.xlsx:3: Last name: Users!C3 is the number 46085, not a text; format the cell as text and enter the value again',
      ),
    ])
  })

  test('prints one line for each new user, unless SalesScreen has it otherwise', async () => {
    const { file, run } = aFolder()
    file('users.csv', norwegian)
    const { stdout } = await run('users', 'import', 'users.csv', '--columns', 'team=Avdeling', '--dry-run')
    expect(stdout.split('\n').filter((line) => /^. (?:team|user|entered) /.test(line))).toEqual([
      '+ team     Nord (already in SalesScreen)',
      '+ team     Sør (already in SalesScreen)',
      '+ user     ada@acme.example  Ada Lovelace, team Nord (already in SalesScreen)',
      '+ user     grace@acme.example  Grace Hopper, team Sør, deactivated (already in SalesScreen)',
    ])
  })

  test('names every problem of a row, beside a damaged cell', async () => {
    const { file, run } = aFolder()
    const rows = [
      ['Email', 'First name', 'Last name', 'State'],
      ['no address', 'Ada', 46_085, 'gone'],
    ]
    file('users.xlsx', await writeXlsx({ sheets: [{ name: 'Users', rows }] }))
    const { exitCode, stderr } = await run('users', 'import', 'users.xlsx', '--all-problems')
    expect(exitCode).toBe(1)
    for (const part of [
      'error: 3 problems in users.xlsx',
      'is the number 46085',
      'Email: ',
      '"gone" is not a state',
    ])
      expect(stderr).toContain(part)
  })

  test('changes nothing in a dry run', async () => {
    const { file, run } = aFolder()
    file('users.csv', norwegian)
    expect((await run('users', 'import', 'users.csv', '--dry-run')).exitCode).toBe(0)
    expect((await run('users', 'list')).stderr).toContain('there is no ledger')
  })

  test('tells who is missing from a complete workbook', async () => {
    const { file, run } = aFolder()
    file('users.csv', norwegian)
    await run('create-user', '--email', 'alan@acme.example', '--first-name', 'Alan', '--last-name', 'Turing')
    const { stderr } = await run('users', 'import', 'users.csv', '--complete')
    expect(stderr).toContain('warning: alan@acme.example is in the ledger, but not in the workbook\n')
  })

  test.each<[string, string, readonly string[], string]>([
    [
      'without a column of addresses',
      'x,y\n1,2\n',
      [],
      'error: users.csv has no column that sfsync knows as email or name\n  users.csv:1: its columns are: x, y\n',
    ],
    [
      'with a label that is not there',
      'Email,Name\na@acme.example,A B\n',
      ['--columns', 'team=Teem'],
      'error: users.csv has no column "Teem"\ntry: its columns are: Email, Name\n',
    ],
    [
      'with rows that cannot be read',
      'Email,Name,Status,External ID\nnobody,A B,,\nb@acme.example,,,\nc@acme.example,C D,asleep,\nd@acme.example,D E,,003000000000001\nc@acme.example,C D,,\n',
      [],
      'error: 5 problems in users.csv; nothing was changed\n',
    ],
    [
      'with a field that nobody knows',
      'Email,Name\n',
      ['--columns', 'mail=Email'],
      'error: --columns expects field=label, not "mail=Email"\n',
    ],
    [
      'with a part that cannot be taken',
      'Email,Name\n',
      ['--take', 'licenses'],
      'error: --take does not know "licenses"\n',
    ],
  ])('a file %s is refused, and nothing is written', async (_, text, flags, error) => {
    const { file, run } = aFolder()
    file('users.csv', text)
    const refused = await run('users', 'import', 'users.csv', ...flags)
    expect(refused.exitCode).toBeGreaterThan(0)
    expect(refused.stderr).toContain(error)
    expect((await run('history', '--json')).stdout).not.toContain('changeSet')
  })

  test('says what the good rows would change where others have problems', async () => {
    const { file, run } = aFolder()
    file('now.csv', 'Email,Name\na@acme.example,Ada Example\n')
    await run('users', 'import', 'now.csv')
    file('users.csv', 'Email,Name\nnobody,A B\nb@acme.example,Bob Example\n')
    const { exitCode, stderr } = await run('users', 'import', 'users.csv')
    expect(exitCode).toBe(1)
    expect(stderr).toBe(`error: 1 problem in users.csv; nothing was changed
  1 value is not an e-mail address: correct the address, or remove the row
    users.csv:2: Email: "nobody" is not an e-mail address: it has no @
1 user to add, 1 SalesScreen record to update, 1 problem
try: correct them, or take the good rows only: --keep-going
`)
  })

  test('names all differences with --all-problems and in JSON', async () => {
    const { file, run } = aFolder()
    file('now.csv', `Email,Name\n${namedUsers('A')}`)
    file('other.csv', `Email,Name\n${namedUsers('B')}`)
    expect((await run('users', 'import', 'now.csv')).exitCode).toBe(0)
    const told = async (...more: readonly string[]) => {
      const { stdout, stderr } = await run('users', 'import', 'other.csv', '--dry-run', ...more)
      return `${stdout}${stderr}`.match(/in SalesScreen, User A\d+ here/g)?.length
    }
    expect([await told(), await told('--all-problems'), await told('--json')]).toEqual([15, 23, 23])
  })

  test('takes the good rows with --keep-going', async () => {
    const { file, run } = aFolder()
    file('users.csv', 'Email,Name\nnobody,A B\nb@acme.example,Bob Example\n')
    const { exitCode, stderr } = await run('users', 'import', 'users.csv', '--keep-going')
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 3 })
    expect(stderr).toContain('users.csv:2: Email: "nobody" is not an e-mail address: it has no @\n')
    expect((await run('users', 'list', '--format', 'csv', '--columns', 'email')).stdout).toBe(
      'email\nb@acme.example\n',
    )
  })

  test('calls nobody missing whose row could not be read', async () => {
    const { file, run } = aFolder()
    await run('create-user', '--email', 'b@acme.example', '--first-name', 'Bob', '--last-name', 'Example')
    file('users.csv', 'Email,Name,Status\nb@acme.example,Bob Example,asleep\n')
    const { stderr } = await run('users', 'import', 'users.csv', '--keep-going', '--complete')
    expect(stderr).toContain(
      'warning: users who are missing are not listed, because some rows could not be read\n',
    )
    expect(stderr).not.toContain('not in the workbook')
  })
})

describe('todo done --file with a list of users', () => {
  test('is refused where it is not a workbook: it only says what somebody wants', async () => {
    const { file, run } = aFolder()
    await run('create-user', '--email', 'ada@acme.example', '--first-name', 'Ada', '--last-name', 'Lovelace')
    file('people.csv', norwegian)
    const refused = await run('todo', 'done', '--file', 'people.csv')
    expect(refused).toMatchObject({ exitCode: 1 })
    expect(refused.stderr).toContain(
      'people.csv is neither a list of to-dos nor a workbook that was uploaded',
    )
    expect((await run('todo')).stderr).toContain('1 thing to enter in SalesScreen')
  })
})

describe('columns that may be meant', () => {
  test.each([
    ['addresses', 'E-mail,Login e-mail,Name\na@x.example,l@x.example,Ann A\n', 'email: E-mail, Login e-mail'],
    ['names', 'E-mail,Display name,Name\na@x.example,Annie,Ann A\n', 'name: Display name, Name'],
    ['states', 'E-mail,Name,Status,Active\na@x.example,Ann A,Active,yes\n', 'state: Status, Active'],
  ])('of %s are not guessed', async (_, text, columns) => {
    const { file, run } = aFolder()
    file('users.csv', text)
    const refused = await run('users', 'import', 'users.csv')
    expect(refused).toMatchObject({ exitCode: 1 })
    expect(refused.stderr).toContain(`users.csv has several columns for ${columns}\n`)
    const [field = '', list = ''] = columns.split(': ')
    const chosen = `${field}=${list.split(', ')[0] ?? ''}`
    expect((await run('users', 'import', 'users.csv', '--columns', chosen)).exitCode).toBe(0)
    expect((await run('users', 'import', 'users.csv')).exitCode).toBe(0)
  })

  test('of addresses under a label that is not known are not guessed, either', async () => {
    const { file, run } = aFolder()
    file('users.csv', 'Adresse der Vorgesetzten,Name\nboss@x.example,Ann A\n')
    expect((await run('users', 'import', 'users.csv')).stderr).toContain(
      'users.csv has no column that sfsync knows as email\n',
    )
  })

  test('a whole name beside its parts is not needed', async () => {
    const { file, run } = aFolder()
    file(
      'users.csv',
      'E-mail,Display name,Name,First name,Last name\na@x.example,Annie,Ann Alpha,Ann,Alpha\n',
    )
    expect((await run('users', 'import', 'users.csv')).exitCode).toBe(0)
    expect((await run('users', 'list', '--format', 'csv', '--columns', 'name')).stdout).toContain('Ann Alpha')
  })

  test('a label with a comma is named in quotes, and remembered', async () => {
    const { file, run } = aFolder()
    file('users.csv', '"Adresse, privat",Name\na@x.example,Ann Alpha\n')
    const named = await run('users', 'import', 'users.csv', '--columns', 'email="Adresse, privat"')
    expect(named).toMatchObject({ exitCode: 0 })
    expect((await run('users', 'import', 'users.csv')).exitCode).toBe(0)
  })

  test('what is remembered of one file does not stand in the way of another', async () => {
    const { file, run } = aFolder()
    file('users.csv', 'Adresse der Person,Name\na@x.example,Ann Alpha\n')
    file('other.csv', 'E-mail,Name,Lag\nb@x.example,Bob Beta,North\n')
    await run('users', 'import', 'users.csv', '--columns', 'email=Adresse der Person')
    expect((await run('users', 'import', 'other.csv', '--columns', 'team=Lag')).exitCode).toBe(0)
  })
})

test.each([
  ['users import --take', ['users', 'import', 'users.csv', '--take', '']],
  ['todo --kind', ['todo', '--kind', '']],
  ['todo --kind', ['todo', '--kind', ',', '--exit-code']],
  ['status --state', ['status', '--state', ' , ']],
  ['suggest --class', ['suggest', '--class', '']],
])('%s with a list of nothing is refused', async (_, words) => {
  const { exitCode, stderr } = await aFolder().run(...words)
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/^error: --\w+ names nothing\ntry: use one or more of: /)
})

test('the name of a team is one line, under the same rule as one that is typed', async () => {
  const { file, run } = aFolder()
  file('users.csv', 'E-mail,Name,Team\na@x.example,Ann Alpha,"Sales\nNorth"\n')
  expect((await run('users', 'import', 'users.csv')).exitCode).toBe(0)
  expect((await run('teams', 'list', '--format', 'csv', '--columns', 'name')).stdout).toBe(
    'name\nSales North\n',
  )
  file('more.csv', 'E-mail,Name,Team\nb@x.example,Bob Beta,None\n')
  expect((await run('users', 'import', 'more.csv')).stderr).toContain(
    'is a word for a missing value, not a name',
  )
})

test('users licences is users licenses', async () => {
  const { run } = aFolder()
  await run('teams', 'create', 'North')
  expect((await run('users', 'licences')).exitCode).toBe(0)
})

test('a team that is unknown is answered once', async () => {
  const { file, run } = aFolder()
  file('users.csv', 'E-mail,Name,Team\na@x.example,Ann Alpha,North\n')
  await run('users', 'import', 'users.csv')
  const { stderr } = await run('todo', '--team', 'Nope')
  expect(stderr.match(/^try: /gmu)).toHaveLength(1)
})
