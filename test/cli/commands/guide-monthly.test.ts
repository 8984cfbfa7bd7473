import { expect, test } from 'vitest'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { User } from '../../../src/core/model.ts'
import { pagesOf } from '../../support/all.ts'
import {
  aFact,
  aMapping,
  aRead,
  aSalesforceUser,
  aTeam,
  aUser,
  email,
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
    stdout: `1 person joined since 2026-10-09
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
  { choose: 'Add the people who joined?', answer: 'skip' },
  { choose: 'Deactivate the people who left?', answer: 'skip' },
  { choose: 'Update them in SalesScreen?', answer: 'skip' },
  { choose: 'Enter them now?', answer: 'skip' },
  { choose: 'Whose license could be freed?', answer: 'skip' },
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
      { choose: 'Add the people who joined?', answer: 'go through them one by one' },
      { choose: 'Dan Example, dan@example.com, Seller', answer: 'add and map' },
      { choose: 'Which team?', answer: 'North' },
      {
        yesNo: `Create Dan Example on North and map Dan Example to ${salesforceUserIdOf('dan')}?`,
        answer: true,
      },
      { choose: 'Deactivate the people who left?', answer: 'deactivate all 2' },
      { yesNo: 'Deactivate 2 users?', answer: true, byDefault: false },
      { choose: 'Update them in SalesScreen?', answer: 'go through them one by one' },
      { choose: whoChanged, answer: 'update SalesScreen, too' },
      {
        yesNo: 'Change the user Cleo Wed and confirm the mapping of Cleo Wed?',
        answer: true,
        byDefault: true,
      },
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
    ~ mapping  cleo@example.com -> 005y90Q1yAAs6QGASZ (seen as Cleo Wed, cleo@example.com)
    change set 4: 1 user changed, 1 mapping confirmed
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
      { choose: 'Deactivate the people who left?', answer: 'go through them one by one' },
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
      { choose: 'Deactivate the people who left?', answer: 'go through them one by one' },
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

/** Nobody is mapped but Ada; Bob left with his address, Maggie with another one, Rita has another account, and Dan moved. */
async function anUnmappedMonth(): Promise<MemoryLedger> {
  const maggie = aSalesforceUser('maggie', {
    name: 'Margaret Hamilton',
    firstName: 'Margaret',
    lastName: 'Hamilton',
    email: 'margaret.hamilton@example.com',
  })
  const people = ['ada', 'bob', 'dan'].map((name) => aSalesforceUser(name, { department: 'North' }))
  const ledger = await aLedger({
    users: [
      aUser('ada'),
      aUser('bob'),
      aUser('maggie', { firstName: 'Maggie', lastName: 'Hamilton', email: email('m.hamilton@example.com') }),
    ],
    mappings: [aMapping('ada', 'ada', seen('ada'))],
    people: [...people, maggie],
  })
  await importComplete(ledger, [
    aSalesforceUser('ada', { department: 'East' }),
    aSalesforceUser('dan', { department: 'West', email: 'dan@new.example' }),
  ])
  return ledger
}

const maggieLeft = `m.hamilton@example.com (Maggie Hamilton) is not mapped, but is probably Margaret Hamilton (${salesforceUserIdOf('maggie')}, margaret.hamilton@example.com), who is inactive in Salesforce, since 2026-11-23`
const bobLeft = `bob@example.com (Bob Example) is not mapped, but Bob Example (${salesforceUserIdOf('bob')}), who has the same e-mail address and name, is inactive in Salesforce, since 2026-11-23`

test('names who left without a mapping, and whom else Salesforce changed', async () => {
  const { stdout } = await aStage({ ledger: await anUnmappedMonth() }).run('guide', '--monthly')
  expect(stdout).toContain(`2 people left
  ${bobLeft}
    sfsync users deactivate bob@example.com
  ${maggieLeft}
    sfsync users deactivate m.hamilton@example.com
0 people changed
  2 other Salesforce users changed since 2026-10-09, which changes nothing in SalesScreen:
    Ada Example: department: North -> East
    Dan Example: email: dan@example.com -> dan@new.example; department: North -> West
    sfsync sf-users log 2
`)
})

test('check, which compares only equal names and addresses, names the same without the nickname with another address', async () => {
  const { stdout } = await aStage({ ledger: await anUnmappedMonth() }).run('check')
  expect(stdout).toContain(bobLeft.replace(/ since .*/, ''))
  expect(stdout).not.toContain('m.hamilton@example.com')
})

const person = (department: string, title: string) => aSalesforceUser('dan', { department, title })

test('what was changed back is no change, and what was changed twice is one', async () => {
  const ledger = await aLedger({ users: [aUser('ada')], people: [person('East', 'Seller')] })
  await importComplete(ledger, [person('West', 'Manager')])
  await importComplete(ledger, [person('East', 'Director')])
  expect((await aStage({ ledger }).run('guide', '--monthly')).stdout).toContain(
    '    Dan Example: title: Seller -> Director\n',
  )
  await importComplete(ledger, [person('East', 'Seller')])
  expect((await aStage({ ledger }).run('guide', '--monthly')).stdout).not.toContain('other Salesforce user')
})

test('a leaver with the same name and address can be someone else, too', async () => {
  const ledger = await anUnmappedMonth()
  await aStage({
    ledger,
    asks: [
      { choose: 'Deactivate the people who left?', answer: 'go through them one by one' },
      { choose: bobLeft, answer: 'someone else: do not ask again' },
      { yesNo: `Record the decision about Bob Example and ${salesforceUserIdOf('bob')}?`, answer: true },
      { choose: maggieLeft, answer: 'skip the rest' },
      { choose: 'Enter them now?', answer: 'skip' },
      { choose: 'Whose license could be freed?', answer: 'skip' },
    ],
  }).run('guide', '--monthly')
  expect((await aStage({ ledger }).run('guide', '--monthly')).stdout).toContain('1 person left')
})

test('a likely leaver is never deactivated together with the others, and can be someone else', async () => {
  const ledger = await anUnmappedMonth()
  const { exitCode, stdout } = await aStage({
    ledger,
    asks: [
      { choose: 'Deactivate the people who left?', answer: 'go through them one by one' },
      { choose: bobLeft, answer: 'deactivate' },
      { yesNo: 'Deactivate Bob Example?', answer: true, byDefault: false },
      { choose: maggieLeft, answer: 'someone else: do not ask again' },
      {
        yesNo: `Record the decision about Maggie Hamilton and ${salesforceUserIdOf('maggie')}?`,
        answer: true,
      },
      { choose: 'Enter them now?', answer: 'skip' },
      { choose: 'Whose license could be freed?', answer: 'skip' },
    ],
  }).run('guide', '--monthly')
  expect({ exitCode, stdout }).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stdout": "~ user     bob@example.com  state: active -> deactivated
    change set 2: 1 user deactivated
    + decision m.hamilton@example.com and 005quWX2R0kEtobALC: never these two
    change set 3: 1 decision recorded
    ",
    }
  `)
  expect((await aStage({ ledger }).run('guide', '--monthly')).stdout).toContain('0 people left')
})

