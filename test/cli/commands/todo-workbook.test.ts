import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

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
    stderr: `warning: not in the workbook: create-team Support: a workbook cannot say it; enter it before the upload
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
  const byHand = `warning: not in the workbook: edit-user Ada.Lovelace@acme.example: an upload finds users by their address; change the address by hand
warning: not in the workbook: deactivate old@acme.example: no user of the workbook shows how this state is written; set it by hand
`
  expect((await run(...toUpload)).stderr).toBe(`${byHand}nothing to upload; no file was written\n`)
  expect(existsSync(join(home, 'upload.xlsx'))).toBe(false)
  await run('users', 'edit', 'ada.king@acme.example', '--nickname', 'Countess')
  expect((await run(...toUpload)).stderr).toContain(
    `${byHand}0 things to enter in SalesScreen, and 1 in part, written to upload.xlsx\n`,
  )
  await run('todo', 'done', '--file', 'upload.xlsx')
  expect((await run('todo', '--format', 'csv', '--columns', 'kind,what')).stdout).toBe(
    'kind,what\nedit-user,e-mail ada.king@acme.example\ndeactivate,deactivate Old Bird\n',
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
