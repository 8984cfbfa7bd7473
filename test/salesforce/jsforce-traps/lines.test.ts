import { describe, expect, test } from 'vitest'
import { faults } from '../../support/salesforce-server/fault-book.ts'
import { startProxy } from '../../support/proxy.ts'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { anOrg, connectionTo, failureOf, readNews } from '../live/support.ts'
import { withPlainJsforce } from './plain-script.ts'

// Each story is told twice. Where the first half fails one day, jsforce has mended its trap and the cure can go.
const query = "await connection.query('SELECT Id FROM User')"
const cure = 'src/salesforce/live/transport.ts, exchange.ts and wire.ts'
const queries = (org: { readonly requests: readonly { readonly soql: string | null }[] }) =>
  org.requests.filter(({ soql }) => soql !== null).length

describe(`what ${cure} are for:`, () => {
  test('a connection that breaks off in mid body never becomes an error of jsforce', async () => {
    const org = await anOrg({ users: { count: 300 } })
    org.fault('/services/data', 'drop-mid-body')
    const plain = await withPlainJsforce(org, `try { ${query} } catch (error) { told(error) }`, {
      seconds: 4,
    })
    expect(plain.printed).toBe('')
    expect(plain.how).not.toBe(0)
    expect(await failureOf(readNews(connectionTo(org, { retrySeconds: 1 })))).toMatchObject({
      message: expect.stringContaining('broke off the connection before its answer was complete'),
    })
  })

  test('a body that stalls holds jsforce for ever, its own timeout included', async () => {
    const org = await anOrg({ users: { count: 300 } })
    org.fault('/services/data', 'stall')
    const script = `try { await connection.request({ method: 'GET', url: '/query?q=SELECT+Id+FROM+User' }, { timeout: 300 }) } catch (error) { told(error) }`
    const plain = await withPlainJsforce(org, script, { seconds: 4 })
    expect(plain).toEqual({ printed: '', how: 'stopped' })
    expect(await failureOf(readNews(connectionTo(org, { timeoutSeconds: 1 })))).toMatchObject({
      message: expect.stringContaining('did not answer in full within 1 second'),
    })
  })

  test.each([
    ['503', faults.unavailable(30)],
    ['429', faults.tooManyRequests(30)],
  ])('%s with Retry-After is asked again at once by jsforce', async (_, fault) => {
    const org = await anOrg({ users: { count: 3 } })
    org.fault('/services/data', fault)
    await withPlainJsforce(org, query, { until: () => queries(org) > 1 })
    expect(queries(org)).toBeGreaterThan(1)
    const before = queries(org)
    expect(await failureOf(readNews(connectionTo(org)))).toMatchObject({
      message: expect.stringContaining('it asks to wait 30 s'),
    })
    expect(queries(org)).toBe(before + 1)
  })

  test('a host that refuses is asked for many seconds by jsforce', async () => {
    const org = await anOrg()
    await org.close()
    const plain = await withPlainJsforce(org, `try { ${query} } catch (error) { told(error) }`, {
      seconds: 5,
    })
    expect(plain).toEqual({ printed: '', how: 'stopped' })
    const waits: string[] = []
    const reach = { onWaiting: (told: string) => waits.push(told) }
    expect(await failureOf(readNews(connectionTo(org, reach)))).toMatchObject({
      message: expect.stringContaining('refused the connection'),
    })
    expect(waits).toHaveLength(2)
  })

  test('NO_PROXY is ignored by jsforce', async () => {
    const org = await anOrg({ users: { count: 3 } })
    const proxy = await startProxy()
    const proxies = {
      http_proxy: proxy.url,
      HTTP_PROXY: proxy.url,
      no_proxy: '127.0.0.1',
      NO_PROXY: '127.0.0.1',
    }
    await withPlainJsforce(org, query, { environment: proxies })
    expect(proxy.requests.length).toBeGreaterThan(0)
    const before = proxy.requests.length
    const reach = { SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url }
    const run = async (environment: Record<string, string>) =>
      (
        await sfsync(temporaryFolder(), ['sf-users', 'refresh', '--all'], {
          environment: { ...reach, ...environment },
        })
      ).exitCode
    expect(await run(proxies)).toBe(0)
    expect(proxy.requests.length).toBe(before)
    expect(await run({ HTTP_PROXY: proxy.url })).toBe(0)
    expect(proxy.requests.length).toBeGreaterThan(before)
    await proxy.close()
  })

  test('a session that stays refused is renewed by jsforce without end', async () => {
    const org = await anOrg({ users: { count: 3 } })
    org.fault('/services/data', faults.sessionExpired)
    const script = `
      let renewals = 0
      const renewing = new Connection({
        instanceUrl: connection.instanceUrl, accessToken: 'old', version: '68.0',
        refreshFn: (_, done) => { renewals += 1; if (renewals === 20) { console.log('twenty'); process.exit(0) } done(null, 'new' + renewals) },
      })
      try { await renewing.query('SELECT Id FROM User') } catch (error) { told(error) }`
    expect((await withPlainJsforce(org, script)).printed).toBe('twenty')
    let renewals = 0
    const connection = connectionTo(org)
    const session = {
      ...connection.session,
      renew: async () => await Promise.resolve(`new${(renewals += 1)}`),
    }
    expect(await failureOf(readNews({ ...connection, session }))).toMatchObject({ code: 'login-needed' })
    expect(renewals).toBe(1)
  })

  test('a captive portal gives jsforce nothing to say', async () => {
    const org = await anOrg({ users: { count: 3 } })
    org.fault('/services/data', faults.captivePortal)
    const plain = await withPlainJsforce(org, `try { ${query} } catch (error) { told(error) }`)
    expect(plain.printed).toMatch(/^TypeError: /)
    expect(await failureOf(readNews(connectionTo(org)))).toMatchObject({
      code: 'remote',
      message: expect.stringContaining('answered with a web page or text where data was asked for'),
    })
  })
})
