import { expect, test } from 'vitest'
import { faults } from '../../support/salesforce-server/fault-book.ts'
import { anOrg, connectionTo, failureOf, readNews } from '../api/support.ts'
import { noLonger } from './no-longer.ts'
import { tellingQuery, withPlainJsforce } from './plain-script.ts'

test('a connection that breaks off in mid body crashes jsforce; ours reports it', async () => {
  const org = await anOrg({ users: { count: 300 } })
  org.fault('/services/data', 'drop-mid-body')
  const plain = await withPlainJsforce(org, tellingQuery)
  const mended = noLonger('dies or hangs when a body breaks off', 'src/salesforce/api/http.ts')
  expect(org.requests).toHaveLength(1)
  // No handler sees the error, so that nothing is printed; 13 is Node's code for an await that never ends.
  expect(plain.printed, mended).toEqual([])
  expect([1, 13, 'stopped'], mended).toContain(plain.how)
  expect(await failureOf(readNews(connectionTo(org, { retrySeconds: 0.01 })))).toMatchObject({
    code: 'remote',
    message: expect.stringContaining('closed the connection before its response was complete'),
  })
})

test('a body that stalls holds jsforce beyond its own timeout; ours keeps to the time', async () => {
  const org = await anOrg({ users: { count: 300 } })
  org.fault('/services/data', 'stall')
  const plain = await withPlainJsforce(
    org,
    `setTimeout(() => { console.log('still waits after five times its timeout'); process.exit() }, 1_500)
     const request = { method: 'GET', url: '/query?q=SELECT+Id+FROM+User' }
     try { await connection.request(request, { timeout: 300 }); console.log('an answer') } catch (error) { told(error) }
     process.exit()`,
  )
  expect(org.requests).toHaveLength(1)
  expect(
    plain.printed,
    noLonger('waits for ever for a body that stalls', 'src/salesforce/api/http.ts'),
  ).toEqual(['still waits after five times its timeout'])
  expect(await failureOf(readNews(connectionTo(org, { timeoutSeconds: 0.3 })))).toMatchObject({
    code: 'remote',
    message: expect.stringContaining('did not respond completely within 0.3 seconds'),
  })
})

test('a captive portal makes jsforce stumble; ours says what it met', async () => {
  const org = await anOrg({ users: { count: 3 } })
  org.fault('/services/data', faults.captivePortal)
  const plain = await withPlainJsforce(org, tellingQuery)
  expect(
    plain.printed,
    noLonger('takes a web page for an answer', 'src/salesforce/api/transport.ts'),
  ).toEqual([expect.stringMatching(/^TypeError: /)])
  expect(await failureOf(readNews(connectionTo(org)))).toMatchObject({
    code: 'remote',
    message: expect.stringContaining('answered with a web page or text instead of data'),
  })
})
