import { expect, onTestFinished, test } from 'vitest'
import { createServer } from 'node:http'
import { Org } from '../../../src/salesforce/api/org.ts'
import * as z from 'zod/mini'
import { anOrg, anOrgOfThreePages, connectionTo, failureOf, readAll, readNews } from './support.ts'

/** Another host, which counts what reaches it. */
async function aStranger() {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(request.headers.authorization ?? '')
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return { host: `127.0.0.1:${port}`, requests }
}

test.each(['http://', '//'])('a next page on another host gets no token (%s)', async (scheme) => {
  const { host, requests } = await aStranger()
  const org = await anOrgOfThreePages()
  org.fault(
    { page: 1 },
    {
      status: 200,
      body: { totalSize: 2, done: false, records: [], nextRecordsUrl: `${scheme}${host}/services/data/x` },
    },
  )
  const reading = readNews(connectionTo(org))
  expect((await failureOf(reading)).code).toBe('remote')
  expect(requests).toEqual([])
})

test.each(['http://', '//'])('a page of a bulk job on another host gets no token (%s)', async (scheme) => {
  const { host, requests } = await aStranger()
  const org = await anOrg({ users: { count: 30 } })
  org.fault(({ path }) => path.endsWith('/resultPages'), {
    status: 200,
    body: { resultPages: [{ resultUrl: `${scheme}${host}/results` }], done: true },
  })
  expect(await failureOf(readAll(connectionTo(org), 'everyone', { way: 'bulk' }))).toMatchObject({
    code: 'remote',
    rows: [{ reason: `it points to ${host}, which is not this org` }],
  })
  expect(requests).toEqual([])
})

test.each(['http://', '//'])('no request of any kind leaves the org (%s)', async (scheme) => {
  const { host, requests } = await aStranger()
  const org = new Org(connectionTo(await anOrg()))
  const elsewhere = `${scheme}${host}/x`
  const message = `${org.host} points to ${host}; the token was not sent there`
  expect(await failureOf(org.download(elsewhere))).toMatchObject({ code: 'remote', message })
  if (scheme === 'http://')
    expect(await failureOf(org.request(z.unknown(), 'GET', elsewhere))).toMatchObject({ message })
  expect(requests).toEqual([])
})
