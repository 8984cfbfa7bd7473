import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { launcher, ownEnvironment, sfsync } from '../support/sfsync.ts'
import { keys, TerminalSession } from '../support/terminal-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const demo = { SFSYNC_PROFILE: 'demo' }
const escape = '\u001b'

async function shown(
  words: readonly string[],
  columns: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<TerminalSession> {
  const terminal = new TerminalSession(temporaryFolder(), words, {
    columns,
    environment: { ...demo, ...environment },
  })
  expect(await terminal.ends()).toBe(0)
  return terminal
}

// A command to type stands on a line of its own, and is never cut.
function widest(terminal: TerminalSession): number {
  const lines = terminal.text.split('\n').filter((line) => !/^ *sfsync /.test(line))
  return Math.max(...lines.map((line) => stringWidth(line)))
}

describe('a list on a terminal', () => {
  test.each([80, 120, 200])('fits %i columns, with every ID whole', async (columns) => {
    const terminal = await shown(['sf-users', 'list', '--all', '-q'], columns)
    expect(widest(terminal)).toBeLessThanOrEqual(columns)
    expect(terminal.text.match(/\b0055g0000\w{9}\b/g)).toHaveLength(48)
  })

  test('leaves columns out in their order, never the e-mail or the command, and says which', async () => {
    const wide = await shown(['status'], 160)
    expect(wide.text).toMatch(/^Name +E-mail +Decided +Entered +Shows up +Team +Status\n/)
    expect(wide.text).not.toContain('no room for')
    const narrow = await shown(['status'], 80)
    expect(widest(narrow)).toBeLessThanOrEqual(80)
    expect(narrow.text).toMatch(/^Name +E-mail +Status\n/)
    expect(narrow.text).toContain('ada.lovelace@acme.example')
    expect(narrow.text).toContain('\n  sfsync create-user --from-sf 0055g0000004C92AAE\n')
    expect(narrow.text).toContain('no room for Decided, Entered, Shows up, Team; to see them,')
  })

  test('becomes blocks on 40 columns', async () => {
    const terminal = await shown(['sf-users', 'find', 'lovelace', '-q'], 40)
    expect(terminal.text).toBe(
      [
        'Salesforce User ID  0055g0000004C92AAE',
        'Name                Ada Lovelace',
        'E-mail',
        '  ada.lovelace@acme.example',
        'Active              yes',
        'Profile             Standard User',
        'Mapped to           -',
        '',
      ].join('\n'),
    )
  })

  test.each([
    ['is colored', {}, true],
    ['is plain with NO_COLOR', { NO_COLOR: '1' }, false],
    ['is plain on a dumb terminal', { TERM: 'dumb' }, false],
  ])('%s', async (_, environment, colored) => {
    const terminal = await shown(['sf-users', 'find', 'lovelace'], 120, environment)
    expect(terminal.raw.includes(escape)).toBe(colored)
  })

  test('shows nothing of a name that would command the terminal', async () => {
    const home = temporaryFolder()
    const hostile = `User ID,Full Name\n0055g0000004C92AAE,"Eve ${escape}[31m${escape}]0;title\u0007 \u202egnp.exe"\n`
    writeFileSync(join(home, 'eve.csv'), hostile)
    const terminal = new TerminalSession(home, ['sf-users', 'import', 'eve.csv', '--color', 'never'], {
      columns: 200,
    })
    expect(await terminal.ends()).toBe(1)
    expect(terminal.raw).not.toContain(escape)
    expect(terminal.text).toContain('Eve ␛[31m␛]0;title␇ gnp.exe')
  })
})

async function rawError(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const terminal = new TerminalSession(temporaryFolder(), words, { environment })
  expect(await terminal.ends()).toBe(2)
  return terminal.raw
}

describe('what a terminal can show', () => {
  test.each([
    ['in an ASCII locale', { LC_ALL: 'C' }],
    ['on the Linux console', { TERM: 'linux' }],
  ])('symbols are ASCII %s', async (_, environment) => {
    const words = ['sf-users', 'list', '--columns', 'salesforceUserId,name,profile', '-q']
    const modern = await shown(words, 44)
    expect(modern.text).toMatch(/\w… /)
    const old = await shown(words, 44, environment)
    expect(old.text).toBe(modern.text.replaceAll('…', '~'))
  })

  test('an ID is a link to its record where the org is known and the terminal has links', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'users.csv'), 'User ID,Full Name\n0055g0000004C92AAE,Ada Lovelace\n')
    expect((await sfsync(home, ['sf-users', 'import', 'users.csv'])).exitCode).toBe(0)
    const raw = async (environment: Readonly<Record<string, string>>) => {
      const terminal = new TerminalSession(home, ['sf-users', 'list', '--offline'], { environment })
      expect(await terminal.ends()).toBe(0)
      return terminal.raw
    }
    const org = { SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com', TERM_PROGRAM: 'WezTerm' }
    const link = `${escape}]8;;https://acme.my.salesforce.com/0055g0000004C92AAE`
    expect(await raw(org)).toContain(link)
    expect(await raw({ ...org, TERM_PROGRAM: 'unknown' })).not.toContain(`${escape}]8`)
    expect(await raw({ ...org, NO_COLOR: '1' })).not.toContain(`${escape}]8`)
    expect(await raw({ TERM_PROGRAM: 'WezTerm' })).not.toContain(`${escape}]8`)
  })

  test('an error has color, unless that is not wanted', async () => {
    expect(await rawError(['mpa'])).toContain(`${escape}[31merror:${escape}[39m`)
    expect(await rawError(['mpa', '--color', 'never'])).not.toContain(escape)
    expect(await rawError(['mpa'], { NO_COLOR: '1' })).not.toContain(escape)
  })
})

