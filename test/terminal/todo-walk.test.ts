import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { aProgram } from '../salesforce/sign-in/support.ts'
import { launcher, sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { keys, TerminalSession, type TerminalOptions } from '../support/terminal-session.ts'

async function printed(home: string, ...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await sfsync(home, [...words, '--quiet'])
  if (exitCode !== 0) throw new Error(stderr)
  return stdout
}

const report = `User ID,First Name,Last Name,Email,Username,Active
0055g0000000aa1AAA,Kim,Larsen,kim.larsen@acme.example,kim.larsen@acme.example.prod,1
`
const users = `email,first name,last name,nickname,team
kim.larsen@acme.example,Kim,Larsen,,Sales North
maximiliana-theodora.hohenstein-wittelsbach@subsidiary.acme.example,Maximiliana-Theodora,von und zu Hohenstein-Wittelsbach,max,Sales North
`

/** Two users, one of them mapped, and their team; nothing is in SalesScreen yet. */
async function aHome(): Promise<string> {
  const home = temporaryFolder()
  await sfsync(home, ['sf-users', 'import', '-'], { stdin: report })
  await sfsync(home, ['import', '-', '--create-team'], { stdin: users })
  await printed(home, 'map', 'kim.larsen@acme.example', '0055g0000000aa1AAA')
  return home
}

function start(home: string, words: readonly string[] = [], options: TerminalOptions = {}): TerminalSession {
  return new TerminalSession(home, ['todo', 'walk', ...words], {
    columns: 80,
    rows: 24,
    ...options,
    environment: { NO_COLOR: '1', SFSYNC_ACTOR: 'jane', ...options.environment },
  })
}

async function started(words: readonly string[] = [], options: TerminalOptions = {}) {
  const home = await aHome()
  const terminal = start(home, words, options)
  await terminal.shows('To do  1 of ')
  return { home, terminal }
}

async function todos(home: string): Promise<string> {
  return await printed(home, 'todo', '--columns', 'kind,name', '--format', 'csv')
}

const everything =
  'kind,name\ncreate-team,Sales North\ncreate-user,Kim Larsen\ncreate-user,Maximiliana-Theodora von und zu Hohenstein-Wittelsbach\nmap,Kim Larsen\n'

/** Pages of the story, each with the key before it and a text that it shows. */
const pages = [
  ['first', '', 'To do  1 of 4'],
  ['team-skipped', 's', 'To do  2 of 4'],
  ['user-skipped', 's', 'To do  3 of 4'],
  ['copied', 'c', '> Last name'],
  ['copied-again', 'c', '> Nickname'],
  ['no-address', 'o', 'screen-address'],
  ['long-done', 'd', 'To do  4 of 4'],
  ['keys', '?', 'the value marked'],
  ['keys-gone', 'x', 'To do  4 of 4'],
  ['too-early', 'd', 'not recorded'],
  ['back', 'b', 'To do  3 of 4'],
  ['back-at-done', 'd', 'press s'],
  ['back-again', 'b', 'To do  2 of 4'],
  ['enter-is-no-answer', keys.enter, 'press d if'],
  ['second-user-done', 'd', 'To do  4 of 4'],
  ['undone', 'u', 'undone:'],
  ['done-again', 'd', 'To do  4 of 4'],
  ['all-done', 'd', 'End of the list'],
  ['back-at-mapping', 'b', 'done (change set'],
] as const

describe('the screen of a walk', () => {
  test.each([
    [80, 24],
    [40, 15],
  ])('at %i columns and %i rows', async (columns, rows) => {
    const home = await aHome()
    const terminal = start(home, [], { columns, rows })
    const seen: string[] = []
    for (const [name, key, text] of pages) {
      if (key !== '') terminal.types(key)
      await terminal.shows(text)
      seen.push(`--- ${name}\n${terminal.screen.replaceAll(/ +$/gm, '')}`)
    }
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
    const file = join(import.meta.dirname, 'screens', `todo-walk-${columns}x${rows}.txt`)
    await expect(`${seen.join('\n')}\n`).toMatchFileSnapshot(file)
  })
})

describe('a walk', () => {
  test('records each done as a change set, and the next walk goes on with what is left', async () => {
    const { home, terminal } = await started()
    expect(await todos(home)).toBe(everything)
    terminal.types('d')
    await terminal.shows('To do  2 of 4')
    terminal.types('s')
    await terminal.shows('To do  3 of 4')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).toMatch(/Done +1\nSkipped +1\nLeft +2\n/)
    expect(terminal.text).toContain('next: 3 things to enter in SalesScreen: sfsync todo walk')
    const [newest]: unknown[] = JSON.parse(await printed(home, 'history', '--json', '--limit', '1'))
    expect(newest).toMatchObject({
      actor: 'jane',
      command: "sfsync todo done --kind create-team --team 'Sales North'",
    })
    const second = start(home)
    await second.shows('To do  1 of 3')
    expect(second.screen).toContain('Create the user Kim Larsen')
    second.types('d')
    await second.shows('To do  2 of 3')
    second.types('q')
    expect(await second.ends()).toBe(0)
    expect(await printed(home, 'history', '--columns', 'command', '--format', 'csv', '--limit', '1')).toBe(
      'command\nsfsync todo done kim.larsen@acme.example --kind create-user\n',
    )
  })

  test('undoes what it recorded, and nothing else', async () => {
    const { home, terminal } = await started()
    terminal.types('u')
    await terminal.shows('nothing to undo yet')
    terminal.types('d')
    await terminal.shows('To do  2 of 4')
    terminal.types('u')
    await terminal.shows('undone: Create the team Sales North')
    expect(terminal.screen).toContain('To do  1 of 4')
    expect(await todos(home)).toBe(everything)
    terminal.types('u')
    await terminal.shows('nothing to undo yet')
  })

  test('shows what others changed or entered meanwhile instead of recording it', async () => {
    const { home, terminal } = await started(['--kind', 'create-user'])
    await printed(home, 'users', 'edit', 'kim.larsen@acme.example', '--first-name', 'Kimberly')
    terminal.types('d')
    await terminal.shows('First name  Kimberly')
    expect(terminal.screen).toContain('not recorded: this was changed meanwhile; these are the new values')
    await printed(home, 'todo', 'done', 'kim.larsen@acme.example')
    terminal.types('d')
    await terminal.shows('To do  2 of 2')
    expect(terminal.screen).toContain('this no longer waits; nothing was changed')
    terminal.types('b')
    await terminal.shows('no longer waits: entered meanwhile')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).toMatch(/Done +0\nSkipped +0\nLeft +1\n/)
  })

  test('takes the kinds, the team and the users that todo takes', async () => {
    const { terminal } = await started(['--kind', 'map', '--team', 'Sales North', 'kim.larsen@acme.example'])
    expect(terminal.screen).toContain('To do  1 of 1')
    expect(terminal.screen).toContain('Add the mapping of Kim Larsen')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
  })

  test('opens no screen where nothing is to be entered', async () => {
    const home = await aHome()
    await printed(home, 'todo', 'done', '--all')
    const terminal = start(home)
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).toContain('nothing to enter in SalesScreen')
    expect(terminal.raw).not.toContain('\u001b[?1049h')
  })

  test('carries its numbers alone on standard output', async () => {
    const home = await aHome()
    const script = `"$0" "$1" todo walk --json >numbers.json`
    const terminal = start(home, [], { command: ['sh', '-c', script, process.execPath, launcher] })
    await terminal.shows('To do  1 of 4')
    terminal.types('s')
    await terminal.shows('To do  2 of 4')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
    expect(JSON.parse(readFileSync(join(home, 'numbers.json'), 'utf8'))).toEqual({
      done: 0,
      skipped: 1,
      left: 3,
    })
  })

  test('needs a terminal, and names the commands to use instead', async () => {
    const { exitCode, stderr } = await sfsync(await aHome(), ['todo', 'walk'])
    expect({ exitCode, stderr }).toMatchInlineSnapshot(`
      {
        "exitCode": 2,
        "stderr": "error: todo walk is interactive; run it in a terminal
      try: to see the list: sfsync todo
      try: to record what was entered: sfsync todo done <user>
      ",
      }
    `)
  })

  test.each([
    ['Enter', keys.enter],
    ['Esc', keys.escape],
  ])('is left at its end by %s, and u undoes nothing there', async (_, key) => {
    const { home, terminal } = await started(['--kind', 'create-team'])
    terminal.types('d')
    await terminal.shows('End of the list')
    terminal.types('u')
    await terminal.shows('press b to go back first, then u to undo')
    terminal.types(key)
    expect(await terminal.ends()).toBe(0)
    expect(await todos(home)).toBe(everything.replace('create-team,Sales North\n', ''))
  })

  test('does not take pasted text for keys', async () => {
    const { home, terminal } = await started()
    terminal.types('ddd')
    await terminal.sees('pasted text is ignored')
    expect(await todos(home)).toBe(everything)
    terminal.types('\u001b[200~dd\u001b[201~')
    await terminal.sees('pasted text is ignored')
    expect(await todos(home)).toBe(everything)
  })

  test('is as wide as the terminal at most, also when it shrinks', async () => {
    const { terminal } = await started()
    terminal.types('s')
    await terminal.shows('To do  2 of 4')
    terminal.types('s')
    await terminal.shows('To do  3 of 4')
    terminal.resize(33, 9)
    await terminal.shows('d done  s skip  c copy  b back\n')
    const lines = terminal.screen.split('\n')
    expect(lines).toHaveLength(9)
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(33)
    expect(terminal.screen).toContain('> First name')
  })
})

