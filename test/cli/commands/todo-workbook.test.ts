import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { row, xlsxOf } from '../../support/workbooks.ts'

const template = join(import.meta.dirname, '../../sheet/workbook/samples/users-libreoffice.xlsx')

/** A ledger that has taken in a workbook which LibreOffice wrote: Ada, Grace and Old, all on Sales. */
async function aCompany() {
  const home = temporaryFolder()
  copyFileSync(template, join(home, 'users.xlsx'))
  const run = async (...words: readonly string[]) =>
    await sfsync(home, [...words, '--store', join(home, 'ledger.sqlite')])
  await run('users', 'import', 'users.xlsx')
  return { home, run }
}

const toUpload = ['todo', 'export', '--workbook', 'users.xlsx', '--out', 'upload.xlsx'] as const

test('the workbook to upload has the changes and the new users, and recording it empties the list', async () => {
  const { run } = await aCompany()
  await run('users', 'edit', 'ada.lovelace@acme.example', '--nickname', 'Countess & Co')
  await run('assign-team', 'grace@acme.example', 'Support', '--create-team', '--move')
  await run(
    'create-user',
    '--email',
    'new@acme.example',
    '--first-name',
    'New',
    '--last-name',
    'One',
    '--team',
    'Support',
  )
  const { exitCode, stderr } = await run(...toUpload)
  expect({ exitCode, stderr: stderr.replace(/ --store \S+/gu, '') }).toEqual({
    exitCode: 0,
    stderr: `warning: not in the workbook: create team Support: a workbook cannot say it; enter it before the upload
3 things to enter in SalesScreen written to upload.xlsx
next: upload it in SalesScreen; when that is done: sfsync todo done --file upload.xlsx
`,
  })
  expect((await run('todo', 'done', '--file', 'upload.xlsx')).exitCode).toBe(0)
  expect((await run('todo')).stderr).toBe('nothing to enter in SalesScreen\n')
})

test('an address and a state without a word are left to be done by hand, and stay on the list', async () => {
  const { home, run } = await aCompany()
  const edit = ['users', 'edit', 'ada.lovelace@acme.example', '--email', 'ada.king@acme.example']
  await run(...edit)
  await run('users', 'deactivate', 'old@acme.example')
  const byHand = `warning: not in the workbook: deactivate user old@acme.example: no user of the workbook shows how this state is written; set it by hand
warning: not in the workbook: change user Ada.Lovelace@acme.example: an upload finds users by their address; change the address by hand
`
  expect((await run(...toUpload)).stderr).toBe(`${byHand}nothing to upload; no file was written\n`)
  expect(existsSync(join(home, 'upload.xlsx'))).toBe(false)
  await run('users', 'edit', 'ada.king@acme.example', '--nickname', 'Countess')
  expect((await run(...toUpload)).stderr).toContain(
    `${byHand}0 things to enter in SalesScreen, and 1 in part, written to upload.xlsx\n`,
  )
  await run('todo', 'done', '--file', 'upload.xlsx')
  expect((await run('todo', '--format', 'csv', '--columns', 'kind,what')).stdout).toBe(
    'kind,what\ndeactivate,deactivate Old Bird\nedit-user,e-mail ada.king@acme.example\n',
  )
})

test.each<[string, readonly string[], string]>([
  [
    'the workbook itself',
    ['--workbook', 'users.xlsx', '--out', 'users.xlsx', '--force'],
    'is the workbook itself',
  ],
  ['a workbook without --out', ['--workbook', 'users.xlsx'], '--workbook and --out go together'],
  ['a file that is no workbook', ['--workbook', 'ledger.sqlite', '--out', 'upload.xlsx'], 'error: '],
])('%s is refused, and nothing is written', async (_, flags, error) => {
  const { home, run } = await aCompany()
  const refused = await run('todo', 'export', ...flags)
  expect(refused.exitCode).toBeGreaterThan(0)
  expect(refused.stderr).toContain(error)
  expect(existsSync(join(home, 'upload.xlsx'))).toBe(false)
  expect(readFileSync(join(home, 'users.xlsx')).equals(readFileSync(template))).toBe(true)
})

test('the list as a workbook is read back as done', async () => {
  const { run } = await aCompany()
  await run('users', 'deactivate', 'old@acme.example')
  await run('todo', 'export', 'todo.xlsx')
  expect((await run('todo', 'done', '--file', 'todo.xlsx')).exitCode).toBe(0)
  expect((await run('todo')).stderr).toBe('nothing to enter in SalesScreen\n')
})

const newUser = ['create-user', '--team', 'North', '--create-team'] as const

/** A ledger in which Ann is entered and renamed, and Bob is to be created. */
async function aWorkbook(sheets: Readonly<Record<string, string>>) {
  const home = temporaryFolder()
  writeFileSync(join(home, 'users.xlsx'), await xlsxOf({ sheets }))
  const run = async (...words: readonly string[]) =>
    await sfsync(home, [...words, '--store', join(home, 'ledger.sqlite')])
  const add = async (firstName: string, lastName: string, email: string) =>
    await run(...newUser, '--first-name', firstName, '--last-name', lastName, '--email', email)
  await add('Ann', 'Alpha', 'a@x.example')
  await run('todo', 'done', '--all')
  await run('users', 'edit', 'a@x.example', '--first-name', 'Anna')
  await add('Bob', 'Beta', 'b@x.example')
  const upload = async (...flags: readonly string[]) => {
    const { stderr } = await run(...toUpload, ...flags)
    return stderr
      .split('\n')
      .filter((line) => line.startsWith('warning: not in the workbook: '))
      .map((line) => line.slice('warning: not in the workbook: '.length))
  }
  const left = async () => {
    await run('todo', 'done', '--file', 'upload.xlsx')
    const { stdout } = await run('todo', '--format', 'csv', '--columns', 'kind')
    return stdout.trim().split('\n').slice(1)
  }
  return { home, run, upload, left }
}

