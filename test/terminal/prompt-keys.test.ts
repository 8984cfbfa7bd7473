import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { launcher, sfsync } from '../support/sfsync.ts'
import { keys, TerminalSession } from '../support/terminal-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A question of each kind: how it is reached, and what Enter and a pasted text do. */
interface Kind {
  readonly words: readonly string[]
  /** What is typed at the questions before. */
  readonly before?: readonly (readonly [question: string, answer: string])[]
  readonly question: string
  readonly enter: readonly [seen: string, exitCode?: number]
  readonly paste: readonly [text: string, seen: string]
}

const kinds: readonly (readonly [name: string, kind: Kind])[] = [
  [
    'a text',
    {
      words: ['teams', 'create'],
      question: 'Name of the team',
      enter: ['enter a name'],
      paste: ['North\rSouth\r', 'Create the team North?'],
    },
  ],
  [
    'yes or no',
    {
      words: ['teams', 'create'],
      before: [['Name of the team', `North${keys.enter}`]],
      question: 'Create the team North?',
      enter: ['change set', 0],
      paste: ['maybe\r', 'You must answer with'],
    },
  ],
  [
    'a choice',
    {
      words: ['settings', 'set', 'auto-sync'],
      question: 'enter: select',
      enter: ['setting  auto-sync: off', 0],
      paste: ['on', '❯ on'],
    },
  ],
  [
    'a person',
    {
      words: ['sf-users', 'show', '--profile', 'demo'],
      question: '15 of',
      enter: ['Salesforce User ID', 0],
      paste: ['lovel', '1 of 1'],
    },
  ],
  [
    'a file',
    {
      words: ['sf-users', 'import'],
      question: 'users.csv',
      enter: ['1 user read', 0],
      paste: ["'./users.csv'", '❯ ./users.csv'],
    },
  ],
  [
    'a secret',
    {
      words: ['todo', 'key'],
      question: "Key for SalesScreen's API",
      enter: ['the key is empty'],
      paste: ['abc', '***'],
    },
  ],
]

function aHome(): string {
  const home = temporaryFolder()
  writeFileSync(join(home, 'users.csv'), 'User ID,Full Name\n0055g0000004C92AAE,Ada Lovelace\n')
  return home
}

async function reached(home: string, { words, before = [], question }: Kind): Promise<TerminalSession> {
  const terminal = new TerminalSession(home, words)
  for (const [earlier, answer] of before) await terminal.answers(earlier, answer)
  await terminal.sees(question)
  return terminal
}

