import { describe, expect, test } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import type { Decision, Mapping, User } from '../../../src/core/model.ts'
import { planOf } from '../../../src/core/change.ts'
import { driftRow } from '../../../src/app/findings.ts'
import { fixLines } from '../../../src/cli/commands/finding-text.ts'
import { driftOf } from '../../../src/core/drift.ts'
import { hintText } from '../../../src/app/hints.ts'
import { pagesOf } from '../../support/all.ts'
import { aMapping, aRead, aSalesforceUser, aStamp, aTeam, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { MemoryLedger } from '../../support/memory-ledger.ts'
import { FakeLiveReader } from '../../support/fake-live-reader.ts'
import { aStage, type Stage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const north = aTeam('North')
const ada = aSalesforceUser('ada')
const bob = aSalesforceUser('bob')
const silence = { exitCode: 0, stdout: '', stderr: '' }
const environment = {
  SF_ACCESS_TOKEN: 'a-token-of-some-length',
  SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com',
}

const asSeen = (name: string, rest: Partial<Mapping> = {}) =>
  aMapping(name, name, {
    seenName: aSalesforceUser(name).name,
    seenEmail: aSalesforceUser(name).email,
    ...rest,
  })
const onTeam = (name: string, rest: Partial<User> = {}) => aUser(name, { teamId: north.teamId, ...rest })

/** Jane, some minutes after noon; signed in to the org where there is one. */
function aMoment(ledger: MemoryLedger, minutes: number, org?: FakeLiveReader): Stage {
  return aStage({
    ledger,
    ...(org === undefined ? {} : { environment }),
    parts: {
      now: () => new Date(Date.parse('2026-11-23T12:00:00.000Z') + minutes * 60_000),
      ...(org === undefined ? {} : { openReader: async () => await Promise.resolve(org) }),
    },
  })
}

/** A ledger that read Ada and Bob of a live org at noon, when both were mapped. */
async function mappedLedger(): Promise<MemoryLedger> {
  const ledger = new MemoryLedger()
  await aMoment(ledger, 0, new FakeLiveReader([ada, bob])).run('sf-users', 'refresh')
  const organizationId = new FakeLiveReader([]).who.organizationId
  await ledger.commit(
    planOf([
      change.team(null, north),
      ...['ada', 'bob'].map((name) => change.user(null, onTeam(name))),
      ...['ada', 'bob'].map((name) => change.mapping(null, asSeen(name, { organizationId }))),
    ]),
    aStamp(),
  )
  return ledger
}

describe('check on a live org', () => {
  test('is silent when nothing has moved', async () => {
    const ledger = await mappedLedger()
    const org = new FakeLiveReader([ada, bob])
    expect(await aMoment(ledger, 120, org).run('check')).toEqual(silence)
    expect(org.asked).toEqual(['identity', 'changes 2026-11-23T11:45:00.000Z', 'frozen', 'count people'])
  })

  test('refreshes first, and reports since when each finding is true', async () => {
    const ledger = await mappedLedger()
    const org = new FakeLiveReader([ada, bob])
    org.changed = [{ ...ada, active: false }]
    org.frozenIds = [bob.salesforceUserId]
    expect(await aMoment(ledger, 120, org).run('check')).toEqual({
      exitCode: 10,
      stdout: `ada@example.com (Ada Example) is inactive in Salesforce (${ada.salesforceUserId}, Ada Example), since 2026-11-23 14:00 UTC
bob@example.com (Bob Example) is frozen in Salesforce (${bob.salesforceUserId}, Bob Example), since 2026-11-23 14:00 UTC
`,
      stderr: `2 findings; as of acme.my.salesforce.com, read 2026-11-23 14:00 UTC
next: sfsync check --fix
`,
    })
  })

  test('asks again where a clock that was wrong says that the directory was read in the future', async () => {
    const ledger = new MemoryLedger()
    const org = new FakeLiveReader([ada, bob])
    const days = 1440
    org.aheadMilliseconds = -1000 * days * 60_000
    await aMoment(ledger, 1000 * days, org).run('sf-users', 'refresh')
    org.aheadMilliseconds = 0
    org.asked.length = 0
    expect(await aMoment(ledger, 0, org).run('check', '--quiet')).toEqual(silence)
    expect(org.asked).toEqual(['identity', 'changes 2026-11-23T11:45:00.000Z', 'frozen', 'count people'])
    expect((await ledger.directory.lastRead())?.at).toBe('2026-11-23T12:00:00.000Z')
  })

  test('is not done where nobody knows since when to ask', async () => {
    const ledger = await mappedLedger()
    const org = new FakeLiveReader([ada, bob])
    expect(await aMoment(ledger, -120, org).run('check')).toEqual({
      exitCode: 5,
      stdout: '',
      stderr:
        'warning: Salesforce was not checked for changes because the directory needs a full refresh: sfsync sf-users refresh\n',
    })
    expect(org.asked).toEqual(['identity'])
    await aMoment(ledger, -120, org).run('sf-users', 'refresh')
    expect((await ledger.directory.lastRead())?.at).toBe('2026-11-23T10:00:00.000Z')
  })

  test('--since leaves out earlier findings', async () => {
    const ledger = await mappedLedger()
    const org = new FakeLiveReader([ada, bob])
    org.changed = [{ ...ada, active: false }]
    await aMoment(ledger, 120, org).run('check')
    org.changed = [{ ...bob, name: 'Bob Wed' }]
    const later = aMoment(ledger, 300, org)
    expect(await later.run('check', '--since', '2h', '--quiet')).toEqual({
      exitCode: 10,
      stdout: `bob@example.com (Bob Example) is now called Bob Wed in Salesforce, not Bob Example (${bob.salesforceUserId}), since 2026-11-23 17:00 UTC\n`,
      stderr: '',
    })
    expect(await aMoment(ledger, 300, org).run('check', '--since', '2026-11-24')).toEqual(silence)
  })

  test('could not check everything if the org does not answer; known findings are printed anyway', async () => {
    const ledger = await mappedLedger()
    const org = new FakeLiveReader([ada, bob])
    org.changed = [{ ...ada, active: false }]
    await aMoment(ledger, 120, org).run('check')
    org.changedSince = async () =>
      await Promise.reject(new SfsyncError('remote', 'acme refused the connection'))
    expect(await aMoment(ledger, 240, org).run('check', '--json')).toMatchObject({
      exitCode: 5,
      stdout: expect.stringMatching(/^\[\n {2}\{"kind":"inactive",.*\}\n\]\n$/),
      stderr: `warning: could not check Salesforce for changes: acme refused the connection
1 finding; as of acme.my.salesforce.com, read 2026-11-23 14:00 UTC
next: sfsync check --fix
`,
    })
  })

  test('could not check everything if the directory is old and there is no sign-in, unless offline', async () => {
    const ledger = await mappedLedger()
    const { exitCode, stdout, stderr } = await aMoment(ledger, 120).run('check')
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' })
    expect(stderr).toMatch(/^warning: could not check Salesforce for changes: .*\n$/)
    expect(await aMoment(ledger, 120).run('check', '--offline')).toEqual(silence)
    expect(await aMoment(ledger, 59).run('check')).toEqual(silence)
  })

  test('could not check everything while an interrupted refresh waits', async () => {
    const ledger = await mappedLedger()
    const org = new FakeLiveReader([ada, bob])
    const aim = { kind: 'full', origin: org.origin, ...org.who, scope: 'people' } as const
    const refresh = await ledger.directory.beginRefresh({ ...aim, organizationId: '' }, 'noon')
    refresh.add([ada], 'all', ['rest'])
    await refresh.interrupt()
    expect(await aMoment(ledger, 120, org).run('check')).toEqual({
      exitCode: 5,
      stdout: '',
      stderr:
        'warning: Salesforce was not checked for changes because a full refresh was interrupted; resume it: sfsync sf-users refresh\n',
    })
  })
})

describe('check', () => {
  test('contacts no org if the directory was read from a report', async () => {
    const ledger = await aLedger({
      isEntered: true,
      teams: [north],
      users: [onTeam('ada')],
      mappings: [asSeen('ada')],
      people: [ada],
    })
    expect(await aMoment(ledger, 100_000).run('check')).toEqual(silence)
  })

  test('prints no findings for an empty ledger', async () => {
    expect(await aMoment(new MemoryLedger(), 0).run('check', '--quiet')).toEqual(silence)
    expect(await aMoment(new MemoryLedger(), 0).run('check', '--json', '--quiet')).toEqual({
      ...silence,
      stdout: '[]\n',
    })
  })

  test('says which mappings it could not check: of another org, or of unknown state', async () => {
    const ledger = await aLedger({
      teams: [north],
      users: [onTeam('ada'), onTeam('bob'), aUser('cleo')],
      mappings: [asSeen('ada', { organizationId: '00D5g0000001AbCEAU' }), asSeen('bob'), asSeen('cleo')],
      people: [{ ...bob, active: null }, aSalesforceUser('cleo')],
      read: { organizationId: '00DD0000000CpKpMAK', source: 'demo', origin: 'demo' },
    })
    expect(await aMoment(ledger, 0).run('check')).toEqual({
      exitCode: 5,
      stdout:
        'cleo@example.com (Cleo Example) is not on a team, so no data will show, since 2026-11-23 12:00 UTC\n',
      stderr: `warning: 1 mapped user not checked: the directory is from another org (demo) than the mapping
warning: 1 mapped user not checked: demo does not say who is active
1 finding; as of demo, read 2026-11-23 12:00 UTC
next: sfsync check --fix
`,
    })
  })

  test('finds users who are pending too long, by the history', async () => {
    const ledger = await aLedger({
      isEntered: true,
      teams: [north],
      users: [onTeam('ada', { state: 'pending' })],
      mappings: [asSeen('ada')],
      people: [ada],
    })
    const days = (count: number) => aMoment(ledger, count * 24 * 60)
    expect(await days(9).run('check')).toEqual(silence)
    expect(await days(9).run('check', '--pending-days', '9', '--quiet')).toEqual({
      exitCode: 10,
      stdout:
        'ada@example.com (Ada Example) has been pending in SalesScreen for 9 days; SalesScreen deactivates the user on 2026-12-07, since 2026-11-23 12:00 UTC\n',
      stderr: '',
    })
    expect(await days(10).run('check', '--quiet')).toMatchObject({ exitCode: 10 })
    // The clock was wrong when the history was written.
    expect(await days(-9).run('check', '--quiet')).toEqual({
      exitCode: 10,
      stdout:
        'ada@example.com (Ada Example) is pending in SalesScreen; SalesScreen deactivates pending users after 14 days, since 2026-11-23 12:00 UTC\n',
      stderr: '',
    })
  })

  test('prints the commands with the profile and store in use', async () => {
    const ledger = await aLedger({
      teams: [north],
      users: [onTeam('ada')],
      mappings: [asSeen('ada')],
      people: [{ ...ada, active: false }],
    })
    expect(await aMoment(ledger, 0).run('check', '--fix', '--quiet', '--store', 'my ledger')).toEqual({
      exitCode: 10,
      stdout: `# ada@example.com (Ada Example) is inactive in Salesforce (${ada.salesforceUserId}, Ada Example)
sfsync --store 'my ledger' users deactivate ada@example.com
# or: sfsync --store 'my ledger' unmap ada@example.com

`,
      stderr: '',
    })
  })
})

const fixOf = (user: User, salesforceUser: typeof ada) =>
  driftOf(
    { user, team: north, mapping: asSeen('ada'), salesforceUser, sharedWith: [], crossed: null },
    { organizationId: null },
  )
    .drifts.filter(({ kind }) => kind !== 'renamed')
    .map((drift) => fixLines(driftRow({ drift, since: null }), (hint) => hintText(hint)))

describe('check of users who are not mapped', () => {
  const maggie = aSalesforceUser('maggie', {
    name: 'Margaret Hamilton',
    firstName: 'Margaret',
    lastName: 'Hamilton',
    active: false,
  })
  const left = { firstName: 'Maggie', lastName: 'Hamilton' }
  const other = {
    salesforceUserId: aSalesforceUser('maggie2').salesforceUserId,
    username: 'maggie2@example.com',
  }
  const text = `maggie@example.com (Maggie Hamilton) is not mapped, but is probably Margaret Hamilton (${maggie.salesforceUserId}, maggie@example.com), who is inactive in Salesforce`

  test('names who probably left, and asks an admin to confirm it', async () => {
    const ledger = await aLedger({ users: [aUser('maggie', left)], people: [maggie] })
    const { exitCode, stdout } = await aStage({ ledger }).run('check', '--json')
    expect({ exitCode, rows: JSON.parse(stdout) }).toEqual({
      exitCode: 10,
      rows: [
        {
          kind: 'left-unmapped',
          userId: aUser('maggie').userId,
          email: 'maggie@example.com',
          salesforceUserId: maggie.salesforceUserId,
          name: 'Maggie Hamilton',
          text,
          since: null,
          fix: [],
        },
      ],
    })
    const fix = await aStage({ ledger }).run('check', '--fix')
    expect(fix.stdout).toBe(`# ${text}
# find out whether they are the same person: deactivate or map the user, or reject the match
# or: sfsync users deactivate maggie@example.com
# or: sfsync map maggie@example.com ${maggie.salesforceUserId} --allow-inactive
# or: sfsync reject maggie@example.com ${maggie.salesforceUserId}

`)
  })

  test('says nothing about a likely leaver who was put off by a decision', async () => {
    const ledger = await aLedger({ users: [aUser('maggie', left)], people: [maggie] })
    const later: Decision = {
      kind: 'later',
      userId: aUser('maggie').userId,
      salesforceUserId: null,
      until: null,
      reason: null,
      decidedBy: 'bob',
      decidedAt: '2026-11-01T00:00:00.000Z',
    }
    await ledger.commit(planOf([change.decision(null, later)]), aStamp())
    expect((await aStage({ ledger }).run('check')).stdout).toBe('')
  })

  test('has a command for the same name and address, and a way to say that it is someone else', async () => {
    const inactive = aSalesforceUser('bob', { active: false })
    const ledger = await aLedger({ users: [aUser('bob')], people: [inactive] })
    const { stdout } = await aStage({ ledger }).run('check', '--fix')
    expect(stdout.split('\n').slice(1)).toEqual([
      'sfsync users deactivate bob@example.com',
      `# or: sfsync map bob@example.com ${inactive.salesforceUserId} --allow-inactive`,
      `# or: sfsync reject bob@example.com ${inactive.salesforceUserId}`,
      '',
      '',
    ])
  })

  test.each([
    ['was deactivated', aUser('maggie', { ...left, state: 'deactivated' }), [maggie]],
    ['has an active account', aUser('maggie', left), [maggie, { ...maggie, ...other, active: true }]],
    ['is active', aUser('maggie', left), [{ ...maggie, active: true }]],
  ])('says nothing about a user who %s', async (_why, user, people) => {
    const ledger = await aLedger({ users: [user], people })
    const { stdout } = await aStage({ ledger }).run('check')
    expect(stdout).toBe('')
  })

  test('is silent after the match was rejected', async () => {
    const ledger = await aLedger({ users: [aUser('maggie', left)], people: [maggie] })
    await aStage({ ledger }).run('reject', 'maggie@example.com', maggie.salesforceUserId)
    expect(await aStage({ ledger }).run('check')).toEqual(silence)
  })

  test('points to other changes in Salesforce beside its findings', async () => {
    const ledger = await aLedger({
      users: [aUser('maggie', left)],
      people: [maggie, { ...bob, department: 'East' }],
    })
    const moved = { ...bob, department: 'West' }
    const staged = await ledger.directory.stage(aRead(), pagesOf([moved]), 'merge')
    await staged.keep()
    const { stderr } = await aStage({ ledger }).run('check')
    expect(stderr).toContain(
      '1 other Salesforce user changed, which changes nothing in SalesScreen: sfsync sf-users log 2\n',
    )
  })
})

describe('a fix as lines of a script', () => {
  test('is one command, and alternatives as comments; a line break in a name does not end a comment', () => {
    expect(fixOf(onTeam('ada'), { ...ada, active: false, name: 'Ada\nrm -rf /' })).toEqual([
      [
        `# ada@example.com (Ada Example) is inactive in Salesforce (${ada.salesforceUserId}, Ada rm -rf /)`,
        'sfsync users deactivate ada@example.com',
        '# or: sfsync unmap ada@example.com',
      ],
    ])
  })

  test('is a comment where something must be filled in, or is advice', () => {
    const frozen = { ...ada, frozen: true }
    expect(fixOf(aUser('ada'), frozen)).toEqual([
      [
        `# ada@example.com (Ada Example) is frozen in Salesforce (${ada.salesforceUserId}, Ada Example)`,
        '# nothing to do in sfsync: a Salesforce admin can unfreeze the user',
      ],
      [
        '# ada@example.com (Ada Example) is not on a team, so no data will show',
        '# fill in: sfsync assign-team ada@example.com <team>',
      ],
    ])
  })
})
