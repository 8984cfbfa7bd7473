import { expect, test } from 'vitest'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'
import { anOrg, atWork, connectionTo, readAll, readerOf } from './support.ts'

test('5,321 users all arrive: the first page, the last, and those between', async () => {
  const users = salesforceUsers(5_321)
  const org = await anOrg({ users })
  const { total, people } = await readAll(connectionTo(org), 'everyone')
  const ids = users.map((user) => user.Id).toSorted()
  expect(total).toBe(5_321)
  expect(people.map((person) => person.salesforceUserId)).toEqual(ids)
  const asked = org.requests.map(({ soql }) => soql?.replace(/SELECT Id.* FROM/, '... FROM'))
  expect(new Set(asked)).toEqual(
    new Set([
      'SELECT COUNT() FROM User',
      '... FROM User ORDER BY Id LIMIT 2000',
      '... FROM User ORDER BY Id DESC LIMIT 2000',
      `... FROM User WHERE Id > '${ids[1_999]}' AND Id <= '${ids[3_321]}' ORDER BY Id LIMIT 2000`,
    ]),
  )
})

test('a reader names its host, user and org', async () => {
  const org = await anOrg({ users: salesforceUsers(3).map(atWork) })
  const reader = readerOf(connectionTo(org))
  expect({ origin: reader.origin, identity: await reader.identity() }).toEqual({
    origin: new URL(org.url).host,
    identity: { identity: 'ada@acme.example', organizationId: '00D5g0000001AbCEAU' },
  })
})

test('a user arrives with every field, and one without profile, role and name parts arrives, too', async () => {
  const whole = {
    Id: '0055g0000000q1oAAA',
    Username: 'Ada@Acme.Example.Sales',
    Name: 'Åda Lovelace',
    FirstName: 'Åda',
    LastName: 'Lovelace',
    Email: ' Ada@Acme.Example',
    Alias: 'ada',
    IsActive: true,
    UserType: 'Standard',
    Profile: { Name: 'Sales, "Inside"' },
    UserRole: { Name: 'EMEA Sales' },
    Manager: { Name: 'Grace Hopper' },
    Title: 'SDR',
    Department: 'Sales',
    EmployeeNumber: '007',
    FederationIdentifier: 'ada@idp',
    LastLoginDate: '2026-11-20T09:15:00.000+0100',
    SystemModstamp: '2026-11-20T09:15:00.000+0100',
    CreatedDate: '2026-11-20T09:15:00.000+0100',
    Division: null,
  }
  const nobodyTold = { Profile: null, UserRole: null, Manager: null, Title: '', Department: null }
  const bare = {
    ...whole,
    ...nobodyTold,
    Id: '0055g0000000qHZAAY',
    FirstName: null,
    IsActive: false,
    EmployeeNumber: null,
    FederationIdentifier: null,
    LastLoginDate: null,
  }
  const { people } = await readAll(connectionTo(await anOrg({ users: [bare, whole] })))
  const ada = {
    salesforceUserId: '0055g0000000q1oAAA',
    name: 'Åda Lovelace',
    firstName: 'Åda',
    lastName: 'Lovelace',
    username: 'ada@acme.example.sales',
    email: 'ada@acme.example',
    alias: 'ada',
    active: true,
    frozen: null,
    type: 'Standard',
    profile: 'Sales, "Inside"',
    role: 'EMEA Sales',
    department: 'Sales',
    title: 'SDR',
    manager: 'Grace Hopper',
    employeeNumber: '007',
    federationId: 'ada@idp',
    lastLoginAt: '2026-11-20T08:15:00.000Z',
  }
  const untold = { profile: null, role: null, manager: null, title: null, department: null }
  expect(people).toEqual([
    ada,
    {
      ...ada,
      ...untold,
      salesforceUserId: '0055g0000000qHZAAY',
      firstName: null,
      active: false,
      employeeNumber: null,
      federationId: null,
      lastLoginAt: null,
    },
  ])
})

test('people of the company are read by default, and everyone when asked', async () => {
  const users = salesforceUsers(300)
  const org = await anOrg({ users })
  const company = await readAll(connectionTo(org))
  const everyone = await readAll(connectionTo(org), 'everyone')
  const standard = users.filter((user) => user.UserType === 'Standard')
  expect(company.people).toHaveLength(standard.length)
  expect(new Set(company.people.map((person) => person.type))).toEqual(new Set(['Standard']))
  expect(everyone.people).toHaveLength(300)
})

test('an org without anybody to see is an empty list, not a failure', async () => {
  const { total, people } = await readAll(connectionTo(await anOrg()))
  expect(people).toEqual([])
  expect(total).toBe(0)
})

test('fields that are hidden from the identity are left out, unknown for everyone, and named', async () => {
  const users = salesforceUsers(4).map(atWork)
  const unreadable = ['FederationIdentifier', 'UserRole.Name']
  const seen = await readAll(connectionTo(await anOrg({ users })))
  const hidden = await readAll(connectionTo(await anOrg({ users, unreadable })))
  expect(hidden.people).toEqual(seen.people.map((person) => ({ ...person, federationId: null, role: null })))
  expect(hidden.reader.hiddenFields()).toEqual(['UserRole.Name', 'FederationIdentifier'])
})

test('the token travels in a header only', async () => {
  const org = await anOrg({ users: salesforceUsers(500).map(atWork), pageSize: 200 })
  await readAll(connectionTo(org))
  expect(org.requests).toHaveLength(4)
  for (const { headers, path, soql } of org.requests) {
    expect(headers['authorization']).toBe(`Bearer ${org.token}`)
    expect(`${path} ${soql}`).not.toContain(org.token)
  }
})