const labels = row(1, 'Email', 'First name', 'Last name', 'Team')
const ann = row(2, 'a@x.example', 'Ann', 'Alpha', 'North')
const listOf = (...rows: readonly string[]) => `<sheetData>${rows.join('')}</sheetData>`

describe('a workbook that is not just a list', () => {
  test('with instructions on another sheet is filled where the users are', async () => {
    const help = listOf(row(1, 'How to'), row(2, 'Email', 'required; must be unique'))
    const { upload, left } = await aWorkbook({ 'Read me': help, Users: listOf(labels, ann) })
    expect(await upload()).toEqual([])
    expect(await left()).toEqual([])
  })

  test('is filled on the sheet that is named', async () => {
    const { run, upload } = await aWorkbook({ Users: listOf(labels, ann), Copy: listOf(labels, ann) })
    const filled = await run(...toUpload)
    expect(filled.stderr).toContain(
      'read the sheet "Users" of users.xlsx, not "Copy"; "Copy" would fit as well: choose with --sheet "<name>"\n',
    )
    expect(await upload('--force', '--sheet', 'Copy')).toEqual([])
    const read = await run('users', 'import', 'upload.xlsx', '--sheet', 'Copy', '--dry-run', '--json')
    expect(read.stdout).toContain('Anna')
    expect((await run(...toUpload, '--force', '--sheet', 'None')).stderr).toContain('has no sheet "None"')
  })

  test('with a note directly below the users gets no new row', async () => {
    const { upload, left } = await aWorkbook({ Users: listOf(labels, ann, row(4, 'Do not change')) })
    expect(await upload()).toEqual([
      'create user b@x.example: row 4 below the users is not empty, so there is no room for a new row',
    ])
    expect(await left()).toEqual(['create-user'])
  })

  test('with prepared formulas gets the new row directly below the users', async () => {
    const prepared = [3, 4, 5].map((line) =>
      row(line, `<c r="E${line}"><f>IF(A${line}="","",1)</f><v></v></c>`),
    )
    const { upload, left } = await aWorkbook({
      Users: listOf(row(1, 'Email', 'First name', 'Last name', 'Team', 'Check'), ann, ...prepared),
    })
    expect(await upload()).toEqual([])
    expect(await left()).toEqual([])
  })

  test('keeps its formulas and its merged cells, and names what is to be done by hand', async () => {
    const name = '<c r="B2"><f>"Ann"</f><v>Ann</v></c>'
    const { upload, left } = await aWorkbook({
      Users: listOf(labels, row(2, 'a@x.example', name, 'Alpha', 'North')),
    })
    expect(await upload()).toEqual(['change user a@x.example: B2 holds a formula; change it by hand'])
    expect(await left()).toEqual(['edit-user'])
    const merged = await aWorkbook({
      Users: `${listOf(labels, ann, row(3, 'c@x.example', '', 'Cee'))}<mergeCells><mergeCell ref="B2:B3"/></mergeCells>`,
    })
    expect(await merged.upload()).toEqual([
      'change user a@x.example: B2 is merged with other cells; change it by hand',
    ])
  })

  test('does not need a whole name that is a formula of its parts', async () => {
    const name = '<c r="E2"><f>B2&amp;C2</f><v>Ann Alpha</v></c>'
    const { upload, left } = await aWorkbook({
      Users: listOf(
        row(1, 'Email', 'First name', 'Last name', 'Team', 'Name'),
        row(2, 'a@x.example', 'Ann', 'Alpha', 'North', name),
      ),
    })
    expect(await upload()).toEqual([])
    expect(await left()).toEqual([])
  })

  test('with two columns that may be the address is not filled', async () => {
    const { run } = await aWorkbook({
      Users: listOf(
        row(1, 'E-mail', 'Login e-mail', 'Name'),
        row(2, 'a@x.example', 'l@x.example', 'Ann Alpha'),
      ),
    })
    expect((await run(...toUpload)).stderr).toContain('has several columns for email: E-mail, Login e-mail')
  })
})

test('a new user does not take the row of the one who has the address until then', async () => {
  const { run, upload } = await aWorkbook({ Users: listOf(labels, ann) })
  await run('users', 'edit', 'a@x.example', '--email', 'a.new@x.example')
  await run('users', 'edit', 'b@x.example', '--email', 'a@x.example')
  const why = 'another user has this address until the address is changed; enter it by hand'
  expect(await upload()).toEqual([`change user a@x.example: ${why}`, `create user a@x.example: ${why}`])
})

test('a new user whom the workbook has is not written over', async () => {
  const { upload } = await aWorkbook({
    Users: listOf(labels, ann, row(3, 'b@x.example', 'Bea', 'B', 'South')),
  })
  expect(await upload()).toEqual(['create user b@x.example: the workbook has a user with this address'])
})

test('a workbook of which nothing was asked confirms nothing', async () => {
  const { run, left } = await aWorkbook({ Users: listOf(labels, ann) })
  expect((await run('todo', 'done', '--file', 'users.xlsx')).stderr).toContain(
    'users.xlsx has nothing of what waits to be entered; nothing was changed',
  )
  expect(await left()).toEqual(['edit-user', 'create-user'])
})
