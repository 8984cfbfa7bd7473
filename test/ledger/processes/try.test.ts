import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { salesforceUserIdOf } from '../../support/builders.ts'
import { changeSetsOf, contentOf, people, populate } from '../../support/ledger-content.ts'
import { launcher, ownEnvironment, type Run, sfsync } from '../../support/sfsync.ts'
import { keys, TerminalSession } from '../../support/terminal-session.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A folder in which scripts find `sfsync`, with a ledger of unmapped users and a place for temporary files. */
interface Workshop {
  readonly home: string
  readonly store: string
  readonly environment: Readonly<Record<string, string>>
  /** Runs sfsync there. */
  run(...words: readonly string[]): Promise<Run>
  /** Writes a script, and gives its name. */
  script(...lines: readonly string[]): string
  /** What is left in the place for temporary files. */
  leftovers(): string[]
}

async function workshop(names: readonly string[] = people(3)): Promise<Workshop> {
  const home = temporaryFolder()
  const store = join(home, 'ledger.sqlite')
  await populate(store, names)
  const folder = join(home, 'bin')
  const temporary = join(home, 'tmp')
  mkdirSync(folder)
  mkdirSync(temporary)
  const program = join(folder, 'sfsync')
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${launcher}" "$@"\n`)
  chmodSync(program, 0o755)
  const environment = {
    PATH: [folder, process.env['PATH']].join(delimiter),
    SFSYNC_STORE: store,
    TMPDIR: temporary,
  }
  let scripts = 0
  return {
    home,
    store,
    environment,
    run: async (...words) => await sfsync(home, words, { environment }),
    script: (...lines) => {
      const name = `script${(scripts += 1)}.sh`
      writeFileSync(join(home, name), lines.map((line) => `${line}\n`).join(''))
      return name
    },
    leftovers: () => readdirSync(temporary),
  }
}

function mapping(name: string): string {
  return `sfsync map ${name}@example.com ${salesforceUserIdOf(name)}`
}

function added(name: string): string {
  return `+ mapping  ${name}@example.com -> ${salesforceUserIdOf(name)}\n`
}

const [one = '', two = '', three = ''] = people(3)
const threeMaps = [one, two, three].map((name) => mapping(name))
const theirPlan = `${[one, two, three].map((name) => added(name)).join('')}3 users to map\n`

