import { expect, test } from 'vitest'
import { faults } from '../../support/salesforce-server/fault-book.ts'
import { anOrg, connectionTo, failureOf, readNews } from '../api/support.ts'
import { noLonger } from './no-longer.ts'
import { withPlainJsforce } from './plain-script.ts'

test('a session that stays refused is renewed by jsforce without end; ours renews it once', async () => {
  const org = await anOrg({ users: { count: 3 } })
  org.fault('/services/data', faults.sessionExpired)
  const plain = await withPlainJsforce(
    org,
    `let renewals = 0
     const refreshFn = (_, done) => {
       renewals += 1
       if (renewals === 20) { console.log('renewed 20 times'); process.exit() }
       done(null, 'new' + renewals)
     }
     const { instanceUrl, version } = connection
     const renewing = new Connection({ instanceUrl, accessToken: 'old', version, refreshFn })
     try { await renewing.query('SELECT Id FROM User') } catch (error) { told(error) }`,
  )
  expect(plain.printed, noLonger('renews a session without end', 'src/salesforce/api/transport.ts')).toEqual([
    'renewed 20 times',
  ])
  const connection = connectionTo(org)
  const refused: string[] = []
  const renew = async (token: string) => {
    refused.push(token)
    return await Promise.resolve(`new${refused.length}`)
  }
  const session = { ...connection.session, renew }
  expect(await failureOf(readNews({ ...connection, session }))).toMatchObject({ code: 'login-needed' })
  expect(refused).toEqual([org.token])
})
