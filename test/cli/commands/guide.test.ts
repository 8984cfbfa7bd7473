import { expect, test } from 'vitest'
import { pagesOf } from '../../support/all.ts'
import {
  aFact,
  aMapping,
  aSalesforceUser,
  aTeam,
  aUser,
  salesforceUserIdOf,
  teamIdOf,
} from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger, type Seed } from '../../support/seeded-ledger.ts'
import { worldOf } from '../../support/worlds.ts'

const ada = salesforceUserIdOf('ada')
const bob = salesforceUserIdOf('bob')
const stepOneDone: Seed = {
  facts: [aFact('auto-sync', 'off')],
  teams: [aTeam('North')],
  people: [aSalesforceUser('ada'), aSalesforceUser('bob')],
}
const offeredAda = [
  { text: 'First name', initial: 'Ada' },
  { text: 'Last name', initial: 'Example' },
  { text: 'E-mail address', initial: 'ada@example.com' },
] as const

test('from nothing to a user who shows up, with every question and its equivalent command', async () => {
  const ledger = await aLedger(stepOneDone)
  const stage = aStage({
    ledger,
    asks: [
      {
        search: 'Step 2: which Salesforce user? (type part of the name)',
        typed: 'ada',
        answer: 'Ada Example  ada@example.com',
      },
      ...offeredAda,
      { text: 'Nickname (optional)', answer: 'Countess' },
      { choose: 'Which team?', answer: 'North' },
      { yesNo: 'Create the user ada@example.com?', answer: true },
      { yesNo: `Map ada@example.com to ${ada}?`, answer: true },
      { yesNo: 'Did you enter all of it?', answer: true },
      { yesNo: 'Map another Salesforce user?', answer: false },
    ],
  })
  expect(await stage.run('guide')).toEqual({
    exitCode: 0,
    stdout: `+ user     ada@example.com  Ada Example, "Countess", team North
change set 2: 1 user added
+ mapping  ada@example.com -> ${ada}
change set 3: 1 user mapped
To do        Name         E-mail           What to enter                                                                             Where
create team  North        -                create the team North                                                                     Manage > Teams > New team
create user  Ada Example  ada@example.com  first name Ada, last name Example, nickname Countess, e-mail ada@example.com, team North  Manage > Users > New User
add mapping  Ada Example  ada@example.com  system Salesforce, user Ada Example (ada@example.com), external ID ${ada}     Manage > Settings > Mappings > Actions > Add mapping
+ entered  the team North is in SalesScreen
+ entered  ada@example.com  user, team North, mapping ${ada}
change set 4: 2 SalesScreen records updated
Name         E-mail           Decided  Entered  Shows up  Team   Status      Next
Ada Example  ada@example.com  yes      yes      yes       North  showing up  -
`,
    stderr: `Step 1 is done: automatic sync is off (confirmed by ada).
? Step 2: which Salesforce user? (type part of the name) Ada Example  ada@example.com
Step 2 is done: Ada Example is ${ada}.
Step 3: create the SalesScreen user Ada Example.
? First name Ada
? Last name Example
? E-mail address ada@example.com
? Nickname (optional) Countess
? Which team? North
+ user     ada@example.com  Ada Example, "Countess", team North
? Create the user ada@example.com? yes
next: 2 things to enter in SalesScreen: sfsync todo
next: sfsync map ada@example.com ${ada}
equivalent command:
  sfsync create-user --from-sf ${ada} --first-name Ada --last-name Example --email ada@example.com --nickname Countess --team North
Step 3 is done: ada@example.com exists and is on North.
Step 4: map ada@example.com to ${ada}.
+ mapping  ada@example.com -> ${ada}
? Map ada@example.com to ${ada}? yes
next: 3 things to enter in SalesScreen: sfsync todo
next: sfsync status ada@example.com
equivalent command: sfsync map ada@example.com ${ada}
Now enter this in SalesScreen:
3 things to enter in SalesScreen
next: when they are entered: sfsync todo done <user>
? Did you enter all of it? yes
1 person: 1 showing up
? Map another Salesforce user? no
`,
  })
})

