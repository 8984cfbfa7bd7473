import { expect, test } from 'vitest'
import { adaId, bobId, failureOf, person, read } from './support.ts'

test('words for nothing are nothing, and the surname Null is a name', async () => {
  const text = `Id,FirstName,LastName,Title,Department,Profile.Name\n${adaId},null,Lovelace,#N/A,null,="Sales"\n${bobId},Christopher,Null,#NV,n/a,NULL\n`
  const { people, problems } = await read(text)
  expect(problems).toEqual([])
  expect(people).toEqual([
    person({ id: adaId, name: 'Lovelace', lastName: 'Lovelace', profile: 'Sales' }),
    person({ id: bobId, name: 'Christopher Null', firstName: 'Christopher', lastName: 'Null' }),
  ])
})

test('relation columns of data loaders give way to their names', async () => {
  const text = `_,Id,Name,Profile,Profile.Name,UserRole\n[User],${adaId},Ada Lovelace,[Profile],Sales,[UserRole]\n`
  expect((await read(text)).people).toEqual([person({ id: adaId, name: 'Ada Lovelace', profile: 'Sales' })])
})

test('a damaged cell refuses its row, in every column that is read', async () => {
  const text = `Id,Name,Title,Shoe size\n${adaId},Ada,#REF!,#REF!\n${bobId},Bob,Boss,#REF!\n`
  const { people, problems } = await read(text)
  expect(people).toEqual([person({ id: bobId, name: 'Bob', title: 'Boss' })])
  expect(problems).toEqual([
    {
      file: 'users.csv',
      line: 2,
      group: 'damaged cells',
      column: 'Title',
      value: '#REF!',
      reason: '"#REF!" is what a spreadsheet shows where it has no value',
    },
  ])
})

test('an address has one form', async () => {
  const text = `Id,Name,Email\n${adaId},Ada,"<Ada@XN--MLLER-KVA.example>"\n${bobId},Bob,İPEK@acme.example\n`
  expect((await read(text)).people.map(({ email }) => email)).toEqual([
    'ada@müller.example',
    'ipek@acme.example',
  ])
})

test('names with the last name first are turned where the whole column is written so', async () => {
  const { people, notices } = await read(
    `Id,Full Name\n${adaId},"Lovelace, Ada"\n${bobId},"van der Berg, Bob"\n`,
  )
  expect(people).toEqual([
    person({ id: adaId, name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' }),
    person({ id: bobId, name: 'Bob van der Berg', firstName: 'Bob', lastName: 'van der Berg' }),
  ])
  expect(notices).toEqual([
    'column "Full Name" was read as last name, first name: "Lovelace, Ada" is Ada Lovelace',
  ])
})

test.each([
  [['"Lovelace, Ada"', 'Bob Berg'], '1 name is written with a comma', '2: "Lovelace, Ada"'],
  [['Bob Berg', '"Acme, Integration"'], '1 name is written with a comma', '3: "Acme, Integration"'],
  [
    [...Array.from({ length: 50 }, () => '"Lovelace, Ada"'), 'Grace Hopper'],
    '1 name is written without a comma',
    '52: "Grace Hopper"',
  ],
])('a name that is not written like the others is kept as written: %#', async (names, what, place) => {
  const ids = names.map((_, index) => `0055g0000000${String(index).padStart(3, '0')}`)
  const { problems, notices, people } = await read(
    `Id,Name\n${names.map((name, index) => `${ids[index]},${name}\n`).join('')}`,
  )
  expect(problems).toEqual([])
  expect(notices.at(-1)).toBe(`${what}, unlike others of the column, and kept as written: users.csv:${place}`)
  expect(people.some(({ name, firstName }) => place.includes(`"${name}"`) && firstName === null)).toBe(true)
})

test('the name of a company is no last name first', async () => {
  const { people } = await read(`Id,Name\n${adaId},"Acme, Inc."\n${bobId},"Bob Berg, PhD"\n`)
  expect(people.map(({ name }) => name)).toEqual(['Acme, Inc.', 'Bob Berg, PhD'])
})

test('a list of other records is not taken for users', async () => {
  const failure = await failureOf(read(`Id,AssigneeId\n0Pa5g0000004C92AAA,${adaId}\n`))
  expect(failure.message).toBe(
    'column "Id" of users.csv holds no Salesforce User IDs, but column "AssigneeId" does: the file seems to list other records',
  )
  expect(failure.actions[0]).toBe('if its rows are users all the same: --id-column "AssigneeId"')
})

test.each(['Last Name  ↑', '\u200bLast\u3164Name', 'Last Name ▲', 'LAST NAME'])(
  '%j is the last name',
  async (label) => {
    const { people, notices } = await read(`Id,First Name,${label}\n${adaId},Ada,Lovelace\n`)
    expect([people[0]?.name, notices]).toEqual(['Ada Lovelace', []])
  },
)

test('a label that is almost known is told, and one that lost letters is refused', async () => {
  expect((await read(`Id,First Name,Last Name ↑1\n${adaId},Ada,Lovelace\n`)).notices).toEqual([
    'column "Last Name ↑1" is not read; if it is meant: --last-name-column "Last Name ↑1"',
  ])
  expect((await failureOf(read(`Id,Pr\ufffdnom\n${adaId},Ada\n`))).message).toBe(
    'users.csv:1: a label cannot be read: "Pr\ufffdnom" contains U+FFFD: a letter was lost when the file was written or read',
  )
})
