import { describe, expect, test } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { all, pagesOf } from '../../support/all.ts'
import { aSalesforceUser } from '../../support/builders.ts'
import { MemoryLedger } from '../../support/memory-ledger.ts'
import { FakeLiveReader } from '../../support/fake-live-reader.ts'
import { aStage, type Scene, type Stage } from '../../support/dependencies.ts'

const [ada, bob, cleo] = [aSalesforceUser('ada'), aSalesforceUser('bob'), aSalesforceUser('cleo')] as const
const environment = {
  SF_ACCESS_TOKEN: 'a-token-of-some-length',
  SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com',
}
const sees = (users: number) =>
  `ada@acme.example sees ${users} ${users === 1 ? 'user' : 'users'} of type Standard; in an org that shares users privately there may be more, which need the permission "View All Users"\n`
const onward =
  'next: there are no SalesScreen users yet; if some exist already, import them: sfsync users import <workbook>\nnext: sfsync sf-users list --unmapped\n'

interface World {
  readonly stage: Stage
  readonly org: FakeLiveReader
  names(): Promise<string[]>
}

/** Jane, signed in to an org, at the given minutes after noon. */
function aWorld(
  org: FakeLiveReader,
  ledger = new MemoryLedger(),
  minutes = 0,
  parts: Scene['parts'] = {},
): World {
  const stage = aStage({
    ledger,
    environment,
    parts: {
      openReader: async () => await Promise.resolve(org),
      now: () => new Date(Date.parse('2026-11-23T12:00:00.000Z') + minutes * 60_000),
      ...parts,
    },
  })
  const names = async () =>
    (await all(ledger.directory.list({}))).map(({ salesforceUser }) => salesforceUser.name)
  return { stage, org, names }
}

/** A ledger that read these people at noon. */
async function refreshedLedger(...people: readonly SalesforceUser[]): Promise<MemoryLedger> {
  const ledger = new MemoryLedger()
  await aWorld(new FakeLiveReader(people), ledger).stage.run('sf-users', 'refresh')
  return ledger
}

describe('the first refresh', () => {
  test('reads all users, asks afterward who changed meanwhile, and counts again', async () => {
    const { stage, org, names } = aWorld(new FakeLiveReader([ada, bob]))
    org.aheadMilliseconds = -2_000
    expect(await stage.run('sf-users', 'refresh')).toEqual({
      exitCode: 0,
      stdout: '2 users read from acme.my.salesforce.com: 2 new\n',
      stderr: sees(2) + onward,
    })
    expect(await names()).toEqual(['Ada Example', 'Bob Example'])
    expect(org.asked).toEqual([
      'identity',
      'all people',
      'changes 2026-11-23T11:44:58.000Z',
      'count people',
      'frozen',
    ])
  })

  test('takes who appeared and who changed meanwhile as they are now', async () => {
    const { stage, org, names } = aWorld(new FakeLiveReader([ada, bob]))
    const newAda = { ...ada, name: 'Ada Wed' }
    // The first page, with Ada, is there when the org is asked for the delta.
    org.changedSince = async () => {
      org.people = [newAda, bob, cleo]
      return await Promise.resolve({ total: 2, pages: pagesOf([newAda, cleo]) })
    }
    const { stderr } = await stage.run('sf-users', 'refresh')
    expect(stderr).toBe(
      `1 user changed during the refresh; saved as of now: ${ada.salesforceUserId}\n${sees(3)}${onward}`,
    )
    expect(await names()).toEqual(['Ada Wed', 'Bob Example', 'Cleo Example'])
  })

  test('reports how users are read with --verbose', async () => {
    const { stage } = aWorld(new FakeLiveReader([ada]))
    const { stderr } = await stage.run('sf-users', 'refresh', '--verbose')
    expect(stderr).toBe(`reading 1 user (scope: people) page by page (REST API)\n${sees(1)}${onward}`)
  })

  test('leaves out external people unless they are asked for', async () => {
    const partner = aSalesforceUser('cleo', { type: 'PowerPartner' })
    const robot = aSalesforceUser('bob', { type: 'AutomatedProcess' })
    const seen = async (...flags: string[]) => {
      const { stage, names } = aWorld(new FakeLiveReader([ada, partner, robot]))
      await stage.run('sf-users', 'refresh', ...flags)
      return await names()
    }
    expect(await seen()).toEqual(['Ada Example'])
    expect(await seen('--external')).toEqual(['Ada Example', 'Cleo Example'])
    expect(await seen('--all')).toEqual(['Ada Example', 'Bob Example', 'Cleo Example'])
  })

  test('reports which fields and what else the signed-in user cannot see', async () => {
    const { stage, org } = aWorld(new FakeLiveReader([ada]))
    org.hidden = ['Title', 'Manager.Name']
    org.frozenIds = null
    expect((await stage.run('sf-users', 'refresh')).stderr).toBe(
      `ada@acme.example cannot read Title, Manager.Name; they are empty in this refresh
ada@acme.example cannot see which users are frozen (permission "Manage Users")
${sees(1)}${onward}`,
    )
  })
})

