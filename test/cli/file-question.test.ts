import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Found } from '../../src/app/ports.ts'
import { askForFile, plainPath } from '../../src/cli/file-question.ts'
import { describeFile, listFolder } from '../../src/system/files.ts'
import { aStage } from '../support/dependencies.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test.for([
  ['/tmp/a b.csv', '/tmp/a b.csv'],
  ["'/tmp/a b.csv'", '/tmp/a b.csv'],
  ['"/tmp/a b.csv" ', '/tmp/a b.csv'],
  ["'/tmp/a b", '/tmp/a b'],
  [String.raw`/tmp/a\ b\'s.csv`, "/tmp/a b's.csv"],
  ['file:///tmp/a%20b.csv', '/tmp/a b.csv'],
  ['~/users.csv', '~/users.csv'],
])('a dropped path %s is %s', ([typed, path]) => {
  expect(plainPath(typed ?? '', 'linux')).toBe(path)
})

test('backslashes separate folders on Windows', () => {
  expect(plainPath(String.raw`C:\Users\ada\users.csv`, 'win32')).toBe(String.raw`C:\Users\ada\users.csv`)
})

/** A home with reports of two days in a folder, one in Downloads, and what is no report. */
function aHome(): string {
  const home = temporaryFolder()
  mkdirSync(join(home, 'work', 'old'), { recursive: true })
  mkdirSync(join(home, 'Downloads'))
  const files = [
    'work/users.csv',
    'work/notes.txt',
    'work/.hidden.csv',
    'work/Report 2.xlsx',
    'Downloads/report.csv',
  ]
  for (const [day, file] of files.entries()) {
    writeFileSync(join(home, file), 'x')
    const time = new Date(Date.UTC(2026, 10, 1 + day))
    utimesSync(join(home, file), time, time)
  }
  return home
}

const unasked = () => Promise.reject(new Error('only searches are expected'))

/** What is offered for a text, in the folder `work`, and what Enter takes. */
async function offered(home: string, typed: string): Promise<{ names: string[]; first: string | undefined }> {
  const found: Found<unknown>[] = []
  const search = async <T>(_: string, find: (text: string) => Promise<Found<T>>): Promise<T> => {
    const all = await find(typed)
    found.push(all)
    const [first] = all.choices
    if (first === undefined) throw new Error('nothing was offered')
    return first.value
  }
  const prompts = { search, text: unasked, secret: unasked, yesNo: unasked, choose: unasked }
  const stage = aStage({
    environment: { HOME: home },
    parts: {
      prompts: async () => await Promise.resolve(prompts),
      describeFile,
      listFolder: async (path) => await listFolder(path === '.' ? join(home, 'work') : path),
    },
  })
  const first = await askForFile(await stage.context(), 'Which file?')
  return { names: found.flatMap(({ choices }) => choices.map(({ name }) => name)), first }
}

test('lists the tables in the folder, the newest first, then folders, then what was downloaded', async () => {
  expect(await offered(aHome(), '')).toEqual({
    names: ['Report 2.xlsx', 'users.csv', 'old/', '~/Downloads/report.csv'],
    first: 'Report 2.xlsx',
  })
})

test.for([
  ['a part of a name', 'rep', 'Report 2.xlsx'],
  ['~', '~/Downloads/', '~/Downloads/report.csv'],
  ['the beginning of a folder', '~/Dow', '~/Downloads/'],
])('completes %s', async ([, typed = '', name]) => {
  expect((await offered(aHome(), typed)).names[0]).toBe(name)
})

test('takes the file of a whole path, whatever it is called, and expands ~', async () => {
  const home = aHome()
  expect(await offered(home, '~/work/notes.txt')).toEqual({
    names: ['~/work/notes.txt'],
    first: join(home, 'work/notes.txt'),
  })
  expect((await offered(home, `'${join(home, 'work/Report 2.xlsx')}'`)).first).toBe(
    join(home, 'work/Report 2.xlsx'),
  )
})

test.for([
  ['~/work/none.csv', 'there is no file ~/work/none.csv'],
  ['/nowhere/users.csv', 'there is no folder /nowhere'],
])('says why %s cannot be read', async ([typed = '', reason]) => {
  await expect(offered(aHome(), typed)).rejects.toThrow(reason)
})
