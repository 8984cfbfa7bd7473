import { expect, test } from 'vitest'
import { ada, anOrg, ask, aUser, bob, cyd, ids, owned, query, refusal, rows } from './support.ts'

const people = [
  aUser(cyd, {
    Name: 'Cyd 100%',
    UserType: 'CsnOnly',
    Title: 'SDR',
    SystemModstamp: '2026-11-22T10:00:00.000+0000',
  }),
  aUser(ada, {
    Name: "Ada O'Neill",
    Profile: { Name: 'Sales' },
    SystemModstamp: '2026-11-20T08:15:00.000+0000',
  }),
  aUser(bob, { Name: 'Bob \\ Bo', IsActive: false, SystemModstamp: '2026-11-21T09:00:00.000+0000' }),
]

test.each([
  { where: '', found: [cyd, ada, bob] },
  { where: 'ORDER BY Id', found: [ada, bob, cyd] },
  { where: 'ORDER BY Id DESC LIMIT 2', found: [cyd, bob] },
  { where: 'order by name asc', found: [ada, bob, cyd] },
  { where: 'ORDER BY Title NULLS LAST, Id DESC', found: [cyd, bob, ada] },
  { where: 'ORDER BY Title DESC, Id', found: [ada, bob, cyd] },
  { where: "WHERE UserType = 'standard' ORDER BY Id", found: [ada, bob] },
  { where: "WHERE UserType != 'Standard'", found: [cyd] },
  { where: "WHERE UserType <> 'Standard'", found: [cyd] },
  { where: "WHERE UserType IN ('CsnOnly', 'Guest') OR IsActive = false ORDER BY Id", found: [bob, cyd] },
  { where: "WHERE UserType NOT IN ('CsnOnly') AND (IsActive = TRUE OR Title = 'SDR')", found: [ada] },
  { where: 'WHERE NOT IsActive = true', found: [bob] },
  { where: 'WHERE Profile.Name != null', found: [ada] },
  { where: 'WHERE Title = null ORDER BY Id', found: [ada, bob] },
  { where: String.raw`WHERE Name = 'Ada O\'Neill'`, found: [ada] },
  { where: String.raw`WHERE Name = 'Bob \\ Bo'`, found: [bob] },
  { where: "WHERE Name LIKE '%b_'", found: [bob] },
  { where: String.raw`WHERE Name LIKE 'cyd 100\%'`, found: [cyd] },
  { where: String.raw`WHERE Name LIKE 'cyd\%'`, found: [] },
  { where: `WHERE Id > '${ada}' AND Id <= '${cyd}' ORDER BY Id`, found: [bob, cyd] },
  {
    where: `WHERE Id >= '${ada.slice(0, 15)}' AND Id < '${cyd.slice(0, 15)}' ORDER BY Id`,
    found: [ada, bob],
  },
  { where: `WHERE Id IN ('${ada.slice(0, 15)}', '${cyd}') ORDER BY Id`, found: [ada, cyd] },
  { where: `WHERE Id = '${bob.slice(0, 15)}'`, found: [bob] },
  { where: 'WHERE SystemModstamp >= 2026-11-21T09:00:00Z ORDER BY Id', found: [bob, cyd] },
  { where: 'WHERE SystemModstamp > 2026-11-21T09:00:00.000Z', found: [cyd] },
  { where: 'WHERE SystemModstamp = 2026-11-21T10:00:00+01:00', found: [bob] },
  { where: 'WHERE SystemModstamp < LAST_N_DAYS:0 ORDER BY Id LIMIT 1', found: [ada] },
  { where: `WHERE Id IN (SELECT OwnerId FROM Task WHERE IsDeleted = false)`, found: [bob] },
  { where: `WHERE Id NOT IN (SELECT OwnerId FROM Task) ORDER BY Id`, found: [ada, cyd] },
])('SELECT Id FROM User $where', async ({ where, found }) => {
  const tasks = [owned('00T5g0000000001AAA', bob, '2026-11-01T00:00:00.000+0000')]
  const org = await anOrg({ users: people, records: { Task: tasks } })
  expect(await ids(org, `SELECT Id FROM User ${where}`)).toEqual(found)
})

