import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { launcher, sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ada = '0055g0000004C92AAE'
/** A name that a shell would run, were it ever part of a command. */
const hostile = `$(touch stolen)'; touch stolen; echo "\``

/** A report on Ada. */
function report(home: string, name: string, active: boolean): void {
  const cells = [ada, name.replaceAll('"', '""'), 'ada@acme.example', String(active)].map(
    (cell) => `"${cell}"`,
  )
  writeFileSync(join(home, 'report.csv'), `Id,Name,Email,Active\n${cells.join(',')}\n`)
}

/** A ledger in which Ada is mapped, and nothing is to be found. */
async function aHome(): Promise<string> {
  const home = temporaryFolder()
  report(home, 'Ada Lovelace', true)
  writeFileSync(
    join(home, 'people.csv'),
    `email,name,team,salesforceUserId\nada@acme.example,Ada Lovelace,Sales,${ada}\n`,
  )
  await sfsync(home, ['sf-users', 'import', 'report.csv'])
  expect((await sfsync(home, ['import', 'people.csv', '--create-team', '--yes'])).exitCode).toBe(0)
  return home
}

async function readAnew(home: string, name: string, active: boolean): Promise<void> {
  report(home, name, active)
  expect((await sfsync(home, ['sf-users', 'import', 'report.csv', '--quiet'])).exitCode).toBe(0)
}

/** What the command got since it was last looked at; undefined where it was not run. */
function taken(home: string): unknown {
  const file = join(home, 'out.json')
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  rmSync(file)
  return JSON.parse(text)
}

test('check tells a command of findings once, when they appear, change and are gone', async () => {
  const home = await aHome()
  const check = async () => (await sfsync(home, ['check', '--quiet', '--notify', 'cat > out.json'])).exitCode
  expect([await check(), taken(home)]).toEqual([0, undefined])

  await readAnew(home, hostile, true)
  const exitCode = await check()
  const { stdout } = await sfsync(home, ['check', '--json'])
  expect([exitCode, taken(home)]).toEqual([10, JSON.parse(stdout)])
  expect(stdout).toContain('stolen')
  expect(existsSync(join(home, 'stolen'))).toBe(false)
  expect([await check(), taken(home)]).toEqual([10, undefined])

  await readAnew(home, hostile, false)
  expect([await check(), taken(home)]).toEqual([10, [expect.objectContaining({ kind: 'inactive' })]])
  await readAnew(home, 'Ada Lovelace', true)
  expect([await check(), taken(home)]).toEqual([0, []])
  expect([await check(), taken(home)]).toEqual([0, undefined])
})

test('where nothing can be kept beside the ledger, another place for it is what to try', async () => {
  const home = temporaryFolder()
  const file = join(home, 'file')
  writeFileSync(file, '')
  const words = ['check', '--notify', 'cat', '--store', join('file', 'ledger.sqlite')]
  expect((await sfsync(home, words)).stderr)
    .toBe(`error: the folder ${file} cannot be created: a file is in the way (EEXIST)
try: use a ledger in a folder that you can write to: --store <file>
`)
})

test('the command gets Markdown where that is asked for, and all of it whatever is printed', async () => {
  const home = await aHome()
  await readAnew(home, 'Ada King', true)
  await sfsync(home, ['assign-team', 'ada@acme.example', '--none'])
  const words = ['check', '--format', 'markdown', '--limit', '1', '--notify', 'cat > out.md']
  const { stdout } = await sfsync(home, words)
  const heard = readFileSync(join(home, 'out.md'), 'utf8')
  expect(heard).toMatch(/^### 2 findings\n[\s\S]*\| is not on a team[\s\S]*\| is now called/)
  expect(heard.startsWith(stdout.split('| is not on a team')[0] ?? '?')).toBe(true)
  expect(stdout).not.toContain('| is now called')
  await readAnew(home, 'Ada Lovelace', true)
  await sfsync(home, ['assign-team', 'ada@acme.example', 'Sales'])
  await sfsync(home, words)
  expect(readFileSync(join(home, 'out.md'), 'utf8')).toMatch(/^### No findings\n/)
})

test('a command that fails is reported, and run again by the next check', async () => {
  const home = await aHome()
  await readAnew(home, 'Ada King', true)
  const words = ['check', '--quiet', '--notify', 'cat > out.json; echo heard; test -e ready || exit 3']
  const failed = {
    exitCode: 1,
    stdout: expect.stringContaining('Ada King'),
    stderr: `heard
error: the --notify command failed with exit code 3
try: fix the command; the next sfsync check --notify runs it again
`,
  }
  expect(await sfsync(home, words)).toEqual(failed)
  expect(await sfsync(home, words)).toEqual(failed)
  writeFileSync(join(home, 'ready'), '')
  expect((await sfsync(home, words)).exitCode).toBe(10)
  expect(taken(home)).toHaveLength(1)
  // --limit is about what is printed.
  await sfsync(home, ['assign-team', 'ada@acme.example', '--none'])
  const { stdout } = await sfsync(home, ['check', '--limit', '1', '--notify', 'cat > out.json'])
  expect([stdout.split('\n').length - 1, taken(home)]).toEqual([1, [expect.anything(), expect.anything()]])
  // Nothing reads the findings, and that is no failure.
  expect((await sfsync(home, ['check', '--notify', 'exec <&-; true'])).exitCode).toBe(10)
})

test('two checks at once tell of the same findings once', async () => {
  const home = await aHome()
  await readAnew(home, 'Ada King', true)
  execFileSync('/bin/sh', ['-c', 'mkfifo go'], { cwd: home })
  const words = ['check', '--quiet', '--notify', 'echo run >> runs; cat go']
  const first = sfsync(home, words)
  await vi.waitUntil(() => existsSync(join(home, 'runs')), { timeout: 60_000 })
  const second = await sfsync(home, words)
  writeFileSync(join(home, 'go'), '')
  expect({ first: (await first).exitCode, second: second.exitCode }).toEqual({ first: 10, second: 1 })
  expect(second.stderr).toBe(`error: another sfsync process is running the same command for this ledger
try: wait until it has finished, then run the command again
`)
  expect(readFileSync(join(home, 'runs'), 'utf8')).toBe('run\n')
  // What is kept is no data of anyone, and belongs to the ledger.
  const [kept = ''] = readdirSync(join(home, 'data', 'sfsync'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.notify-'))
    .map((name) => join(home, 'data', 'sfsync', name))
  expect(readFileSync(kept, 'utf8')).toMatch(/^[0-9a-f]{16}\n$/)
  const { exitCode, stderr } = await sfsync(home, ['users', 'list', '--output', kept])
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('belongs to the ledger'),
  })
})

test('inside sfsync try nothing is sent', async () => {
  const home = await aHome()
  const { stderr } = await sfsync(home, [
    'try',
    '--',
    process.execPath,
    launcher,
    'check',
    '--notify',
    'cat > out.json',
  ])
  expect(stderr).toContain('does not run inside sfsync try')
  expect(taken(home)).toBeUndefined()
})
