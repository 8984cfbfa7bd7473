import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A home, and how to run the program in it, with the sample org unless another profile is named. */
function atHome(profile = 'demo'): {
  readonly home: string
  readonly run: (line: string) => ReturnType<typeof sfsync>
  readonly workbook: (name: string) => Promise<readonly (readonly unknown[])[]>
} {
  const home = temporaryFolder()
  return {
    home,
    run: async (line) => await sfsync(home, line.split(' '), { environment: { SFSYNC_PROFILE: profile } }),
    workbook: async (name) => (await readXlsx(readFileSync(join(home, name)))).sheets[0]?.rows ?? [],
  }
}

test('a list as a workbook has the cells of CSV with their kinds, and is read again', async () => {
  const { home, run, workbook } = atHome('default')
  writeFileSync(
    join(home, 'people.csv'),
    'Id,Name,Email,Active\n0055g0000004JW1,=Max +Power,max.power@acme.example,1\n0055g0000004C92,Ada Lovelace,ada@acme.example,0\n',
  )
  await run('sf-users import people.csv')
  const { stdout } = await run('sf-users list --all --format csv')
  expect(await run('sf-users list --all --quiet --output users.xlsx')).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: '',
  })
  const [labels = [], ...rows] = await workbook('users.xlsx')
  const lines = stdout.trimEnd().split('\n')
  expect(labels.join(',')).toBe(lines[0])
  expect(rows).toHaveLength(lines.length - 1)
  const max = rows.find((row) => row[1] === '=Max +Power') ?? []
  expect(max.slice(0, 4)).toEqual(['0055g0000004JW1AAM', '=Max +Power', 'max.power@acme.example', true])
  expect((await run('sf-users import users.xlsx --dry-run')).stdout).toMatch(
    new RegExp(`^${rows.length} users read from users.xlsx: no changes`),
  )
})

test('what a command changes is a workbook, too, and so is a change set', async () => {
  const { run, workbook } = atHome()
  await run('teams create Blue --output created.xlsx')
  await run('show 1 --output shown.xlsx')
  const rows = await workbook('created.xlsx')
  expect(rows[0]).toEqual(['entity', 'key', 'field', 'before', 'after'])
  expect(await workbook('shown.xlsx')).toEqual(rows)
})

test('an empty list is a workbook with a header', async () => {
  const { run, workbook } = atHome()
  await run('teams list --output teams.xlsx')
  expect(await workbook('teams.xlsx')).toHaveLength(1)
})

test('--output takes the format from the name, and any list; an existing file stays', async () => {
  const { home, run } = atHome()
  await run('teams create Blue')
  await run('teams list --output teams.json')
  expect(JSON.parse(readFileSync(join(home, 'teams.json'), 'utf8'))).toMatchObject([{ name: 'Blue' }])
  const again = await run('teams list --output teams.json')
  expect([again.exitCode, again.stderr]).toEqual([
    2,
    'error: teams.json already exists; it was not overwritten\ntry: name another file with --output, or remove this one first\n',
  ])
  expect((await run('teams list --json --output teams.xlsx')).exitCode).toBe(2)
  expect((await run('teams list --output no/teams.csv')).exitCode).toBe(1)
})

test('a command that fails leaves no file behind', async () => {
  const { home, run } = atHome()
  expect((await run('users show nobody --output nobody.csv')).exitCode).toBe(1)
  expect((await run('completion bash --output completion.xlsx')).exitCode).toBe(2)
  expect(readdirSync(home).filter((name) => /nobody|completion/.test(name))).toEqual([])
})

test('a workbook on standard output is the same bytes', async () => {
  const { home, run } = atHome()
  await run('teams list --output a.xlsx')
  await run('teams list --output b.xlsx --format xlsx')
  expect(readFileSync(join(home, 'a.xlsx'))).toEqual(readFileSync(join(home, 'b.xlsx')))
  const { stdout } = await run('teams list --format xlsx')
  expect(stdout.startsWith('PK')).toBe(true)
  expect((await run('teams list --format csv --output -')).stdout).toBe('teamId,name,key,members\n')
})

test('a review goes out as a workbook and comes back', async () => {
  const { home, run, workbook } = atHome()
  const { stderr } = await run('export --for-review review.xlsx')
  expect(stderr).toContain('rows to decide written to review.xlsx')
  const [labels = [], ...rows] = await workbook('review.xlsx')
  expect(labels.slice(0, 3)).toEqual(['Row key', 'Decision', 'Salesforce User ID'])
  const ada = rows.find((row) => row[7] === 'Ada Lovelace') ?? []
  // As a spreadsheet program saves it: under another name, with the decision filled in.
  const decided = rows.map((row) => (row === ada ? [row[0], 'new', ...row.slice(2)] : row))
  const cells = [labels, ...decided].map((row) => row.map((cell) => (typeof cell === 'string' ? cell : null)))
  writeFileSync(join(home, 'decided.xlsx'), await writeXlsx({ sheets: [{ name: 'Mine', rows: cells }] }))
  const { stdout } = await run('import decided.xlsx --quiet')
  expect(stdout).toMatch(/^\+ user {5}ada.lovelace@acme.example {2}Ada Lovelace/)
})

test('rows that failed are written as a workbook, corrected there, and imported', async () => {
  const { home, run, workbook } = atHome()
  const header = ['Email', 'Name', 'Team', 'Problem']
  const rows = [header, ['ada@acme.example', 'Ada', null, 'old'], ['bo@acme.example', 'Bo', 'Nowhere', null]]
  writeFileSync(join(home, 'people.xlsx'), await writeXlsx({ sheets: [{ name: 'Users', rows }] }))
  const command = 'import people.xlsx --keep-going --failed failed.xlsx'
  expect((await run(command)).exitCode).toBe(3)
  const failed = await workbook('failed.xlsx')
  expect(failed).toEqual([
    ['Email', 'Name', 'Team', 'problem'],
    ['bo@acme.example', 'Bo', 'Nowhere', expect.stringContaining('the team "Nowhere" does not exist')],
  ])
  // A file of failed rows may be replaced by the next one, whatever else is there may not.
  expect((await run(command)).exitCode).toBe(3)
  expect((await run('import people.xlsx --keep-going --failed people.xlsx')).exitCode).toBe(2)
  writeFileSync(join(home, 'other.xlsx'), await writeXlsx({ sheets: [{ name: 'A', rows: [['Email']] }] }))
  expect((await run('import people.xlsx --keep-going --failed other.xlsx')).exitCode).toBe(2)
  expect((await run('import failed.xlsx --create-team --quiet')).stdout).toContain('bo@acme.example')
  expect(existsSync(join(home, 'failed.xlsx'))).toBe(true)
})
