import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { execFile, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { launcher, ownEnvironment } from './support/sfsync.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

// What an old Node says of itself; the launcher looks at nothing else.
const pretend =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.1.0"}})'

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function onOldNode(
  home: string,
  program: string,
  words: readonly string[],
  stdin = '',
): Promise<Ended> {
  return await new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', pretend, program, ...words],
      { cwd: home, env: ownEnvironment(home, { SFSYNC_PROFILE: 'demo' }) },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
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

test('on an old Node the newer one beside it runs, with words, standard input, output and exit code', async () => {
  const home = temporaryFolder()
  expect(await onOldNode(home, launcher, ['sf-users', 'find', 'lovelace', '--format', 'ids', '-q'])).toEqual({
    code: 0,
    stdout: '0055g0000004C92AAE\n',
    stderr: '',
  })
  expect(await onOldNode(home, launcher, ['settings', 'check', '-q', '--json'])).toMatchObject({ code: 10 })
  const report = 'User ID,Full Name\n0055g0000004ZZZ,Zoe\n'
  expect(await onOldNode(home, launcher, ['sf-users', 'import', '-', '-q'], report)).toEqual({
    code: 0,
    stdout: '1 person read from standard input, 1 new\n',
    stderr: '',
  })
})

test('on an old Node SIGTERM ends the newer one, too', async () => {
  const home = temporaryFolder()
  const child = spawn(process.execPath, ['--import', pretend, launcher, 'sf-users', 'import', '-'], {
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

test('on an old Node with nothing beside it one line says what to install', async () => {
  const home = temporaryFolder()
  expect(await onOldNode(home, aloneIn(home), ['--version'])).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'sfsync needs Node.js 22.13 or newer, this is 20.1.0: install it from https://nodejs.org or with "npm install node@24" beside sfsync\n',
  })
})

test('installed beside the node package of somebody else, it finds that one', async () => {
  const home = temporaryFolder()
  const program = aloneIn(home)
  const root = dirname(dirname(launcher))
  mkdirSync(join(home, 'node_modules'))
  symlinkSync(join(root, 'node_modules', 'node'), join(home, 'node_modules', 'node'))
  symlinkSync(join(root, 'dist'), join(home, 'sfsync', 'dist'))
  expect(await onOldNode(home, program, ['--version'])).toMatchObject({ code: 0, stderr: '' })
})
