import { expect, test } from 'vitest'
import { anOrg, connectionTo, readAll } from '../api/support.ts'
import { noLonger } from './no-longer.ts'
import { oursAlive, plainAlive } from './alive.ts'
import { plainJsforce, withPlainJsforce } from './plain-script.ts'

const query = 'SELECT Id FROM User'

test('jsforce stops at 10,000 records and says nothing; ours reads all', async () => {
  const org = await anOrg({ users: { count: 12_000 } })
  const { records, totalSize, done } = await plainJsforce(org).query(query, { autoFetch: true })
  expect(
    { records: records.length, totalSize, done },
    noLonger('stops at 10,000 records', 'src/salesforce/api/org.ts'),
  ).toEqual({ records: 10_000, totalSize: 12_000, done: false })
  const { total, people } = await readAll(connectionTo(org), 'everyone')
  expect({ records: people.length, total }).toEqual({ records: 12_000, total: 12_000 })
})

test('jsforce keeps every record that it streams; ours lets go of a page that was taken', async () => {
  const org = await anOrg({ users: { count: 24_000 } })
  expect(
    await plainAlive(plainJsforce(org), query),
    noLonger('keeps every record that it streams', 'src/salesforce/api/read-ranges.ts'),
  ).toEqual({ seen: 24_000, alive: 24_000 })
  const ours = await oursAlive(connectionTo(org, { requestsAtOnce: 1 }))
  expect(ours.seen).toBe(24_000)
  // The first pages, the one in hand and at most one more; the rest is gone.
  expect(ours.alive).toBeLessThanOrEqual(8_000)
})

test('jsforce crashes over several pages of a bulk job, or takes their header rows for records; ours reads them', async () => {
  const several = await anOrg({ users: { count: 1_200 }, bulkPageSize: 500 })
  const one = await anOrg({ users: { count: 1_200 } })
  const script = `import 'jsforce/lib/api/bulk2.js'
    connection.bulk2.pollInterval = 20
    const records = await (await connection.bulk2.query('${query}')).toArray()
    const headers = records.filter(({ Id }) => Id === 'Id').length
    console.log(records.length - headers === 1200 && headers === 0 ? 'whole' : 'header rows among the records')`
  const [broken, whole] = await Promise.all([
    withPlainJsforce(several, script),
    withPlainJsforce(one, script),
  ])
  expect(whole).toEqual({ printed: ['whole'], how: 0 })
  expect(several.requests.filter(({ path }) => path.endsWith('/results')).length).toBeGreaterThan(1)
  expect(
    [
      { printed: [], how: 1 },
      { printed: ['header rows among the records'], how: 0 },
    ],
    noLonger('breaks over several pages of a bulk job', 'src/salesforce/api/read-bulk.ts'),
  ).toContainEqual(broken)
  const { people } = await readAll(connectionTo(several), 'everyone', { way: 'bulk' })
  expect(new Set(people.map(({ salesforceUserId }) => salesforceUserId)).size).toBe(1_200)
})
