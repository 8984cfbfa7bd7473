import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Found } from '../../src/app/ports.ts'
import { backupFiles, type FileKind, reportFiles } from '../../src/cli/file-kinds.ts'
import { askForFile, plainPath } from '../../src/cli/file-question.ts'
import { describeFile, listFolder, readHead } from '../../src/system/files.ts'
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

/** What is offered for each text, one typed after the other in the folder `work`, and which files were looked into. */
async function offered(
  home: string,
  typed: string | readonly string[],
  kind: FileKind = reportFiles,
): Promise<{ names: string[]; first: string | undefined; none: string | undefined; read: string[] }> {
  const found: Found<unknown>[] = []
  const search = async <T>(_: string, find: (text: string) => Promise<Found<T>>): Promise<T> => {
    const all: Found<T>[] = []
    for (const text of [typed].flat()) all.push(await find(text))
    found.push(...all)
    const first = all.at(-1)?.choices[0]
    if (first === undefined) throw new Error('nothing was offered')
    return first.value
  }
  const prompts = { search, text: unasked, secret: unasked, yesNo: unasked, choose: unasked }
  const read: string[] = []
  const at = (path: string) => (path.startsWith('/') ? path : join(home, 'work', path))
  const stage = aStage({
    environment: { HOME: home },
    parts: {
      prompts: async () => await Promise.resolve(prompts),
      describeFile,
      listFolder: async (path) => await listFolder(at(path)),
      readHead: async (path, bytes) => {
        read.push(path)
        return await readHead(at(path), bytes)
      },
    },
  })
  const first = await askForFile(await stage.context(), 'Which file?', kind).catch(() => undefined)
  const last = found.at(-1)
  return { names: last?.choices.map(({ name }) => name) ?? [], first, none: last?.none, read }
}

test('lists the tables in the folder, the newest first, then folders, then what was downloaded', async () => {
  expect(await offered(aHome(), '')).toMatchObject({
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
  expect(await offered(home, '~/work/notes.txt')).toMatchObject({
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
  expect(await offered(aHome(), typed)).toMatchObject({ names: [], none: reason })
})

test.each([
  ['reports', reportFiles],
  ['backups', backupFiles],
])('says that an empty folder has no %s', async (plural, kind) => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'work'))
  expect(await offered(home, '', kind)).toMatchObject({
    names: [],
    none: `no ${plural} in this folder: type a path`,
  })
})

const report = '"User ID","Full Name","Email"\n"0055g0000004C92","Ada Lovelace","ada@acme.example"\n'

/** Adds files to the folder `work`, each newer than the one before. */
function addFiles(home: string, files: Readonly<Record<string, string>>): void {
  for (const [day, [name, content]] of Object.entries(files).entries()) {
    writeFileSync(join(home, 'work', name), content)
    const time = new Date(Date.UTC(2026, 10, 10, day))
    utimesSync(join(home, 'work', name), time, time)
  }
}

test('offers what looks like a report before newer files, also of those that were downloaded', async () => {
  const home = aHome()
  writeFileSync(join(home, 'Downloads', 'report.csv'), report)
  addFiles(home, {
    'october.csv': report,
    'november.csv': report,
    'sums.csv': 'Id,Amount\n006,5\n',
    'empty.csv': '',
  })
  expect((await offered(home, '')).names).toEqual([
    'november.csv',
    'october.csv',
    '~/Downloads/report.csv',
    'empty.csv',
    'sums.csv',
    'Report 2.xlsx',
    'users.csv',
    'old/',
  ])
})

test('looks into each file once, however much is typed', async () => {
  const home = aHome()
  addFiles(home, { 'november.csv': report, 'sums.csv': 'Id,Amount\n' })
  const { names, read } = await offered(home, ['', 's', 'su', ''])
  expect(names[0]).toBe('november.csv')
  expect(read.toSorted()).toEqual([...new Set(read)].toSorted())
})
