import { describe, expect, test } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
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
import { aStage, type Scene } from '../../support/dependencies.ts'
import { aLedger, type Seed } from '../../support/seeded-ledger.ts'
import { worldOf } from '../../support/worlds.ts'

const ada = salesforceUserIdOf('ada')
const bob = salesforceUserIdOf('bob')
const stepOneDone: Seed = {
  facts: [aFact('auto-sync', 'off')],
  teams: [aTeam('North')],
  people: [aSalesforceUser('ada'), aSalesforceUser('bob')],
}
const search = {
  search: 'Step 2: which Salesforce user?',
  typed: 'ada',
  answer: 'Ada Example  ada@example.com',
} as const
const place = 'Step 3: is Ada Example in SalesScreen already?'
const north = { choose: place, answer: 'no: create on North' } as const
const plan = `Create Ada Example on North and map Ada Example to ${ada}?`
const notYet = { choose: 'Did you enter all of it?', answer: 'not yet; end here' } as const

test('from nothing to a user who shows up, with every question and its equivalent command', async () => {
  const ledger = await aLedger(stepOneDone)
  const stage = aStage({
    ledger,
    asks: [
      search,
      north,
      { yesNo: plan, answer: true, byDefault: true },
      { choose: 'Did you enter all of it?', answer: 'yes; end here' },
    ],
  })
  expect(await stage.run('guide')).toEqual({
    exitCode: 0,
    stdout: `+ user     ada@example.com  Ada Example, team North
+ mapping  ada@example.com -> ${ada}
change set 2: 1 user added, 1 mapped
To do        Name         E-mail           What to enter                                                                          Where
create team  North        -                create the team North                                                                  Manage > Teams > New team
create user  Ada Example  ada@example.com  first name Ada, last name Example, e-mail ada@example.com, team North                  Manage > Users > New User
add mapping  Ada Example  ada@example.com  system Salesforce, user Ada Example (ada@example.com), external ID ${ada}  Manage > Settings > Mappings > Actions > Add mapping
+ entered  the team North is in SalesScreen
+ entered  ada@example.com  user, team North, mapping ${ada}
change set 3: 2 SalesScreen records updated
Name         E-mail           Decided  Entered  Shows up  Team   Status      Next
Ada Example  ada@example.com  yes      yes      yes       North  showing up  -
`,
    stderr: `Step 1 is done: automatic sync is off (confirmed by ada).
? Step 2: which Salesforce user? Ada Example  ada@example.com
Step 2 is done: Ada Example is ${ada}.
? ${place} no: create on North
+ user     ada@example.com  Ada Example, team North
+ mapping  ada@example.com -> ${ada}
1 user to add, 1 to map
? ${plan} yes
next: 3 things to enter in SalesScreen: sfsync todo
next: sfsync status
equivalent command:
  sfsync create-user --from-sf ${ada} --team North --map
Now enter this in SalesScreen:
3 things to enter in SalesScreen
next: when they are entered: sfsync todo done <user>
? Did you enter all of it? yes; end here
1 person: 1 showing up
`,
  })
})