test('step 1 is confirmed first, unless it was before', async () => {
  const { facts: _, ...rest } = stepOneDone
  const ledger = await aLedger(rest)
  const stage = aStage({
    ledger,
    asks: [
      { choose: '"Automatically sync users" is', answer: 'off' },
      { yesNo: 'Set auto-sync to off?', answer: true },
      { choose: 'The Salesforce integration is initialized', answer: 'yes' },
      { yesNo: 'Set integration-initialized to yes?', answer: true },
      'interrupt',
    ],
  })
  const { exitCode, stdout } = await stage.run('guide')
  expect({ exitCode, stdout }).toEqual({
    exitCode: 130,
    stdout: `+ setting  auto-sync: off (confirmed by jane)
change set 2: 1 setting set
+ setting  integration-initialized: yes (confirmed by jane)
change set 3: 1 setting set
`,
  })
})

test('an empty directory asks for the report', async () => {
  const ledger = await aLedger({ facts: [aFact('auto-sync', 'off')] })
  const stage = aStage({
    ledger,
    asks: [
      {
        text: 'Report file',
        answer: ' users.csv ',
        refused: [
          { answer: ' ', problem: 'enter a file name, or press Ctrl-C and run: sfsync sf-users refresh' },
        ],
      },
      'interrupt',
    ],
    parts: {
      readReport: async ({ file }) =>
        await Promise.resolve({
          read: { source: 'report', origin: file, identity: null, organizationId: null },
          total: undefined,
          pages: pagesOf([aSalesforceUser('ada')]),
          problems: [],
          notices: [],
        }),
    },
  })
  const { exitCode, stdout } = await stage.run('guide')
  expect({ exitCode, stdout }).toEqual({
    exitCode: 130,
    stdout: '1 user read from users.csv: 1 new\n',
  })
})

test('what is done already is only reported', async () => {
  const ledger = await aLedger({
    ...stepOneDone,
    users: [aUser('ada', { teamId: teamIdOf('North') })],
    mappings: [aMapping('ada')],
    isEntered: true,
  })
  const before = await worldOf(ledger)
  const { exitCode, stderr } = await aStage({ ledger, asks: [] }).run('guide', ada)
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: `Step 1 is done: automatic sync is off (confirmed by ada).
Step 2 is done: Ada Example is ${ada}.
Step 3 is done: ada@example.com exists and is on North.
Step 4 is done: ada@example.com is mapped to ${ada}.
1 person: 1 showing up
`,
  })
  expect(await worldOf(ledger)).toEqual(before)
})

test('a user without a team gets one, which may be new', async () => {
  const ledger = await aLedger({ ...stepOneDone, users: [aUser('ada')], mappings: [aMapping('ada')] })
  const stage = aStage({
    ledger,
    asks: [
      { choose: 'Which team?', answer: '(a new team)' },
      {
        text: 'Name of the new team',
        answer: ' Far North ',
        refused: [{ answer: '  ', problem: 'enter a name' }],
      },
      { yesNo: 'Make these 2 changes?', answer: true },
      { yesNo: 'Did you enter all of it?', answer: false },
    ],
  })
  const { exitCode, stdout } = await stage.run('guide', ada)
  expect({ exitCode, firstLines: stdout.split('\n').slice(0, 3) }).toEqual({
    exitCode: 0,
    firstLines: [
      '+ team     Far North',
      '~ user     ada@example.com  team: no team -> Far North',
      'change set 2: 1 team added, 1 user put on a team',
    ],
  })
  expect((await stage.run('show', '2', '--json')).stdout).toContain(
    "ada@example.com 'Far North' --create-team",
  )
})

test('a mapping to another Salesforce user is asked about', async () => {
  const ledger = await aLedger({
    ...stepOneDone,
    users: [aUser('ada', { teamId: teamIdOf('North') })],
    mappings: [aMapping('ada', 'bob')],
  })
  const stage = aStage({
    ledger,
    asks: [
      {
        yesNo: `ada@example.com is already mapped to ${bob}; that mapping would be removed. Continue anyway?`,
        answer: true,
      },
      { yesNo: `Map ada@example.com to ${ada}?`, answer: true },
      { yesNo: 'Did you enter all of it?', answer: false },
    ],
  })
  const { exitCode, stdout, stderr } = await stage.run('guide', ada)
  expect({ exitCode, firstLine: stdout.split('\n')[0] }).toEqual({
    exitCode: 0,
    firstLine: `~ mapping  ada@example.com -> ${ada} (was ${bob})`,
  })
  expect(stderr).toContain(`equivalent command: sfsync map ada@example.com ${ada} --replace\n`)
})

