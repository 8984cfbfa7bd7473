import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { keys, TerminalSession } from '../support/terminal-session.ts'

async function printed(home: string, ...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await sfsync(home, [...words, '--quiet'])
  if (exitCode !== 0) throw new Error(stderr)
  return stdout
}

const report = `User ID,First Name,Last Name,Email,Username,Active
0055g0000000aa1AAA,Kim,Larsen,kim.larsen@acme.example,kim.larsen@acme.example.prod,1
0055g0000000aa2AAA,Maximiliana-Theodora,von und zu Hohenstein-Wittelsbach,maximiliana-theodora.hohenstein-wittelsbach@subsidiary.acme.example,max@acme.example.prod,1
0055g0000000aa3AAA,Taro,Yamada,taro.yamada@acme.example,taro@acme.example.prod,1
0055g0000000aa4AAA,Robin,Reed,robin.reed@acme.example,robin@acme.example.prod,1
`
const users = `email,first name,last name,salesforce id
kim.larsen@acme.example,Kim,Larsen,0055g0000000aa1AAA
maximiliana-theodora.hohenstein-wittelsbach@subsidiary.acme.example,Maximiliana-Theodora,von und zu Hohenstein-Wittelsbach,0055g0000000aa2AAA
taro.yamada@acme.example,Taro,Yamada,0055g0000000aa3AAA
robin.reed@acme.example,Robin,Reed,0055g0000000aa4AAA
`

/** Four mapped users, all of them entered. */
async function aHome(): Promise<string> {
  const home = temporaryFolder()
  await sfsync(home, ['sf-users', 'import', '-'], { stdin: report })
  await sfsync(home, ['import', '-'], { stdin: users })
  await printed(home, 'todo', 'done', '--all')
  return home
}

function start(home: string, words: readonly string[] = [], columns = 80, rows = 24): TerminalSession {
  return new TerminalSession(home, ['mappings', 'audit', ...words], {
    columns,
    rows,
    environment: { NO_COLOR: '1', SFSYNC_ACTOR: 'jane' },
  })
}

/** Pages of the story, each with the key before it and a text that it shows. */
const pages = [
  ['first', '', 'Audit  1 of 4'],
  ['copied', 'c', 'allows it: User'],
  ['second', 'y', 'Audit  2 of 4'],
  ['back', 'b', 'answered: right'],
  ['second-again', 'y', 'Audit  2 of 4'],
  ['third', 'n', 'Audit  3 of 4'],
  ['keys', '?', 'counts as not'],
  ['keys-gone', 'x', 'Audit  3 of 4'],
  ['fourth', 's', 'Audit  4 of 4'],
  ['nothing', '5', 'this key does nothing'],
  ['end', 'y', 'All of the sample'],
] as const

describe('the screen of an audit', () => {
  test.each([
    [80, 24],
    [40, 15],
  ])('at %i columns and %i rows', async (columns, rows) => {
    const home = await aHome()
    const terminal = start(home, ['--seed', 'a'], columns, rows)
    const seen: string[] = []
    for (const [name, key, text] of pages) {
      if (key !== '') terminal.types(key)
      await terminal.shows(text)
      seen.push(`--- ${name}\n${terminal.screen.replaceAll(/ +$/gm, '')}`)
    }
    terminal.types(keys.enter)
    expect(await terminal.ends()).toBe(0)
    const file = join(import.meta.dirname, 'screens', `audit-${columns}x${rows}.txt`)
    await expect(`${seen.join('\n')}\n`).toMatchFileSnapshot(file)
  })
})

async function started(words: readonly string[] = []) {
  const home = await aHome()
  const terminal = start(home, ['--seed', 'a', ...words])
  await terminal.shows('Audit  1 of 4')
  return { home, terminal }
}

describe('an audit', () => {
  test('records what was found as one change set, with the statement as its evidence', async () => {
    const { home, terminal } = await started(['--reason', 'yearly check'])
    terminal.types('y')
    await terminal.shows('Audit  2 of 4')
    terminal.types('y')
    await terminal.shows('Audit  3 of 4')
    terminal.types('s')
    await terminal.shows('Audit  4 of 4')
    terminal.types('n')
    await terminal.shows('All of the sample')
    terminal.types(keys.enter)
    expect(await terminal.ends()).toBe(0)
    const statement =
      'at least 50% of the 4 mappings are right (95% confidence); random sample of 4: 2 right, 1 wrong, 1 unclear'
    expect(terminal.text.replaceAll(/\s+/g, ' ')).toContain(statement)
    expect(terminal.text).toContain('next: 1 thing to enter in SalesScreen: sfsync todo')
    const [newest]: { changeSet: number }[] = JSON.parse(
      await printed(home, 'history', '--json', '--limit', '1'),
    )
    expect(newest).toMatchObject({
      actor: 'jane',
      reason: 'yearly check',
      command: 'sfsync mappings audit --sample 20 --seed a',
    })
    expect(await printed(home, 'show', String(newest?.changeSet))).toContain(statement)
    expect(await printed(home, 'todo', '--columns', 'kind', '--format', 'csv')).toBe('kind\nmap\n')
  })

  test('that is left early records its answers, and says nothing of all mappings', async () => {
    const { home, terminal } = await started()
    terminal.types('y')
    await terminal.shows('Audit  2 of 4')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
    // A long value wraps.
    expect(terminal.text).toMatch(/1 of 4 looked up: 1 right, 0 wrong, 0 unclear; nothing can\s+be said/)
    expect(terminal.text).toContain('next: look up all of the sample: sfsync mappings audit')
    expect(await printed(home, 'history', '--columns', 'changes', '--format', 'csv', '--limit', '1')).toBe(
      'changes\n1\n',
    )
  })

  test.each([
    ['Ctrl-C', keys.ctrlC],
    ['Ctrl-D', keys.ctrlD],
  ])('that %s ends records nothing', async (_, key) => {
    const { home, terminal } = await started()
    const before = await printed(home, 'history', '--format', 'ids')
    terminal.types('y')
    await terminal.shows('Audit  2 of 4')
    terminal.types(key)
    expect(await terminal.ends()).toBe(130)
    expect(terminal.text).toContain('interrupted; nothing was changed')
    expect(await printed(home, 'history', '--format', 'ids')).toBe(before)
  })

  test('of a dry run records nothing', async () => {
    const { home, terminal } = await started(['--dry-run'])
    const before = await printed(home, 'history', '--format', 'ids')
    terminal.types('y')
    await terminal.shows('Audit  2 of 4')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).toContain('dry run: nothing was changed')
    expect(await printed(home, 'history', '--format', 'ids')).toBe(before)
  })

  test('takes no letters that come at once for answers, and Esc records at its end', async () => {
    const { home, terminal } = await started()
    terminal.types('yyq\r')
    await terminal.sees('pasted text is ignored')
    expect(terminal.screen).toContain('Audit  1 of 4')
    for (const next of ['Audit  2 of 4', 'Audit  3 of 4', 'Audit  4 of 4', 'All of the sample']) {
      terminal.types('y')
      await terminal.shows(next)
    }
    terminal.types(keys.escape)
    expect(await terminal.ends()).toBe(0)
    expect(await printed(home, 'history', '--columns', 'changes', '--format', 'csv', '--limit', '1')).toBe(
      'changes\n4\n',
    )
  })

  test('of no mappings opens no screen', async () => {
    const home = temporaryFolder()
    const terminal = start(home)
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).toContain('no mappings of active users')
    expect(terminal.raw).not.toContain('\u001b[?1049h')
  })
})
