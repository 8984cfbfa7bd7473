import { expect, test } from 'vitest'
import { anOrg, atWork } from '../../salesforce/api/support.ts'
import type { RunningSalesforce, SalesforceOptions } from '../../support/salesforce-server/server.ts'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'
import { sfsync, type Run } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const [holder, ...others] = salesforceUsers(3).map((user) => ({ ...atWork(user), IsActive: true }))
if (holder === undefined) throw new Error('nobody is there')
const name = `${holder.Name} (${holder.Id})`
const all = { apiEnabled: true, viewAllUsers: true, manageUsers: false }

/** An org in which the holder has a token that SalesScreen used now, and a way to run sfsync there. */
async function anOrgWith(options: SalesforceOptions = {}): Promise<{
  readonly org: RunningSalesforce
  readonly run: (...words: string[]) => Promise<Run>
}> {
  const token = { AppName: 'SalesScreen', UserId: holder?.Id ?? '', LastUsedDate: new Date().toISOString() }
  const org = await anOrg({
    users: [...(holder === undefined ? [] : [holder]), ...others],
    permissionsOf: { [token.UserId]: all },
    oauthTokens: [token],
    ...options,
  })
  const home = temporaryFolder()
  const environment = { SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url }
  return { org, run: async (...words) => await sfsync(home, words, { environment }) }
}

/** The findings about the connection to SalesScreen, one line each. */
function connectionIn({ stdout }: Run): string[] {
  const found: { check: string; result: string; detail: string }[] = JSON.parse(stdout)
  return found
    .filter(({ check }) => check.startsWith('connection '))
    .map(({ check, result, detail }) => `${check.slice('connection '.length)} ${result}: ${detail}`)
}

test('doctor --connection finds who holds the connection, and what this user can do; without the flag it asks nothing', async () => {
  const { org, run } = await anOrgWith()
  expect(connectionIn(await run('doctor', '--json'))).toEqual([])
  expect(org.requests.some(({ soql }) => soql?.includes('OauthToken') === true)).toBe(false)
  const found = await run('doctor', '--connection', '--json')
  expect(connectionIn(found)).toEqual([
    `user ok: ${name}, whose connection SalesScreen used last; if this is right, record it: "sfsync settings set connection-user ${holder.Id}"`,
    'active ok: active in Salesforce',
    'login ok: not frozen',
    'API Enabled ok: yes',
    'View All Users ok: yes',
    'Edit Tasks ok: yes',
    'Edit Events ok: yes',
    expect.stringMatching(/^last use ok: 20\d\d-/),
  ])
  expect(found.exitCode).toBe(0)
})

test('doctor --connection: what is wrong is a problem, what could not be looked at is neither', async () => {
  const { run } = await anOrgWith({
    frozen: [holder.Id],
    permissionsOf: { [holder.Id]: { ...all, editTasks: false } },
    customizeApplication: false,
  })
  await run('settings', 'set', 'connection-user', holder.Id)
  const found = await run('doctor', '--connection', '--json')
  expect(connectionIn(found).map((line) => line.split(';')[0])).toEqual([
    `user ok: ${name}`,
    'active ok: active in Salesforce',
    'login problem: frozen in Salesforce',
    'API Enabled ok: yes',
    'View All Users ok: yes',
    'Edit Tasks problem: missing',
    'Edit Events ok: yes',
    'last use unknown: could not look: the signed-in user sees no SalesScreen token of this user',
  ])
  expect(found.exitCode).toBe(1)
})

test('nothing set and nothing found: doctor says how to record it, check is silent', async () => {
  const { run } = await anOrgWith({ oauthTokens: [] })
  const found = await run('doctor', '--connection', '--json')
  expect(connectionIn(found)).toEqual([
    'user warning: it is not known who holds the connection to SalesScreen (the signed-in user sees no SalesScreen token at all; to see those of others it needs "Customize Application"); "sfsync settings set connection-user <salesforceUserId>"',
  ])
  expect(found.exitCode).toBe(0)
  expect(await run('check', '--quiet')).toEqual({ exitCode: 0, stdout: '', stderr: '' })
})

test('check reports it, unless offline; a refusal of the org is no finding', async () => {
  const { org, run } = await anOrgWith({ permissionsOf: { [holder.Id]: { ...all, viewAllUsers: false } } })
  await run('settings', 'set', 'connection-user', holder.Id)
  const found = await run('check', '--json')
  expect({ exitCode: found.exitCode, rows: JSON.parse(found.stdout) }).toEqual({
    exitCode: 10,
    rows: [
      {
        kind: 'connection',
        userId: null,
        email: null,
        salesforceUserId: holder.Id,
        name: holder.Name,
        text: `${name} holds the connection to SalesScreen and does not have View All Users in Salesforce: SalesScreen may get no data`,
        since: null,
        fix: [],
      },
    ],
  })
  const asked = org.requests.length
  expect(await run('check', '--offline', '--quiet')).toEqual({
    exitCode: 5,
    stdout: '',
    stderr:
      'warning: could not check the user who holds the connection to SalesScreen: Salesforce was not contacted (--offline)\n',
  })
  expect(org.requests).toHaveLength(asked)
  org.fault('/services/data', {
    status: 403,
    body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
  })
  const spent = await run('check', '--quiet')
  expect(spent).toMatchObject({ exitCode: 5, stdout: '' })
  expect(spent.stderr).toMatch(/^warning: could not check the user who holds .* no API calls left .*\n$/)
})

test('in the demo profile the sample org answers what it knows, without a network', async () => {
  const home = temporaryFolder()
  const demo = async (...words: string[]) => await sfsync(home, ['--profile', 'demo', ...words])
  expect(connectionIn(await demo('doctor', '--connection', '--json'))).toEqual([
    'user warning: it is not known who holds the connection to SalesScreen (the built-in sample org has no connection to SalesScreen); "sfsync --profile demo settings set connection-user <salesforceUserId>"',
  ])
  const { stdout } = await demo('sf-users', 'list', '--inactive', '--json')
  const [inactive]: { salesforceUserId: string; name: string }[] = JSON.parse(stdout)
  await demo('settings', 'set', 'connection-user', inactive?.salesforceUserId ?? '')
  const found = await demo('doctor', '--connection', '--json')
  expect(
    connectionIn(found)
      .slice(0, 4)
      .map((line) => line.split(';')[0]),
  ).toEqual([
    `user ok: ${inactive?.name} (${inactive?.salesforceUserId})`,
    'active problem: inactive in Salesforce',
    'login ok: not frozen',
    'API Enabled unknown: could not look: the built-in sample org has no connection to SalesScreen',
  ])
  const checked = await demo('check', '--quiet')
  expect(checked).toMatchObject({
    exitCode: 10,
    stdout: expect.stringContaining('is inactive in Salesforce'),
  })
})
