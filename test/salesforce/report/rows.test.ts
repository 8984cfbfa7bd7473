import { expect, test } from 'vitest'
import { readReport } from '../../../src/salesforce/report/report.ts'
import { all } from '../../support/all.ts'
import { adaId, bobId, bytesOf, failureOf, person, read } from './support.ts'

test('damaged IDs are problems with line, column, value and reason', async () => {
  const damaged = [
    [
      '5E+54',
      '"5E+54" was turned into a number by a spreadsheet: format the column as text and export it again',
    ],
    [
      '5000000000123',
      '"5000000000123" lost its leading zeros in a spreadsheet: format the column as text and export it again',
    ],
    ['003D000000OY9om', '"003D000000OY9om" is the ID of a contact: a Salesforce User ID starts with 005'],
    [
      '0055g0000000q1oA1A',
      '"0055g0000000q1oA1A" is damaged: its last three characters do not match the rest',
    ],
    ['0055g0000000q1', '"0055g0000000q1" has 14 characters; a Salesforce User ID has 15 or 18'],
    ['', 'the Salesforce User ID is empty'],
  ]
  const rows = damaged.map(([value], index) => `Eve${index},x,${value}`)
  const { people, problems } = await read(`Name,Role,User ID\n${rows.join('\n')}\nAda,Sales,${adaId}\n`)
  expect(people).toEqual([person({ id: adaId, name: 'Ada', role: 'Sales' })])
  expect(problems).toEqual(
    damaged.map(([value, reason], index) => ({
      file: 'users.csv',
      line: index + 2,
      column: 'User ID',
      value,
      reason,
      group: 'not a Salesforce user',
    })),
  )
})

const ids = ['0055g0000000q1o', '0055g0000000qHZ', '0055g0000000qXK', '0055g0000000qn5', '0055g0000000r2q']
const listOf = (list: readonly string[]) => `User ID\n${list.join('\n')}\n`

test.each([
  ['upper', ids.map((id) => id.toUpperCase())],
  ['lower', ids.map((id) => id.toLowerCase())],
])('a column of 15-character IDs with only %s-case letters is refused', async (letterCase, changed) => {
  expect(await failureOf(read(listOf(changed)))).toEqual({
    code: 'report-unreadable',
    message: `users.csv: all 5 Salesforce User IDs in column "User ID" have only ${letterCase}-case letters, so their letter case was lost and they may be the IDs of other users: 15-character IDs are case-sensitive`,
    actions: [
      'use the file as Salesforce wrote it, not a copy from a spreadsheet or database: in Salesforce open the Users report, choose Export, "Details Only", Format: Comma Delimited .csv',
      'or use 18-character IDs, which can be restored: sf data query --result-format csv --query "SELECT Id, ... FROM User"',
    ],
  })
})

test('IDs of 18 characters among them say nothing about theirs', async () => {
  const changed = [...ids.map((id) => id.toUpperCase()), '00530000009M943AAC']
  expect(await failureOf(read(listOf(changed)))).toMatchObject({
    code: 'report-unreadable',
    message: expect.stringContaining('all 5 15-character Salesforce User IDs in column "User ID"'),
  })
})

test('IDs of one case are left for the directory to confirm, with their place', async () => {
  const list = [
    '0055g0000004c92',
    '0055G0000004CON',
    '0055g0000004CdK',
    '005000000000123',
    '0055g0000004c91AAA',
  ]
  const reading = await readReport(
    { name: 'users.csv', bytes: bytesOf([Buffer.from(listOf(list))]) },
    { columns: {} },
  )
  await all(reading.pages)
  expect([...(reading.unconfirmed?.places ?? [])]).toEqual([
    ['0055g0000004c92AAA', { file: 'users.csv', line: 2, column: 'User ID', value: '0055g0000004c92' }],
    ['0055G0000004CONQA2', expect.objectContaining({ line: 3 })],
  ])
})

test('with fewer IDs a lost case is only suspected', async () => {
  const { people, notices } = await read(listOf(ids.slice(0, 3).map((id) => id.toUpperCase())))
  expect(people).toHaveLength(3)
  expect(notices).toEqual([
    'in users.csv all 3 Salesforce User IDs in column "User ID" have only upper-case letters; if a spreadsheet changed their case, they are the IDs of other users',
  ])
})

test('IDs that differ only in digits, or of both cases, raise no suspicion', async () => {
  const counted = Array.from({ length: 50 }, (_, index) => `00530000009M${String(index).padStart(3, '0')}`)
  expect((await read(listOf(counted))).notices).toEqual([])
  expect((await read(listOf(ids))).notices).toEqual([])
})

test('18-character IDs get their letter case back, with a notice', async () => {
  const { people, notices } = await read(listOf(['005d0000001kyeiia0', '005D0000001KyEIIA0']))
  expect(people).toEqual([person({ id: '005D0000001KyEI' }), person({ id: '005D0000001KyEI' })])
  expect(notices).toEqual([
    'restored the lost letter case of Salesforce User IDs from their last three characters in 1 row',
  ])
})

