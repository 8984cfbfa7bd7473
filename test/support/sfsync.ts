import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** The launcher of the built program. */
export const launcher = join(import.meta.dirname, '..', '..', 'bin', 'sfsync.js')

/** Where all runs keep the compiled program: most have a home of their own, and compiling takes a third of a short run. */
export const compileCache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'sfsync-tests')

/** What one run gave. */
export interface Run {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** How a run differs from the usual. */
export interface RunOptions {
  readonly stdin?: string | Uint8Array
  readonly environment?: Readonly<Record<string, string>>
  readonly folder?: string
}

/** An environment in which nothing of the machine or its user shows: every place is inside one folder. */
export function ownEnvironment(
  home: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    NODE_COMPILE_CACHE: compileCache,
    USER: 'jane',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...more,
  }
}

/** Runs the built program without a terminal, at home in a folder of its own. */
export async function sfsync(home: string, words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawn(process.execPath, [launcher, ...words], {
    cwd: options.folder ?? home,
    env: ownEnvironment(home, options.environment),
    stdio: 'pipe',
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? -1))
  })
  // A program that fails before it reads closes its standard input; that is no failure of the test.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.stdin ?? '')
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { exitCode, stdout, stderr }
}
