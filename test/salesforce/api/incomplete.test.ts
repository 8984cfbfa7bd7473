import { expect, test } from 'vitest'
import type { Fault } from '../../support/salesforce-server/faults.ts'
import { anOrgOfThreePages, connectionTo, failureOf, readNews } from './support.ts'

const record = {
  Id: '0055g0000000q1oAAA',
  Username: 'ada',
  Name: 'Ada',
  IsActive: true,
  UserType: 'Standard',
}

test.each<{ fault: Fault; page: number; counts: string }>([
  { fault: 'wrong-total', page: 1, counts: 'reported 601 users but returned 600' },
  { fault: 'missing-row', page: 1, counts: 'reported 600 users but returned 599' },
  { fault: 'missing-row', page: 3, counts: 'reported 600 users but returned 599' },
  { fault: 'repeated-row', page: 2, counts: 'reported 600 users but returned 601' },
  { fault: 'empty-page', page: 2, counts: 'reported 600 users but returned 200' },
])('$fault on page $page: a partial list is an error', async ({ fault, page, counts }) => {
  const org = await anOrgOfThreePages()
  org.fault({ page }, fault)
  expect(await failureOf(readNews(connectionTo(org)))).toEqual({
    code: 'remote',
    message: `${new URL(org.url).host} ${counts}; nothing saved`,
    actions: [
      'try again: sfsync sf-users refresh --full',
      'without the API, import an exported report: sfsync sf-users import <report.csv>',
    ],
    rows: [],
  })
})

test('a last page that points to itself does not go on for ever', async () => {
  const org = await anOrgOfThreePages()
  org.fault(
    { page: 3 },
    {
      status: 200,
      body: {
        totalSize: 600,
        done: false,
        nextRecordsUrl: '/services/data/v68.0/query/01gRO0000000000IAA-400',
        records: [],
      },
    },
  )
  expect((await failureOf(readNews(connectionTo(org)))).message).toMatch(
    'reported 600 users but returned 400',
  )
})

test('pages that lead in a circle end at the first that was read before', async () => {
  const org = await anOrgOfThreePages()
  const circle = '/services/data/v68.0/query/01gRO0000000000IAA-200'
  org.fault(
    { page: 2 },
    {
      status: 200,
      body: {
        totalSize: 600,
        done: false,
        nextRecordsUrl: circle,
        records: Array.from({ length: 300 }, () => record),
      },
    },
  )
  expect((await failureOf(readNews(connectionTo(org)))).rows).toEqual([
    { reason: 'a page points to a page that was read before' },
  ])
})

test('a cursor that expired on the way says to start again', async () => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 3 }, 'expired-cursor')
  expect((await failureOf(readNews(connectionTo(org)))).message).toBe(
    `${new URL(org.url).host} no longer has the query cursor: it expired`,
  )
})

test.each([
  {
    body: { totalSize: 1, done: true, records: [{ ...record, Id: '0015g0000000q1oAAA' }] },
    row: /is the ID of an account/,
  },
  {
    body: { totalSize: 1, done: true, records: [{ ...record, IsActive: 'yes' }] },
    row: /^records\.0\.IsActive: /,
  },
  { body: { totalSize: '1', done: true, records: [record] }, row: /^totalSize: / },
])('an answer that is no list of users is refused: $row', async ({ body, row }) => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 1 }, { status: 200, body })
  const { code, message, rows } = await failureOf(readNews(connectionTo(org)))
  expect({ code, message }).toEqual({
    code: 'remote',
    message: `unexpected response from ${new URL(org.url).host}`,
  })
  expect(rows.map(({ reason }) => reason)).toEqual([expect.stringMatching(row)])
})

test.each(['{"totalSize":', '{}', '[]', 'null', ''])('the JSON %j is refused as well', async (body) => {
  const org = await anOrgOfThreePages()
  org.fault({ page: 1 }, { status: 200, body, headers: { 'Content-Type': 'application/json' } })
  const { code, message } = await failureOf(readNews(connectionTo(org)))
  expect({ code, message }).toEqual({
    code: 'remote',
    message: `unexpected response from ${new URL(org.url).host}`,
  })
})