/** Ada, Bob and Cleo are mapped; Ada gets Bob's address, Bob a new one, and Cleo another name. */
async function aMonthOfChanges(others: readonly User[] = []): Promise<MemoryLedger> {
  const ledger = await aLedger({
    teams: [aTeam('North')],
    users: [...names.map((name) => aUser(name, { teamId: north })), ...others],
    mappings: names.map((name) => aMapping(name, name, seen(name))),
    people: names.map((name) => aSalesforceUser(name)),
  })
  await importComplete(ledger, [
    aSalesforceUser('ada', { email: 'bob@example.com' }),
    aSalesforceUser('bob', { email: 'robert@example.com' }),
    aSalesforceUser('cleo', { name: 'Cleo Wed', lastName: 'Wed' }),
  ])
  return ledger
}

const changeAll = { choose: 'Update them in SalesScreen?', answer: 'update all 3 in SalesScreen' }
const howMany = { yesNo: 'Change 3 users and confirm 3 mappings?', answer: true, byDefault: true }

test('changes everyone in one plan, asked about once, even if one gets the address of another', async () => {
  const ledger = await aMonthOfChanges()
  const { exitCode, stdout, stderr } = await aStage({
    ledger,
    asks: [changeAll, howMany, { choose: 'Enter them now?', answer: 'skip' }],
  }).run('guide', '--monthly')
  expect({ exitCode, stdout }).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stdout": "~ user     ada@example.com  e-mail: ada@example.com -> bob@example.com
    ~ mapping  bob@example.com -> 005e5DDUC9V97qwAPB (seen as Ada Example, bob@example.com)
    ~ user     bob@example.com  e-mail: bob@example.com -> robert@example.com
    ~ mapping  robert@example.com -> 005gbY32PzSxtpjAJB (seen as Bob Example, robert@example.com)
    ~ user     cleo@example.com  last name: Example -> Wed
    ~ mapping  cleo@example.com -> 005y90Q1yAAs6QGASZ (seen as Cleo Wed, cleo@example.com)
    change set 2: 3 users changed, 3 mappings confirmed
    ",
    }
  `)
  expect(stderr).not.toContain('equivalent command')
  expect((await aStage({ ledger }).run('guide', '--monthly')).stdout).toContain('0 people changed')
  const { stdout: history } = await aStage({ ledger }).run(
    'history',
    '--format',
    'csv',
    '--columns',
    'command',
  )
  expect(history.split('\n')[1]).toBe('sfsync guide --monthly')
})

test('two users with one new address are left out of the plan for the others, and named', async () => {
  const ledger = await aMonthOfChanges()
  await importComplete(ledger, [
    aSalesforceUser('ada', { email: 'sales@example.com' }),
    aSalesforceUser('bob', { email: 'sales@example.com' }),
    aSalesforceUser('cleo', { name: 'Cleo Wed', lastName: 'Wed' }),
  ])
  const { exitCode, stdout, stderr } = await aStage({
    ledger,
    asks: [
      changeAll,
      {
        yesNo: 'Change the user Cleo Wed and confirm the mapping of Cleo Wed?',
        answer: true,
        byDefault: true,
      },
      { choose: 'Enter them now?', answer: 'skip' },
    ],
  }).run('guide', '--monthly')
  expect({ exitCode, stdout }).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stdout": "~ user     cleo@example.com  last name: Example -> Wed
    ~ mapping  cleo@example.com -> 005y90Q1yAAs6QGASZ (seen as Cleo Wed, cleo@example.com)
    change set 2: 1 user changed, 1 mapping confirmed
    ",
    }
  `)
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
    'left out: Ada Example (ada@example.com) and Bob Example (bob@example.com) have the same e-mail address in Salesforce, sales@example.com; ',
  )
})