describe('a script that ends well', () => {
  test('is kept as it was, a hundred change sets in one go', async () => {
    const names = people(100)
    const { run, script, store, home, leftovers } = await workshop(names)
    writeFileSync(
      join(home, 'people.txt'),
      names.map((name) => `${name}@example.com ${salesforceUserIdOf(name)}\n`).join(''),
    )
    const loop = script(
      'while read -r email id; do',
      '  sfsync map "$email" "$id" --reason monday',
      'done <people.txt',
    )
    const { exitCode, stdout } = await run('try', '--keep', '--', 'sh', '-e', loop)
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `${names.map((name) => added(name)).join('')}change sets 2 to 101: 100 users mapped\n`,
    })
    expect(changeSetsOf(store)).toEqual([[1, 102], ...names.map((_, index) => [index + 2, 1])])
    const history: unknown[] = JSON.parse((await run('history', '--json')).stdout)
    expect(history[0]).toMatchObject({ actor: 'jane', command: mapping(names[99] ?? ''), reason: 'monday' })
    expect(leftovers()).toEqual([])
  })

  test('leaves the same ledger as without try', async () => {
    const tried = await workshop()
    const direct = await workshop()
    await tried.run(
      'try',
      '--keep',
      '--',
      'sh',
      tried.script(...threeMaps, `sfsync unmap ${one}@example.com`),
    )
    for (const name of [one, two, three])
      await direct.run('map', `${name}@example.com`, salesforceUserIdOf(name))
    await direct.run('unmap', `${one}@example.com`)
    expect(contentOf(tried.store)).toEqual(contentOf(direct.store))
  })

  test('needs a confirmation when not run in a terminal, and says how to keep it', async () => {
    const { run, script, store } = await workshop()
    const before = contentOf(store)
    const name = script(...threeMaps)
    const { exitCode, stdout, stderr } = await run('try', '--allow-removals', '3', '--', 'sh', name)
    expect({ exitCode, stdout }).toEqual({ exitCode: 10, stdout: theirPlan })
    expect(stderr).toContain(
      `next: sfsync try --allow-removals 3 --keep -- sh ${name}\nDiscarded. Nothing was changed.\n`,
    )
    expect(contentOf(store)).toEqual(before)
  })

  test('is dropped by --discard', async () => {
    const { run, script, store } = await workshop()
    const before = contentOf(store)
    expect(await run('try', '--discard', '--', 'sh', script(...threeMaps))).toMatchObject({
      exitCode: 0,
      stdout: theirPlan,
    })
    expect(contentOf(store)).toEqual(before)
  })

  test('shows what is different in the end, not what was on the way', async () => {
    const { run, script } = await workshop()
    const there = `sfsync unmap ${one}@example.com`
    const { stdout } = await run('try', '--discard', '--', 'sh', script(mapping(one), there, mapping(two)))
    expect(stdout).toBe(`${added(two)}1 user to map\n`)
  })

  test('prints one JSON document on stdout; what the script prints goes to stderr', async () => {
    const { run, script } = await workshop()
    const kept = await run('--json', 'try', '--keep', '--', 'sh', script(mapping(one), 'echo hello'))
    expect(JSON.parse(kept.stdout)).toEqual({
      changeSets: [2],
      changes: [expect.objectContaining({ entity: 'mapping', before: null })],
      warnings: [],
      next: ['2 things to enter in SalesScreen: sfsync todo'],
    })
    expect(kept.stderr).toContain('hello\n')
    const name = script(mapping(two))
    const dropped = await run('--json', 'try', '--', 'sh', name)
    expect(JSON.parse(dropped.stdout)).toMatchObject({
      changeSets: null,
      next: [`sfsync try --keep -- sh ${name}`],
    })
    const nothing = await run('--json', 'try', '--', 'true')
    expect({ ...nothing, stdout: JSON.parse(nothing.stdout) }).toEqual({
      exitCode: 0,
      stdout: { changeSets: [], changes: [], warnings: [], next: [] },
      stderr: 'the script changed nothing\n',
    })
  })

  test('gets its words and its standard input as they are', async () => {
    const { home, environment } = await workshop()
    const words = ['try', '--', 'sh', '-c', 'printf "<%s>" "$@"; cat', 'sh', 'a b', '--json', '$x']
    const { stderr } = await sfsync(home, words, { environment, stdin: 'from the pipe\n' })
    expect(stderr).toBe('<a b><--json><$x>from the pipe\nthe script changed nothing\n')
  })

  test('warns that what it read from Salesforce is not kept', async () => {
    const { run, home } = await workshop()
    writeFileSync(join(home, 'report.csv'), `User ID,Full Name\n${salesforceUserIdOf('new')},New\n`)
    const { exitCode, stdout, stderr } = await run('try', '--', 'sfsync', 'sf-users', 'import', 'report.csv')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(stderr).toContain(
      'warning: the script read Salesforce users only into the copy; read them again: ',
    )
    expect((await run('sf-users', 'list', '--format', 'ids')).stdout).not.toContain(salesforceUserIdOf('new'))
  })

  test('stops at the limit, as one run', async () => {
    const names = people(30)
    const { run, script, store } = await workshop(names)
    await run('assign-team', ...names.map((name) => `${name}@example.com`), 'North')
    const before = contentOf(store)
    const few = names.slice(0, 12).map((name) => `sfsync users deactivate ${name}@example.com`)
    const name = script(...few)
    const stopped = await run('try', '--keep', '--', 'sh', name)
    expect(stopped).toMatchObject({ exitCode: 7, stdout: '' })
    expect(stopped.stderr).toContain('--allow-removals 12')
    expect(contentOf(store)).toEqual(before)
    expect(await run('try', '--keep', '--allow-removals', '12', '--', 'sh', name)).toMatchObject({
      exitCode: 0,
    })
  })
})

