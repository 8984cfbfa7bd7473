import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../support/sfsync.ts'
import { keys, TerminalSession } from '../support/terminal-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const demo = { environment: { SFSYNC_PROFILE: 'demo' } }
const yes = `y${keys.enter}`

/** A home in which Ada is on Sales North, and Sales South is empty. */
async function adasHome(): Promise<string> {
  const home = temporaryFolder()
  const create = [
    'create-user',
    '--from-sf',
    'ada.lovelace@acme.example.prod',
    '--team',
    'Sales North',
    '--create-team',
  ]
  expect((await sfsync(home, create, demo)).exitCode).toBe(0)
  expect((await sfsync(home, ['teams', 'create', 'Sales South'], demo)).exitCode).toBe(0)
  return home
}

async function newestCommand(home: string): Promise<string> {
  const { stdout } = await sfsync(home, ['history', '--limit', '1', '--json'], demo)
  const [newest]: { command: string }[] = JSON.parse(stdout)
  return newest?.command ?? ''
}

type Answer = readonly [question: string, answer: string]
const pickAda: Answer = ['❯ Ada Lovelace', keys.enter]

describe('a command asks for what is missing, shows the plan, and prints the equivalent command', () => {
  test.each<[string, readonly Answer[], string, string]>([
    [
      'map',
      // Who has the address of the user is offered first.
      [pickAda, ['suggested', keys.enter]],
      'Map Ada Lovelace to 0055g0000004C92AAE?',
      'sfsync map ada.lovelace@acme.example 0055g0000004C92AAE',
    ],
    [
      'assign-team',
      [pickAda, ['Which team?', keys.down + keys.enter]],
      'Move Ada Lovelace to Sales South anyway?',
      "sfsync assign-team ada.lovelace@acme.example 'Sales South' --move",
    ],
    [
      'assign-team ada.lovelace@acme.example',
      [
        ['Which team?', keys.down + keys.down + keys.enter],
        ['Name of the new team', `West${keys.enter}`],
      ],
      'Create the team West and move Ada Lovelace to West anyway?',
      'sfsync assign-team ada.lovelace@acme.example West --create-team --move',
    ],
    [
      'create-user',
      [
        ['Who?', 'Jo Doe'],
        ['❯ Jo Doe, who is not in Salesforce', keys.enter],
        ['E-mail address', `jo@acme.example${keys.enter}`],
        ['Which team?', keys.down + keys.enter],
      ],
      'Create Jo Doe on Sales South?',
      "sfsync create-user --first-name Jo --last-name Doe --email jo@acme.example --team 'Sales South'",
    ],
    [
      'create-user --map',
      [
        ['Who?', 'grace'],
        ['❯ Grace Hopper', keys.enter],
        ['Which team?', keys.enter],
      ],
      'Create Grace Hopper on Sales North and map Grace Hopper to 0055g0000004COnAAM?',
      "sfsync create-user --map --from-sf 0055g0000004COnAAM --team 'Sales North'",
    ],
    [
      'users edit --nickname countess',
      [pickAda],
      'Change the user Ada Lovelace?',
      'sfsync users edit ada.lovelace@acme.example --nickname countess',
    ],
    [
      'users edit',
      [
        pickAda,
        ['What do you want to change?', keys.down + keys.enter],
        ['Last name (Lovelace)', `King${keys.enter}`],
      ],
      'Change the user Ada King?',
      'sfsync users edit ada.lovelace@acme.example --last-name King',
    ],
    [
      'users edit ada.lovelace@acme.example',
      [
        ['What do you want to change?', keys.down.repeat(4) + keys.enter],
        ['State', keys.enter],
      ],
      'Change the user Ada Lovelace?',
      'sfsync users edit ada.lovelace@acme.example --state pending',
    ],
    [
      'users deactivate',
      [pickAda],
      'Deactivate Ada Lovelace?',
      'sfsync users deactivate ada.lovelace@acme.example',
    ],
    [
      'teams create',
      [['Name of the team', `East${keys.enter}`]],
      'Create the team East?',
      'sfsync teams create East',
    ],
    [
      'teams rename',
      [
        ['Which team?', keys.enter],
        ['New name', `Nordics${keys.enter}`],
      ],
      'Rename the team Sales North to Nordics?',
      "sfsync teams rename 'Sales North' Nordics",
    ],
    [
      'teams key',
      [
        ['Which team?', keys.enter],
        ['Key', `north${keys.enter}`],
      ],
      'Change the team Sales North?',
      "sfsync teams key 'Sales North' north",
    ],
    [
      'teams delete',
      [['Which team?', keys.down + keys.enter]],
      'Delete the team Sales South?',
      "sfsync teams delete 'Sales South'",
    ],
  ])('%s', async (command, answers, approval, typed) => {
    const home = await adasHome()
    const terminal = new TerminalSession(home, command.split(' '), { ...demo, columns: 200 })
    for (const [question, answer] of answers) await terminal.answers(question, answer)
    await terminal.answers(approval, yes)
    await terminal.sees(`equivalent command: ${typed}`)
    expect(await terminal.ends()).toBe(0)
    expect(await newestCommand(home)).toBe(typed)
  })

  test('settings set, without a second question', async () => {
    const home = await adasHome()
    const terminal = new TerminalSession(home, ['settings', 'set'], demo)
    await terminal.answers('Which setting?', keys.enter)
    await terminal.answers('New value for auto-sync', keys.enter)
    await terminal.sees('equivalent command: sfsync settings set auto-sync off')
    expect(await terminal.ends()).toBe(0)
    expect(await newestCommand(home)).toBe('sfsync settings set auto-sync off')
  })

  test('what is wrong with an answer is broken between words, and its lines are aligned', async () => {
    const home = await adasHome()
    const words = ['settings', 'set', 'connection-user']
    const terminal = new TerminalSession(home, words, { ...demo, columns: 60 })
    await terminal.answers('New value for connection-user', `amanda${keys.enter}`)
    await terminal.sees('> connection-user must be')
    await terminal.sees('15 or 18')
    terminal.types(keys.ctrlC)
    expect(await terminal.ends()).toBe(130)
    expect(terminal.text).toMatch(/> connection-user must be a Salesforce User ID: "amanda" has\s+6/)
    expect(terminal.text).not.toContain('␊')
  })

  test('todo done offers people first, and asks before a whole team is recorded', async () => {
    const home = await adasHome()
    const team = new TerminalSession(home, ['todo', 'done'], { ...demo, columns: 120 })
    await team.sees('❯ Ada Lovelace')
    await team.answers('What was entered', 'team Sales North')
    await team.answers('❯ team Sales North and its members', keys.enter)
    await team.answers('(Y/n)', `n${keys.enter}`)
    expect(await team.ends()).toBe(6)
    expect(team.text.replaceAll(/\s+/g, ' ')).toContain(
      'Record that SalesScreen has the team Sales North and record what SalesScreen has of Ada Lovelace? (Y/n)',
    )
  })

  test('todo done, first of one user, then of everything; todo reopen', async () => {
    const home = await adasHome()
    const one = new TerminalSession(home, ['todo', 'done'], { ...demo, columns: 120 })
    await one.answers('What was entered in SalesScreen?', 'lovel')
    await one.answers('❯ Ada Lovelace  ada.lovelace@acme.example', keys.enter)
    await one.sees('equivalent command: sfsync todo done ada.lovelace@acme.example')
    expect(await one.ends()).toBe(0)
    const all = new TerminalSession(home, ['todo', 'done'], { ...demo, columns: 120 })
    await all.answers('❯ team Sales South and its members', keys.down)
    await all.answers('❯ everything (1 thing)', keys.enter)
    await all.answers('Record that SalesScreen has the team Sales South? (Y/n)', keys.enter)
    await all.sees('equivalent command: sfsync todo done --all')
    expect(await all.ends()).toBe(0)
    const reopened = new TerminalSession(home, ['todo', 'reopen'], { ...demo, columns: 120 })
    await reopened.answers(...pickAda)
    await reopened.answers('(y/N)', yes)
    await reopened.sees('equivalent command: sfsync todo reopen ada.lovelace@acme.example')
    expect(await reopened.ends()).toBe(0)
  })

  test('decisions remove', async () => {
    const home = await adasHome()
    await sfsync(home, ['reject', 'ada.lovelace@acme.example', '0055g0000004COnAAM'], demo)
    const terminal = new TerminalSession(home, ['decisions', 'remove'], { ...demo, columns: 120 })
    await terminal.answers('❯ never: Ada Lovelace and Grace Hopper', keys.enter)
    await terminal.answers('(y/N)', yes)
    const typed = 'sfsync decisions remove ada.lovelace@acme.example 0055g0000004COnAAM'
    await terminal.sees(`equivalent command: ${typed}`)
    expect(await terminal.ends()).toBe(0)
    expect(await newestCommand(home)).toBe(typed)
  })

  test('try', async () => {
    const home = await adasHome()
    const terminal = new TerminalSession(home, ['try'], demo)
    await terminal.answers('Program to run on the copy, with its arguments', keys.enter)
    await terminal.answers('enter a program', `printf "%s;" 'one word' two${keys.enter}`)
    await terminal.sees('one word;two;')
    await terminal.sees('the script changed nothing')
    expect(await terminal.ends()).toBe(0)
  })

  test('export asks whom it is about and for the file', async () => {
    const home = await adasHome()
    const terminal = new TerminalSession(home, ['export'], demo)
    await terminal.answers('❯ users without a mapping', keys.enter)
    await terminal.answers('File to write (.xlsx or .csv) (review.xlsx)', keys.enter)
    await terminal.sees('equivalent command: sfsync export review.xlsx --for-review')
    expect(await terminal.ends()).toBe(0)
    expect(existsSync(join(home, 'review.xlsx'))).toBe(true)
  })

  test('completion asks for the shell', async () => {
    const terminal = new TerminalSession(temporaryFolder(), ['completion'])
    await terminal.answers('Which shell?', keys.down + keys.enter)
    await terminal.sees('#compdef sfsync')
    expect(await terminal.ends()).toBe(0)
  })

  test('unmap', async () => {
    const home = await adasHome()
    await sfsync(home, ['map', 'ada.lovelace@acme.example', '0055g0000004C92AAE'], demo)
    const terminal = new TerminalSession(home, ['unmap'], { ...demo, columns: 200 })
    await terminal.answers(...pickAda)
    await terminal.answers('Remove the mapping of Ada Lovelace?', yes)
    await terminal.sees('equivalent command: sfsync unmap ada.lovelace@acme.example')
    expect(await terminal.ends()).toBe(0)
  })

  test('undo and show ask for the change set', async () => {
    const home = await adasHome()
    const shown = new TerminalSession(home, ['show'], demo)
    await shown.answers('2 of 2', 'create-user')
    await shown.answers('1 of 1', keys.enter)
    await shown.sees('Sales North')
    expect(await shown.ends()).toBe(0)
    const undone = new TerminalSession(home, ['undo'], demo)
    await undone.answers('2 of 2', keys.enter)
    await undone.answers('Delete the team Sales South?', yes)
    await undone.sees('equivalent command: sfsync undo 2')
    expect(await undone.ends()).toBe(0)
  })

  test('undo says who was affected and what is undone already, and asks even about a setting', async () => {
    const home = await adasHome()
    await sfsync(home, ['settings', 'set', 'auto-sync', 'on', '--yes'], demo)
    await sfsync(home, ['settings', 'set', 'auto-sync', 'off', '--yes'], demo)
    const setting = new TerminalSession(home, ['undo'], { ...demo, columns: 120 })
    await setting.sees('1 change: auto-sync')
    await setting.sees('2 changes: Sales North, Ada Lovelace')
    await setting.answers('4 of 4', keys.enter)
    await setting.answers('Set auto-sync to on? (Y/n)', keys.enter)
    expect(await setting.ends()).toBe(0)
    const again = new TerminalSession(home, ['undo'], { ...demo, columns: 120 })
    await again.sees('undone: 1 change: auto-sync')
    await again.answers('5 of 5', keys.down + keys.enter)
    await again.sees('change set 4 is already undone; nothing was changed')
    expect(await again.ends()).toBe(0)
    expect(again.text).not.toContain('equivalent command')
  })

  test('history --person asks for somebody on either side', async () => {
    const terminal = new TerminalSession(await adasHome(), ['history', '--person'], demo)
    await terminal.answers('Which user?', 'lovel')
    await terminal.answers('1 of 1', keys.enter)
    await terminal.sees('sfsync create-user')
    expect(await terminal.ends()).toBe(0)
  })

  test('import asks for the file, completes it with Tab, and asks about its plan once', async () => {
    const home = await adasHome()
    mkdirSync(join(home, 'new ones'))
    writeFileSync(
      join(home, 'new ones', 'people.csv'),
      'Email,Name,Team\njo@acme.example,Jo Doe,Sales South\n',
    )
    const terminal = new TerminalSession(home, ['import'], { ...demo, columns: 120 })
    await terminal.answers('Which file?', 'ne')
    await terminal.answers('❯ new ones/', '\t')
    await terminal.answers('❯ new ones/people.csv', keys.enter)
    await terminal.answers('Create Jo Doe on Sales South?', keys.enter)
    await terminal.sees("equivalent command: sfsync import 'new ones/people.csv'")
    expect(await terminal.ends()).toBe(0)
  })

  test('sf-users import takes a path that was dropped on the terminal, and says which is not there', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'my users.csv'), 'User ID,Full Name\n0055g0000004C92AAE,Ada Lovelace\n')
    const terminal = new TerminalSession(home, ['sf-users', 'import'], { columns: 160 })
    await terminal.answers('❯ my users.csv', `'${home}/none.csv'`)
    await terminal.sees(`there is no file ${home}/none.csv`)
    await terminal.shows('type or drop a path, tab: complete')
    expect(terminal.screen).not.toContain('bytes, changed')
    terminal.types(keys.clearLine)
    await terminal.answers('❯ my users.csv', `'${home}/my users.csv'`)
    await terminal.answers(`❯ ${home}/my users.csv`, keys.enter)
    await terminal.sees('1 user read')
    expect(await terminal.ends()).toBe(0)
  })

  test('plan asks for the file', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'people.csv'), 'Email,Name\nada@acme.example,Ada Lovelace\n')
    const terminal = new TerminalSession(home, ['plan'])
    await terminal.answers('❯ people.csv', keys.enter)
    await terminal.sees('Ada Lovelace')
    expect(await terminal.ends()).toBe(0)
  })

  test('sf-users import says that a folder has no reports, does not end on Enter, and takes a path', async () => {
    const home = temporaryFolder()
    const terminal = new TerminalSession(home, ['sf-users', 'import'])
    await terminal.answers('no reports in this folder: type a path', keys.enter)
    // Enter chooses nothing, and the question goes on.
    terminal.types('x')
    await terminal.answers('there is no file x', keys.ctrlC)
    expect(await terminal.ends()).toBe(130)
  })

  test.each([
    ['backup', 'File for the copy', 'copy.sqlite'],
    ['report', 'File to write (.html)', 'report.html'],
    ['todo export', 'File to write (.html, .xlsx, .csv or .tsv)', 'todo.csv'],
  ])('%s asks for the file to write', async (command, question, file) => {
    const home = await adasHome()
    const terminal = new TerminalSession(home, command.split(' '), demo)
    await terminal.answers(question, `${file}${keys.enter}`)
    expect(await terminal.ends()).toBe(0)
    expect(existsSync(join(home, file))).toBe(true)
  })

  test('users show', async () => {
    const terminal = new TerminalSession(await adasHome(), ['users', 'show'], demo)
    await terminal.answers(...pickAda)
    await terminal.sees('Sales North')
    expect(await terminal.ends()).toBe(0)
  })

  test('sf-users show', async () => {
    const terminal = new TerminalSession(await adasHome(), ['sf-users', 'show'], demo)
    await terminal.answers('Which Salesforce user?', 'lovel')
    await terminal.answers('1 of 1', keys.enter)
    await terminal.sees('Account Executive')
    expect(await terminal.ends()).toBe(0)
  })

  test('settings alone walks through step 1', async () => {
    const home = temporaryFolder()
    const terminal = new TerminalSession(home, ['settings'], demo)
    await terminal.answers('"Automatically sync users" is', keys.down + keys.enter)
    await terminal.answers('integration is initialized', keys.enter)
    await terminal.sees('auto-sync is on; check Manage > Settings')
    expect(await terminal.ends()).toBe(10)
  })
})

