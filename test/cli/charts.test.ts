import { describe, expect, test } from 'vitest'
import { planOf } from '../../src/core/change.ts'
import { aMapping, aSalesforceUser, aStamp, aTeam, aUser } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const [north, south] = [aTeam('North'), aTeam('営業 🎉')]

/** Ada and Bob on a team and mapped, Cleo on no team, Dan only in Salesforce; Bob was mapped by another admin on another day. */
async function aCompany() {
  const ledger = await aLedger({
    teams: [north, south],
    users: [aUser('ada', { teamId: north.teamId }), aUser('bob', { teamId: south.teamId }), aUser('cleo')],
    people: ['ada', 'bob', 'dan'].map((name) => aSalesforceUser(name, { department: 'Sales' })),
  })
  const map = async (name: string, at: string, actor: string) =>
    await ledger.commit(planOf([change.mapping(null, aMapping(name))]), aStamp({ at, actor }))
  await map('ada', '2026-11-20T12:00:00.000Z', 'jane')
  await map('bob', '2026-11-22T12:00:00.000Z', 'kari')
  return ledger
}

describe('status --chart', () => {
  test('draws the steps, the teams and the departments, 80 columns wide in a pipe and without color', async () => {
    const stage = aStage({ ledger: await aCompany() })
    expect(await stage.run('status', '--chart')).toEqual({
      exitCode: 0,
      stdout: expect.any(String),
      stderr: '',
    })
    await expect(stage.printed().stdout).toMatchFileSnapshot('charts-status.txt')
  })

  test('counts the members of one team', async () => {
    const { stdout } = await aStage({ ledger: await aCompany() }).run('status', '--chart', '--team', 'North')
    expect(stdout).toMatch(/^The one person on the team North does not show up in SalesScreen\.\n/)
    expect(stdout).toMatch(/\nOn a team {2,}█+ {2}1 \(100%\)\n/)
    expect(stdout).not.toContain('by team')
  })

  test('of an empty ledger says what to do first', async () => {
    const { stdout, stderr } = await aStage().run('status', '--chart')
    expect({ stdout, stderr }).toEqual({
      stdout: '',
      stderr: expect.stringMatching(/^There are no people yet\.\nnext: /),
    })
  })
})

describe('history --chart', () => {
  test('draws mappings and Salesforce users over time, days without a change included', async () => {
    const stage = aStage({ ledger: await aCompany() })
    expect((await stage.run('history', '--chart')).exitCode).toBe(0)
    await expect(stage.printed().stdout).toMatchFileSnapshot('charts-history.txt')
  })

  test.for([
    [['--team', 'North'], ['2026-11-20']],
    [['--actor', 'kari'], ['2026-11-22']],
    [['--since', '2026-11-21'], ['2026-11-22']],
    [['--until', '2026-11-20'], ['2026-11-20']],
  ] as const)('keeps to %j', async ([flags, days]) => {
    const { stdout } = await aStage({ ledger: await aCompany() }).run('history', '--chart', ...flags)
    const [mappings = ''] = stdout.split('Salesforce users')
    expect([...mappings.matchAll(/^2026-\d\d-\d\d/gm)].map(([day]) => day)).toEqual(days)
  })

  test('of a team says that the mappings are those of its present members', async () => {
    const stage = aStage({ ledger: await aCompany() })
    const { stdout } = await stage.run('history', '--chart', '--team', 'North')
    expect(stdout).toMatch(/^Mappings of present members over time, by day\n2026-11-20 {2}█+ {2}\+1\n/)
  })

  test('of years says that only the last months are drawn', async () => {
    const ledger = await aCompany()
    const early = planOf([change.user(null, aUser('eve')), change.mapping(null, aMapping('eve'))])
    await ledger.commit(early, aStamp({ at: '2024-11-20T12:00:00.000Z' }))
    const { stdout } = await aStage({ ledger }).run('history', '--chart')
    expect(stdout).toMatch(/^Mappings over time, by month, the last 16\n2025-08/)
    const since = await aStage({ ledger }).run('history', '--chart', '--since', '2025-08-01')
    expect(since.stdout).not.toContain('the last')
  })

  test('says that nothing has changed', async () => {
    expect(await aStage().run('history', '--chart')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'no mapping has changed in this time\n',
    })
  })
})

test.for([
  ['status', '--json'],
  ['status', '--format', 'csv'],
  ['history', '--format', 'markdown'],
])('%j takes no chart', async (words) => {
  const { exitCode, stdout, stderr } = await aStage({ ledger: await aCompany() }).run(...words, '--chart')
  expect({ exitCode, said: stdout + stderr }).toEqual({
    exitCode: 2,
    said: expect.stringContaining('--chart cannot be combined with the format '),
  })
})