test('a record holds the fields asked for in their order, related ones inside their own record', async () => {
  const org = await anOrg({ users: people })
  const soql = `SELECT name, Profile.Name, UserRole.Name, IsActive, Id FROM user WHERE Id = '${ada}'`
  const response = await ask(org, `query?q=${encodeURIComponent(soql)}`)
  expect(await response.text()).toBe(
    `{"totalSize":1,"done":true,"records":[{"attributes":{"type":"User","url":"/services/data/v68.0/sobjects/User/${ada}"},` +
      `"Name":"Ada O'Neill","Profile":{"attributes":{"type":"Profile","url":"/services/data/v68.0/sobjects/Profile/00e5g00000r9vE7AAI"},"Name":"Sales"},` +
      `"UserRole":null,"IsActive":true,"Id":"${ada}"}]}`,
  )
})

test('COUNT() gives a total and no records', async () => {
  const org = await anOrg({ users: people })
  expect(await query(org, 'SELECT COUNT() FROM User WHERE IsActive = true')).toEqual({
    totalSize: 2,
    done: true,
    records: [],
  })
})

test('what people own is counted for each of them, without what was deleted', async () => {
  const long = '2026-01-01T00:00:00.000+0000'
  const late = '2026-11-20T00:00:00.000+0000'
  const org = await anOrg({
    records: {
      Opportunity: [
        owned('0065g0000000001AAA', ada, long),
        owned('0065g0000000002AAA', ada, late),
        owned('0065g0000000003AAA', bob, long),
        owned('0065g0000000004AAA', bob, late, { IsDeleted: true }),
      ],
    },
  })
  const grouped = 'SELECT OwnerId, COUNT(Id) total, MAX(LastModifiedDate) FROM Opportunity'
  expect(
    await query(org, `${grouped} WHERE OwnerId IN ('${ada}', '${bob}') GROUP BY OwnerId ORDER BY OwnerId`),
  ).toEqual({
    totalSize: 2,
    done: true,
    records: [
      { attributes: { type: 'AggregateResult' }, OwnerId: ada, total: 2, expr0: late },
      { attributes: { type: 'AggregateResult' }, OwnerId: bob, total: 1, expr0: long },
    ],
  })
  expect(await rows(org, 'SELECT COUNT(Id) FROM Opportunity')).toEqual([{ expr0: 3 }])
})

test('the permissions of the signed-in user come from a profile and a permission set', async () => {
  const org = await anOrg({ permissions: { apiEnabled: true, viewAllUsers: true, manageUsers: false } })
  const fields = ['ApiEnabled', 'ViewAllUsers', 'ManageUsers'].map(
    (name) => `PermissionSet.Permissions${name}`,
  )
  const held =
    'SELECT Name FROM PermissionSet WHERE PermissionsViewAllUsers = true AND Id IN ' +
    "(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '0055g00000000AAAAY')"
  expect(await rows(org, held)).toEqual([{ Name: 'Integration' }])
  const found = await rows(
    org,
    `SELECT ${fields.join(', ')} FROM PermissionSetAssignment WHERE AssigneeId = '0055g00000000AAAAY'`,
  )
  expect(found).toMatchObject([
    {
      PermissionSet: {
        PermissionsApiEnabled: true,
        PermissionsViewAllUsers: false,
        PermissionsManageUsers: false,
      },
    },
    {
      PermissionSet: {
        PermissionsApiEnabled: false,
        PermissionsViewAllUsers: true,
        PermissionsManageUsers: false,
      },
    },
  ])
})

test('the organization has its name and whether it is a sandbox', async () => {
  expect(
    await rows(await anOrg(), 'SELECT Id, Name, InstanceName, IsSandbox, OrganizationType FROM Organization'),
  ).toEqual([
    {
      Id: '00D5g0000001AbCEAU',
      Name: 'Acme',
      InstanceName: 'EU42',
      IsSandbox: false,
      OrganizationType: 'Enterprise Edition',
    },
  ])
})

const asOf = (soql: string, column: number, words: string) =>
  `\n${soql}\n${' '.repeat(column - 1)}^\nERROR at Row:1:Column:${column}\n${words}`
