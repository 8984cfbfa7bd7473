import * as everythingOfJsforce from 'jsforce'
import * as httpApi from 'jsforce/lib/http-api.js'
import { expect, test } from 'vitest'
import * as errorsOfOurs from '../../../src/core/errors.ts'
import { faults } from '../../support/salesforce-server/fault-book.ts'
import { anOrg, connectionTo, errorOf, readNews } from '../api/support.ts'
import { noLonger } from './no-longer.ts'
import { plainJsforce } from './plain-script.ts'

const query = 'SELECT Id FROM User'

test('jsforce does not give out the class of its errors; ours does', async () => {
  const org = await anOrg({ users: { count: 3 } })
  org.fault('/services/data', faults.malformedQuery)
  const thrown = await thrownBy(plainJsforce(org).query(query))
  expect(
    { name: thrown.constructor.name, given: isGivenOut(thrown, everythingOfJsforce, httpApi) },
    noLonger('hides the class of its errors', 'src/salesforce/api/response.ts'),
  ).toEqual({ name: 'HttpApiError', given: false })
  const ours = await errorOf(readNews(connectionTo(org)))
  expect({ name: ours.constructor.name, given: isGivenOut(ours, errorsOfOurs) }).toEqual({
    name: 'SfsyncError',
    given: true,
  })
})

test('jsforce folds several errors into one without a name; ours reports each', async () => {
  const org = await anOrg({ users: { count: 3 } })
  const body = [
    { errorCode: 'INVALID_FIELD', message: 'No such column' },
    { errorCode: 'UNKNOWN', message: 'and more' },
  ]
  org.fault('/services/data', { status: 400, body })
  const { name, message } = await thrownBy(plainJsforce(org).query(query))
  expect(
    { name, namesTheFirst: message.includes('INVALID_FIELD') },
    noLonger('folds several errors into one', 'src/salesforce/api/response.ts'),
  ).toEqual({ name: 'MULTIPLE_API_ERRORS', namesTheFirst: false })
  expect((await errorOf(readNews(connectionTo(org)))).rows).toEqual([
    { reason: 'INVALID_FIELD: No such column' },
    { reason: 'UNKNOWN: and more' },
  ])
})

async function thrownBy(promise: PromiseLike<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing failed')
}

function isGivenOut(error: Error, ...modules: readonly object[]): boolean {
  return modules.some((module) => Object.values(module).includes(error.constructor))
}
