import { describe, expect, test } from 'vitest'
import { aMapping, aSalesforceUser, salesforceUserIdOf } from '../../../support/builders.ts'
import type { MemoryLedger } from '../../../support/memory-ledger.ts'
import type { Ended } from '../../../support/dependencies.ts'
import { anUnreadWorld, aWorld, explained } from './ada.ts'

const bobId = salesforceUserIdOf('bob')

describe('explain ends', () => {
  test.each<[string, world: () => Promise<MemoryLedger>, typed: string, Ended]>([
    [
      'with 1 for an unknown name',
      aWorld,
      'zoe',
      {
        exitCode: 1,
        stdout: '',
        stderr: `error: no user in SalesScreen or Salesforce matches "zoe"
try: sfsync users list
try: sfsync sf-users find zoe
`,
      },
    ],
    [
      'with 1 for an unknown ID',
      aWorld,
      bobId,
      {
        exitCode: 1,
        stdout: '',
        stderr: `error: ${bobId} is neither mapped nor in the directory (users.csv, read 2026-11-23 12:00 UTC)
try: check that the ID is correct and belongs to this org
try: if the report did not list everyone: sfsync sf-users import <report.csv>
`,
      },
    ],
    [
      'with 1 for the ID of an account',
      aWorld,
      '0015g0000004C92AAE',
      {
        exitCode: 1,
        stdout: '',
        stderr: `error: "0015g0000004C92AAE" is the ID of an account: a Salesforce User ID starts with 005
try: sfsync sf-users find <name>
`,
      },
    ],
    [
      'with 5 for an unknown name if Salesforce users were never read',
      anUnreadWorld,
      'zoe',
      {
        exitCode: 5,
        stdout: '',
        stderr: `error: no SalesScreen user matches "zoe", and no Salesforce users have been read yet
try: sfsync sf-users refresh
try: sfsync sf-users import <report.csv>
`,
      },
    ],
    [
      'with 6 for a name of two users',
      async () =>
        await aWorld({ people: [aSalesforceUser('zoe'), aSalesforceUser('yan', { name: 'Zoe Example' })] }),
      'Zoe Example',
      {
        exitCode: 6,
        stdout: '',
        stderr: `error: "Zoe Example" matches 2 Salesforce users
  ${salesforceUserIdOf('yan')}: Zoe Example, username yan@example.com.sales, e-mail yan@example.com
  ${salesforceUserIdOf('zoe')}: Zoe Example, username zoe@example.com.sales, e-mail zoe@example.com
try: use the Salesforce User ID of one of them
`,
      },
    ],
  ])('%s', async (_why, world, typed, ended) => {
    expect(await explained(await world(), typed)).toEqual(ended)
  })

  test.each<[string, world: () => Promise<MemoryLedger>, typed: string, verdict: string, warning: string]>([
    [
      'users were never read',
      anUnreadWorld,
      'ada@example.com',
      'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user.',
      'warning: Salesforce not checked: no Salesforce users have been read yet\n',
    ],
    [
      'users were never read, and an ID is asked about',
      anUnreadWorld,
      bobId,
      `It is unknown whether ${bobId} shows up: no Salesforce users have been read yet.`,
      'warning: Salesforce not checked: no Salesforce users have been read yet\n',
    ],
    [
      'is another org',
      async () =>
        await aWorld({
          mappings: [aMapping('ada', 'ada', { organizationId: '00D5g0000001AbCEAU' })],
          read: { organizationId: '00DD0000000CpKpMAK', source: 'live', origin: 'other.my.salesforce.com' },
        }),
      'ada@example.com',
      'It is unknown whether Ada Example (ada@example.com) shows up: the directory is from another org (other.my.salesforce.com) than the mapping.',
      'warning: Salesforce not checked: the directory is from another org (other.my.salesforce.com) than the mapping\n',
    ],
    [
      'does not say who is active',
      async () =>
        await aWorld({ mappings: [aMapping('ada')], people: [aSalesforceUser('ada', { active: null })] }),
      'ada@example.com',
      'It is unknown whether Ada Example (ada@example.com) shows up: users.csv does not say who is active.',
      'warning: Salesforce not checked: users.csv does not say who is active\n',
    ],
  ])('with 5, and what is known, where Salesforce %s', async (_what, world, typed, verdict, warning) => {
    const { exitCode, stdout, stderr } = await explained(await world(), typed)
    expect([exitCode, stdout.split('\n')[0], stderr]).toEqual([5, verdict, warning])
  })
})
