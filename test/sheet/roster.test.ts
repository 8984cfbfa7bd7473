import { expect, test } from 'vitest'
import { failureOf, read, table } from './support.ts'

const roster = (text: string) => read(text, {}, 'roster.yaml')

test('teams with their members: addresses, or keys as the columns of a batch', async () => {
  const text = `# who is where
teams:
  Sales Oslo:
    - ada@example.com   # on the team only
    - user: Bob
      salesforce id: 0055g0000000q1oAAA
      nickname:
  Empty: []
  Alone:
`
  expect(table(await roster(text))).toEqual([
    ['Email', 'Team', 'salesforce id', 'nickname'],
    [4, 'ada@example.com', 'Sales Oslo', '', ''],
    [5, 'Bob', 'Sales Oslo', '0055g0000000q1oAAA', ''],
    [8, '', 'Empty', '', ''],
    [9, '', 'Alone', '', ''],
  ])
})

test('the word "teams" may be left out, and a list of users needs none', async () => {
  expect(table(await roster('North:\n  - a@b.example\n'))).toEqual([
    ['Email', 'Team'],
    [2, 'a@b.example', 'North'],
  ])
  expect(table(await roster('- email: a@b.example\n  team: North\n- c@d.example\n'))).toEqual([
    ['Email', 'Team'],
    [1, 'a@b.example', 'North'],
    [3, 'c@d.example', ''],
  ])
})

test('an ID of digits, yes and no stay what they are', async () => {
  expect(table(await roster('- {sf: 005500000000001, nick: no, tag: 0o17}\n'))).toEqual([
    ['Email', 'sf', 'nick', 'tag'],
    [1, '', '005500000000001', 'no', '0o17'],
  ])
})

test('what is not a user or a team is reported with its line', async () => {
  const { problems } = await roster(
    'teams:\n  A:\n    - [x]\n    - {b: {c: d}}\n  B: text\n  ? [k]\n  : []\n',
  )
  expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
    [3, 'expected an e-mail address or a mapping of labels to values'],
    [4, 'the value of "b" is not a string'],
    [5, 'the members of "B" are not a list'],
    [6, 'the team name is not a string'],
  ])
  expect((await roster('just text\n')).problems).toMatchObject([
    { reason: 'the file contains neither teams nor a list of users' },
  ])
  expect((await roster('teams: [a]\n')).problems).toMatchObject([
    { reason: '"teams" contains no teams with their members below them' },
  ])
})

test('what is not YAML, and a duplicate key, is refused with its line', async () => {
  expect(await failureOf(roster('a: [b\nc: d\n'))).toMatchObject({
    code: 'file-unreadable',
    message: expect.stringMatching(/^roster\.yaml:2 is not YAML: /),
  })
  expect(await failureOf(roster('North: []\nNorth: []\n'))).toMatchObject({
    message: 'roster.yaml:2 is not YAML: Map keys must be unique',
  })
})

test('"users" is a list of users, not a team of that name', async () => {
  const sheet = await roster(
    'users:\n  - email: ada@example.com\n    team: Blue\nteams:\n  Red: [bob@example.com]\n',
  )
  expect(sheet.problems).toEqual([])
  expect(table(sheet)).toEqual([
    ['Email', 'Team'],
    [2, 'ada@example.com', 'Blue'],
    [5, 'bob@example.com', 'Red'],
  ])
})

test('a user with two addresses, or with another team than the list, is not guessed', async () => {
  const text =
    'Red:\n  - {email: ada@example.com, user: bob@example.com}\n  - {user: cyd@example.com, team: Blue}\n'
  const { problems, rows } = await roster(text)
  expect(rows).toEqual([])
  expect(problems).toMatchObject([
    { line: 2, reason: '"user" says the same as another key of this user' },
    { line: 3, reason: '"team" says the same as being listed under "Red"' },
  ])
})

test('nothing beside "teams" and "users" is left out in silence', async () => {
  const { problems } = await roster(
    'teams:\n  Red: [bob@example.com]\nmembers:\n  - ada@example.com\nusers: ada\n',
  )
  expect(problems).toMatchObject([
    { line: 3, reason: 'expected only "teams" and "users" at the top of the file' },
    { line: 5, reason: '"users" is not a list of users' },
  ])
})

test('a word for nothing in the list of a team is a problem, not nobody', async () => {
  const { rows, problems } = await roster('teams:\n  Red:\n    - ada@example.com\n    - null\n    - "#N/A"\n')
  expect(rows).toHaveLength(1)
  expect(problems).toMatchObject([
    { line: 4, reason: '"null" is a word for nothing, not a user' },
    { line: 5, reason: '"#N/A" is a word for nothing, not a user' },
  ])
})