const unknownColumn = (name: string) =>
  `No such column '${name}' on entity 'User'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`

test.each([
  { soql: 'SELECT Id, Shoe FROM User', errorCode: 'INVALID_FIELD', column: 12, words: unknownColumn('Shoe') },
  {
    soql: "SELECT Id FROM User WHERE Shoe = '9'",
    errorCode: 'INVALID_FIELD',
    column: 27,
    words: unknownColumn('Shoe'),
  },
  { soql: 'SELECT Title FROM User', errorCode: 'INVALID_FIELD', column: 8, words: unknownColumn('Title') },
  {
    soql: "SELECT Id FROM User WHERE IsActive = 'true'",
    errorCode: 'INVALID_FIELD',
    column: 27,
    words:
      "value of filter criterion for field 'IsActive' must be of type boolean and should not be enclosed in quotes",
  },
  {
    soql: 'SELECT Id FROM User WHERE SystemModstamp > 2026-11-20',
    errorCode: 'INVALID_FIELD',
    column: 27,
    words:
      "value of filter criterion for field 'SystemModstamp' must be of type dateTime and should not be enclosed in quotes",
  },
  { soql: 'SELECT Id User', errorCode: 'MALFORMED_QUERY', column: 15, words: "unexpected token: '<EOF>'" },
  {
    soql: 'SELECT Id FROM User WHRE Id = null',
    errorCode: 'MALFORMED_QUERY',
    column: 21,
    words: "unexpected token: 'WHRE'",
  },
  {
    soql: 'SELECT Id FROM User LIMIT many',
    errorCode: 'MALFORMED_QUERY',
    column: 27,
    words: "unexpected token: 'many'",
  },
  {
    soql: 'SELECT Id FROM User WHERE IsActive = true AND Id = null OR Id = null',
    errorCode: 'MALFORMED_QUERY',
    column: 57,
    words: "unexpected token: 'OR'",
  },
  {
    soql: 'SELECT OwnerId, COUNT(Id) FROM Task',
    errorCode: 'MALFORMED_QUERY',
    column: 8,
    words: 'Field must be grouped or aggregated: OwnerId',
  },
])('$soql is refused: $errorCode', async ({ soql, errorCode, column, words }) => {
  const org = await anOrg({ users: people, unreadable: ['Title'] })
  expect(await refusal(await ask(org, `query?q=${encodeURIComponent(soql)}`))).toEqual({
    status: 400,
    errorCode,
    message: asOf(soql, column, words),
  })
})

test.each([
  {
    soql: 'SELECT Id FROM Userz',
    errorCode: 'INVALID_TYPE',
    words: "sObject type 'Userz' is not supported.",
  },
  {
    soql: "SELECT Id FROM User WHERE Id = 'ada'",
    errorCode: 'INVALID_QUERY_FILTER_OPERATOR',
    words: 'invalid ID field: ada',
  },
  {
    soql: "SELECT Id FROM User WHERE Name = 'ada",
    errorCode: 'MALFORMED_QUERY',
    words: 'missing closing quote',
  },
  {
    soql: 'SELECT Profil.Name FROM User',
    errorCode: 'INVALID_FIELD',
    words: "Didn't understand relationship 'Profil'",
  },
])('$soql is refused as well: $errorCode', async ({ soql, errorCode, words }) => {
  const org = await anOrg({ users: people })
  expect(await refusal(await ask(org, `query?q=${encodeURIComponent(soql)}`))).toEqual({
    status: 400,
    errorCode,
    message: expect.stringContaining(words),
  })
})

test('where IDs are compared without regard to case, upper and lower case lie beside each other', async () => {
  const upper = '0055g000000000BAAQ'
  const org = await anOrg({ users: [cyd, upper, bob].map((id) => aUser(id)), idOrder: 'ignoring-case' })
  expect(await ids(org, 'SELECT Id FROM User ORDER BY Id')).toEqual([cyd, bob, upper])
  expect(await ids(org, `SELECT Id FROM User WHERE Id > '${cyd}' ORDER BY Id`)).toEqual([bob, upper])
})
