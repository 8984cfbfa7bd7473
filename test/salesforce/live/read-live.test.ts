import { expect, test } from 'vitest'
import { readLive } from '../../../src/salesforce/live/live.ts'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'
import { anOrg, atWork, connectionTo, readAll } from './support.ts'

test('5,321 users on three pages all arrive, in the order of their IDs', async () => {
  const users = salesforceUsers(5_321)
  const org = await anOrg({ users })
  const { reading, people } = await readAll(connectionTo(org), { everyone: true })
  expect(reading.promised).toBe(5_321)
  expect(people.map((person) => person.salesforceUserId)).toEqual(users.map((user) => user.Id).toSorted())
  expect(org.requests.map(({ path }) => path)).toEqual([
    '/services/oauth2/userinfo',
    '/services/data/v68.0/query',
    '/services/data/v68.0/query/01gRO0000000000IAA-2000',
    '/services/data/v68.0/query/01gRO0000000000IAA-4000',
  ])
})

test('a reading tells where it looked, as whom, in which org, and how many that identity sees', async () => {
  const org = await anOrg({ users: salesforceUsers(3).map(atWork) })
  const { reading } = await readAll(connectionTo(org))
  const { pages: _, ...told } = reading
  expect(told).toEqual({
    read: {
      source: 'live',
      origin: new URL(org.url).host,
      identity: 'ada@acme.example',
      organizationId: '00D5g0000001AbCEAU',
    },
    promised: 3,
    problems: [],
    notices: [
      'ada@acme.example sees 3 users of type Standard; if the org shares users privately there are more, visible with the permission "View All Users"',
    ],
  })
})

test('a user arrives with everything Salesforce tells, and one without profile, role and name parts arrives, too', async () => {
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
  const everyone = await readAll(connectionTo(org), { everyone: true })
  const standard = users.filter((user) => user.UserType === 'Standard')
  expect(company.people).toHaveLength(standard.length)
  expect(new Set(company.people.map((person) => person.type))).toEqual(new Set(['Standard']))
  expect(everyone.people).toHaveLength(300)
  expect(everyone.reading.notices).toEqual([
    'ada@acme.example sees 300 users of any type; if the org shares users privately there are more, visible with the permission "View All Users"',
  ])
})

test('an org without anybody to see is an empty list, not a failure', async () => {
  const { reading, people } = await readAll(connectionTo(await anOrg()))
  expect(people).toEqual([])
  expect(reading.promised).toBe(0)
})

test('fields that are hidden from the identity are left out, unknown for everyone, and named', async () => {
  const users = salesforceUsers(4).map(atWork)
  const unreadable = ['FederationIdentifier', 'UserRole.Name']
  const seen = await readAll(connectionTo(await anOrg({ users })))
  const hidden = await readAll(connectionTo(await anOrg({ users, unreadable })))
  expect(hidden.people).toEqual(seen.people.map((person) => ({ ...person, federationId: null, role: null })))
  expect(hidden.reading.notices[0]).toBe(
    'ada@acme.example may not see UserRole.Name, FederationIdentifier; of nobody in this reading is it known',
  )
})

test('each page is asked for when it is taken, and with the token in a header only', async () => {
  const org = await anOrg({ users: salesforceUsers(500).map(atWork), pageSize: 200 })
  const reading = await readLive(connectionTo(org), { everyone: false })
  expect(org.requests).toHaveLength(2)
  const pages = reading.pages[Symbol.asyncIterator]()
  await pages.next()
  expect(org.requests).toHaveLength(2)
  await pages.next()
  expect(org.requests).toHaveLength(3)
  for (const { headers, path, soql } of org.requests) {
    expect(headers['authorization']).toBe(`Bearer ${org.token}`)
    expect(`${path} ${soql}`).not.toContain(org.token)
  }
  expect(org.requests[1]?.headers['sforce-query-options']).toBe('batchSize=2000')
})