describe('a pipe', () => {
  test('is colored only when that is forced', async () => {
    const home = temporaryFolder()
    const list = ['sf-users', 'find', 'lovelace']
    expect((await sfsync(home, list, { environment: demo })).stdout).not.toContain(escape)
    expect((await sfsync(home, list, { environment: { ...demo, FORCE_COLOR: '1' } })).stdout).toContain(
      escape,
    )
  })

  test('that is closed early ends the program without a word', async () => {
    const home = temporaryFolder()
    const script = `"${process.execPath}" "${launcher}" sf-users list --all --quiet | head -n 1`
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script], {
      cwd: home,
      env: ownEnvironment(home, demo),
    })
    expect(stdout).toMatch(/^Salesforce User ID/)
    expect(stderr).toBe('')
  })

  test('carries the result alone while questions are asked on the terminal', async () => {
    const home = temporaryFolder()
    const create = `"${process.execPath}" "${launcher}" --json teams create >result.json`
    const terminal = new TerminalSession(home, [], { command: ['sh', '-c', create], environment: demo })
    await terminal.answers('Name of the team', `North${keys.enter}`)
    await terminal.answers('Create the team North?', `y${keys.enter}`)
    expect(await terminal.ends()).toBe(0)
    const { stdout } = await promisify(execFile)('cat', [join(home, 'result.json')])
    expect(JSON.parse(stdout)).toMatchObject({ changeSet: 1, warnings: [] })
  })
})

describe('Ctrl-C', () => {
  test('ends an import in one line and leaves the directory as it was', async () => {
    const home = temporaryFolder()
    const child = spawn(process.execPath, [launcher, 'sf-users', 'import', '-'], {
      cwd: home,
      env: ownEnvironment(home),
    })
    const stderr = text(child.stderr)
    child.stdin.on('error', () => undefined)
    child.stdin.write('User ID,Full Name\n0055g0000004C92AAE,Ada\n')
    // Enough for several pages, and never an end.
    child.stdin.write('0055g0000004C92AAE,Ada\n'.repeat(50_000), () => child.kill('SIGINT'))
    const [code]: unknown[] = await once(child, 'exit')
    expect({ code, stderr: await stderr }).toEqual({
      code: 130,
      stderr: 'interrupted; nothing was changed\n',
    })
    expect((await sfsync(home, ['sf-users', 'list', '--json'])).stdout).toBe('[]\n')
  })
})

describe('completion in a real bash', () => {
  test('completes commands, an e-mail address, and a team whose name has a space', async () => {
    const home = temporaryFolder()
    const create = [
      'create-user',
      '--from-sf',
      'ada.lovelace@acme.example.prod',
      '--team',
      'Sales North',
      '--create-team',
    ]
    expect((await sfsync(home, create, { environment: demo })).exitCode).toBe(0)
    writeFileSync(
      join(home, 'start.sh'),
      `PS1='ready> '\nbind 'set enable-bracketed-paste off'\nsfsync() { "${process.execPath}" "${launcher}" "$@"; }\nsource <(sfsync completion bash)\n`,
    )
    const terminal = new TerminalSession(home, [], {
      command: ['bash', '--noprofile', '--rcfile', join(home, 'start.sh'), '-i'],
      environment: demo,
      columns: 200,
    })
    await terminal.answers('ready> ', 'sfsync ass\t')
    await terminal.answers('sfsync assign-team ', 'ada.l\t')
    await terminal.answers('ada.lovelace@acme.example ', 'Sales\t')
    await terminal.sees('Sales\\ North')
    terminal.types('\u0015exit\r')
    await terminal.ends()
  })
})
