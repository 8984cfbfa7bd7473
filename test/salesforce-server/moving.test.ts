import { expect, test } from 'vitest'
import { ada, anOrg, answered, ask, aUser, bob, cyd, ids, type QueryResult, query, rows } from './support.ts'

test('who changes has a new stamp, to the second of the org, and is found by it', async () => {
  const org = await anOrg({ users: [aUser(ada), aUser(bob)], clockSkewSeconds: 86_400 })
  const before = Date.now() + 86_400_000
  org.org.change(bob, { Title: 'CEO', Profile: { Name: 'Boss' } })
  const since = new Date(before - 1_000).toISOString()
  const [changed] = await rows(
    org,
    `SELECT Id, Title, Profile.Name, SystemModstamp FROM User WHERE SystemModstamp >= ${since}`,
  )
  expect(await ids(org, 'SELECT Id FROM User WHERE SystemModstamp = TODAY')).toEqual([bob])
  expect(changed).toMatchObject({
    Id: bob,
    Title: 'CEO',
    Profile: { Name: 'Boss' },
    SystemModstamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/),
  })
})

test('a new user is in the order of IDs, and can log in', async () => {
  const org = await anOrg({ users: [aUser(cyd), aUser(ada)] })
  expect(await ids(org, 'SELECT Id FROM User ORDER BY Id')).toEqual([ada, cyd])
  org.org.add(aUser(bob))
  expect(await ids(org, 'SELECT Id FROM User ORDER BY Id')).toEqual([ada, bob, cyd])
  expect(await ids(org, `SELECT Id FROM User WHERE Id > '${ada}' ORDER BY Id LIMIT 1`)).toEqual([bob])
  expect((await query(org, 'SELECT COUNT() FROM UserLogin')).totalSize).toBe(3)
  org.org.change(bob, { Name: 'Bob' })
  expect(await rows(org, `SELECT Name FROM User WHERE Id = '${bob}'`)).toEqual([{ Name: 'Bob' }])
})

test('people change between the pages of a reading', async () => {
  const users = Array.from({ length: 201 }, (_, index) =>
    aUser(`0055g00000${String(index).padStart(5, '0')}AAA`),
  )
  const org = await anOrg({ users, pageSize: 200 })
  org.org.between(2, () => org.org.change('0055g0000000200AAA', { Title: 'new' }))
  const first = await query(org, 'SELECT Id, Title FROM User ORDER BY Id')
  expect(await rows(org, "SELECT Id FROM User WHERE Title = 'new'")).toHaveLength(1)
  const second: QueryResult = await answered(await ask(org, first.nextRecordsUrl ?? ''))
  expect(second.records).toMatchObject([{ Title: 'new' }])
})

test('frozen log-ins are found until they are let in again', async () => {
  const org = await anOrg({ users: [aUser(ada), aUser(bob)], frozen: [ada] })
  const frozen = 'SELECT UserId FROM UserLogin WHERE IsFrozen = true'
  expect(await rows(org, frozen)).toEqual([{ UserId: ada }])
  org.org.freeze(bob)
  org.org.freeze(ada, false)
  expect(await rows(org, frozen)).toEqual([{ UserId: bob }])
})