describe.each(kinds)('at a question for %s', (_, kind) => {
  test('Enter answers, or says what is missing and asks again', async () => {
    const terminal = await reached(aHome(), kind)
    terminal.types(keys.enter)
    const [seen, exitCode] = kind.enter
    await terminal.sees(seen)
    if (exitCode === undefined) terminal.types(keys.ctrlC)
    expect(await terminal.ends()).toBe(exitCode ?? 130)
  })

  test.each([
    ['Esc cancels', keys.escape, 'Canceled. Nothing was changed.', 6],
    ['Ctrl-C interrupts', keys.ctrlC, 'interrupted; nothing was changed', 130],
    ['Ctrl-D interrupts', keys.ctrlD, 'interrupted; nothing was changed', 130],
  ])('%s, and nothing is written', async (_name, key, seen, exitCode) => {
    const home = aHome()
    const terminal = await reached(home, kind)
    terminal.types(key)
    await terminal.sees(seen)
    expect(await terminal.ends()).toBe(exitCode)
    expect(terminal.raw.lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(
      terminal.raw.lastIndexOf('\u001b[?25l'),
    )
    expect((await sfsync(home, ['history', '--json'])).stdout).toBe('[]\n')
  })

  test('a pasted text answers this question alone', async () => {
    const home = aHome()
    const terminal = await reached(home, kind)
    const [text, seen] = kind.paste
    terminal.types(text)
    await terminal.sees(seen)
    terminal.types(keys.ctrlC)
    expect(await terminal.ends()).toBe(130)
    expect((await sfsync(home, ['history', '--json'])).stdout).toBe('[]\n')
  })

  test('after Ctrl-Z and fg it goes on', async () => {
    const home = aHome()
    writeFileSync(join(home, 'start.sh'), "PS1='ready> '\n")
    const terminal = new TerminalSession(home, [], {
      command: ['bash', '--noprofile', '--rcfile', join(home, 'start.sh'), '-i'],
    })
    await terminal.answers('ready> ', `"${process.execPath}" "${launcher}" ${kind.words.join(' ')}\r`)
    for (const [earlier, answer] of kind.before ?? []) await terminal.answers(earlier, answer)
    await terminal.answers(kind.question, keys.ctrlZ)
    await terminal.answers('ready> ', 'fg\r')
    await terminal.sees(kind.words[0] ?? '')
    terminal.types(keys.enter)
    await terminal.sees(kind.enter[0])
    terminal.types(keys.ctrlC)
    await terminal.answers('ready> ', 'exit\r')
    await terminal.ends()
  })
})

test.each([
  ['a text', ['teams', 'create'], 'Name of the team'],
  ['a person', ['sf-users', 'show', '--profile', 'demo'], '15 of'],
])('after Ctrl-Z and fg, Ctrl-D ends a question for %s', async (_, words, question) => {
  const home = temporaryFolder()
  writeFileSync(join(home, 'start.sh'), "PS1='ready> '\n")
  const terminal = new TerminalSession(home, [], {
    command: ['bash', '--noprofile', '--rcfile', join(home, 'start.sh'), '-i'],
  })
  await terminal.answers('ready> ', `"${process.execPath}" "${launcher}" ${words.join(' ')}\r`)
  await terminal.answers(question, keys.ctrlZ)
  await terminal.answers('ready> ', 'fg\r')
  await terminal.sees(words[0] ?? '')
  terminal.types(keys.ctrlD)
  await terminal.sees('interrupted; nothing was changed')
  await terminal.answers('ready> ', 'echo "code $?"\r')
  await terminal.sees('code 130')
  terminal.types('exit\r')
  await terminal.ends()
})

test('Enter that comes before the search is done takes the only one who is found', async () => {
  const terminal = new TerminalSession(temporaryFolder(), ['sf-users', 'show', '--profile', 'demo'])
  await terminal.sees('15 of')
  terminal.types('grace hop\r')
  await terminal.sees('grace.hopper@acme.example')
  expect(await terminal.ends()).toBe(0)
  expect(terminal.screen).toContain('Salesforce User ID')
})

test.each([
  ['the first of several', 'or', '5 of 5'],
  ['one who is only similar', 'gracee hopperr', '1 of 1'],
])('and never %s', async (_, typed, listed) => {
  const terminal = new TerminalSession(temporaryFolder(), ['sf-users', 'show', '--profile', 'demo'])
  await terminal.sees('15 of')
  terminal.types(`${typed}\r`)
  await terminal.sees(typed)
  await terminal.sees(listed)
  terminal.types(keys.ctrlC)
  expect(await terminal.ends()).toBe(130)
  expect(terminal.screen).not.toContain('Salesforce User ID')
})

describe('Esc at the second question of a typed command', () => {
  test.each([
    ['map', 'Which SalesScreen user?', 'Which Salesforce user?'],
    ['reject', 'Which user?', 'Which Salesforce user?'],
    ['assign-team', 'Which user?', 'Which team?'],
    ['create-user', 'Who?', 'Which team?'],
    ['teams rename', 'Which team?', 'New name'],
    ['settings set', 'Which setting?', 'New value for auto-sync'],
  ])('of %s goes back to the first, where Esc cancels', async (command, first, second) => {
    const home = temporaryFolder()
    await sfsync(home, ['teams', 'create', 'North', '--profile', 'demo'])
    await sfsync(home, ['create-user', '--from-sf', 'ada.lovelace@acme.example', '--profile', 'demo'])
    const terminal = new TerminalSession(home, [...command.split(' '), '--profile', 'demo'])
    await terminal.sees(first)
    await terminal.sees('esc: cancel')
    terminal.types(keys.enter)
    await terminal.sees(second)
    terminal.types(keys.escape)
    await terminal.sees(first)
    await terminal.sees('esc: cancel')
    terminal.types(keys.escape)
    await terminal.sees('Canceled. Nothing was changed.')
    expect(await terminal.ends()).toBe(6)
  })
})

describe('what the keys of a question say of Esc', () => {
  test('at the first one of a walk, where it does nothing', async () => {
    const terminal = new TerminalSession(temporaryFolder(), ['guide'])
    await terminal.answers('ctrl-c: end', keys.enter)
    await terminal.answers('esc: back', keys.ctrlC)
    expect(await terminal.ends()).toBe(130)
  })
})

test.each([['--color', 'never'], ['--color=never']])('a question has no colors with %s', async (...flags) => {
  const words = ['sf-users', 'show', '--profile', 'demo']
  // oxlint-disable-next-line no-control-regex
  const painted = /\u001b\[[\d;]*m/
  const colored = new TerminalSession(temporaryFolder(), words)
  await colored.answers('15 of', keys.ctrlC)
  expect(await colored.ends()).toBe(130)
  expect(colored.raw).toMatch(painted)
  const plain = new TerminalSession(temporaryFolder(), [...words, ...flags])
  await plain.answers('15 of', 'hop')
  await plain.answers('1 of 1', keys.enter)
  expect(await plain.ends()).toBe(0)
  expect(plain.raw).not.toMatch(painted)
})

test('Esc goes back through the questions of login, up to how to sign in, and what was typed stays', async () => {
  const terminal = new TerminalSession(temporaryFolder(), ['login'], { columns: 120 })
  const clientId = 'Client ID (Consumer Key) of your External Client App'
  await terminal.answers('How do you want to sign in?', keys.down + keys.enter)
  await terminal.answers(clientId, `3MVG9${keys.enter}`)
  await terminal.answers('Salesforce username to sign in as', keys.escape)
  await terminal.answers(`${clientId} (3MVG9)`, keys.escape)
  await terminal.answers('How do you want to sign in?', keys.down + keys.enter)
  await terminal.answers(`${clientId} (3MVG9)`, keys.enter)
  await terminal.answers('Salesforce username to sign in as', keys.ctrlC)
  expect(await terminal.ends()).toBe(130)
})