describe('an incomplete list', () => {
  test('is an error: the directory stays as it was, and the exit code is 5', async () => {
    const ledger = await refreshedLedger(ada)
    const { stage, org, names } = aWorld(new FakeLiveReader([ada, bob]), ledger)
    org.beforePage = () => {
      org.people = [ada, bob, cleo, aSalesforceUser('dora')]
    }
    org.readAll = async () => await Promise.resolve({ total: 4, way: 'rest', pages: pages([ada, bob, cleo]) })
    org.people = [ada, bob, cleo, aSalesforceUser('dora')]
    expect(await stage.run('sf-users', 'refresh', '--full')).toMatchObject({
      exitCode: 5,
      stdout: '',
      stderr: `error: acme.my.salesforce.com reported 4 users but returned 3; nothing saved
try: try again: sfsync sf-users refresh --full
try: without the API, import an exported report: sfsync sf-users import <report.csv>
`,
    })
    expect(await names()).toEqual(['Ada Example'])
  })

  test('without any users is an error, too', async () => {
    const ledger = await refreshedLedger(ada)
    const { stage, names } = aWorld(new FakeLiveReader([]), ledger)
    expect(await stage.run('sf-users', 'refresh', '--full')).toEqual({
      exitCode: 5,
      stdout: '',
      stderr: `error: acme.my.salesforce.com returned no users; the directory was not changed
try: check which user is signed in; it needs the permission View All Users
`,
    })
    expect(await names()).toEqual(['Ada Example'])
  })

  test('of another org is refused before its pages are taken', async () => {
    const ledger = await refreshedLedger(ada)
    const { stage, org, names } = aWorld(new FakeLiveReader([bob]), ledger)
    org.who = { identity: 'ada@acme.example', organizationId: '00D000000000000EAA' }
    expect(await stage.run('sf-users', 'refresh')).toMatchObject({ exitCode: 1, stdout: '' })
    expect(await names()).toEqual(['Ada Example'])
  })
})

describe('an interrupted refresh', () => {
  test('is resumed: users already read are not read again', async () => {
    const ledger = new MemoryLedger()
    const first = aWorld(new FakeLiveReader([ada, bob, cleo]), ledger)
    first.org.beforePage = (page) => {
      if (page === 3) throw new SfsyncError('remote', 'the line is dead')
    }
    expect(await first.stage.run('sf-users', 'refresh')).toMatchObject({ exitCode: 5, stdout: '' })
    expect(await first.names()).toEqual([])

    const second = aWorld(new FakeLiveReader([ada, bob, cleo]), ledger, 30)
    expect(await second.stage.run('sf-users', 'refresh')).toEqual({
      exitCode: 0,
      stdout: '3 users read from acme.my.salesforce.com: 3 new\n',
      stderr: `resuming the interrupted refresh: 2 users already read\n${sees(3)}${onward}`,
    })
    // The delta starts where the first part began, less the overlap.
    expect(second.org.asked).toEqual([
      'identity',
      'all people from 2',
      'changes 2026-11-23T11:45:00.000Z',
      'count people',
      'frozen',
    ])
  })

  test('is forgotten with --full', async () => {
    const ledger = new MemoryLedger()
    const first = aWorld(new FakeLiveReader([ada, bob]), ledger)
    first.org.beforePage = (page) => {
      if (page === 2) throw new SfsyncError('remote', 'the line is dead')
    }
    await first.stage.run('sf-users', 'refresh')
    const second = aWorld(new FakeLiveReader([ada, bob]), ledger)
    await second.stage.run('sf-users', 'refresh', '--full')
    expect(second.org.asked[1]).toBe('all people')
  })
})

