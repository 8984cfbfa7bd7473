import { expect, onTestFinished, test } from 'vitest'
import { startProxy } from '../../support/proxy.ts'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { anOrg } from '../api/support.ts'
import { noLonger } from './no-longer.ts'
import { tellingQuery, withPlainJsforce } from './plain-script.ts'

test('jsforce ignores NO_PROXY; ours goes past the proxy where it says so, and through it elsewhere', async () => {
  const org = await anOrg({ users: { count: 3 } })
  const proxy = await startProxy()
  onTestFinished(() => proxy.close())
  const throughProxy = async (how: () => Promise<string>) => {
    const before = proxy.requests.length
    return { said: await how(), throughProxy: proxy.requests.length > before }
  }
  const excepted = {
    HTTP_PROXY: proxy.url,
    http_proxy: proxy.url,
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  }
  const plain = async () =>
    (await withPlainJsforce(org, tellingQuery, { environment: excepted })).printed.join(' ')
  expect(await throughProxy(plain), noLonger('ignores NO_PROXY', 'src/salesforce/api/http.ts')).toEqual({
    said: '3 records',
    throughProxy: true,
  })

  const session = { SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url }
  const ours = (proxies: Record<string, string>) => async () => {
    const environment = { ...session, ...proxies }
    const run = await sfsync(temporaryFolder(), ['sf-users', 'refresh', '--all'], { environment })
    return `exit ${run.exitCode}`
  }
  expect(await throughProxy(ours(excepted))).toEqual({ said: 'exit 0', throughProxy: false })
  expect(await throughProxy(ours({ HTTP_PROXY: proxy.url }))).toEqual({ said: 'exit 0', throughProxy: true })
})
