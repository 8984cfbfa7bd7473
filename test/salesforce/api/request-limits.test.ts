import { expect, test } from 'vitest'
import { parseRequestLimits } from '../../../src/salesforce/api/connection.ts'
import type { RequestLimits } from '../../../src/salesforce/salesforce.ts'
import { failureOf } from './support.ts'

const good: RequestLimits = {
  apiVersion: '68.0',
  timeoutSeconds: 60,
  retrySeconds: 30,
  deadlineSeconds: 3_600,
  requestsAtOnce: 8,
}
const problemWith = async (rest: Partial<RequestLimits>) => {
  const { code, message } = await failureOf(Promise.resolve({ ...good, ...rest }).then(parseRequestLimits))
  return `${code}: ${message}`
}

test('valid limits are accepted unchanged', () => {
  expect(parseRequestLimits(good)).toEqual(good)
})

test('an invalid version, time or number is refused', async () => {
  expect(await problemWith({ apiVersion: 'v68' })).toBe(
    'configuration: SF_ORG_API_VERSION "v68" is not an API version',
  )
  for (const seconds of [0, -1, Number.NaN, 1_000_000]) {
    expect(await problemWith({ timeoutSeconds: seconds })).toBe(
      `configuration: SFSYNC_TIMEOUT_SECONDS ${seconds} is not a valid number of seconds`,
    )
    expect(await problemWith({ retrySeconds: seconds })).toBe(
      `configuration: SFSYNC_RETRY_SECONDS ${seconds} is not a valid number of seconds`,
    )
    expect(await problemWith({ deadlineSeconds: seconds })).toBe(
      `configuration: SFSYNC_DEADLINE_SECONDS ${seconds} is not a valid number of seconds`,
    )
  }
  for (const requestsAtOnce of [0, 1.5, 21])
    expect(await problemWith({ requestsAtOnce })).toBe(
      `configuration: SFSYNC_REQUESTS_AT_ONCE ${requestsAtOnce} is not between 1 and 20`,
    )
})
