import { SfsyncError } from '../../../src/core/errors.ts'
import { describe, expect, test } from 'vitest'
import type { RunningSalesforce } from '../../support/salesforce-server/server.ts'
import { anOrg, connectionTo, failureOf, readAll, readerOf } from './support.ts'

const count = 21_000

/** Every user of an org, by one query after the other. */
async function idsIn(org: RunningSalesforce): Promise<string[]> {
  const reader = readerOf(connectionTo(org))
  const ids: string[] = []
  for await (const page of (await reader.changedSince('2000-01-01T00:00:00.000Z')).pages)
    for (const person of page) ids.push(person.salesforceUserId)
  return ids.toSorted()
}

const idsOf = (people: readonly { readonly salesforceUserId: string }[]) =>
  people.map(({ salesforceUserId }) => salesforceUserId).toSorted()

describe.each(['ascii', 'ignoring-case'] as const)('an org that keeps IDs in the order %s', (idOrder) => {
  test.each(['even', 'clustered'] as const)('and gives them in %s runs is read whole', async (ids) => {
    const org = await anOrg({ users: { count, ids }, idOrder })
    const everybody = await idsIn(org)
    const before = org.requests.length
    const { total, people } = await readAll(connectionTo(org), 'everyone')
    expect({ total, ids: idsOf(people) }).toEqual({ total: count, ids: everybody })
    // Eleven pages, and what it costs that nobody knows how many people a range holds.
    expect(org.requests.length - before).toBeLessThan(60)
  })

  test('and cuts pages into smaller ones is read whole', async () => {
    const org = await anOrg({ users: { count: 5_000, ids: 'clustered' }, idOrder, unevenPages: true })
    const everybody = await idsIn(org)
    expect(idsOf((await readAll(connectionTo(org), 'everyone')).people)).toEqual(everybody)
  })
})

test('never more requests are under way than are allowed', async () => {
  let underWay = 0
  let most = 0
  const counted = await anOrg({
    users: { count },
    delayMilliseconds: 20,
    extra: [
      () => {
        underWay += 1
        most = Math.max(most, underWay)
        setTimeout(() => (underWay -= 1), 15)
        return undefined
      },
    ],
  })
  await readAll(connectionTo(counted, { requestsAtOnce: 3 }), 'everyone')
  expect(most).toBe(3)
})

test('what an interrupted reading left is all that is read afterward', async () => {
  const org = await anOrg({ users: { count } })
  const everybody = await idsIn(org)
  const seen = new Set<string>()
  const left = new Set<string>()
  let pages = 0
  for await (const page of (await readerOf(connectionTo(org)).readAll('everyone')).pages) {
    for (const { salesforceUserId } of page.users) seen.add(salesforceUserId)
    left.delete(page.piece)
    for (const piece of page.remaining) left.add(piece)
    if ((pages += 1) === 4) break
  }
  const before = seen.size
  expect(before).toBeLessThan(count)
  let again = 0
  const rest = await readerOf(connectionTo(org)).readAll('everyone', [...left])
  for await (const page of rest.pages)
    for (const { salesforceUserId } of page.users) {
      again += 1
      seen.add(salesforceUserId)
    }
  expect([...seen].toSorted()).toEqual(everybody)
  // A range begins behind the last of the one before it, so that nearly nobody is read twice.
  expect(again - (count - before)).toBeLessThan(50)
})

