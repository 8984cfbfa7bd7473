import { describe, expect, test } from 'vitest'
import { faults } from '../../support/salesforce-server/fault-book.ts'
import { anOrg, connectionTo } from '../api/support.ts'
import { about, findingsOf, results } from './support.ts'

const report = 'without the API, import an exported report: sfsync sf-users import <report.csv>'

describe('login', () => {
  test('an expired session is reported with what to do; the clock may be why', async () => {
    const org = await anOrg({ clockSkewSeconds: -600 })
    org.tokens.revoke(org.token)
    const findings = await findingsOf(connectionTo(org))
    expect(about('login', findings)).toEqual({
      result: 'problem',
      detail: `${new URL(org.url).host} reports that the session is expired or invalid`,
      actions: ['get a new token (sf org auth show-access-token) and set SF_ACCESS_TOKEN to it', report],
    })
    expect(results(findings)).toBe(
      'dns ok, proxy ok, tls ok, login problem, api skipped, permissions skipped, clock warning, calls skipped',
    )
    expect(about('calls', findings)?.detail).toBe('not tested: fix login first')
  })

  test('an org that does not answer is given up, and not asked again by the links behind it', async () => {
    const org = await anOrg()
    org.fault('/services/oauth2/userinfo', 'silence')
    const findings = await findingsOf(connectionTo(org))
    expect(about('login', findings)?.detail).toBe('no response within 1 second')
    expect(org.requests.map(({ path }) => path)).toEqual(['/services/oauth2/userinfo', '/services/data'])
  })
})

describe('api', () => {
  test('an older version than the newest is fine', async () => {
    const findings = await findingsOf(connectionTo(await anOrg(), { apiVersion: '60.0' }))
    expect(about('api', findings)).toEqual({
      result: 'ok',
      detail: 'version 60.0; the newest of this org is 68.0',
      actions: [],
    })
  })

  test('a version that the org does not have', async () => {
    const org = await anOrg()
    const findings = await findingsOf(connectionTo(org, { apiVersion: '99.0' }))
    expect(about('api', findings)).toEqual({
      result: 'problem',
      detail: `${new URL(org.url).host} does not support version 99.0, only 50.0 to 68.0`,
      actions: ['set SF_ORG_API_VERSION to 68.0, or unset it'],
    })
    expect(about('calls', findings)?.detail).toBe('not tested: fix api first')
  })
})

describe('permissions', () => {
  const all = { apiEnabled: true, viewAllUsers: true, manageUsers: true }

  test('missing ones are reported with their consequences', async () => {
    const org = await anOrg({ permissions: { ...all, viewAllUsers: false, manageUsers: false } })
    expect(about('permissions', await findingsOf(connectionTo(org)))).toEqual({
      result: 'warning',
      detail: 'API Enabled yes, View All Users no, Manage Users no',
      actions: [
        'without View All Users, an org with private sharing hides users from sfsync',
        'without Manage Users, sfsync cannot see which users are frozen',
      ],
    })
  })

  test('where permissions cannot be read, none is reported missing', async () => {
    const org = await anOrg()
    org.fault('/services/data/v68.0/query', faults.invalidType('PermissionSet'))
    const findings = await findingsOf(connectionTo(org))
    expect(about('permissions', findings)).toEqual({
      result: 'warning',
      detail: 'API Enabled unknown, View All Users unknown, Manage Users unknown',
      actions: [expect.stringMatching(/^Salesforce did not say what this user may do: .+/)],
    })
    expect(about('calls', findings)?.result).toBe('ok')
  })

  test('without the API nothing goes', async () => {
    const org = await anOrg({ permissions: { ...all, apiEnabled: false } })
    const findings = await findingsOf(connectionTo(org))
    expect(about('permissions', findings)).toEqual({
      result: 'problem',
      detail: 'API Enabled no, View All Users unknown, Manage Users unknown',
      actions: [
        'add the permission "API Enabled" with a permission set (in Professional Edition, API access costs extra)',
        report,
      ],
    })
    expect(about('calls', findings)?.detail).toBe('not tested: fix permissions first')
  })
})

describe('clock', () => {
  test.each([
    [0, 'ok', /^this machine has the same time as the org$/],
    [60, 'ok', /^this machine is (?:59|60|61) seconds behind the org$/],
    [600, 'warning', /^this machine is 10 minutes behind the org$/],
    [-600, 'warning', /^this machine is 10 minutes ahead of the org$/],
  ])('an org whose clock is %i seconds ahead: %s', async (clockSkewSeconds, result, detail) => {
    const findings = await findingsOf(connectionTo(await anOrg({ clockSkewSeconds })))
    const advice =
      'correct its clock (time synchronization, NTP): signing in with a key (JWT) fails, and a refresh may miss changes'
    expect(about('clock', findings)).toEqual({
      result,
      detail: expect.stringMatching(detail),
      actions: result === 'ok' ? [] : [advice],
    })
  })
})

describe('calls left', () => {
  const advice = 'see in Setup, Company Information, what uses them'

  test('few are a warning', async () => {
    const findings = await findingsOf(connectionTo(await anOrg({ callLimit: 3 })))
    expect(about('calls', findings)).toEqual({
      result: 'ok',
      detail: '1 of 3 left in these 24 hours',
      actions: [],
    })
    const org = await anOrg()
    org.fault('/services/data/v68.0/limits', {
      status: 200,
      body: { DailyApiRequests: { Max: 1_000, Remaining: 49 } },
    })
    expect(about('calls', await findingsOf(connectionTo(org)))).toEqual({
      result: 'warning',
      detail: '49 of 1000 left in these 24 hours',
      actions: [advice],
    })
  })

  test('none is a problem', async () => {
    const findings = await findingsOf(connectionTo(await anOrg({ callLimit: 2 })))
    expect(about('calls', findings)).toEqual({
      result: 'problem',
      detail: '0 of 2 left in these 24 hours',
      actions: ['try again later', advice],
    })
  })

  test('a reached limit is read from the refusal itself', async () => {
    const findings = await findingsOf(connectionTo(await anOrg({ callLimit: 0 })))
    expect(about('calls', findings)).toMatchObject({
      result: 'problem',
      detail: expect.stringContaining('has no API calls left for this org'),
    })
  })
})