test('record addresses are IDs as well', async () => {
  const { people } = await read(
    listOf([`https://acme.lightning.force.com/lightning/r/User/${adaId}AAA/view`]),
  )
  expect(people).toEqual([person({ id: adaId })])
})

test.each([
  ['1', true],
  ['0', false],
  ['TRUE', true],
  ['false', false],
  ['Wahr', true],
  ['falsch', false],
  ['Vrai', true],
  ['Verdadero', true],
  ['SÌ', true],
  ['Não', false],
  ['onwaar', false],
  ['Ja', true],
  ['nei', false],
  ['Epätosi', false],
  ['はい', true],
  ['否', false],
  ['예', true],
  ['Prawda', true],
  ['Нет', false],
  ['', null],
])('active "%s" means %s', async (word, active) => {
  expect(await read(`Id,Active\n${adaId},${word}\n`)).toEqual({
    people: [person({ id: adaId, active })],
    problems: [],
    notices: [],
  })
})

test('a word that is neither yes nor no is reported once', async () => {
  const { people, notices } = await read(`Id,Active\n${adaId},maybe\n${bobId},maybe\n`)
  expect(people.map((each) => each.active)).toEqual([null, null])
  expect(notices).toEqual(['users.csv:2: "maybe" means neither active nor inactive; read as unknown'])
})

test('a column full of such words is reported briefly', async () => {
  const rows = Array.from({ length: 20 }, (_, index) => `${adaId},word${index}`)
  const { notices } = await read(`Id,Active\n${rows.join('\n')}\n`)
  expect(notices).toHaveLength(6)
  expect(notices.at(-1)).toBe(
    'users.csv has more such words; check that the right column is read as "active"',
  )
})

test('every field is read, trimmed, and null where the cell is empty', async () => {
  const header =
    'User ID,Full Name,First Name,Last Name,Username,Email,Alias,Active,User Type,Profile,Role,Department,Title,Manager,Employee Number,SAML Federation ID,Last Login'
  const full = `${adaId}, "Lovelace, Ada" ,Ada,Lovelace, ADA@acme.example.PROD , Ada@ACME.example ,alo,1,Standard,Sales,EMEA,Field,Countess,Bob,0042,fed-1,9/8/2026 11:22 AM`
  const { people } = await read(
    `${header}\n${full.replace(' "Lovelace, Ada" ', '"Lovelace, Ada"')}\n${bobId}${','.repeat(16)}\n`,
  )
  expect(people).toEqual([
    {
      salesforceUserId: `${adaId}AAA`,
      name: 'Lovelace, Ada',
      firstName: 'Ada',
      lastName: 'Lovelace',
      username: 'ada@acme.example.prod',
      email: 'ada@acme.example',
      alias: 'alo',
      active: true,
      frozen: null,
      type: 'Standard',
      profile: 'Sales',
      role: 'EMEA',
      department: 'Field',
      title: 'Countess',
      manager: 'Bob',
      employeeNumber: '0042',
      federationId: 'fed-1',
      lastLoginAt: '9/8/2026 11:22 AM',
    },
    person({ id: bobId }),
  ])
})

test.each([
  ['Ada,Lovelace,ada@a.example,ada@b.example', 'Ada Lovelace'],
  [',Lovelace,ada@a.example,ada@b.example', 'Lovelace'],
  ['Ada,,ada@a.example,ada@b.example', 'Ada'],
  [',,ada@a.example,ada@b.example', 'ada@a.example'],
  [',,,ada@b.example', 'ada@b.example'],
])('the name of "%s" is %s', async (cells, name) => {
  const { people } = await read(`First Name,Last Name,Username,Email,Id\n${cells},${adaId}\n`)
  expect(people[0]?.name).toBe(name)
})

test.each([
  ['2026-09-08T11:22:00.000+0000', '2026-09-08T11:22:00.000Z'],
  ['2026-09-08T11:22:00-05:30', '2026-09-08T16:52:00.000Z'],
  ['2026-09-08T11:22Z', '2026-09-08T11:22:00.000Z'],
  ['2026-09-08T11:22:00', '2026-09-08T11:22:00'],
  ['2026-99-08T11:22:00Z', '2026-99-08T11:22:00Z'],
  ['08.09.2026 11:22', '08.09.2026 11:22'],
])('last login "%s" is kept as %s', async (text, time) => {
  expect((await read(`Id,Last Login\n${adaId},${text}\n`)).people[0]?.lastLoginAt).toBe(time)
})

test('cells that sfsync guarded against formulas are read as they were', async () => {
  const { people } = await read(`salesforceUserId,name,title,role\n${adaId},'=Ada,''+1,'quoted'\n`)
  expect(people).toEqual([person({ id: adaId, name: '=Ada', title: "'+1", role: "'quoted'" })])
})

