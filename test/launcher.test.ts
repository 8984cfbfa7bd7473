import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { execFile, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { inShell } from './support/in-shell.ts'
import { launcher, ownEnvironment, sfsync } from './support/sfsync.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** Makes Node.js report another version of itself; the launcher looks at nothing else. */
function pretend(version = '20.1.0'): string {
  return `data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"${version}"}})`
}

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function onOldNode(
  home: string,
  program: string,
  words: readonly string[],
  { stdin = '', version = '20.1.0' } = {},
): Promise<Ended> {
  return await new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', pretend(version), program, ...words],
      { cwd: home, env: ownEnvironment(home, { SFSYNC_PROFILE: 'demo' }) },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
    // A program that ends before it reads closes its standard input; that is no failure of the test.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(stdin)
  })
}

/** A copy of the program without anything beside it. */
function aloneIn(home: string): string {
  const root = dirname(dirname(launcher))
  cpSync(join(root, 'bin'), join(home, 'sfsync', 'bin'), { recursive: true })
  cpSync(join(root, 'package.json'), join(home, 'sfsync', 'package.json'))
  return join(home, 'sfsync', 'bin', 'sfsync.js')
}

test('on an old Node.js the newer one beside it runs, with arguments, standard input, output and exit code', async () => {
  const home = temporaryFolder()
  expect(await onOldNode(home, launcher, ['sf-users', 'find', 'lovelace', '--format', 'ids', '-q'])).toEqual({
    code: 0,
    stdout: '0055g0000004C92AAE\n',
    stderr: '',
  })
  expect(await onOldNode(home, launcher, ['settings', 'check', '-q', '--json'])).toMatchObject({ code: 10 })
  const report = 'User ID,Full Name\n0055g0000004ZZZ,Zoe\n'
  expect(await onOldNode(home, launcher, ['sf-users', 'import', '-', '-q'], { stdin: report })).toEqual({
    code: 0,
    stdout: '1 user read from standard input: 1 new\n  new  Zoe\n',
    stderr: '',
  })
})

test('on an old Node.js SIGTERM ends the newer one, too', async () => {
  const home = temporaryFolder()
  const child = spawn(process.execPath, ['--import', pretend(), launcher, 'sf-users', 'import', '-'], {
    cwd: home,
    env: ownEnvironment(home),
  })
  const stderr = text(child.stderr)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdin.on('error', () => undefined)
  // Once this much is taken, the newer one is reading.
  child.stdin.write(`User ID,Full Name\n${'0055g0000004C92AAE,Ada\n'.repeat(20_000)}`, () =>
    child.kill('SIGTERM'),
  )
  expect(await ended).toBe(143)
  expect(await stderr).toBe('interrupted; nothing was changed\n')
})

const refused = ['20.1.0', '22.13.1', '23.0.0', '23.5.0']

test.each(refused)(
  'on Node.js %s with no newer one beside it, one line says what to install',
  async (version) => {
    const home = temporaryFolder()
    expect(await onOldNode(home, aloneIn(home), ['--version'], { version })).toEqual({
      code: 1,
      stdout: '',
      stderr: `sfsync needs Node.js 22.14 or newer (but not 23.0 to 23.5); this is Node.js ${version}. Install a newer version from https://nodejs.org, or give sfsync one of its own: npm install --no-save --prefix "${join(home, 'sfsync')}" node@24\n`,
    })
  },
)

const supported = ['22.14.0', '23.6.0', '24.0.0', '26.3.1']

test.each(supported)('on Node.js %s the program itself runs', async (version) => {
  const home = temporaryFolder()
  const program = aloneIn(home)
  symlinkSync(join(dirname(dirname(launcher)), 'dist'), join(home, 'sfsync', 'dist'))
  expect(await onOldNode(home, program, ['--version'], { version })).toMatchObject({ code: 0, stderr: '' })
})

test('without a place for the compile cache the program still runs', async () => {
  const home = temporaryFolder()
  const environment = {
    HOME: '/dev/null',
    NODE_COMPILE_CACHE: '',
    XDG_CACHE_HOME: '',
    XDG_DATA_HOME: '/dev/null',
  }
  expect(await sfsync(home, ['--version'], { environment })).toMatchObject({ exitCode: 0, stderr: '' })
})

test('package.json names the same versions as the launcher', async () => {
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } })
  expect(manifest.engines.node).toBe('^22.14.0 || >=23.6.0')
})

test('installed beside the node package, an old Node.js finds that one', async () => {
  const home = temporaryFolder()
  const program = aloneIn(home)
  const root = dirname(dirname(launcher))
  mkdirSync(join(home, 'node_modules'))
  symlinkSync(join(root, 'node_modules', 'node'), join(home, 'node_modules', 'node'))
  symlinkSync(join(root, 'dist'), join(home, 'sfsync', 'dist'))
  expect(await onOldNode(home, program, ['--version'])).toMatchObject({ code: 0, stderr: '' })
})

test('a home folder that is relative leaves nothing behind', () => {
  const folder = temporaryFolder()
  inShell(folder, 'env -u XDG_CACHE_HOME -u NODE_COMPILE_CACHE HOME=rel "$@" --version')
  expect(readdirSync(folder)).toEqual([])
})