test('a plan of nothing but users with one new address says so', async () => {
  const ledger = await aMonthOfChanges()
  await importComplete(ledger, [
    ...['ada', 'bob'].map((name) => aSalesforceUser(name, { email: 'sales@example.com' })),
    aSalesforceUser('cleo'),
  ])
  const { stdout, stderr } = await aStage({
    ledger,
    asks: [
      { ...changeAll, answer: 'update all 2 in SalesScreen' },
      { ...changeAll, answer: 'skip' },
      { choose: 'Enter them now?', answer: 'skip' },
    ],
  }).run('guide', '--monthly')
  expect(stdout).toBe('')
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
    'have the same e-mail address in Salesforce, sales@example.com; ',
  )
})

test('a change that fails is said, writes nothing, and is asked about again', async () => {
  const ledger = await aMonthOfChanges([aUser('robert')])
  const { exitCode, stdout, stderr } = await aStage({
    ledger,
    asks: [
      changeAll,
      { ...changeAll, answer: 'skip' },
      { choose: 'Enter them now?', answer: 'skip' },
      { choose: 'Whose license could be freed?', answer: 'skip' },
    ],
  }).run('guide', '--monthly')
  expect({ exitCode, changeSets: (await ledger.counts()).changeSets, stdout }).toEqual({
    exitCode: 0,
    changeSets: 1,
    stdout: '',
  })
  expect(stderr).toContain('robert@example.com already belongs to another user, Robert Example\n')
})

