import { describe, expect, test } from 'vitest'
import { planOf } from '../../../../src/core/change.ts'
import { aFact, aMapping, aSalesforceUser, aStamp } from '../../../support/builders.ts'
import { change } from '../../../support/changes.ts'
import { MemoryLedger } from '../../../support/memory-ledger.ts'
import { FakeLiveReader } from '../../../support/fake-live-reader.ts'
import { aStage } from '../../../support/dependencies.ts'
import { ada, adaId, aWorld, explained, north, part } from './ada.ts'

const environment = {
  SF_ACCESS_TOKEN: 'a-token-of-some-length',
  SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com',
}

describe('explain', () => {
  test('shows drift and when it began, from the log of a live org', async () => {
    const ledger = new MemoryLedger()
    const at = (minutes: number, org: FakeLiveReader) =>
      aStage({
        ledger,
        environment,
        parts: {
          now: () => new Date(Date.parse('2026-11-23T12:00:00.000Z') + minutes * 60_000),
          openReader: async () => await Promise.resolve(org),
        },
      })
    const org = new FakeLiveReader([aSalesforceUser('ada')])
    await at(0, org).run('sf-users', 'refresh')
    const { organizationId } = org.who
    await ledger.commit(
      planOf([
        change.team(null, north),
        change.user(null, ada),
        change.mapping(null, aMapping('ada', 'ada', { organizationId, seenName: 'Ada Example' })),
        change.fact(null, aFact('auto-sync', 'off')),
      ]),
      aStamp(),
    )
    org.changed = [aSalesforceUser('ada', { active: false })]
    const days = 24 * 60
    await at(2 * days, org).run('sf-users', 'refresh')
    expect(await at(3 * days, org).run('explain', adaId)).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `Ada Example (ada@example.com) does not show up: Ada Example has been inactive in Salesforce since 2026-11-25.

In SalesScreen
  The SalesScreen user is Ada Example, ada@example.com (${ada.userId}).
  The user is active (ada, 2026-11-23, change set 1).
  The user is on team North (ada, 2026-11-23, change set 1).
  Not all of it is entered in SalesScreen yet; still to enter: create user, add mapping.
  Automatic sync is off (confirmed by ada, 2026-11-23).

Mapping
  The user is mapped to ${adaId} (ada, 2026-11-23, change set 1), at that time named Ada Example.

In Salesforce
  Ada Example (${adaId}) has been inactive in Salesforce since 2026-11-25.
  Username ada@example.com.sales, e-mail ada@example.com, user type Standard (internal user), profile Sales User.
  Last read on 2026-11-25 from acme.my.salesforce.com.

Changed since mapping
  ada@example.com (Ada Example) is inactive in Salesforce (${adaId}, Ada Example), since 2026-11-25.

History
  2026-11-23, ada: created as ada@example.com, team North, mapped to ${adaId} (change set 1).

Next
  sfsync users deactivate ada@example.com
`,
    })
  })

  test.each([
    ['e-mail address', 'ada@example.com'],
    ['user ID', ada.userId],
    ['name without capitals', 'ada example'],
    ['Salesforce User ID', adaId],
    ['15 characters of it', adaId.slice(0, 15)],
    ['record address', `https://acme.lightning.force.com/lightning/r/User/${adaId}/view`],
    ['Salesforce username', 'ada@example.com.sales'],
  ])('finds a mapped user by %s', async (_what, typed) => {
    const ledger = await aWorld({ mappings: [aMapping('ada')] })
    const { exitCode, stdout } = await explained(ledger, typed)
    expect({ exitCode, verdict: stdout.split('\n')[0] }).toEqual({
      exitCode: 0,
      verdict: 'Ada Example (ada@example.com) shows up in SalesScreen.',
    })
  })

  test('prints the next command with the profile and store in use', async () => {
    const ledger = await aWorld()
    const ended = await explained(ledger, 'ada@example.com', '--store', 'my ledger')
    expect(part(ended, 'Next')).toEqual([`sfsync --store 'my ledger' map ada@example.com ${adaId}`])
  })

  test('asks for the user on a terminal, and prints the equivalent command', async () => {
    const ledger = await aWorld({ mappings: [aMapping('ada')] })
    const stage = aStage({
      ledger,
      asks: [{ search: 'Which user?', typed: 'ada', answer: 'Ada Example  ada@example.com' }],
    })
    const { exitCode, stdout, stderr } = await stage.run('explain')
    expect({ exitCode, verdict: stdout.split('\n')[0] }).toEqual({
      exitCode: 0,
      verdict: 'Ada Example (ada@example.com) shows up in SalesScreen.',
    })
    expect(stderr).toContain('sfsync explain ada@example.com')
  })
})
