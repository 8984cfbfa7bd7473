import { expect, test } from 'vitest'
import { whoAmI } from '../../../src/salesforce/api/who-am-i.ts'
import { anOrg, connectionTo, failureOf } from './support.ts'

test('what the org does not say is unknown, and the rest is told', async () => {
  const org = await anOrg()
  org.fault(({ path }) => path.endsWith('/limits'), { status: 500, body: 'no' })
  expect(await whoAmI(connectionTo(org))).toMatchObject({ apiEnabled: true, callsAllowed: null })
})

test('a session that ends between two requests is no answer: sign in again', async () => {
  const org = await anOrg()
  org.fault(({ path }) => path.endsWith('/limits'), {
    status: 401,
    body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
  })
  expect((await failureOf(whoAmI(connectionTo(org)))).code).toBe('login-needed')
})
