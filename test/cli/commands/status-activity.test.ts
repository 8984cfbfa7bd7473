import { describe, expect, onTestFinished, test } from 'vitest'
import { type StatusRow, withActivity } from '../../../src/app/status.ts'
import type { Activity, ActivityReader } from '../../../src/salesforce/salesforce.ts'
import { openActivityReader } from '../../../src/salesforce/api/activity.ts'
import { pagesOf } from '../../support/all.ts'
import {
  aMapping,
  aSalesforceUser,
  aTeam,
  aUser,
  salesforceUserIdOf,
  teamIdOf,
} from '../../support/builders.ts'
import { aStage, type Stage } from '../../support/dependencies.ts'
import { ownedRecords } from '../../support/salesforce-server/activity.ts'
import { type RunningSalesforce, startSalesforce } from '../../support/salesforce-server/server.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const noon = Date.parse('2026-11-23T12:00:00.000Z')
const teamId = teamIdOf('North')

/** Ada shows up, Bob is not mapped, and Cleo is in Salesforce only; Ada owns records that changed day by day. */
async function aWorld(read = {}): Promise<{ stage: Stage; org: RunningSalesforce }> {
  const ada = salesforceUserIdOf('ada')
  const org = await startSalesforce({
    records: {
      Opportunity: ownedRecords('Opportunity', ada, 50, noon),
      Task: ownedRecords('Task', ada, 5, noon),
    },
  })
  onTestFinished(async () => await org.close())
  const ledger = await aLedger({
    teams: [aTeam('North')],
    users: [aUser('ada', { teamId }), aUser('bob', { teamId })],
    mappings: [aMapping('ada')],
    isEntered: true,
    people: [aSalesforceUser('ada'), aSalesforceUser('cleo')],
    read,
  })
  const stage = aStage({
    ledger,
    environment: { SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url },
    parts: {
      openActivity: async (request, since) => await Promise.resolve(openActivityReader(request, since)),
    },
  })
  return { stage, org }
}

const columns = '--columns=name,opportunities,tasks,events'
const total = '3 people: 1 showing up, 1 not in SalesScreen, 1 not mapped\n'
const counted = (days: string) =>
  `opportunities, tasks and events changed in the last ${days}, as far as ada@acme.example can read them\n`

/** Salesforce does not know an object. */
function hide(org: RunningSalesforce, object: string): void {
  org.fault(({ query }) => query.get('q')?.includes(`FROM ${object} `) ?? false, {
    status: 400,
    body: [{ errorCode: 'INVALID_TYPE', message: `sObject type '${object}' is not supported.` }],
  })
}

test('status --activity counts for mapped users and for Salesforce users without a SalesScreen user', async () => {
  const { stage, org } = await aWorld()
  expect(await stage.run('status', columns, '--activity')).toEqual({
    exitCode: 0,
    stdout: `Name          Opportunities  Tasks  Events
Ada Example   31             5      0
Bob Example   -              -      -
Cleo Example  0              0      0
`,
    stderr: counted('30 days') + total,
  })
  expect(org.requests.filter(({ soql }) => soql !== null)).toHaveLength(6)
})

test('--activity 1 looks back one day', async () => {
  const { stage } = await aWorld()
  const { stdout, stderr } = await stage.run(
    'status',
    'ada@example.com',
    columns,
    '--format',
    'csv',
    '--activity',
    '1',
  )
  expect(stdout).toBe('name,opportunities,tasks,events\nAda Example,2,2,0\n')
  expect(stderr).toContain(counted('day'))
})

describe('what Salesforce does not show is not 0', () => {
  test.each([
    ['table', 'Name         Opportunities  Tasks  Events\nAda Example  31             ?      0\n'],
    ['json', '[\n  {"name":"Ada Example","opportunities":31,"tasks":null,"events":0}\n]\n'],
    ['ndjson', '{"name":"Ada Example","opportunities":31,"tasks":null,"events":0}\n'],
    ['csv', 'name,opportunities,tasks,events\nAda Example,31,,0\n'],
    ['tsv', 'name\topportunities\ttasks\tevents\nAda Example\t31\t\t0\n'],
  ])('%s', async (format, stdout) => {
    const { stage, org } = await aWorld()
    hide(org, 'Task')
    const run = await stage.run('status', 'ada@example.com', columns, '--format', format, '--activity')
    expect(run).toEqual({
      exitCode: 0,
      stdout,
      stderr: `${counted('30 days')}warning: ada@acme.example cannot read tasks: their number is unknown, not 0\n1 person: 1 showing up\n`,
    })
  })
})

test('only the users in the list are counted', async () => {
  const { stage, org } = await aWorld()
  await stage.run('status', columns, '--limit', '1', '--activity')
  expect(org.requests.filter(({ soql }) => soql?.includes(salesforceUserIdOf('cleo')))).toEqual([])
})

test('without the flag no records are counted, and there are no such columns', async () => {
  const { stage, org } = await aWorld()
  expect((await stage.run('status', '--json')).stdout).not.toContain('opportunities')
  expect(org.requests).toEqual([])
})

test('without a sign-in there is an error, and no partial list', async () => {
  const { stage } = await aWorld()
  const bare = aStage({ ledger: stage.ledger })
  expect(await bare.run('status', '--activity', '--format', 'csv')).toMatchObject({ exitCode: 4, stdout: '' })
})

test('an expired session asks for a sign-in before the list', async () => {
  const { stage, org } = await aWorld()
  org.tokens.revoke(org.token)
  expect(await stage.run('status', '--activity', '--format', 'csv')).toMatchObject({
    exitCode: 4,
    stdout: '',
  })
})

test('another org than the one in the ledger is refused: its users would seem to own no records', async () => {
  const { stage } = await aWorld({ organizationId: '00D000000000001EAA' })
  const run = await stage.run('status', '--activity')
  expect(run).toMatchObject({ exitCode: 1, stdout: '' })
  expect(run.stderr).toContain(
    'belongs to org 00D5g0000001AbCEAU, but this ledger belongs to org 00D000000000001EAA',
  )
})

test.each(['0', '-1', '366', 'ada', '1.5'])('--activity=%s is not a number of days', async (days) => {
  const { stage } = await aWorld()
  expect(await stage.run('status', `--activity=${days}`)).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: --activity must be a number of days from 1 to 365, not "${days}"\ntry: put --activity after the users, or give its days as in --activity=30\n`,
  })
})

function person(name: string): StatusRow {
  return {
    name,
    email: null,
    exists: false,
    active: false,
    state: null,
    team: null,
    mapped: false,
    salesforceUserId: name,
    salesforceActive: true,
    decided: false,
    entered: false,
    showsUp: false,
    standing: 'not-in-salesscreen',
    next: null,
  }
}

test('activity is counted page by page', async () => {
  const asked: string[] = []
  const nothing: Activity = { opportunities: 0, tasks: 0, events: 0 }
  const reader: ActivityReader = {
    origin: 'acme.my.salesforce.com',
    identity: async () => await Promise.resolve({ identity: 'ada', organizationId: '00D' }),
    activityOf: async (owners) => {
      asked.push(owners.join())
      return await Promise.resolve(new Map(owners.map((owner) => [owner, nothing])))
    },
    hiddenKinds: () => [],
  }
  const pages = withActivity(pagesOf([person('ada'), person('bob')], [person('cleo')]), reader)
  expect((await pages.next()).value).toEqual([
    { ...person('ada'), activity: nothing },
    { ...person('bob'), activity: nothing },
  ])
  expect(asked).toEqual(['ada,bob'])
  await pages.next()
  expect(asked).toEqual(['ada,bob', 'cleo'])
})