test('Esc goes back to the question before, over what is closed, and never ends the walk', async () => {
  const ledger = await aMonth()
  const [joined, left, changed, waiting] = allSkipped
  if (joined === undefined || left === undefined || changed === undefined || waiting === undefined) return
  const { exitCode } = await aStage({
    ledger,
    asks: [
      'escape',
      joined,
      'escape',
      joined,
      { choose: 'Deactivate the people who left?', answer: 'go through them one by one' },
      { choose: whoLeft, answer: 'deactivate' },
      'escape',
      { choose: whoLeft, answer: 'deactivate' },
      { yesNo: 'Deactivate Ada Example?', answer: true },
      // Ada is done, so one step back is the question about the part as it is now.
      'escape',
      left,
      changed,
      waiting,
      { choose: 'Whose license could be freed?', answer: 'skip' },
    ],
  }).run('guide', '--monthly')
  expect(exitCode).toBe(0)
})

test.each([
  ['45 days before the last read', '2026-11-01', '2026-10-09'],
  ['the read before it, where that is longer ago', '2026-08-05', '2026-08-05'],
])('joiners count since %s', async (_what, previous, since) => {
  const ledger = await aLedger({ users: [aUser('ada')], people: [aSalesforceUser('ada')] })
  const reads = [
    ['2026-07-01', ['bob']],
    [previous, ['cleo']],
    ['2026-11-23', ['dan']],
  ] as const
  for (const [day, joiners] of reads) {
    const users = joiners.map((name) => aSalesforceUser(name))
    const staged = await ledger.directory.stage(
      aRead({ at: `${day}T12:00:00.000Z` }),
      pagesOf(users),
      'merge',
    )
    await staged.keep()
  }
  const who = since === previous ? ['Dan'] : ['Cleo', 'Dan']
  const { stdout } = await aStage({ ledger }).run('guide', '--monthly')
  expect(stdout.split('\n')[0]).toBe(
    `${who.length} ${who.length === 1 ? 'person' : 'people'} joined since ${since}`,
  )
  for (const name of who) expect(stdout).toContain(`  ${name} Example, `)
  const all = await aStage({ ledger }).run('guide', '--monthly', '--since', '2026-06-01')
  expect(all.stdout).toContain('3 people joined since 2026-06-01\n')
})

test('from one first Monday to the next, 35 days later, no joiner is left out where Salesforce is read daily', async () => {
  const ledger = await aLedger({ users: [aUser('ada')], people: [aSalesforceUser('ada')] })
  const reads = [
    ['2026-09-14', 'ada'],
    ['2026-10-19', 'ada'],
    ['2026-10-20', 'grace'],
    ['2026-11-22', 'grace'],
    ['2026-11-23', 'grace'],
  ] as const
  for (const [day, name] of reads) {
    const read = aRead({ at: `${day}T12:00:00.000Z` })
    await (await ledger.directory.stage(read, pagesOf([aSalesforceUser(name)]), 'merge')).keep()
  }
  const { stdout } = await aStage({ ledger }).run('guide', '--monthly')
  expect(stdout).toContain('  Grace Example, ')
})

test('--since is for the monthly routine', async () => {
  const { exitCode, stderr } = await aStage({ ledger: await aLedger() }).run('guide', '--since', '7d')
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: 'error: --since needs --monthly\ntry: sfsync guide --monthly --since 7d\n',
  })
})
