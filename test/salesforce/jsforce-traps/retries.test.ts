import { describe, expect, test } from 'vitest'
import { faults } from '../../support/salesforce-server/fault-book.ts'
import type { RunningSalesforce } from '../../support/salesforce-server/server.ts'
import { anOrg, connectionTo, failureOf, readNews, type Reach } from '../api/support.ts'
import { noLonger } from './no-longer.ts'
import { noNamesKnown, pausesPrinted, tellingQuery, withPlainJsforce } from './plain-script.ts'

const cure = 'src/salesforce/api/http.ts'
const hidden = noLonger('tries again for 15.5 seconds without a word', cure)
const pauses = 'pauses: 500, 1000, 2000, 4000, 8000'

/** What happens to whoever reads with sfsync, and which pauses are told. */
async function ours(org: RunningSalesforce, reach: Reach = {}) {
  const waits: string[] = []
  const failure = await failureOf(
    readNews(connectionTo(org, { onRetry: (told) => waits.push(told), ...reach })),
  )
  return { waits, message: failure.message }
}

describe('jsforce waits silently as it likes; ours waits as Salesforce asks and says so:', () => {
  test.each([
    ['503', faults.unavailable(30), 'SERVER_UNAVAILABLE'],
    ['429', faults.tooManyRequests(30), 'TOO_MANY_REQUESTS'],
  ])('%s with Retry-After', async (_, fault, errorCode) => {
    const org = await anOrg({ users: { count: 3 } })
    org.fault('/services/data', fault)
    const plain = await withPlainJsforce(org, pausesPrinted + tellingQuery)
    expect(
      { printed: plain.printed, requests: org.requests.length },
      noLonger('ignores Retry-After and asks six times', cure),
    ).toEqual({ printed: [`HttpApiError: ${errorCode}`, pauses], requests: 6 })
    const { waits, message } = await ours(org, { retrySeconds: 20 })
    expect({ waits, requests: queriesAfter(org, 6) }).toEqual({ waits: [], requests: 1 })
    expect(message).toContain('it asks to wait 30 s')
  })

  test('a host that refuses', async () => {
    const org = await anOrg()
    await org.close()
    const plain = await withPlainJsforce(org, pausesPrinted + tellingQuery)
    expect(plain.printed, hidden).toEqual(['TypeError: ECONNREFUSED', pauses])
    const { waits, message } = await ours(org)
    expect(waits).toEqual([
      'the connection was refused; trying again in 1 s',
      'the connection was refused; trying again in 1 s',
    ])
    expect(message).toContain('refused the connection')
  })

  test('an unknown host', async () => {
    const org = await anOrg()
    const instanceUrl = 'http://acme.invalid'
    const plain = await withPlainJsforce(org, noNamesKnown + pausesPrinted + tellingQuery, { instanceUrl })
    expect(plain.printed, hidden).toEqual(['TypeError: ENOTFOUND', pauses])
    const session = { ...connectionTo(org).session, instanceUrl }
    expect(await ours(org, { session })).toEqual({
      waits: [],
      message: 'the host acme.invalid does not exist, or this machine cannot look it up',
    })
  })
})

function queriesAfter({ requests }: RunningSalesforce, before: number): number {
  return requests.slice(before).filter(({ soql }) => soql !== null).length
}
