import { expect, test } from 'vitest'
import { openActivityReader } from '../../../src/salesforce/api/activity.ts'
import { byText } from '../../support/order.ts'
import { ownedRecords } from '../../support/salesforce-server/activity.ts'
import type { OrgFacts } from '../../support/salesforce-server/facts.ts'
import type { Handler } from '../../support/salesforce-server/request.ts'
import type { SeenRequest } from '../../support/salesforce-server/server.ts'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'
import { anOrg, connectionTo, failureOf } from './support.ts'

const now = Date.parse('2026-11-23T12:00:00.000Z')
const tenDaysAgo = '2026-11-13T12:00:00.000Z'
const users = salesforceUsers(1_500)
const [ada = '', bob = '', ...others] = users.map(({ Id }) => Id)
const none = { opportunities: 0, tasks: 0, events: 0 }

/** A query for activity by the object that it asks. */
function asks(object: string) {
  return ({ query }: { readonly query: URLSearchParams }) =>
    query.get('q')?.includes(`FROM ${object} `) ?? false
}

function asksFor(object: string) {
  return ({ soql }: SeenRequest) => soql?.includes(`FROM ${object} `) ?? false
}

function objectsAsked(requests: readonly SeenRequest[]): string[] {
  return requests.map(({ soql }) => /FROM (\w+)/.exec(soql ?? '')?.[1] ?? '').toSorted(byText((text) => text))
}

test('counts what changed since then, each owner and kind by itself; none is 0', async () => {
  const org = await anOrg({
    users,
    records: {
      Opportunity: [
        ...ownedRecords('Opportunity', ada, 3, now),
        ...ownedRecords('Opportunity', bob, 12, now),
      ],
      Task: [...ownedRecords('Task', ada, 40, now)],
    },
  })
  const reader = openActivityReader(connectionTo(org), tenDaysAgo)
  expect(await reader.activityOf([ada, bob])).toEqual(
    new Map([
      [ada, { opportunities: 3, tasks: 11, events: 0 }],
      [bob, { opportunities: 11, tasks: 0, events: 0 }],
    ]),
  )
  expect(reader.hiddenKinds()).toEqual([])
  expect(org.requests.find(asksFor('Event'))?.soql).toBe(
    `SELECT OwnerId, COUNT(Id) records FROM Event WHERE OwnerId IN ('${ada}', '${bob}') AND LastModifiedDate >= ${tenDaysAgo} GROUP BY OwnerId`,
  )
})

test('an old opportunity that changed lately counts', async () => {
  const [won] = ownedRecords('Opportunity', ada, 1, now)
  if (won === undefined) throw new Error('there is no opportunity')
  const org = await anOrg({
    users,
    records: { Opportunity: [{ ...won, CreatedDate: '2024-01-01T00:00:00.000+0000' }] },
  })
  const activity = await openActivityReader(connectionTo(org), tenDaysAgo).activityOf([ada])
  expect(activity.get(ada)).toEqual({ ...none, opportunities: 1 })
})

test('no request is made for no users', async () => {
  const org = await anOrg()
  expect(await openActivityReader(connectionTo(org), tenDaysAgo).activityOf([])).toEqual(new Map())
  expect(org.requests).toEqual([])
})

/** An org that notes how long the addresses are that it is asked, scheme and host included. */
async function anOrgThatMeasures(records: OrgFacts['records'] = {}) {
  const lengths: number[] = []
  const measure: Handler = ({ uriLength, origin }) => {
    lengths.push(uriLength + origin.length)
    return undefined
  }
  return { org: await anOrg({ users, records, extra: [measure] }), lengths }
}

test('many people are asked about in parts whose addresses Salesforce takes, each once', async () => {
  const last = others.at(-1) ?? ''
  const { org, lengths } = await anOrgThatMeasures({ Event: ownedRecords('Event', last, 2, now) })
  const everybody = [ada, bob, ...others]
  const activity = await openActivityReader(connectionTo(org), tenDaysAgo).activityOf(everybody)
  expect(activity.size).toBe(1_500)
  expect(activity.get(last)).toEqual({ ...none, events: 2 })
  const parts = org.requests.filter(asksFor('Event')).map(({ soql }) => soql?.match(/005\w{15}/g) ?? [])
  expect(parts.flat().toSorted()).toEqual(everybody.toSorted())
  expect(parts.map((part) => part.length)).toEqual([500, 500, 500])
  expect(Math.max(...lengths)).toBeLessThanOrEqual(16_384)
})

test('a part is as long as an address may be', async () => {
  const { org, lengths } = await anOrgThatMeasures()
  const reader = openActivityReader(connectionTo(org), tenDaysAgo)
  const partsFor = async (people: number) => {
    lengths.length = 0
    await reader.activityOf([ada, bob, ...others].slice(0, people))
    return lengths.length / 3
  }
  let most = 500
  while ((await partsFor(most + 1)) === 1) most += 1
  expect(await partsFor(most)).toBe(1)
  // One more person is 30 bytes: quotes, comma and space are sent encoded.
  expect(16_384 - Math.max(...lengths)).toBeLessThan(30)
  expect(16_384 - Math.max(...lengths)).toBeGreaterThanOrEqual(0)
})

test('the parts of all kinds are under way at the same time', async () => {
  let underWay = 0
  let most = 0
  const org = await anOrg({
    users,
    delayMilliseconds: 50,
    extra: [
      () => {
        underWay += 1
        most = Math.max(most, underWay)
        setTimeout(() => (underWay -= 1), 40)
        return undefined
      },
    ],
  })
  const connection = connectionTo(org, { requestsAtOnce: 4 })
  await openActivityReader(connection, tenDaysAgo).activityOf([ada, bob, ...others])
  expect(org.requests).toHaveLength(9)
  expect(most).toBe(4)
})

test('what the identity may not see is unknown, never 0, and is asked once only', async () => {
  const org = await anOrg({ users, records: { Task: ownedRecords('Task', ada, 2, now) } })
  org.fault(asks('Opportunity'), {
    status: 400,
    body: [{ errorCode: 'INVALID_TYPE', message: "sObject type 'Opportunity' is not supported." }],
  })
  const reader = openActivityReader(connectionTo(org), tenDaysAgo)
  expect((await reader.activityOf([ada])).get(ada)).toEqual({ opportunities: null, tasks: 2, events: 0 })
  expect((await reader.activityOf([bob])).get(bob)).toEqual({ opportunities: null, tasks: 0, events: 0 })
  expect(reader.hiddenKinds()).toEqual(['opportunities'])
  expect(objectsAsked(org.requests)).toEqual(['Event', 'Event', 'Opportunity', 'Task', 'Task'])
})

test('an answer about people who were not asked about is no answer', async () => {
  const org = await anOrg({ users })
  const records = [{ attributes: { type: 'AggregateResult' }, OwnerId: bob, records: 4 }]
  org.fault(asks('Task'), { status: 200, body: { totalSize: 1, done: true, records } })
  const { code, rows } = await failureOf(openActivityReader(connectionTo(org), tenDaysAgo).activityOf([ada]))
  expect({ code, rows }).toEqual({
    code: 'remote',
    rows: [{ reason: 'it contains owners that were not requested, or one owner twice' }],
  })
})

test('a part of the groups is no answer', async () => {
  const org = await anOrg({ users, records: { Task: ownedRecords('Task', ada, 2, now) } })
  org.fault(asks('Task'), 'missing-row')
  expect((await failureOf(openActivityReader(connectionTo(org), tenDaysAgo).activityOf([ada]))).code).toBe(
    'remote',
  )
})
