import { expect, test } from 'vitest'
import { adaId, bobId, read } from './support.ts'

test.each([
  ['User ID,Id', `${adaId},${bobId}`, 'Id', `"${bobId}" contradicts column "User ID", which has "${adaId}"`],
  [
    'Id,Email,E-mail',
    `${adaId},a@x.example,b@x.example`,
    'E-mail',
    '"b@x.example" contradicts column "Email"',
  ],
  [
    'Id,Username,User: Username',
    `${adaId},a@x.example,b@x.example`,
    'User: Username',
    'contradicts column "Username"',
  ],
  ['Id,Name,Full Name', `${adaId},Ada Lovelace,Grace Hopper`, 'Full Name', 'contradicts column "Name"'],
  [
    'Id,Last Name,User: Last Name',
    `${adaId},Lovelace,Hopper`,
    'User: Last Name',
    'contradicts column "Last Name"',
  ],
  [
    'Id,Full Name,First Name,Last Name',
    `${adaId},Ada Lovelace,Grace,Hopper`,
    'Full Name',
    'the full name is Ada Lovelace, but first and last name are Grace Hopper',
  ],
])(
  'columns that contradict each other are an error, never the left one: %s',
  async (header, row, column, reason) => {
    const { people, problems } = await read(`${header}\n${row}\n`)
    expect(people).toEqual([])
    expect(problems).toMatchObject([
      { file: 'users.csv', line: 2, column, reason: expect.stringContaining(reason) },
    ])
  },
)

test.each([
  ['User ID,Id', `${adaId},${adaId}AAA`],
  ['User ID,Id', `${adaId},0PaAp0000000001`],
  ['User ID,Id', `${adaId},`],
  ['Id,Email,E-mail', `${adaId},a@x.example,A@X.example`],
  ['Id,Email,E-mail', `${adaId},,a@x.example`],
  ['Id,Full Name,First Name,Last Name', `${adaId},"Smith, Robert J.",Bob,Smith`],
  ['Id,Full Name,First Name,Last Name', `${adaId},Ada Lovelace,,`],
  ['salesforceUserId,name,firstName,lastName', `${adaId},Ada Lovelace,Grace,Hopper`],
  ['Id,Title,User: Title', `${adaId},Countess,Lady`],
])('columns that say the same, or nothing about who it is: %s %s', async (header, row) => {
  const { people, problems } = await read(`${header}\n${row}\n`)
  expect({ users: people.length, problems }).toEqual({ users: 1, problems: [] })
})

test('a column that the admin names is the only one of its field', async () => {
  const { people } = await read(`User ID,Id,Email,E-mail\n${adaId},${bobId},a@x.example,b@x.example\n`, {
    columns: { salesforceUserId: 'Id', email: 'E-mail' },
  })
  expect(people).toMatchObject([{ email: 'b@x.example' }])
})
