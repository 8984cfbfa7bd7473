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