describe('the next refresh', () => {
  test('asks for what changed since the last one, with an overlap, and for who is frozen', async () => {
    const ledger = await refreshedLedger(ada, bob)
    const { stage, org, names } = aWorld(new FakeLiveReader([ada, cleo]), ledger, 60)
    org.changed = [{ ...ada, name: 'Ada Wed' }, cleo, { ...bob, type: 'PowerPartner' }]
    expect(await stage.run('sf-users', 'refresh')).toEqual({
      exitCode: 0,
      stdout: `up to date with acme.my.salesforce.com: 1 new, 1 changed, 1 removed since 2026-11-23 11:45 UTC
  new      Cleo Example (cleo@example.com)
  changed  Ada Wed (ada@example.com): name: Ada Example -> Ada Wed
  removed  Bob Example (bob@example.com)
`,
      stderr: `acme.my.salesforce.com no longer shows 1 user of the directory: ada@acme.example cannot see them any more: sharing, permissions or the user type changed\n${onward}`,
    })
    expect(await names()).toEqual(['Ada Wed', 'Cleo Example'])
    expect(org.asked).toEqual(['identity', 'changes 2026-11-23T11:45:00.000Z', 'frozen', 'count people'])
  })

  test('says so where nothing changed', async () => {
    const ledger = await refreshedLedger(ada)
    const { stage } = aWorld(new FakeLiveReader([ada]), ledger, 60)
    expect(await stage.run('sf-users', 'refresh')).toEqual({
      exitCode: 0,
      stdout: 'up to date with acme.my.salesforce.com: no changes since 2026-11-23 11:45 UTC\n',
      stderr: '',
    })
  })

  test.each<[string, (org: FakeLiveReader) => void, string[]]>([
    ['--full asks for it', () => undefined, ['--full']],
    ['another scope is wanted', () => undefined, ['--external']],
    ['another identity looks', (org) => (org.who = { ...org.who, identity: 'bob@acme.example' }), []],
    ['there are too many changes', (org) => (org.changed = Array.from({ length: 20_001 }, () => ada)), []],
  ])('reads all users when %s', async (_, change, flags) => {
    const ledger = await refreshedLedger(ada, bob)
    const { stage, org } = aWorld(new FakeLiveReader([ada]), ledger, 60)
    change(org)
    expect(await stage.run('sf-users', 'refresh', ...flags)).toMatchObject({ exitCode: 0 })
    expect(org.asked).toContain(`all ${flags.includes('--external') ? 'external' : 'people'}`)
  })

  test('reads all users after a report was merged in, which has no start for a delta', async () => {
    const ledger = await refreshedLedger(ada)
    const staged = await ledger.directory.stage(
      {
        source: 'report',
        origin: 'users.csv',
        identity: null,
        organizationId: null,
        at: '2026-11-23T12:30:00.000Z',
      },
      pagesOf([bob]),
      'merge',
    )
    await staged.keep()
    const { stage, org } = aWorld(new FakeLiveReader([ada]), ledger, 60)
    await stage.run('sf-users', 'refresh')
    expect(org.asked).toContain('all people')
  })

  test('writes nothing with --dry-run', async () => {
    const ledger = await refreshedLedger(ada)
    const { stage, org, names } = aWorld(new FakeLiveReader([ada, bob]), ledger, 60)
    org.changed = [bob]
    expect(await stage.run('sf-users', 'refresh', '--dry-run')).toMatchObject({
      exitCode: 0,
      stderr: 'dry run: nothing was changed\n',
    })
    expect(await names()).toEqual(['Ada Example'])
  })
})

