import { describe, expect, test } from 'vitest'
import { faults } from '../../support/salesforce-server/fault-book.ts'
import type { Fault } from '../../support/salesforce-server/faults.ts'
import { aWorkplace } from './live-support.ts'

// Every row of the table of errors, and every way in which a line can break: the exit code, and words of the message.
const stories: readonly (readonly [name: string, fault: Fault, exitCode: number, words: string])[] = [
  ['an expired session', faults.sessionExpired, 4, 'the session is expired or invalid'],
  [
    'a session that is not for the API',
    faults.notForRest,
    4,
    'does not accept this session for its REST API',
  ],
  ['spent calls', faults.requestLimit, 5, 'has no API calls left for this org'],
  [
    'too many requests of others',
    faults.concurrentRequests,
    5,
    'is already processing too many long requests',
  ],
  ['an org without the API', faults.apiDisabled, 5, 'the permission "API Enabled" is missing'],
  ['a user without the API', faults.apiCurrentlyDisabled, 5, 'the permission "API Enabled" is missing'],
  ['a user without access', faults.insufficientAccess, 5, 'the permission "API Enabled" is missing'],
  ['a needed field that is hidden', faults.invalidField('IsActive'), 5, 'does not show a field'],
  ['a query that is not understood', faults.malformedQuery, 5, 'refused the request (400)'],
  ['an object that is hidden', faults.invalidType('User'), 5, 'does not show a field'],
  ['a query that took too long', faults.queryTimeout, 5, 'took too long to run the query'],
  ['an address that is not there', faults.notFound, 5, 'does not know this address'],
  ['too many requests', faults.tooManyRequests(1), 5, 'is not available (429)'],
  ['an org that is not available', faults.unavailable(), 5, 'is not available (503)'],
  ['a maintenance page', faults.maintenancePage(3_600), 5, 'it asks to wait 3600 s'],
  ['an unknown failure', faults.unknownException, 5, 'is not available (500)'],
  [
    'an instance that moved',
    faults.moved('https://acme2.my.salesforce.com/services/data'),
    5,
    'redirects to acme2.my.salesforce.com; the token was not sent there',
  ],
  ['a captive portal', faults.captivePortal, 5, 'answered with a web page or text instead of data'],
  ['a dropped connection', 'drop', 5, 'closed the connection'],
  ['a connection that drops in mid body', 'drop-mid-body', 5, 'closed the connection'],
  ['a stalled body', 'stall', 5, 'did not respond completely within 2 seconds'],
  ['silence', 'silence', 5, 'did not respond completely within 2 seconds'],
  ['a slow drip', { dripMilliseconds: 400, chunkBytes: 8 }, 5, 'did not respond completely within 2 seconds'],
  ['an answer that cannot be unpacked', 'invalid-gzip', 5, 'closed the connection'],
  ['an answer that ends in the middle', 'truncated-json', 5, 'unexpected response from'],
  ['a wrong total', 'wrong-total', 5, 'users but returned'],
  ['a missing row', 'missing-row', 5, 'users but returned'],
  ['an extra row', 'extra-row', 5, 'users but returned'],
]

describe('a refresh that meets', () => {
  test.for(stories)('%s leaves the directory as it was', async ([, fault, exitCode, words]) => {
    const place = await aWorkplace({ users: { count: 40 } })
    await place.run('sf-users', 'refresh', '--all')
    const before = await place.people()
    place.org.fault(({ query }) => (query.get('q') ?? '').includes('ORDER BY Id'), fault)
    const run = await place.runImpatiently('sf-users', 'refresh', '--all', '--full', '--debug')
    expect({ exitCode: run.exitCode, stdout: run.stdout }).toEqual({ exitCode, stdout: '' })
    expect(run.stderr).toContain(words)
    expect(run.stderr).toContain('try: ')
    expect(run.stderr).not.toContain(place.org.token)
    expect(await place.people()).toEqual(before)
    expect(before).toHaveLength(40)
  })
})

test('with --json such a failure is one document', async () => {
  const place = await aWorkplace({ users: { count: 4 } })
  place.org.fault('/services/data', faults.requestLimit)
  const { exitCode, stdout } = await place.run('sf-users', 'refresh', '--json')
  expect({ exitCode, document: JSON.parse(stdout) }).toMatchObject({
    exitCode: 5,
    document: {
      error: { code: 'remote', rows: [{ reason: 'REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.' }] },
    },
  })
})

test.each<[string, Fault]>([
  ['drops', 'drop'],
  ['drops in mid body', 'drop-mid-body'],
  ['is not available', faults.unavailable(0)],
  ['answers "too many requests"', faults.tooManyRequests(0)],
])('a connection that %s now and then loses no user and is reported', async (_, fault) => {
  const place = await aWorkplace({ users: { count: 9_000 } })
  place.org.fault(({ query }) => (query.get('q') ?? '').includes('Id >'), fault, 2)
  const run = await place.run('sf-users', 'refresh', '--all')
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('9,000 users read') })
  expect(run.stderr).toContain('; trying again in ')
})
