import { expect, test } from 'vitest'
import { type RequestLimits, parseRequestLimits } from '../../../src/salesforce/api/connection.ts'
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

test('good manners are taken as they are', () => {
  expect(parseRequestLimits(good)).toEqual(good)
})

test('a version, a time or a number that cannot be is refused', async () => {
  expect(await problemWith({ apiVersion: 'v68' })).toBe(
    'configuration: SF_ORG_API_VERSION "v68" is no version of the API',
  )
  for (const seconds of [0, -1, Number.NaN, 1_000_000]) {
    expect(await problemWith({ timeoutSeconds: seconds })).toBe(
      `configuration: SFSYNC_TIMEOUT_SECONDS ${seconds} is no time to wait`,
    )
    expect(await problemWith({ retrySeconds: seconds })).toBe(
      `configuration: SFSYNC_RETRY_SECONDS ${seconds} is no time to wait`,
    )
    expect(await problemWith({ deadlineSeconds: seconds })).toBe(
      `configuration: SFSYNC_DEADLINE_SECONDS ${seconds} is no time to wait`,
    )
  }
  for (const requestsAtOnce of [0, 1.5, 21])
    expect(await problemWith({ requestsAtOnce })).toBe(
      `configuration: SFSYNC_REQUESTS_AT_ONCE ${requestsAtOnce} is not 1 to 20`,
    )
})