describe('a script that fails', () => {
  test.for<readonly [how: string, end: string, exitCode: number]>([
    ['with an exit code', 'exit 9', 9],
    ['killed', 'kill -9 $$', 137],
    ['ended by a signal', 'kill -TERM $$', 143],
  ])('%s keeps nothing, also with --keep, and tells what it had done', async ([, end, exitCode]) => {
    const { run, script, store, leftovers } = await workshop()
    const before = contentOf(store)
    const name = script(...threeMaps, end)
    const run1 = await run('try', '--keep', '--', 'sh', name)
    expect({ exitCode: run1.exitCode, stdout: run1.stdout }).toEqual({ exitCode, stdout: '' })
    expect(run1.stderr).toContain(`error: sh ${name} ended with exit code ${exitCode}; nothing was kept
  changes that it had made:
    ${added(one)}    ${added(two)}    ${added(three)}try: fix the script and try again
`)
    expect(contentOf(store)).toEqual(before)
    expect(leftovers()).toEqual([])
  })

  test('reports so in one JSON document', async () => {
    const { run, script } = await workshop()
    const { stdout, exitCode } = await run('--json', 'try', '--', 'sh', script(mapping(one), 'exit 3'))
    expect({ exitCode, document: JSON.parse(stdout) }).toMatchObject({
      exitCode: 3,
      document: { error: { code: 'failure', rows: [{ reason: added(one).trimEnd() }] } },
    })
  })

  test('a program that is not there is 127, one that cannot be run 126', async () => {
    const { run, home, leftovers } = await workshop()
    writeFileSync(join(home, 'plain.sh'), 'true\n')
    expect(await run('try', '--', 'nosuch')).toEqual({
      exitCode: 127,
      stdout: '',
      stderr:
        'error: program not found: nosuch; nothing was kept\ntry: run a script with its shell: sfsync try -- sh <script>\n',
    })
    expect(await run('try', '--', './plain.sh')).toMatchObject({ exitCode: 126 })
    expect(leftovers()).toEqual([])
  })

  test('one that removes the copy keeps nothing', async () => {
    const { run, script } = await workshop()
    const name = script(mapping(one), 'rm -r "$TMPDIR"/*')
    expect(await run('try', '--keep', '--', 'sh', name)).toMatchObject({ exitCode: 1, stdout: '' })
  })
})

describe('a ledger that moves meanwhile', () => {
  test('gets nothing of the script, and what has moved is named', async () => {
    const { run, script, store } = await workshop()
    // Without the variable a command is outside, like anybody else's.
    const name = script(mapping(one), `SFSYNC_TRY= ${mapping(two)}`)
    const { exitCode, stdout, stderr } = await run('try', '--keep', '--', 'sh', name)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain(`error: another admin changed the ledger while the script ran; nothing was kept
  change set 2, jane: ${mapping(two)}
try: try again: the script then starts from the current ledger
`)
    expect(changeSetsOf(store)).toHaveLength(2)
  })
})