const listed = async (world: World, ...flags: string[]) =>
  await world.stage.run('sf-users', 'list', '--format', 'ids', ...flags)

describe('sf-users list', () => {
  test('refreshes first when the directory is older than an hour', async () => {
    const ledger = await refreshedLedger(ada)
    const world = aWorld(new FakeLiveReader([ada, bob]), ledger, 60)
    world.org.changed = [bob]
    expect(await listed(world)).toEqual({
      exitCode: 0,
      stdout: `${ada.salesforceUserId}\n${bob.salesforceUserId}\n`,
      stderr: '2 Salesforce users; as of acme.my.salesforce.com, read 2026-11-23 13:00 UTC\n',
    })
    expect(world.org.asked).toEqual([
      'identity',
      'changes 2026-11-23T11:45:00.000Z',
      'frozen',
      'count people',
    ])
  })

  test.each<[string, number, string[]]>([
    ['the directory is younger', 59, []],
    ['--offline is given', 600, ['--offline']],
  ])('asks nobody when %s', async (_, minutes, flags) => {
    const ledger = await refreshedLedger(ada)
    const world = aWorld(new FakeLiveReader([]), ledger, minutes)
    expect(await listed(world, ...flags)).toMatchObject({
      exitCode: 0,
      stderr: '1 Salesforce user; as of acme.my.salesforce.com, read 2026-11-23 12:00 UTC\n',
    })
    expect(world.org.asked).toEqual([])
  })

  test('lists what is known when the org cannot be asked, and says so', async () => {
    const ledger = await refreshedLedger(ada)
    const world = aWorld(new FakeLiveReader([]), ledger, 60)
    world.org.changedSince = async () =>
      await Promise.reject(new SfsyncError('remote', 'acme refused the connection'))
    expect(await listed(world)).toEqual({
      exitCode: 0,
      stdout: `${ada.salesforceUserId}\n`,
      stderr: `warning: could not check Salesforce for changes: acme refused the connection
1 Salesforce user; as of acme.my.salesforce.com, read 2026-11-23 12:00 UTC
`,
    })
  })

  test('does not contact Salesforce when signed out, and prints no warning', async () => {
    const ledger = await refreshedLedger(ada)
    const stage = aStage({ ledger, parts: { now: () => new Date('2026-11-24T12:00:00.000Z') } })
    expect(await stage.run('sf-users', 'list', '--format', 'ids')).toMatchObject({
      exitCode: 0,
      stderr: '1 Salesforce user; as of acme.my.salesforce.com, read 2026-11-23 12:00 UTC\n',
    })
  })
})

describe('sf-users frozen', () => {
  test('lists who is frozen', async () => {
    const ledger = new MemoryLedger()
    const { stage, org } = aWorld(new FakeLiveReader([ada, bob]), ledger)
    org.frozenIds = [bob.salesforceUserId]
    await stage.run('sf-users', 'refresh')
    const { stdout } = await aWorld(new FakeLiveReader([]), ledger).stage.run(
      'sf-users',
      'frozen',
      '--format',
      'ids',
    )
    expect(stdout).toBe(`${bob.salesforceUserId}\n`)
  })

  test('distinguishes "none" from "not read"', async () => {
    const unknown = await refreshedLedger()
    const { exitCode, stderr } = await aStage({ ledger: unknown }).run('sf-users', 'frozen')
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: `error: no refresh has read which users are frozen
try: sfsync sf-users refresh
try: this needs a live org and the permission "Manage Users"
`,
    })
    const known = await refreshedLedger(ada)
    expect(await aStage({ ledger: known }).run('sf-users', 'frozen', '--json')).toMatchObject({
      exitCode: 0,
      stdout: '[]\n',
    })
  })
})

async function* pages(people: readonly SalesforceUser[]) {
  yield await Promise.resolve({ users: people, piece: 'all', remaining: [] })
}