test('stopped in the middle, changes are kept, and the command that resumes is shown', async () => {
  const ledger = await aLedger(stepOneDone)
  const stage = aStage({
    ledger,
    asks: [
      ...offeredAda,
      { text: 'Nickname (optional)', answer: '' },
      { choose: 'Which team?', answer: 'North' },
      { yesNo: 'Create the user ada@example.com?', answer: true },
      'interrupt',
    ],
  })
  const { exitCode, stderr } = await stage.run('guide', ada, '--profile', 'sandbox')
  expect({ exitCode, lastLines: stderr.split('\n').slice(-3) }).toEqual({
    exitCode: 130,
    lastLines: ['stopped; changes made so far are kept', `try: sfsync --profile sandbox guide ${ada}`, ''],
  })
  expect(await ledger.counts()).toMatchObject({ users: 1, mappings: 0, changeSets: 2 })
})

test('stopped and resumed, it asks only for what is missing', async () => {
  const ledger = await aLedger({ ...stepOneDone, users: [aUser('ada', { teamId: teamIdOf('North') })] })
  const stage = aStage({
    ledger,
    asks: [
      { yesNo: `Map ada@example.com to ${ada}?`, answer: true },
      { yesNo: 'Did you enter all of it?', answer: false },
    ],
  })
  expect((await stage.run('guide', ada)).exitCode).toBe(0)
  expect(await ledger.counts()).toMatchObject({ mappings: 1 })
})

test("a sandbox's address is offered without its suffix, and a bad one is refused", async () => {
  const ledger = await aLedger({
    ...stepOneDone,
    people: [aSalesforceUser('ada', { email: 'ada@example.com.invalid' })],
  })
  const stage = aStage({
    ledger,
    asks: [
      { text: 'First name', initial: 'Ada' },
      { text: 'Last name', initial: 'Example' },
      {
        text: 'E-mail address',
        answer: 'countess@example.com',
        refused: [
          { answer: '', problem: 'the e-mail address is empty' },
          { answer: 'ada', problem: '"ada" is not an e-mail address: it has no @' },
        ],
      },
      'interrupt',
    ],
  })
  expect((await stage.run('guide', ada)).exitCode).toBe(130)
})

test('a Salesforce user that the directory does not know is not found', async () => {
  const { exitCode, stderr } = await aStage({ ledger: await aLedger(stepOneDone), asks: [] }).run(
    'guide',
    '0055g0000000q1o',
  )
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: `Step 1 is done: automatic sync is off (confirmed by ada).
error: 0055g0000000q1oAAA is not in the Salesforce directory
try: sfsync sf-users import <report.csv>
`,
  })
})

test('declined after an earlier step was written, that one is kept, and it says so', async () => {
  const ledger = await aLedger(stepOneDone)
  const stage = aStage({
    ledger,
    asks: [
      ...offeredAda,
      { text: 'Nickname (optional)', answer: '' },
      { choose: 'Which team?', answer: 'North' },
      { yesNo: 'Create the user ada@example.com?', answer: true },
      { yesNo: `Map ada@example.com to ${ada}?`, answer: false },
    ],
  })
  const { exitCode, stderr } = await stage.run('guide', ada)
  expect({ exitCode, lastLines: stderr.split('\n').slice(-3) }).toEqual({
    exitCode: 6,
    lastLines: ['Canceled. Changes made before that are kept.', `try: sfsync guide ${ada}`, ''],
  })
  expect(await ledger.counts()).toMatchObject({ users: 1, mappings: 0 })
})

test('declining the plan ends with 6 and writes nothing', async () => {
  const ledger = await aLedger({ ...stepOneDone, users: [aUser('ada', { teamId: teamIdOf('North') })] })
  const stage = aStage({ ledger, asks: [{ yesNo: `Map ada@example.com to ${ada}?`, answer: false }] })
  expect((await stage.run('guide', ada)).exitCode).toBe(6)
  expect(await ledger.counts()).toMatchObject({ mappings: 0, changeSets: 1 })
})

test('without a terminal it names the commands to type instead', async () => {
  expect(await aStage().run('guide')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: guide is interactive; run it in a terminal
try: sfsync settings check
try: sfsync sf-users list
try: sfsync create-user --help
try: sfsync map --help
`,
  })
})