describe('inside a script', () => {
  test.for<readonly [how: string, words: string]>([
    ['by a flag', 'sfsync --store ./ledger.sqlite map'],
    ['by a detour', 'sfsync --store bin/../ledger.sqlite map'],
    ['by the environment', 'SFSYNC_STORE=ledger.sqlite sfsync map'],
    ['by a file', 'cd project && SFSYNC_STORE= sfsync map'],
  ])('the ledger is its copy, named %s', async ([, words]) => {
    const { run, script, home, store } = await workshop()
    mkdirSync(join(home, 'project'))
    writeFileSync(join(home, 'project', '.sfsyncrc'), 'store = "../ledger.sqlite"\n')
    const before = contentOf(store)
    const name = script(`${words} ${one}@example.com ${salesforceUserIdOf(one)}`)
    expect(await run('try', '--', 'sh', name)).toMatchObject({
      exitCode: 10,
      stdout: `${added(one)}1 user to map\n`,
    })
    expect(contentOf(store)).toEqual(before)
  })

  test('another ledger is refused, and not made', async () => {
    const { run, home } = await workshop()
    const { exitCode, stderr } = await run('try', '--', 'sfsync', '--store', 'other.sqlite', 'teams', 'list')
    expect({ exitCode, told: stderr.split('\n')[0] }).toEqual({
      exitCode: 2,
      told: `error: inside sfsync try only ${join(home, 'ledger.sqlite')} can be used, but this command would use ${join(home, 'other.sqlite')}; nothing was changed`,
    })
    expect(existsSync(join(home, 'other.sqlite'))).toBe(false)
  })

  test('the ledger that is tried cannot be replaced by a backup or a dump', async () => {
    const { run, store } = await workshop()
    const before = contentOf(store)
    for (const words of [['backup', '--force'], ['dump']])
      expect(await run('try', '--', 'sfsync', ...words, store)).toMatchObject({ exitCode: 2 })
    expect(contentOf(store)).toEqual(before)
  })

  test.for<readonly [outer: string, inner: string, kept: readonly string[]]>([
    ['--keep', '--keep', [one, two]],
    ['--keep', '--discard', [one]],
    ['--discard', '--keep', []],
    ['--discard', '--discard', []],
  ])('a try of its own: %s outside, %s inside', async ([outer, inner, kept]) => {
    const { run, script, leftovers } = await workshop()
    const innermost = script(mapping(two))
    const name = script(mapping(one), `sfsync try ${inner} -- sh ${innermost}`)
    expect(await run('try', outer, '--', 'sh', '-e', name)).toMatchObject({ exitCode: 0 })
    const listed = await run('mappings', 'list', '--format', 'ids')
    expect(listed.stdout.split('\n').filter(Boolean).toSorted()).toEqual(
      kept.map((each) => salesforceUserIdOf(each)).toSorted(),
    )
    expect(leftovers()).toEqual([])
  })

  test('what still runs when the try has ended writes nowhere', async () => {
    const { run, script, home, store, leftovers } = await workshop()
    const late = `while [ -e tmp/sfsync-* ]; do sleep 0.05; done; ${mapping(one)} 2>late.txt; touch done`
    const before = contentOf(store)
    await run('try', '--discard', '--', 'sh', script(`(${late}) >/dev/null 2>&1 &`))
    while (!existsSync(join(home, 'done'))) await setTimeout(20)
    expect({ after: contentOf(store), left: leftovers() }).toEqual({ after: before, left: [] })
  })
})

/** Whether a process is there and not dead. */
function isRunning(processId: string): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', processId], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z')
}