describe('the end of a walk', () => {
  test.each([
    ['Ctrl-C', keys.ctrlC],
    ['Ctrl-D', keys.ctrlD],
  ])('by %s keeps what is done, and says so', async (_, key) => {
    const { home, terminal } = await started()
    terminal.types('d')
    await terminal.shows('To do  2 of 4')
    terminal.types(key)
    expect(await terminal.ends()).toBe(130)
    expect(terminal.text).toContain('stopped; changes made so far are kept')
    expect(terminal.text).toContain('try: sfsync todo walk')
    expect(await todos(home)).toBe(everything.replace('create-team,Sales North\n', ''))
  })

  test('by Ctrl-C before anything is done says that nothing was changed', async () => {
    const { home, terminal } = await started()
    terminal.types(keys.ctrlC)
    expect(await terminal.ends()).toBe(130)
    expect(terminal.text).toContain('interrupted; nothing was changed')
    expect(await todos(home)).toBe(everything)
  })

  test('is a pause with Ctrl-Z, until fg', async () => {
    const home = await aHome()
    const shell = start(home, [], {
      command: [
        'bash',
        '--norc',
        '--noprofile',
        '-i',
        '-c',
        `set -m; '${process.execPath}' '${launcher}' todo walk; echo stopped; fg`,
      ],
    })
    await shell.shows('To do  1 of 4')
    shell.types(keys.ctrlZ)
    await shell.sees('stopped')
    await shell.shows('To do  1 of 4')
    shell.types('s')
    await shell.shows('To do  2 of 4')
    shell.types('q')
    expect(await shell.ends()).toBe(0)
  })
})

