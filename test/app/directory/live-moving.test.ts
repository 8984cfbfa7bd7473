import { expect, test } from 'vitest'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'
import { aWorkplace, type Workplace } from './live-support.ts'

async function titleOf(place: Workplace, id: string): Promise<unknown> {
  const { stdout } = await place.run('sf-users', 'show', id, '--json')
  return JSON.parse(stdout).title
}

test('users added or changed between pages are saved as they are at the end', async () => {
  const users = salesforceUsers(9_000)
  const place = await aWorkplace({ users, pageSize: 500 })
  const [first, ...others] = users.toSorted((one, other) => (one.Id < other.Id ? -1 : 1))
  const last = others.pop()
  if (first === undefined || last === undefined) throw new Error('there are no users')
  const newcomer = { ...first, Id: '005zz000000zzzzAAA', Username: 'new@acme.example' }
  place.org.org.between(8, () => {
    place.org.org.change(first.Id, { Title: 'Changed' })
    place.org.org.change(last.Id, { Title: 'Changed' })
    place.org.org.add(newcomer)
  })
  const { stdout, stderr } = await place.run('sf-users', 'refresh', '--all')
  expect(stdout).toContain('9,001 users read')
  expect(stderr).toContain(`3 users changed during the refresh; saved as of now: `)
  expect([await titleOf(place, first.Id), await titleOf(place, last.Id)]).toEqual(['Changed', 'Changed'])
  expect(await place.people()).toHaveLength(9_001)
})

test('an incremental refresh makes three queries and finds changed, new, removed and frozen users', async () => {
  const users = salesforceUsers(60).map((user) => ({ ...user, UserType: 'Standard' }))
  const place = await aWorkplace({ users })
  await place.run('sf-users', 'refresh')
  const [ada, bob, cleo, dora] = users
  if (!ada || !bob || !cleo || !dora) throw new Error('there are no users')
  place.org.org.change(ada.Id, { Title: 'Changed', Email: 'Ada@New.example' })
  place.org.org.change(bob.Id, { UserType: 'PowerPartner' })
  place.org.org.add({ ...cleo, Id: '005zz000000zzzzAAA' })
  place.org.org.freeze(dora.Id)
  const before = place.org.requests.length
  const { stdout } = await place.run('sf-users', 'refresh', '--json')
  expect(JSON.parse(stdout).read).toMatchObject({ added: 1, changed: 2, dropped: 1, written: true })
  expect(
    place.org.requests
      .slice(before)
      .map(
        ({ path, soql }) =>
          soql?.replace(/SELECT Id.* FROM/, '... FROM').replace(/\d{4}-\S+Z/, '<time>') ?? path,
      ),
  ).toEqual([
    '/services/oauth2/userinfo',
    '... FROM User WHERE SystemModstamp >= <time> ORDER BY Id',
    'SELECT UserId FROM UserLogin WHERE IsFrozen = true',
    "SELECT COUNT() FROM User WHERE UserType = 'Standard'",
  ])
  expect(await titleOf(place, ada.Id)).toBe('Changed')
  expect((await place.run('sf-users', 'show', bob.Id)).exitCode).toBe(1)
  expect((await place.run('sf-users', 'frozen', '--format', 'ids', '-q')).stdout).toBe(`${dora.Id}\n`)
})

test('a change at the border between two refreshes is not lost, whatever clock this machine has', async () => {
  for (const clockSkewSeconds of [-3_600, 3_600]) {
    const users = salesforceUsers(5).map((user) => ({ ...user, UserType: 'Standard' }))
    const place = await aWorkplace({ users, clockSkewSeconds })
    await place.run('sf-users', 'refresh')
    const [ada] = users
    place.org.org.change(ada?.Id ?? '', { Title: 'Changed' })
    await place.run('sf-users', 'refresh')
    expect(await titleOf(place, ada?.Id ?? '')).toBe('Changed')
  }
})

test('where sharing is private the number of visible users is reported', async () => {
  const users = salesforceUsers(400).map((user) => ({ ...user, UserType: 'Standard' }))
  const place = await aWorkplace({
    users,
    sharing: 'private',
    permissions: { apiEnabled: true, viewAllUsers: false, manageUsers: false },
  })
  const { exitCode, stderr } = await place.run('sf-users', 'refresh')
  const seen = (await place.people()).length
  expect(exitCode).toBe(0)
  expect(seen).toBeLessThan(400)
  expect(stderr).toContain(
    `sees ${seen} users of type Standard; in an org that shares users privately there may be more`,
  )
  expect(stderr).toContain('cannot see which users are frozen (permission "Manage Users")')
})
