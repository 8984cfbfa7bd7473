import { Connection } from 'jsforce/lib/connection.js'
import { expect, test } from 'vitest'
import { anOrg, connectionTo, readAll } from '../api/support.ts'
import { Org } from '../../../src/salesforce/api/org.ts'
import { noLonger } from './no-longer.ts'

test('jsforce uses an API version of 2020 by default; ours always names one', async () => {
  const org = await anOrg({ users: { count: 3 } })
  await new Connection({ instanceUrl: org.url, accessToken: org.token }).query('SELECT Id FROM User')
  expect(
    org.requests.map(({ path }) => path),
    noLonger('asks version 50.0 by default', 'src/salesforce/api/connection.ts'),
  ).toEqual(['/services/data/v50.0/query'])
  await readAll(connectionTo(org))
  expect(new Set(org.requests.slice(1).map(({ path }) => path))).toEqual(
    new Set(['/services/data/v68.0/query']),
  )
})

test('jsforce throws at the address of a browser; ours points to the API', async () => {
  const instanceUrl = 'https://acme.lightning.force.com'
  expect(
    () => new Connection({ instanceUrl, accessToken: 'none', version: '68.0' }),
    noLonger('throws at lightning addresses', 'src/salesforce/api/connection.ts'),
  ).toThrow('lightning URLs are not valid as instance URLs')
  expect(new Org(connectionTo(await anOrg(), { instanceUrl })).host).toBe('acme.my.salesforce.com')
})