function osc52(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`
}

describe('a value is copied', () => {
  test('one after the other, through the terminal', async () => {
    const { terminal } = await started(['--kind', 'map'])
    terminal.types('c')
    await terminal.shows('> User e-mail')
    expect(terminal.raw).toContain(osc52('Kim Larsen'))
    terminal.types('c')
    await terminal.shows('> External ID')
    expect(terminal.raw).toContain(osc52('kim.larsen@acme.example'))
    terminal.types('c')
    await terminal.shows('> User')
    expect(terminal.raw).toContain(osc52('0055g0000000aa1AAA'))
    expect(terminal.screen).toContain('copied, if your terminal allows it: External ID')
  })

  test.each([
    ['xclip', 'DISPLAY', '["-selection","clipboard"]'],
    ['wl-copy', 'WAYLAND_DISPLAY', '[]'],
  ])('also with %s where there is such a desktop', async (program, variable, words) => {
    const home = await aHome()
    const file = join(home, 'clipboard')
    const desktop = aProgram(
      home,
      program,
      `require('node:fs').writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.argv.slice(2)) + require('node:fs').readFileSync(0))`,
    )
    const terminal = start(home, ['--kind', 'map'], { environment: { ...desktop, [variable]: ':0' } })
    await terminal.shows('To do  1 of 1')
    terminal.types('c')
    await terminal.shows('copied: User')
    expect(readFileSync(file, 'utf8')).toBe(`${words}Kim Larsen`)
  })

  test('through the terminal where the program fails', async () => {
    const home = await aHome()
    const desktop = { ...aProgram(home, 'xclip', 'process.exit(1)'), DISPLAY: ':0' }
    const terminal = start(home, ['--kind', 'map'], { environment: desktop })
    await terminal.shows('To do  1 of 1')
    terminal.types('c')
    await terminal.shows('copied, if your terminal allows it: User')
  })
})

describe('the page of SalesScreen', () => {
  test('is opened in the browser', async () => {
    const home = await aHome()
    await printed(home, 'settings', 'set', 'screen-address', 'https://acme.salesscreen.com')
    const file = join(home, 'opened')
    const desktop = aProgram(
      home,
      'xdg-open',
      `require('node:fs').writeFileSync(${JSON.stringify(file)}, process.argv[2])`,
    )
    const terminal = start(home, [], { environment: desktop })
    await terminal.shows('To do  1 of 4')
    terminal.types('o')
    await terminal.shows('opened https://acme.salesscreen.com in the browser')
    await expect
      .poll(() => existsSync(file) && readFileSync(file, 'utf8'))
      .toBe('https://acme.salesscreen.com')
  })

  test('is named where no browser can be opened', async () => {
    const home = await aHome()
    await printed(home, 'settings', 'set', 'screen-address', 'https://acme.salesscreen.com')
    const terminal = start(home, [], { environment: { PATH: join(home, 'nowhere') } })
    await terminal.shows('To do  1 of 4')
    terminal.types('o')
    await terminal.shows('no browser could be opened; the address is https://acme.salesscreen.com')
  })
})
