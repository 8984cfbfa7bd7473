import { expect, test } from 'vitest'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { pagesOf } from '../../support/all.ts'
import {
  aFact,
  aMapping,
  aRead,
  aSalesforceUser,
  aTeam,
  aUser,
  salesforceUserIdOf,
  teamIdOf,
} from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import type { MemoryLedger } from '../../support/memory-ledger.ts'
import type { Scripted } from '../../support/scripted-prompts.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const names = ['ada', 'bob', 'cleo'] as const
const north = teamIdOf('North')

function seen(name: string) {
  const { name: seenName, email: seenEmail } = aSalesforceUser(name)
  return { seenName, seenEmail }
}

/** Ada, Bob and Cleo are mapped; Ada and Bob leave, Cleo gets another name, and Dan joins. */
async function aMonth(): Promise<MemoryLedger> {
  const ledger = await aLedger({
    facts: [aFact('auto-sync', 'off')],
    teams: [aTeam('North')],
    users: names.map((name) => aUser(name, { teamId: north })),
    mappings: names.map((name) => aMapping(name, name, seen(name))),
    people: names.map((name) => aSalesforceUser(name)),
  })
  await importComplete(ledger, [
    aSalesforceUser('cleo', { name: 'Cleo Wed', lastName: 'Wed' }),
    aSalesforceUser('dan', { title: 'Seller' }),
  ])
  return ledger
}

async function importComplete(ledger: MemoryLedger, users: readonly SalesforceUser[]): Promise<void> {
  const staged = await ledger.directory.stage(aRead({ origin: 'new.csv' }), pagesOf(users), 'complete')
  await staged.keep()
}

const dan = salesforceUserIdOf('dan')
const cleo = salesforceUserIdOf('cleo')

test('without a terminal it prints who joined, left and changed, what waits, and licenses, with the commands', async () => {
  const { exitCode, stdout, stderr } = await aStage({ ledger: await aMonth() }).run('guide', '--monthly')
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: `1 person joined
  Dan Example, dan@example.com, Seller
    sfsync add ${dan}
2 people left
  ada@example.com (Ada Example) is inactive in Salesforce (${salesforceUserIdOf('ada')}, Ada Example), since 2026-11-23
    sfsync users deactivate ada@example.com
  bob@example.com (Bob Example) is inactive in Salesforce (${salesforceUserIdOf('bob')}, Bob Example), since 2026-11-23
    sfsync users deactivate bob@example.com
1 person changed
  cleo@example.com (Cleo Example) is now called Cleo Wed in Salesforce, not Cleo Example (${cleo}), since 2026-11-23
    sfsync users edit cleo@example.com --last-name Wed
    sfsync map cleo@example.com ${cleo} --renew
7 things to enter in SalesScreen
  sfsync todo walk
Licenses: 3 in use; the number of licenses is not known
  sfsync users licenses
`,
    stderr: `Salesforce users as of new.csv, read 2026-11-23 12:00 UTC
next: to see newer changes, read Salesforce users again first: sfsync sf-users import <report.csv>
`,
  })
})

const whoLeft = `ada@example.com (Ada Example) is inactive in Salesforce (${salesforceUserIdOf('ada')}, Ada Example), since 2026-11-23`
const whoChanged = `cleo@example.com (Cleo Example) is now called Cleo Wed in Salesforce, not Cleo Example (${cleo}), since 2026-11-23`

const allSkipped: readonly Scripted[] = [
  { choose: 'Add who joined?', answer: 'skip' },
  { choose: 'Deactivate who left?', answer: 'skip' },
  { choose: 'Update them in SalesScreen?', answer: 'skip' },
  { choose: 'Enter them now?', answer: 'skip' },
  { choose: 'Who could give up a license?', answer: 'skip' },
]

test('every part can be skipped, and then nothing is written', async () => {
  const ledger = await aMonth()
  const before = await ledger.counts()
  const { exitCode } = await aStage({ ledger, asks: allSkipped }).run('guide', '--monthly')
  expect({ exitCode, counts: await ledger.counts() }).toEqual({ exitCode: 0, counts: before })
})

test('adds who joined, deactivates who left, and follows who changed', async () => {
  const ledger = await aMonth()
  const { exitCode, stdout } = await aStage({
    ledger,
    asks: [
      { choose: 'Add who joined?', answer: 'go through them one by one' },
      { choose: 'Dan Example, dan@example.com, Seller', answer: 'add to SalesScreen' },
      { choose: 'Which team?', answer: 'North' },
      {
        yesNo: `Create Dan Example on North and map Dan Example to ${salesforceUserIdOf('dan')}?`,
        answer: true,
      },
      { choose: 'Deactivate who left?', answer: 'deactivate all 2' },
      { yesNo: 'Deactivate 2 users?', answer: true, byDefault: false },
      { choose: 'Update them in SalesScreen?', answer: 'go through them one by one' },
      { choose: whoChanged, answer: 'change it in SalesScreen, too' },
      { choose: 'Enter them now?', answer: 'skip' },
    ],
  }).run('guide', '--monthly')
  expect({ exitCode, stdout }).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stdout": "+ user     dan@example.com  Dan Example, team North
    + mapping  dan@example.com -> 0057E8tuzsUAJVVQA5
    change set 2: 1 user added, 1 mapped
    ~ user     ada@example.com  state: active -> deactivated
    ~ user     bob@example.com  state: active -> deactivated
    change set 3: 2 users deactivated
    ~ user     cleo@example.com  last name: Example -> Wed
    change set 4: 1 user changed
    ~ mapping  cleo@example.com -> 005y90Q1yAAs6QGASZ (seen as Cleo Wed, cleo@example.com)
    change set 5: 1 mapping confirmed
    ",
    }
  `)
})

test('No leads back to the question, and to the part before', async () => {
  const ledger = await aMonth()
  const before = await ledger.counts()
  const [joined, left, ...others] = allSkipped
  const { exitCode } = await aStage({
    ledger,
    asks: [
      ...(joined === undefined ? [] : [joined]),
      { choose: 'Deactivate who left?', answer: 'go through them one by one' },
      { choose: whoLeft, answer: 'deactivate' },
      { yesNo: 'Deactivate Ada Example?', answer: false },
      { choose: whoLeft, answer: 'skip the rest' },
      ...others,
    ],
  }).run('guide', '--monthly')
  expect({ exitCode, left, counts: await ledger.counts() }).toMatchObject({ exitCode: 0, counts: before })
})

function gone(name: string): string {
  return `${name.toLowerCase()}@example.com (${name} Example) is mapped to ${salesforceUserIdOf(name.toLowerCase())} (${name} Example), who is no longer in the Salesforce directory, since 2026-11-23; check first that the last read was not partial`
}

test('who is missing from a directory that was replaced is decided one by one', async () => {
  const ledger = await aMonth()
  const staged = await ledger.directory.stage(aRead(), pagesOf([aSalesforceUser('cleo')]), 'replace')
  await staged.keep()
  const { exitCode } = await aStage({
    ledger,
    asks: [
      { choose: 'Deactivate who left?', answer: 'go through them one by one' },
      { choose: gone('Ada'), answer: 'skip' },
      { choose: gone('Bob'), answer: 'skip' },
      { choose: 'Enter them now?', answer: 'skip' },
    ],
  }).run('guide', '--monthly')
  expect(exitCode).toBe(0)
})

test('needs Salesforce users', async () => {
  const { exitCode, stderr } = await aStage({ ledger: await aLedger() }).run('guide', '--monthly')
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: `error: no Salesforce users have been read yet
try: sfsync sf-users import <report.csv>
try: sfsync guide
`,
  })
})
