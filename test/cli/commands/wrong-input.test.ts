import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Runs commands in a folder with these files and a ledger of its own. */
function aFolder(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const environment = { SFSYNC_STORE: join(folder, 'ledger.sqlite') }
  return async (...words: readonly string[]) => await sfsync(folder, words, { environment })
}

const report = `User ID,Name,Username,Email,Active
0055g0000004C92AAE,Nora Newby,nora@acme.example.prod,nora.newby@acme.example,true
0055g0000004COnAAM,Kim One,kim1@acme.example.prod,kim@acme.example,true
0055g0000004CdKAAU,Kim Two,kim2@acme.example.prod,kim@acme.example,true
`

describe("SalesScreen's list of users", () => {
  const list = 'Email,First name,Last name,Team,Status\nada@acme.example,Ada,Lovelace,North,Active\n'

  test.each([['import'], ['plan'], ['map', '--file'], ['create-user', '--file']])(
    'is recognized by %j, which names the right command',
    async (...words) => {
      const run = aFolder({ 'ss.csv': list })
      await run('teams', 'create', 'South')
      const { exitCode, stderr } = await run(...words, 'ss.csv')
      expect(exitCode).toBe(1)
      expect(stderr).toBe(
        "error: ss.csv looks like SalesScreen's list of users; nothing was changed\n" +
          'try: to record who exists in SalesScreen: sfsync users import ss.csv\n' +
          'try: if it is a list of what you want, remove the column of states\n',
      )
    },
  )
})

test.each([['assign-team', '--file'], ['create-user', '--file'], ['import']])(
  '%j reports a wrong team of a row without a good address in the same go',
  async (...words) => {
    const run = aFolder({ 'people.csv': 'Email,Name,Team\nada.acme.example,Ada Lovelace,Nroth\n' })
    await run('teams', 'create', 'North')
    const { stderr } = await run(...words.filter(Boolean), 'people.csv')
    expect(stderr).toContain('ada.acme.example')
    expect(stderr).toMatch(/Nroth|did you mean North/)
  },
)

test('before any Salesforce user was read, a file has that problem once', async () => {
  const run = aFolder({
    'people.csv': `Email,Name,External ID
ada@acme.example,Ada Lovelace,0055g0000004C92AAE
grace@acme.example,Grace Hopper,0055g0000004COnAAM
alan@acme.example,Alan Turing,alan@acme.example.prod
`,
  })
  const { stderr } = await run('import', 'people.csv')
  expect(stderr.match(/no Salesforce users have been read yet/g)).toHaveLength(2)
  expect(stderr).toContain(
    'people.csv:2-3: External ID: no Salesforce users have been read yet, so this cannot be checked  (--allow-unknown; first: sfsync sf-users import <report.csv>)',
  )
})

describe('create-user --from-sf', () => {
  test('takes the only user with an e-mail address or name', async () => {
    const run = aFolder({ 'report.csv': report })
    await run('sf-users', 'import', 'report.csv')
    expect((await run('create-user', '--from-sf', 'nora.newby@acme.example', '--quiet')).stdout).toContain(
      '+ user     nora.newby@acme.example  Nora Newby, no team',
    )
    expect((await run('map', 'nora.newby@acme.example', 'nora newby', '--quiet')).stdout).toContain(
      '+ mapping  nora.newby@acme.example -> 0055g0000004C92AAE',
    )
  })

  test('reports an ambiguous user and a mistyped team together', async () => {
    const run = aFolder({ 'report.csv': report })
    await run('sf-users', 'import', 'report.csv')
    await run('teams', 'create', 'Sales North')
    const { exitCode, stderr } = await run(
      'create-user',
      '--from-sf',
      'kim@acme.example',
      '--team',
      'Sales Nort',
    )
    expect(exitCode).toBe(6)
    expect(stderr)
      .toBe(`error: "kim@acme.example" matches 2 Salesforce users, and there is no team "Sales Nort"
  0055g0000004COnAAM: Kim One, username kim1@acme.example.prod, e-mail kim@acme.example
  0055g0000004CdKAAU: Kim Two, username kim2@acme.example.prod, e-mail kim@acme.example
try: use the Salesforce User ID of one of them
try: did you mean Sales North?
try: sfsync teams list
try: add --create-team to create the team
`)
  })
})

test('map without a Salesforce user offers the only one with the same address', async () => {
  const run = aFolder({ 'report.csv': report })
  await run('sf-users', 'import', 'report.csv')
  await run('create-user', '--from-sf', 'Nora Newby')
  expect((await run('map', 'nora.newby@acme.example')).stderr).toBe(`error: map needs <sfId>
  Nora Newby (0055g0000004C92AAE) has the same e-mail address
try: sfsync map nora.newby@acme.example 0055g0000004C92AAE
`)
})

describe('what belongs elsewhere is answered with the command that was meant', () => {
  test.each([
    ['check p.csv', 'to see what a file would change: sfsync plan p.csv', 'to apply it: sfsync import p.csv'],
    ['whoami p.xlsx', 'to apply it: sfsync import p.xlsx'],
    ['suggest --accept', 'sfsync suggest --accept class=sure'],
    ['suggest --accept sure', 'sfsync suggest --accept class=sure'],
    ['suggest --accept=Likely', 'sfsync suggest --accept class=likely'],
    [
      'undo --since yesterday',
      'to find the change sets: sfsync history --since yesterday',
      'then undo them by number: sfsync undo <number>',
    ],
    ['undo --since=3d', 'to find the change sets: sfsync history --since 3d'],
    ['undo --since', 'to find the change sets: sfsync history --since <when>'],
    ['find ada', 'sfsync sf-users find ada'],
    ['refresh', 'sfsync sf-users refresh'],
  ])('%s', async (words, ...hints) => {
    const { exitCode, stderr } = await aFolder({})(...words.split(' '))
    expect(exitCode).toBe(2)
    for (const hint of hints) expect(stderr).toContain(`\ntry: ${hint}\n`)
  })
})

test.each([
  [
    ['check', '--fix', '--json'],
    '--fix cannot be combined with the format json',
    'the list has the fix of each finding',
  ],
  [
    ['check', '--fix', '--format', 'markdown'],
    '--fix cannot be combined with the format markdown',
    'the list has',
  ],
  [
    ['history', '--as-script', '--json'],
    '--as-script cannot be combined with the format json',
    'the list has the same',
  ],
  [['report', '-', '--json'], 'report - cannot be combined with the format json', 'name a file for the page'],
])('%j does not write something else than the format that was asked for', async (words, problem, instead) => {
  const { exitCode, stdout, stderr } = await aFolder({})(...words)
  expect(exitCode).toBe(2)
  expect(stdout + stderr).toContain(problem)
  expect(stdout + stderr).toContain(instead)
})
