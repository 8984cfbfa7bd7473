import { expect, test } from 'vitest'
import { completionScripts } from '../../src/cli/completion.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const bare = new RegExp(/-match '([^']+)'/.exec(completionScripts.powershell)?.[1] ?? '')

test.for(['map', 'sf-users', '--dry-run', '-n', 'Support'])('PowerShell completes %s as it is', (value) => {
  expect(bare.test(value)).toBe(true)
})

// What PowerShell runs, splits, expands or takes for a comment, and typographic quotes that it takes for quotes.
test.for([
  '$(ls)',
  'a;b',
  'a b',
  "O'Brien",
  'a‘;b',
  '@x',
  'a,b',
  'a@x.example',
  '`n',
  '#1',
  '--%',
  'a|b',
  '&x',
  '{x}',
])('PowerShell completes %s in quotes', (value) => {
  expect(bare.test(value)).toBe(false)
})

test('PowerShell doubles every quote within quotes', () => {
  expect(completionScripts.powershell).toContain(String.raw`-replace "(['\u2018-\u201b])", '$1$1'`)
})

test.for([
  [['status', '--state=ac'], ['--state=active']],
  [['status', '--state', 'active,p'], ['active,pending']],
  [
    ['suggest', '--class=sure,'],
    ['--class=sure,likely', '--class=sure,unclear', '--class=sure,none'],
  ],
  [['users', 'import', 'users.xlsx', '--take=names,t'], ['--take=names,teams']],
  [['plan', 'people.csv', '--as', 'r'], ['roster']],
  [['status', '--require=e'], ['--require=entered']],
  [['sf-users', 'list', '--sort=na'], ['--sort=name']],
  // A column of that list, not an order of this one.
  [['status', '--sort=na'], []],
])('%j is completed by values, alone or in a list', async ([words = [], values = []]) => {
  const { stdout } = await sfsync(temporaryFolder(), ['complete', '--', ...words])
  expect(stdout.split('\n').slice(0, -1)).toEqual(values)
})

test('add is completed by people of Salesforce, undo and show by change sets', async () => {
  const home = temporaryFolder()
  const who = await sfsync(home, ['complete', '--', '--profile', 'demo', 'add', 'hedy'])
  expect(who.stdout).toBe('hedy.lamarr@acme.example\tHedy Lamarr\n')
  await sfsync(home, ['teams', 'create', 'Sales North'])
  await sfsync(home, ['teams', 'create', 'Sales South'])
  for (const command of ['undo', 'show']) {
    const { stdout } = await sfsync(home, ['complete', '--', command, ''])
    expect(stdout).toBe("2\tsfsync teams create 'Sales South'\n1\tsfsync teams create 'Sales North'\n")
  }
})

test('where either side is meant, each person is offered once, by an address of their own', async () => {
  const home = temporaryFolder()
  const demo = { environment: { SFSYNC_PROFILE: 'demo' } }
  await sfsync(home, ['create-user', '--from-sf', 'hedy.lamarr@acme.example'], demo)
  const offered = async (...words: string[]) =>
    (await sfsync(home, ['complete', '--', ...words], demo)).stdout.split('\n').slice(0, -1)
  for (const command of ['explain', 'status']) {
    expect(await offered(command, 'hedy')).toEqual(['hedy.lamarr@acme.example\tHedy Lamarr'])
    expect(await offered(command, 'grace')).toEqual(['grace.hopper@acme.example\tGrace Hopper'])
  }
  expect(await offered('todo', 'grace')).toEqual([])
  expect(await offered('create-user', '--from-sf', 'grace')).toEqual([
    'grace.hopper@acme.example\tGrace Hopper',
  ])
})

test.for([['--profile', 'demo'], ['--profile=demo']])(
  'people are those of the profile in %j',
  async (flags) => {
    const home = temporaryFolder()
    const words = [...flags, 'map', 'ada.lovelace@acme.example', 'hedy']
    const { stdout } = await sfsync(home, ['complete', '--', ...words])
    expect(stdout).toBe('0055g0000004FC8AAM\tHedy Lamarr\n')
  },
)