describe('a bulk job', () => {
  const bulk = { way: 'bulk' } as const

  test('with several result pages brings every user as the REST API does, and is removed', async () => {
    const org = await anOrg({ users: { count: 4_321 }, bulkPageSize: 500, bulkPolls: 2 })
    const byRest = await readAll(connectionTo(org), 'people')
    const byJob = await readAll(connectionTo(org), 'people', bulk)
    expect(byJob.people).toEqual(byRest.people)
    const jobs = org.requests.filter(({ path }) => path.includes('/jobs/query'))
    expect(jobs.filter(({ path }) => path.endsWith('/results'))).toHaveLength(8)
    expect(jobs.map(({ method }) => method)).toEqual([
      'POST',
      ...jobs.slice(1, -1).map(() => 'GET'),
      'DELETE',
    ])
  })

  test('is aborted in the org by Ctrl-C', async () => {
    const org = await anOrg({ users: { count: 30 }, bulkPolls: 1_000 })
    const stop = new AbortController()
    org.fault((request) => {
      if (request.method === 'GET' && /jobs\/query\/\w+$/.test(request.path))
        stop.abort(new SfsyncError('interrupted', 'stopped'))
      return false
    }, 'drop')
    await expect(readAll(connectionTo(org, { interrupted: stop.signal }), 'people', bulk)).rejects.toThrow(
      'stopped',
    )
    const jobs = org.requests.filter(({ path }) => path.includes('/jobs/query/'))
    expect(jobs.slice(-2).map(({ method, body }) => [method, body])).toEqual([
      ['PATCH', '{"state":"Aborted"}'],
      ['DELETE', ''],
    ])
  })

  test('that was interrupted is continued where it stopped, without a new job', async () => {
    const org = await anOrg({ users: { count: 2_000 }, bulkPageSize: 500 })
    const everybody = await idsIn(org)
    const seen: string[] = []
    const left = new Set<string>()
    for await (const page of (await readerOf(connectionTo(org), { bulkFrom: 1 }).readAll('everyone')).pages) {
      for (const { salesforceUserId } of page.users) seen.push(salesforceUserId)
      left.delete(page.piece)
      for (const piece of page.remaining) left.add(piece)
      if (left.size === 2) break
    }
    const before = org.requests.length
    const rest = await readerOf(connectionTo(org), { bulkFrom: 1 }).readAll('everyone', [...left])
    expect(rest.way).toBe('bulk')
    for await (const page of rest.pages)
      for (const { salesforceUserId } of page.users) seen.push(salesforceUserId)
    expect(seen.toSorted()).toEqual(everybody)
    expect(org.requests.slice(before).filter(({ method }) => method === 'POST')).toEqual([])
  })

  test('is chosen for many people, and pages for few', async () => {
    const org = await anOrg({ users: { count: 300 } })
    const wayFrom = async (bulkFrom: number) =>
      (await readerOf(connectionTo(org), { bulkFrom }).readAll('everyone')).way
    expect([await wayFrom(301), await wayFrom(300)]).toEqual(['rest', 'bulk'])
    const old = readerOf(connectionTo(org, { apiVersion: '66.0' }), { bulkFrom: 300 })
    expect((await old.readAll('everyone')).way).toBe('bulk')
  })

  test('that fails says why, and how to do without', async () => {
    const org = await anOrg({ users: { count: 300 }, bulkFailure: 'InvalidBatch : the query is too complex' })
    expect(await failureOf(readAll(connectionTo(org), 'everyone', bulk))).toEqual({
      code: 'remote',
      message: `the bulk job at ${new URL(org.url).host} ended as Failed`,
      actions: [
        'read page by page instead: sfsync sf-users refresh --full --via rest',
        'without the API, import an exported report: sfsync sf-users import <report.csv>',
      ],
      rows: [{ reason: 'InvalidBatch : the query is too complex' }],
    })
    expect(org.requests.at(-1)?.method).toBe('DELETE')
  })

  test('of which a page is cut short is no list', async () => {
    const org = await anOrg({ users: { count: 2_000 }, bulkPageSize: 500 })
    const host = new URL(org.url).host
    org.fault(
      ({ path }) => path.endsWith('/results'),
      { status: 200, body: 'Id,IsActive\n', headers: { 'Content-Type': 'text/csv' } },
      1,
    )
    expect((await failureOf(readAll(connectionTo(org), 'everyone', bulk))).message).toBe(
      `${host} reported 2,000 users but returned 1,500; nothing saved`,
    )
  })

  test('whose page is no table is refused', async () => {
    const org = await anOrg({ users: { count: 300 } })
    org.fault(({ path }) => path.endsWith('/results'), {
      status: 200,
      body: 'Id\n"005',
      headers: { 'Content-Type': 'text/csv' },
    })
    expect((await failureOf(readAll(connectionTo(org), 'everyone', bulk))).message).toBe(
      `unexpected response from ${new URL(org.url).host}`,
    )
  })

  test('that is not done yet ends with Ctrl-C', async () => {
    const org = await anOrg({ users: { count: 300 }, bulkPolls: 1_000_000 })
    const controller = new AbortController()
    const stopped = new SfsyncError('interrupted', 'stopped')
    const reading = readAll(connectionTo(org, { interrupted: controller.signal }), 'everyone', bulk)
    const polled = setInterval(() => {
      if (org.requests.some(({ method, path }) => method === 'GET' && /jobs\/query\/750/.test(path)))
        controller.abort(stopped)
    }, 10)
    await expect(reading).rejects.toBe(stopped)
    clearInterval(polled)
  })
})

test('a cursor is never asked for, so none can expire', async () => {
  const org = await anOrg({ users: { count: 9_000 } })
  await readAll(connectionTo(org), 'everyone')
  expect(org.requests.filter(({ path }) => path.includes('/query/'))).toEqual([])
})
