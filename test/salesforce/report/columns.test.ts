import { expect, test } from 'vitest'
import { adaId, bobId, failureOf, person, read } from './support.ts'

test('title lines above the header are quoted', async () => {
  const text = `Active Users,,\nFilter: Email contains @acme.example,,\n,,\nFull Name,Role,User ID\nAda,Sales,${adaId}\n`
  expect(await read(text)).toEqual({
    people: [person({ id: adaId, name: 'Ada', role: 'Sales' })],
    problems: [],
    notices: [
      'the header is in line 4 of users.csv; left out above it: "Active Users", "Filter: Email contains @acme.example"',
    ],
  })
})

test('without a known label the ID is found by the content of its column', async () => {
  const text = `Kennung,Wer,Manager ID\n${adaId},Ada,${bobId}\n${bobId},Bob,${bobId}\n`
  expect(await read(text)).toEqual({
    people: [person({ id: adaId }), person({ id: bobId })],
    problems: [],
    notices: [
      'column "Kennung" was read as the Salesforce User ID because of its content; to change that: --id-column',
    ],
  })
})

test.each([
  ['a manager column', `Full Name,Manager ID\nAda,${bobId}\n`],
  ['a column in which IDs repeat', `Full Name,Leads\nAda,${bobId}\nBob,${bobId}\n`],
])('%s does not identify a user', async (_, text) => {
  expect((await failureOf(read(text))).message).toMatch(/^users.csv has no column with Salesforce User IDs/)
})

test('of two columns with the label, the one with User IDs counts', async () => {
  const { people } = await read(`Id,User ID,Name\n0PS000000000001,${adaId},Ada\n`)
  expect(people).toEqual([person({ id: adaId, name: 'Ada' })])
})

test('a column called ID that holds addresses is the username', async () => {
  const { people } = await read(`Käyttäjätunnus,Käyttäjän ID\nada@acme.example,${adaId}\n`)
  expect(people).toEqual([person({ id: adaId, name: 'ada@acme.example', username: 'ada@acme.example' })])
})

const guessed = (label: string, what: string, flag: string) =>
  `column "${label}" was read as the ${what} because of its content; to change that: ${flag}`

test('without known labels, e-mail address and username are found by the content of their columns', async () => {
  const text = `Id,Konto,Post\n${adaId},ada@acme.example.prod,ada@acme.example\n${bobId},bob@acme.example.prod,bob@acme.example\n`
  const { people, notices } = await read(text)
  expect(people.map(({ email, username }) => [email, username])).toEqual([
    ['ada@acme.example', 'ada@acme.example.prod'],
    ['bob@acme.example', 'bob@acme.example.prod'],
  ])
  expect(notices).toEqual([
    guessed('Post', 'e-mail address', '--email-column'),
    guessed('Konto', 'username', '--username-column'),
  ])
})

test('a single column of addresses is the e-mail address; of unlike ones none is used', async () => {
  const lone = await read(`Id,Post\n${adaId},ada@acme.example\n`)
  expect(lone.people[0]?.email).toBe('ada@acme.example')
  expect(lone.notices).toEqual([guessed('Post', 'e-mail address', '--email-column')])
  const unlike = await read(`Id,Post,Privat\n${adaId},ada@acme.example,countess@home.example\n`)
  const three = await read(`Id,A,B,C\n${adaId},ada@a.example,ada@a.example.prod,ada@a.example.old\n`)
  expect(three.people[0]?.email).toBeNull()
  expect(unlike.people[0]?.email).toBeNull()
  expect(unlike.notices).toEqual([
    '"Post", "Privat" all contain e-mail addresses, so none was used; choose one: --email-column "<label>"',
  ])
})

test('named columns win over labels', async () => {
  const text = `Key,Email,Work Address\n${adaId},old@acme.example,Ada@Acme.example\n`
  const { people, notices } = await read(text, {
    columns: { salesforceUserId: 'KEY', email: 'work-address' },
  })
  expect(people[0]?.email).toBe('ada@acme.example')
  expect(notices).toEqual([])
})

test('a named column is first looked for letter by letter', async () => {
  const { people } = await read(`Id,E-mail,Email\n${adaId},old@acme.example,ada@acme.example\n`, {
    columns: { email: 'Email' },
  })
  expect(people[0]?.email).toBe('ada@acme.example')
})

test('named columns find the header', async () => {
  const text = `Name,Email,Role\nx,y,z\nKey,Wer,Wo\n${adaId},Ada,Oslo\n`
  const { people } = await read(text, { columns: { salesforceUserId: 'Key', name: 'Wer', department: 'Wo' } })
  expect(people).toEqual([person({ id: adaId, name: 'Ada', department: 'Oslo' })])
})

test('a named column that does not exist is refused with the labels, nearest first', async () => {
  const reading = read(`Role,Emial,User ID\nSales,ada@acme.example,${adaId}\n`, {
    columns: { email: 'Email' },
  })
  expect(await failureOf(reading)).toEqual({
    code: 'usage',
    message: 'users.csv has no column "Email" (--email-column)',
    actions: ['its columns, nearest first: "Emial", "Role", "User ID"'],
  })
})

test('where two columns mean the same, the first that is not empty counts', async () => {
  const text = `User ID,Full Name,Name\n${adaId},,Ada L.\n${bobId},Bob,Robert\n`
  expect(await read(text)).toEqual({
    people: [person({ id: adaId, name: 'Ada L.' }), person({ id: bobId, name: 'Bob' })],
    problems: [],
    notices: [
      '"Full Name" and "Name" are the same field, name: each row uses the first one that is not empty',
    ],
  })
})

test('a report without IDs says how to add them', async () => {
  expect(
    await failureOf(read('"First Name","Last Name","Email"\n"Ada","Lovelace","ada@acme.example"\n')),
  ).toEqual({
    code: 'report-unreadable',
    message:
      'users.csv has no column with Salesforce User IDs; its columns are "First Name", "Last Name", "Email"',
    actions: [
      'in Salesforce edit the report, add the column "User ID", save and run it',
      'in Salesforce open the Users report, choose Export, "Details Only", Format: Comma Delimited .csv',
      'if one of the columns does contain them, name it: --id-column "<label>"',
    ],
  })
})

test('text without any header is refused and shown', async () => {
  expect((await failureOf(read('Dear all,\nplease find the list attached.\n'))).message).toBe(
    'users.csv has no line of column labels that sfsync knows ("User ID", "Email", ... in many languages). Its first line is "Dear all | "',
  )
})