describe('step 1', () => {
  const { facts: _, ...rest } = stepOneDone

  test('is recorded as it was answered, without a second question', async () => {
    const stage = aStage({
      ledger: await aLedger(rest),
      asks: [
        { choose: '"Automatically sync users" is', answer: 'off' },
        { choose: 'The Salesforce integration is initialized', answer: 'yes' },
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

  test('stops if automatic sync is on, and says how to switch it off', async () => {
    const stage = aStage({
      ledger: await aLedger(rest),
      asks: [{ choose: '"Automatically sync users" is', answer: 'on' }],
    })
    const { exitCode, stderr } = await stage.run('guide', ada)
    expect(exitCode).toBe(10)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'next: in SalesScreen, switch it off: Manage > Settings > Integrations > Manage Salesforce',
    )
    expect(stderr).toContain(`next: then continue: sfsync guide ${ada}\n`)
  })

  test('goes on if the admin cannot see it, and records nothing', async () => {
    const ledger = await aLedger(rest)
    const stage = aStage({
      ledger,
      asks: [
        { choose: '"Automatically sync users" is', answer: 'I cannot see it' },
        { choose: 'The Salesforce integration is initialized', answer: 'I cannot see it' },
        'interrupt',
      ],
    })
    const { exitCode, stderr } = await stage.run('guide')
    expect(exitCode).toBe(130)
    expect(stderr).toContain('sfsync settings set auto-sync off\n')
    expect(await ledger.facts()).toEqual([])
  })
})

const reports: Scene['parts'] = {
  listFolder: async (path) =>
    await Promise.resolve(
      path === '.'
        ? [{ name: 'users.csv', isFolder: false, bytes: 900, changedAt: '2026-11-28T10:00:00.000Z' }]
        : [],
    ),
  readReport: async ({ file }) =>
    file === 'users.csv'
      ? await Promise.resolve({
          read: { source: 'report', origin: file, identity: null, organizationId: null },
          total: undefined,
          pages: pagesOf([aSalesforceUser('ada')]),
          problems: [],
          notices: [],
        })
      : await Promise.reject(new SfsyncError('report-unreadable', `${file} is no report`)),
}

test('an empty directory asks for the report, and lists those in the folder', async () => {
  const ledger = await aLedger({ facts: [aFact('auto-sync', 'off')] })
  const stage = aStage({
    ledger,
    asks: [{ search: 'Report file', typed: '', answer: 'users.csv' }, 'interrupt'],
    parts: reports,
  })
  const { exitCode, stdout } = await stage.run('guide')
  expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '1 user read from users.csv: 1 new\n' })
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
      { yesNo: 'Create the team Far North and put Ada Example on Far North?', answer: true, byDefault: true },
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
})

test('the user of the address who is mapped to somebody else is asked about, once', async () => {
  const ledger = await aLedger({
    ...stepOneDone,
    users: [aUser('ada', { teamId: teamIdOf('North') })],
    mappings: [aMapping('ada', 'bob')],
  })
  const stage = aStage({
    ledger,
    asks: [
      { yesNo: `Map Ada Example to ${ada} anyway?`, answer: true, byDefault: false },
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

describe('who is in SalesScreen already', () => {
  test('with the same address: only the mapping is to be entered', async () => {
    const ledger = await aLedger(stepOneDone)
    const stage = aStage({
      ledger,
      asks: [
        search,
        { choose: place, answer: 'yes, with the address ada@example.com' },
        { choose: 'Which team is it on in SalesScreen?', answer: 'North' },
        { yesNo: plan, answer: true },
        notYet,
      ],
    })
    const { exitCode, stdout } = await stage.run('guide')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('+ entered  ada@example.com  user, team North\n')
    expect((await aStage({ ledger }).run('todo', '--format', 'csv', '--columns', 'kind')).stdout).toBe(
      'kind\nmap\n',
    )
  })

  test('with another name and address', async () => {
    const ledger = await aLedger(stepOneDone)
    const stage = aStage({
      ledger,
      asks: [
        search,
        { choose: place, answer: 'yes, with another name or address' },
        { text: 'First name', answer: 'Augusta' },
        { text: 'Last name', initial: 'Example' },
        {
          text: 'E-mail address',
          answer: 'countess@example.com',
          refused: [
            { answer: '', problem: 'the e-mail address is empty' },
            { answer: 'ada', problem: '"ada" is not an e-mail address: it has no @' },
          ],
        },
        { text: 'Nickname (optional)', answer: 'Countess' },
        { choose: 'Which team is it on in SalesScreen?', answer: '(no team yet)' },
        {
          yesNo: `Create Augusta Example without a team and map Augusta Example to ${ada} anyway?`,
          answer: true,
        },
        notYet,
      ],
    })
    const { exitCode, stderr } = await stage.run('guide')
    expect(exitCode).toBe(0)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      `sfsync create-user --from-sf ${ada} --first-name Augusta --last-name Example --email countess@example.com --nickname Countess --map --allow-mismatch`,
    )
  })

  test('and whom the ledger knows without a mapping', async () => {
    const known = aUser('zoe', { firstName: 'Zoe', lastName: 'Quist', teamId: teamIdOf('North') })
    const stage = aStage({
      ledger: await aLedger({ ...stepOneDone, users: [known] }),
      asks: [
        search,
        { choose: place, answer: 'yes: choose among the SalesScreen users' },
        { search: 'Which SalesScreen user?', typed: '', answer: 'Zoe Quist  zoe@example.com' },
        { yesNo: `Map Zoe Quist to ${ada} anyway?`, answer: true },
        notYet,
      ],
    })
    expect((await stage.run('guide')).exitCode).toBe(0)
  })
})

test("a sandbox's address is offered without its suffix", async () => {
  const people = [aSalesforceUser('ada', { email: 'ada@example.com.invalid' })]
  const stage = aStage({
    ledger: await aLedger({ ...stepOneDone, people }),
    asks: [{ choose: place, answer: 'yes, with the address ada@example.com' }, 'interrupt'],
  })
  expect((await stage.run('guide', ada)).exitCode).toBe(130)
})

describe('a step back', () => {
  test('is taken by Esc and by No, and the guide goes on from there', async () => {
    const ledger = await aLedger(stepOneDone)
    const stage = aStage({
      ledger,
      asks: [
        'escape',
        search,
        'escape',
        search,
        north,
        { yesNo: plan, answer: false },
        north,
        { yesNo: plan, answer: true },
        'escape',
        'interrupt',
      ],
    })
    const { exitCode, stderr } = await stage.run('guide')
    expect(exitCode).toBe(130)
    expect(stderr).toContain('This is the first question; Ctrl-C ends.\n')
    expect(stderr).toContain('stopped; changes made so far are kept\ntry: sfsync guide\n')
    expect(await ledger.counts()).toMatchObject({ users: 1, mappings: 1, changeSets: 2 })
  })

  test('is taken when something fails, with the reason', async () => {
    const ledger = await aLedger({ facts: [] })
    const wrong = { name: 'users.txt', isFolder: false, bytes: 9, changedAt: '2026-11-28T10:00:00.000Z' }
    const stage = aStage({
      ledger,
      asks: [
        { choose: '"Automatically sync users" is', answer: 'off' },
        { choose: 'The Salesforce integration is initialized', answer: 'yes' },
        { search: 'Report file', typed: 'users.txt', answer: 'users.txt' },
        { search: 'Report file', typed: '', answer: 'users.csv' },
        'interrupt',
      ],
      parts: {
        ...reports,
        describeFile: async () =>
          await Promise.resolve({ isFile: true, mode: 0o600, bytes: wrong.bytes, writable: true }),
      },
    })
    const { exitCode, stderr } = await stage.run('guide')
    expect(exitCode).toBe(130)
    expect(stderr).toContain('warning: users.txt is no report\n')
  })
})

describe('a step back among people named on the command line', () => {
  const bobs = 'Step 3: is Bob Example in SalesScreen already?'

  test('never skips one, where the one before was done already', async () => {
    const ledger = await aLedger({
      ...stepOneDone,
      users: [aUser('ada', { teamId: teamIdOf('North') })],
      mappings: [aMapping('ada')],
      isEntered: true,
    })
    const stage = aStage({
      ledger,
      asks: ['escape', { choose: bobs, answer: 'no: create on North' }, 'interrupt'],
    })
    const { exitCode, stderr } = await stage.run('guide', ada, bob)
    expect(exitCode).toBe(130)
    expect(stderr).toContain('There is nothing to go back to; Ctrl-C ends.\n')
    expect(stderr).toContain(`${bobs} no: create on North\n`)
  })

  test('never skips one, where it leads to the settings', async () => {
    const { facts: _, ...rest } = stepOneDone
    const initialized = { choose: 'The Salesforce integration is initialized', answer: 'yes' }
    const stage = aStage({
      ledger: await aLedger(rest),
      asks: [
        { choose: '"Automatically sync users" is', answer: 'off' },
        initialized,
        'escape',
        initialized,
        { choose: place, answer: 'no: create on North' },
        'interrupt',
      ],
    })
    expect((await stage.run('guide', ada, bob)).exitCode).toBe(130)
  })

  test('after the write leads to whether it was entered, and never before the write', async () => {
    const ledger = await aLedger(stepOneDone)
    const entered = { yesNo: 'Did you enter all of it?', answer: false }
    const stage = aStage({
      ledger,
      asks: [
        north,
        { yesNo: plan, answer: true },
        'escape',
        entered,
        'escape',
        entered,
        { choose: bobs, answer: 'no: create on North' },
        { yesNo: `Create Bob Example on North and map Bob Example to ${bob}?`, answer: true },
        entered,
      ],
    })
    const { exitCode, stderr } = await stage.run('guide', ada, bob)
    expect(exitCode).toBe(0)
    expect(stderr).toContain('There is nothing to go back to; Ctrl-C ends.\n')
    expect(await ledger.counts()).toMatchObject({ users: 2, mappings: 2, changeSets: 3 })
  })
})

test('stopped in the middle, changes are kept, and the command that resumes is shown', async () => {
  const ledger = await aLedger(stepOneDone)
  const stage = aStage({ ledger, asks: [north, { yesNo: plan, answer: true }, 'interrupt'] })
  const { exitCode, stderr } = await stage.run('guide', ada, '--profile', 'sandbox')
  expect({ exitCode, lastLines: stderr.split('\n').slice(-3) }).toEqual({
    exitCode: 130,
    lastLines: ['stopped; changes made so far are kept', `try: sfsync --profile sandbox guide ${ada}`, ''],
  })
  expect(await ledger.counts()).toMatchObject({ users: 1, mappings: 1, changeSets: 2 })
})

test('stopped and resumed, it asks only for what is missing', async () => {
  const ledger = await aLedger({ ...stepOneDone, users: [aUser('ada', { teamId: teamIdOf('North') })] })
  const stage = aStage({
    ledger,
    asks: [
      { yesNo: `Map Ada Example to ${ada}?`, answer: true },
      { yesNo: 'Did you enter all of it?', answer: false },
    ],
  })
  expect((await stage.run('guide', ada)).exitCode).toBe(0)
  expect(await ledger.counts()).toMatchObject({ mappings: 1 })
})

test('a Salesforce user that the directory does not know is not found, before anything is asked', async () => {
  const { exitCode, stderr } = await aStage({ ledger: await aLedger(stepOneDone), asks: [] }).run(
    'guide',
    '0055g0000000q1o',
  )
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: `error: 0055g0000000q1oAAA is not in the Salesforce directory
try: sfsync sf-users import <report.csv>
`,
  })
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
