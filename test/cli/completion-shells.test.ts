import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { completionScripts } from '../../src/cli/completion.ts'
import { launcher, ownEnvironment, sfsync } from '../support/sfsync.ts'
import { keys, TerminalSession } from '../support/terminal-session.ts'

let home = ''
let environment: Readonly<Record<string, string>> = {}

// In the shells, `sfsync` completes as it does; anything else prints the words that it gets, one a line.
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'sfsync-completion-'))
  const program = join(home, 'sfsync')
  writeFileSync(
    program,
    `#!/bin/sh\nif [ "$1" = complete ]; then exec "${process.execPath}" "${launcher}" "$@"; fi\nprintf '<%s>' "$@" >"$HOME/words"\necho; echo do"nene"\n`,
  )
  chmodSync(program, 0o755)
  for (const shell of ['bash', 'zsh', 'fish'] as const)
    writeFileSync(join(home, `completion.${shell}`), completionScripts[shell])
  environment = { PATH: `${home}:${process.env['PATH'] ?? ''}`, SFSYNC_PROFILE: 'demo', PS1: 'ready> ' }
  const run = async (...words: string[]) =>
    expect(await sfsync(home, ['--profile', 'demo', '--quiet', ...words])).toMatchObject({ exitCode: 0 })
  for (const team of ['Sales North', "O'Brien: a=b", 'Cost $5 "net"']) await run('teams', 'create', team)
  await run('create-user', '--from-sf', '0055g0000004C92AAE')
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

const byTyping: readonly (readonly [typed: string, words: readonly string[]])[] = [
  ['assign-t', ['assign-team']],
  ['map ada', ['map', 'ada.lovelace@acme.example']],
  ['map ada.lovelace@acme.example hedy', ['map', 'ada.lovelace@acme.example', '0055g0000004FC8AAM']],
  // Several people are listed; what is typed stays.
  ['map ada.lovelace@acme.example a', ['map', 'ada.lovelace@acme.example', 'a']],
  ['create-user --team sal', ['create-user', '--team', 'Sales North']],
  ['create-user --team=Sal', ['create-user', '--team=Sales North']],
  ['create-user --team="Sales N', ['create-user', '--team=Sales North']],
  ['create-user --team "Sales N', ['create-user', '--team', 'Sales North']],
  ["create-user --team 'Sales N", ['create-user', '--team', 'Sales North']],
  ['create-user --team Sales\\ N', ['create-user', '--team', 'Sales North']],
  ['create-user --team O', ['create-user', '--team', "O'Brien: a=b"]],
  ['create-user --team "O\'Brien: a', ['create-user', '--team', "O'Brien: a=b"]],
  ["create-user --team O\\'Brien:\\ a=", ['create-user', '--team', "O'Brien: a=b"]],
  ["create-user --team 'Cost", ['create-user', '--team', 'Cost $5 "net"']],
  ['create-user --team "Cost', ['create-user', '--team', 'Cost $5 "net"']],
  ['create-user --team=Cost', ['create-user', '--team=Cost $5 "net"']],
]

const starts = {
  bash: { command: ['bash', '--norc', '--noprofile', '-i'], setup: '. ./completion.bash' },
  zsh: {
    command: ['zsh', '-f', '-i'],
    setup: "PROMPT='ready> '; autoload -Uz compinit; compinit -u -d $HOME/dump; . ./completion.zsh",
  },
} as const

const required = (process.env['SFSYNC_TEST_SHELLS'] ?? 'bash').split(' ')

// .ci/run installs the shells and requires them all; elsewhere those that are there are enough.
function isMissing(shell: string): boolean {
  return !required.includes(shell) && spawnSync(shell, ['--version']).status !== 0
}

describe.skipIf(isMissing('bash')).each(['bash'] as const)('%s', inTerminal)
describe.skipIf(isMissing('zsh')).each(['zsh'] as const)('%s', inTerminal)

function inTerminal(shell: 'bash' | 'zsh'): void {
  test('is installed (if not: apt-get install zsh fish)', () => {
    expect(spawnSync(shell, ['--version']).status).toBe(0)
  })

  test.each(byTyping)('sfsync %s, Tab', async (typed, words) => {
    const { command, setup } = starts[shell]
    const session = new TerminalSession(home, [], { command, environment, columns: 200 })
    session.types(`${setup}; echo set"up"${keys.enter}`)
    await session.sees('\nsetup')
    session.types(`sfsync ${typed}\t`)
    // The shell reads on when it has completed.
    session.types(keys.enter)
    await session.sees('\ndonene')
    session.types(`exit${keys.enter}`)
    await session.ends()
    expect(readFileSync(join(home, 'words'), 'utf8')).toBe(words.map((word) => `<${word}>`).join(''))
  })
}

describe.skipIf(isMissing('zsh'))('zsh with a folder of functions', () => {
  test('completes at the first Tab and at the next ones', async () => {
    const folder = join(home, 'site-functions')
    mkdirSync(folder)
    writeFileSync(join(folder, '_sfsync'), completionScripts.zsh)
    const setup = `PROMPT='ready> '; fpath=(${folder} $fpath); autoload -Uz compinit; compinit -u -d $HOME/dump-2`
    const session = new TerminalSession(home, [], { command: starts.zsh.command, environment, columns: 200 })
    session.types(`${setup}; echo set"up"${keys.enter}`)
    await session.sees('\nsetup')
    for (const [typed, word] of [
      ['assign-t', 'assign-team'],
      ['unm', 'unmap'],
    ] as const) {
      session.types(`rm -f words; sfsync ${typed}\t${keys.enter}`)
      await session.sees('\ndonene')
      session.types(`clear; cat words; echo re"ad"${keys.enter}`)
      await session.sees('read')
      expect(readFileSync(join(home, 'words'), 'utf8')).toBe(`<${word}>`)
    }
    session.types(`exit${keys.enter}`)
    await session.ends()
  })
})

describe.skipIf(isMissing('fish'))('fish', () => {
  test('is installed (if not: apt-get install zsh fish)', () => {
    expect(spawnSync('fish', ['--version']).status).toBe(0)
  })

  // It finds people only by what their address or ID contains, and quotes what it inserts by itself.
  test.each(byTyping.filter(([typed]) => !typed.startsWith('map ada.')))('sfsync %s, Tab', (typed, words) => {
    const { stdout } = spawnSync(
      'fish',
      ['--no-config', '-c', 'source completion.fish; complete -C $argv[1]', '--', `sfsync ${typed}`],
      { cwd: home, env: ownEnvironment(home, environment), encoding: 'utf8' },
    )
    const last = words.at(-1) ?? ''
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toContain(last)
  })
})