describe('a confirmation', () => {
  const alan = 'alan.turing@acme.example.prod'

  test('is asked for once, with every doubt, and given with yes', async () => {
    const home = await adasHome()
    const terminal = new TerminalSession(home, ['map', 'ada.lovelace@acme.example', alan], {
      ...demo,
      columns: 200,
    })
    await terminal.sees('warning: Alan Turing is inactive in Salesforce')
    await terminal.answers('Map Ada Lovelace to 0055g0000004CeYAAU anyway?', yes)
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text.match(/is Alan Turing \(alan/g)).toHaveLength(1)
    expect(await newestCommand(home)).toBe(
      `sfsync map ada.lovelace@acme.example ${alan} --allow-inactive --allow-mismatch`,
    )
  })

  test('means no when the admin just presses Enter', async () => {
    const terminal = new TerminalSession(await adasHome(), ['map', 'ada.lovelace@acme.example', alan], demo)
    await terminal.answers('anyway?', keys.enter)
    await terminal.sees('Canceled. Nothing was changed.')
    expect(await terminal.ends()).toBe(6)
  })
})

test('undo above the removal limit shows its plan, and is then asked for the number alone', async () => {
  const home = await adasHome()
  const people = ['grace.hopper', 'radia.perlman', 'katherine.johnson', 'dorothy.vaughan']
  const rows = people.map((name) => `${name}@acme.example,${name.replace('.', ' ')},Sales South`)
  writeFileSync(join(home, 'people.csv'), `Email,Name,Team\n${rows.join('\n')}\n`)
  expect((await sfsync(home, ['import', 'people.csv'], demo)).exitCode).toBe(0)
  const terminal = new TerminalSession(home, ['undo', '3'], { ...demo, columns: 120 })
  await terminal.sees('grace.hopper@acme.example')
  await terminal.sees('4 users to remove')
  await terminal.answers('Type 4 to continue', `4${keys.enter}`)
  await terminal.sees('equivalent command: sfsync undo 3 --allow-removals 4')
  expect(await terminal.ends()).toBe(0)
  expect(terminal.text).not.toContain('(y/N)')
})