test('a very long value of a problem is cut', async () => {
  const { problems } = await read(`Id,Name\n${'x'.repeat(300)},Ada\n`)
  expect(problems[0]?.value).toBe(`${'x'.repeat(200)}…`)
})

test('a dash for a missing name is no part of the name', async () => {
  const { people } = await read(`User ID,First Name,Last Name\n${adaId},-,Newman\n${bobId},Cher,.\n`)
  expect(people.map(({ firstName, lastName, name }) => [firstName, lastName, name])).toEqual([
    [null, 'Newman', 'Newman'],
    ['Cher', null, 'Cher'],
  ])
})

test('a list of sfsync keeps every word, but no damage', async () => {
  const { people, problems } = await read(
    `salesforceUserId,name,title\n${adaId},null,-\n${bobId},B\u{fffd}b,Chief\n`,
  )
  expect(people.map(({ name, title }) => [name, title])).toEqual([['null', '-']])
  expect(problems).toMatchObject([{ line: 3, column: 'name', value: 'B\u{fffd}b' }])
})

test.each([
  ['zoe.@x.example', '"zoe.@x.example" is not an e-mail address: it has a dot before the @'],
  ['none', '"none" is not an e-mail address: it has no @'],
  ['a@x.example; b@x.example', '"a@x.example; b@x.example" holds 2 e-mail addresses: keep one of them'],
])('a wrong e-mail address is a problem of its row: %s', async (value, reason) => {
  const { people, problems } = await read(
    `Name,Email,User ID\nAda,${value},${adaId}\nBob,bob@x.example.invalid,${bobId}\n`,
  )
  expect(people.map(({ email }) => email)).toEqual(['bob@x.example.invalid'])
  const group = 'not an e-mail address'
  expect(problems).toEqual([{ file: 'users.csv', line: 2, column: 'Email', value, reason, group }])
})

test("Salesforce's own users are read as the live org has them, with the type that they have there", async () => {
  const { people, problems } = await read(
    `Id,Name,Username,Email\n` +
      `${adaId},Automated Process,autoproc@00db0000000k7jbmae,autoproc@00db0000000k7jbmae\n` +
      `${bobId},Platform Integration User,cloud@00Db0000000k7jbMAE,noreply@00Db0000000k7jbMAE\n` +
      `0055g0000000qXK,Salesforce Administrator,admin@00db0000000k7jb,admin@00db0000000k7jb.invalid\n` +
      `0055g0000000qn5,Cloud Nine,cloud@x.example,cloud@x.example\n`,
  )
  expect(people.map(({ name, email, type }) => [name, email, type])).toEqual([
    ['Automated Process', 'autoproc@00db0000000k7jbmae', 'AutomatedProcess'],
    ['Platform Integration User', 'noreply@00db0000000k7jbmae', 'CloudIntegrationUser'],
    ['Salesforce Administrator', 'admin@00db0000000k7jb.invalid', null],
    ['Cloud Nine', 'cloud@x.example', null],
  ])
  expect(problems).toEqual([])
})

test('the type that a report names counts, and only an address at the ID of an org is taken without a dot', async () => {
  const { people, problems } = await read(
    `Id,Name,Email,User Type\n` +
      `${adaId},Automated Process,autoproc@00db0000000k7jbmae,Guest\n${bobId},Bob,bob@00d,\n`,
  )
  expect(people.map(({ type }) => type)).toEqual(['Guest'])
  expect(problems.map(({ value }) => value)).toEqual(['bob@00d'])
})

test('a list of sfsync itself may have any address', async () => {
  const { people, problems } = await read(`salesforceUserId,name,email\n${adaId}AAA,Ada,none\n`)
  expect([people.map(({ email }) => email), problems]).toEqual([['none'], []])
})

test('a word for nothing in place of an ID is quoted', async () => {
  const { problems } = await read(`Name,User ID\nAda,n/a\nBob,\n`)
  expect(problems.map(({ value, reason }) => [value, reason])).toEqual([
    ['n/a', '"n/a" is not a Salesforce User ID'],
    ['', 'the Salesforce User ID is empty'],
  ])
})

test('a last row without a line break is a problem if its address ends within a domain of others', async () => {
  const rows = `Name,User ID,Email\nAda,${adaId},ada@acme.example\nBob,${bobId},bob@acme.ex`
  expect((await read(rows)).problems.map(({ line, reason }) => [line, reason])).toEqual([
    [
      3,
      'the file ends in this row, without a line break, in "bob@acme.ex"; other rows have "acme.example": it seems to be cut off; if it is complete, add a line break',
    ],
  ])
  expect((await read(`${rows}ample`)).problems).toEqual([])
  expect((await read(`${rows}\n`)).problems).toEqual([])
})
