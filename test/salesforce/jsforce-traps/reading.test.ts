import { Connection } from 'jsforce/lib/connection.js'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { parseInstance } from '../../../src/salesforce/live/hosts.ts'
import type { RunningSalesforce } from '../../support/salesforce-server/server.ts'
import { anOrg, connectionTo, failureOf, readAll, readNews } from '../live/support.ts'
import { withPlainJsforce } from './plain-script.ts'

const plain = ({ url, token }: RunningSalesforce) =>
  new Connection({ instanceUrl: url, accessToken: token, version: '68.0' })

test('jsforce asks an API of 2020 unless it is told otherwise; ours always names one', async () => {
  expect(new Connection({}).version).toBe('50.0')
  const org = await anOrg({ users: { count: 3 } })
  await readAll(connectionTo(org))
  expect(new Set(org.requests.map(({ path }) => path))).toEqual(new Set(['/services/data/v68.0/query']))
})

test('jsforce throws at the address of a browser; ours leads to the API', () => {
  const instanceUrl = 'https://acme.lightning.force.com'
  expect(() => new Connection({ instanceUrl })).toThrow('lightning')
  expect(parseInstance(instanceUrl)).toEqual({ origin: 'https://acme.my.salesforce.com' })
})

test('jsforce stops at 10,000 records and says nothing; ours reads all', async () => {
  const org = await anOrg({ users: { count: 12_000 } })
  const found = await plain(org).query('SELECT Id FROM User', { autoFetch: true })
  expect({ records: found.records.length, totalSize: found.totalSize }).toEqual({
    records: 10_000,
    totalSize: 12_000,
  })
  expect((await readAll(connectionTo(org), 'everyone')).people).toHaveLength(12_000)
})

test('jsforce keeps every record that it streams; ours hands on a page and lets go of it', async () => {
  const org = await anOrg({ users: { count: 9_000 } })
  const query = plain(org).query('SELECT Id FROM User', { autoFetch: true, maxFetch: 100_000 })
  let streamed = 0
  await new Promise<void>((resolve, reject) => {
    const stream = query.stream('record')
    stream.on('data', () => (streamed += 1))
    stream.on('end', resolve)
    stream.on('error', reject)
  })
  const kept = z.object({ records: z.array(z.unknown()) }).parse(query).records.length
  expect({ streamed, kept }).toEqual({ streamed: 9_000, kept: 9_000 })
  let largest = 0
  for await (const page of (await (await readerOver(org)).everybody('everyone')).pages)
    largest = Math.max(largest, page.people.length)
  expect(largest).toBeLessThan(4_001)
})

async function readerOver(org: RunningSalesforce) {
  return (await readAll(connectionTo(org), 'everyone')).reader
}

test('jsforce takes header rows of later bulk pages for records, or breaks; ours reads them', async () => {
  const org = await anOrg({ users: { count: 1_200 }, bulkPageSize: 500 })
  const { printed } = await withPlainJsforce(
    org,
    `try {
      const stream = await connection.bulk2.query('SELECT Id FROM User')
      const records = await stream.toArray()
      console.log(records.filter(({ Id }) => /^005/.test(Id)).length === 1200 && records.length === 1200 ? 'whole' : 'not whole')
    } catch (error) { console.log('not whole') }
    process.exit(0)`,
  )
  expect(printed).not.toBe('whole')
  expect((await readAll(connectionTo(org), 'everyone', { way: 'bulk' })).people).toHaveLength(1_200)
})

test('jsforce folds several errors into one that has no name; ours tells each', async () => {
  const org = await anOrg({ users: { count: 3 } })
  const body = [
    { errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
    { errorCode: 'UNKNOWN', message: 'and more' },
  ]
  org.fault('/services/data', { status: 400, body })
  const thrown: unknown = await plain(org)
    .query('SELECT Id FROM User')
    .then(
      () => undefined,
      (error: unknown) => error,
    )
  expect(thrown).toMatchObject({ errorCode: 'MULTIPLE_API_ERRORS' })
  expect((await failureOf(readNews(connectionTo(org)))).rows).toEqual([
    { reason: 'INVALID_SESSION_ID: Session expired or invalid' },
    { reason: 'UNKNOWN: and more' },
  ])
})

test('jsforce does not give out the class of its errors; ours are all of one class that everybody can name', async () => {
  const { HttpApi, ...others } = await import('jsforce/lib/http-api.js')
  expect(Object.keys({ HttpApi, ...others })).not.toContain('HttpApiError')
})