describe('nothing is asked', () => {
  test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['in CI', [], { CI: 'true' }],
    ['on a dumb terminal', [], { TERM: 'dumb' }],
    ['with --no-input', ['--no-input'], {}],
    ['with SFSYNC_INPUT=false', [], { SFSYNC_INPUT: 'false' }],
  ])('%s: the missing arguments are named at once', async (_, flags, environment) => {
    const terminal = new TerminalSession(temporaryFolder(), ['map', ...flags], { environment })
    expect(await terminal.ends()).toBe(2)
    expect(terminal.text).toContain('error: map needs <screenUser> and <sfId>')
  })

  test('without a terminal', async () => {
    const run = await sfsync(temporaryFolder(), ['create-user', '--first-name', 'Ada'])
    expect(run).toMatchObject({ exitCode: 2, stdout: '' })
    expect(run.stderr).toContain('create-user needs --last-name and --email')
  })
})

describe('a prompt', () => {
  const ids = ['ada.lovelace@acme.example', 'alan.turing@acme.example.prod']

  test.each([40, 80])('wraps between words on %i columns, and nothing of it is cut', async (columns) => {
    const terminal = new TerminalSession(await adasHome(), ['map', ...ids], { ...demo, columns })
    await terminal.shows('(y/N)')
    const question = /\? (Map Ada Lovelace to [^(]*\(y\/N\))/.exec(unwrapped(terminal))
    expect(question?.[1]).toMatch(/\? \(y\/N\)$/)
    for (const line of terminal.screen.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
    terminal.types('n')
    terminal.types(keys.enter)
    expect(await terminal.ends()).toBe(6)
  })

  test.each([40, 80])('wraps what it lists on %i columns', async (columns) => {
    const terminal = new TerminalSession(temporaryFolder(), ['sf-users', 'show'], { ...demo, columns })
    await terminal.answers('Which Salesforce user?', 'lovel')
    await terminal.shows('1 of 1')
    const text = unwrapped(terminal)
    expect(text).toMatch(/Ada Lovelace ada.lovelace@acme.example not mapped,? 0055g0000004C92AAE/)
    expect(text).toContain('profile Standard User, department Sales North, active')
    terminal.types(keys.enter)
    expect(await terminal.ends()).toBe(0)
  })
})

// Lines broken within a word would come out as two words.
function unwrapped(terminal: TerminalSession): string {
  return terminal.screen.replaceAll(/\s+/g, ' ')
}

test('sf-users find asks what to search for, and again without a word', async () => {
  const terminal = new TerminalSession(temporaryFolder(), ['sf-users', 'find'], demo)
  await terminal.answers('Name, username, e-mail address, or ID', keys.enter)
  await terminal.answers('enter a word to search for', `hedy${keys.enter}`)
  await terminal.sees('hedy.lamarr@acme.example')
  expect(await terminal.ends()).toBe(0)
})

describe('a mistyped name asks who is meant, also with --yes', () => {
  test.each<[string, string, string]>([
    [
      'add Grase --team "Sales South" --yes',
      'No Salesforce user is called "Grase". Which one do you mean?',
      "sfsync add 0055g0000004COnAAM --team 'Sales South'",
    ],
    [
      'map lovelase 0055g0000004C92AAE --yes',
      'No SalesScreen user is called "lovelase". Which one do you mean?',
      'sfsync map ada.lovelace@acme.example 0055g0000004C92AAE',
    ],
    [
      'assign-team lovelase "Sales South" --move --yes',
      'No SalesScreen user is called "lovelase". Which one do you mean?',
      "sfsync assign-team ada.lovelace@acme.example 'Sales South' --move",
    ],
    [
      'create-user --from-sf Grase --team "Sales South" --yes',
      'No Salesforce user is called "Grase". Which one do you mean?',
      "sfsync create-user --team 'Sales South' --from-sf 0055g0000004COnAAM",
    ],
    [
      'users edit lovelase --nickname countess --yes',
      'No SalesScreen user is called "lovelase". Which one do you mean?',
      'sfsync users edit ada.lovelace@acme.example --nickname countess',
    ],
  ])('sfsync %s', async (line, question, typed) => {
    const home = await adasHome()
    const words = [...line.matchAll(/"([^"]+)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
    const terminal = new TerminalSession(home, words, { ...demo, columns: 160 })
    await terminal.sees(question)
    await terminal.answers('❯', keys.enter)
    await terminal.sees(`equivalent command: ${typed}`)
    expect(await terminal.ends()).toBe(0)
  })

  test.each([
    ['todo lovelase', 'sfsync todo ada.lovelace@acme.example'],
    ['history --person ada.lovelase@acme.example', 'sfsync history --person ada.lovelace@acme.example'],
  ])('sfsync %s', async (line, typed) => {
    const home = await adasHome()
    const terminal = new TerminalSession(home, line.split(' '), { ...demo, columns: 160 })
    await terminal.sees('Which one do you mean?')
    await terminal.answers('❯ Ada Lovelace', keys.enter)
    await terminal.sees(`equivalent command: ${typed}`)
    expect(await terminal.ends()).toBe(0)
  })

  test('a user that only SalesScreen or the history still knows is not mistyped', async () => {
    const home = await adasHome()
    // Nearly the name of another one.
    const address = 'ada.lovelase@acme.example'
    const create = ['create-user', '--email', address, '--first-name', 'Ada', '--last-name', 'Lovelase']
    for (const words of [
      [...create, '--new'],
      ['todo', 'done', address],
      ['undo', '3'],
    ])
      expect([words, await sfsync(home, words, demo)]).toMatchObject([words, { exitCode: 0 }])
    for (const words of [
      ['todo', 'Ada Lovelase'],
      ['history', '--person', 'ada.lovelase@acme.example'],
    ]) {
      const terminal = new TerminalSession(home, words, { ...demo, columns: 160 })
      expect(await terminal.ends()).toBe(0)
      expect(terminal.text).toContain('Lovelase')
      expect(terminal.text).not.toContain('Which one do you mean?')
    }
  })

  test('status offers both sides, and Esc cancels', async () => {
    const home = await adasHome()
    const terminal = new TerminalSession(home, ['status', 'Grase'], { ...demo, columns: 160 })
    await terminal.sees('No person is called "Grase". Which one do you mean?')
    await terminal.answers('❯ Grace Hopper', keys.enter)
    await terminal.sees('grace.hopper@acme.example')
    expect(await terminal.ends()).toBe(0)
    const stopped = new TerminalSession(home, ['map', 'lovelase', 'grace'], { ...demo, columns: 160 })
    await stopped.answers('Which one do you mean?', keys.escape)
    expect(await stopped.ends()).toBe(6)
  })
})