describe('interrupted', () => {
  test.for<readonly [signal: NodeJS.Signals, exitCode: number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])(
    'by %s it ends the script and all it started, keeps nothing and leaves nothing',
    async ([signal, exitCode]) => {
      const { home, store, environment, script, leftovers } = await workshop()
      const before = contentOf(store)
      const name = script(...threeMaps, 'sleep 1000 & echo $! >sleeper.tmp', 'mv sleeper.tmp sleeper', 'wait')
      const child = spawn(process.execPath, [launcher, 'try', '--keep', '--', 'sh', name], {
        cwd: home,
        env: ownEnvironment(home, environment),
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const printed = Promise.all([text(child.stdout), text(child.stderr)])
      while (!existsSync(join(home, 'sleeper'))) await setTimeout(20)
      child.kill(signal)
      const [code]: unknown[] = await once(child, 'close')
      const [stdout, stderr] = await printed
      expect({ code, stdout, last: stderr.split('\n').at(-2) }).toEqual({
        code: exitCode,
        stdout: '',
        last: 'interrupted; nothing was changed',
      })
      expect(contentOf(store)).toEqual(before)
      expect(leftovers()).toEqual([])
      const sleeper = readFileSync(join(home, 'sleeper'), 'utf8').trim()
      // Dying takes a moment.
      while (isRunning(sleeper)) await setTimeout(20)
    },
  )

  test('twice, it kills a script that does not listen', async () => {
    const { home, store, environment, script, leftovers } = await workshop()
    const before = contentOf(store)
    const name = script("trap 'touch told' TERM", 'touch ready', 'while true; do sleep 0.05; done')
    const child = spawn(process.execPath, [launcher, 'try', '--', 'sh', name], {
      cwd: home,
      env: ownEnvironment(home, environment),
      stdio: 'ignore',
    })
    const seen = async (file: string) => {
      while (!existsSync(join(home, file))) await setTimeout(20)
    }
    await seen('ready')
    child.kill('SIGTERM')
    await seen('told')
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([143, null])
    expect({ after: contentOf(store), left: leftovers() }).toEqual({ after: before, left: [] })
  })
})

describe('on a terminal', () => {
  test.for<readonly [answer: string, kept: number]>([
    ['y', 4],
    ['n', 1],
    ['', 1],
  ])('a question decides: "%s"', async ([answer, kept]) => {
    const { home, store, environment, script } = await workshop()
    const terminal = new TerminalSession(home, ['try', '--', 'sh', script(...threeMaps)], { environment })
    await terminal.answers('Keep these changes? (y/N)', `${answer}${keys.enter}`)
    expect(await terminal.ends()).toBe(0)
    expect(changeSetsOf(store)).toHaveLength(kept)
  })

  test('the script can ask, too, and Ctrl-C ends it', async () => {
    const { home, store, environment, script, leftovers } = await workshop()
    const before = contentOf(store)
    const name = script(
      'printf "name? "; read -r name; echo "hello $name"',
      mapping(one),
      // A shell loses a Ctrl-C that comes while it starts a program, so what says ready has been started already.
      '(echo ready; exec sleep 1000)',
    )
    const terminal = new TerminalSession(home, ['try', '--', 'sh', name], { environment })
    await terminal.answers('name?', `ada${keys.enter}`)
    await terminal.sees('hello ada')
    await terminal.sees('ready')
    terminal.types(keys.ctrlC)
    await terminal.sees('interrupted; nothing was changed')
    expect(await terminal.ends()).toBe(130)
    expect({ after: contentOf(store), left: leftovers() }).toEqual({ after: before, left: [] })
  })

  test('Ctrl-C at the question keeps nothing', async () => {
    const { home, store, environment, script, leftovers } = await workshop()
    const before = contentOf(store)
    const terminal = new TerminalSession(home, ['try', '--', 'sh', script(...threeMaps)], { environment })
    await terminal.sees('Keep these changes?')
    terminal.types(keys.ctrlC)
    expect(await terminal.ends()).toBe(130)
    expect({ after: contentOf(store), left: leftovers() }).toEqual({ after: before, left: [] })
  })
})

describe('sfsync try that was killed', () => {
  test('its script can change nothing any more, and the next try removes its copy', async () => {
    const place = await workshop()
    const { home, store, environment } = place
    const script = place.script(
      'echo started',
      'read answer',
      `${mapping('person0001')} 2> said`,
      'echo "$?" > code',
    )
    const child = spawn(process.execPath, [launcher, 'try', '--', 'sh', script], {
      cwd: home,
      env: ownEnvironment(home, environment),
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    await once(child.stderr, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const [copy] = place.leftovers()
    child.stdin.end('go on\n')
    // The script ends, and with it the last holder of its standard error.
    await text(child.stderr)
    expect(readFileSync(join(home, 'said'), 'utf8')).toContain(
      'the sfsync try that this command belongs to has ended; nothing was changed',
    )
    expect(readFileSync(join(home, 'code'), 'utf8')).toBe('1\n')
    expect(await place.run('try', '--', 'true')).toMatchObject({ exitCode: 0 })
    expect({ copy: copy?.startsWith('sfsync-'), left: place.leftovers() }).toEqual({ copy: true, left: [] })
    expect(changeSetsOf(store)).toHaveLength(1)
  })
})
