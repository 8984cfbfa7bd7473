import { describe, expect, test } from 'vitest'
import { aMapping, aSalesforceUser, salesforceUserIdOf } from '../../../support/builders.ts'
import type { MemoryLedger } from '../../../support/memory-ledger.ts'
import type { Ended } from '../../../support/dependencies.ts'
import { anUnreadWorld, aWorld, explained } from './ada.ts'

const bobId = salesforceUserIdOf('bob')

describe('explain ends', () => {
  test.each<[string, world: () => Promise<MemoryLedger>, typed: string, Ended]>([
    [
      'with 1 for a name that nobody has',
      aWorld,
      'zoe',
      {
        exitCode: 1,
        stdout: '',
        stderr: `error: nobody is called "zoe", neither in SalesScreen nor in Salesforce
try: sfsync users list
`,
      },
    ],
    [
      'with 1 for an ID that nobody has',
      aWorld,
      bobId,
      {
        exitCode: 1,
        stdout: '',
        stderr: `error: ${bobId} is neither mapped nor in the directory (users.csv, read 2026-11-23T12:00:00.000Z)
try: look whether the ID is right, and of this org
try: it may have been left out, because the directory was read with fewer rights or for fewer types of users: sfsync sf-users refresh
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
        stderr: 'error: "0015g0000004C92AAE" is the ID of an account: a Salesforce User ID starts with 005\n',
      },
    ],
    [
      'with 5 for a name that may be in the Salesforce nobody has read',
      anUnreadWorld,
      'zoe',
      {
        exitCode: 5,
        stdout: '',
        stderr: `error: no SalesScreen user is called "zoe", and could not look in Salesforce: nobody has been read yet
try: sfsync sf-users refresh
try: sfsync sf-users import <report.csv>
`,
      },
    ],
    [
      'with 6 for a name that two have',
      async () =>
        await aWorld({ people: [aSalesforceUser('zoe'), aSalesforceUser('yan', { name: 'Zoe Example' })] }),
      'Zoe Example',
      {
        exitCode: 6,
        stdout: '',
        stderr: `error: "Zoe Example" fits 2 Salesforce users
  ${salesforceUserIdOf('yan')} is Zoe Example, username yan@example.com.sales
  ${salesforceUserIdOf('zoe')} is Zoe Example, username zoe@example.com.sales
try: name one of them by Salesforce User ID
`,
      },
    ],
  ])('%s', async (_why, world, typed, ended) => {
    expect(await explained(await world(), typed)).toEqual(ended)
  })

  test.each<[string, world: () => Promise<MemoryLedger>, typed: string, verdict: string, warning: string]>([
    [
      'nobody has read',
      anUnreadWorld,
      'ada@example.com',
      'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user.',
      'warning: could not look: nobody has been read from Salesforce yet\n',
    ],
    [
      'nobody has read, and an ID is asked about',
      anUnreadWorld,
      bobId,
      `Nobody can tell whether ${bobId} shows up: nobody has been read from Salesforce yet.`,
      'warning: could not look: nobody has been read from Salesforce yet\n',
    ],
    [
      'is another org',
      async () =>
        await aWorld({
          mappings: [aMapping('ada', 'ada', { organizationId: '00D5g0000001AbCEAU' })],
          read: { organizationId: '00DD0000000CpKpMAK', source: 'live', origin: 'other.my.salesforce.com' },
        }),
      'ada@example.com',
      'Nobody can tell whether Ada Example (ada@example.com) shows up: the directory was read from another org.',
      'warning: could not look: the directory was read from another org (other.my.salesforce.com) than the user was mapped in\n',
    ],
    [
      'does not tell who is active',
      async () =>
        await aWorld({ mappings: [aMapping('ada')], people: [aSalesforceUser('ada', { active: null })] }),
      'ada@example.com',
      'Nobody can tell whether Ada Example (ada@example.com) shows up: the directory does not tell who is active in Salesforce.',
      'warning: could not look: users.csv does not tell who is active\n',
    ],
  ])('with 5, and what is known, where Salesforce %s', async (_what, world, typed, verdict, warning) => {
    const { exitCode, stdout, stderr } = await explained(await world(), typed)
    expect([exitCode, stdout.split('\n')[0], stderr]).toEqual([5, verdict, warning])
  })
})
