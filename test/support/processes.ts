import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { launcher, ownEnvironment, type Run } from './sfsync.ts'

/** How a process differs from `node bin/sfsync.js <words>` run as oneself. */
export interface Start {
  /** Another program that runs it, with its arguments: a shell, for example. */
  readonly before?: readonly string[]
  /** Another copy of Node, of the launcher. */
  readonly program?: string
  readonly launcher?: string
  /** The number of the account and group that it runs as. */
  readonly account?: number
  readonly environment?: Readonly<Record<string, string>>
}

/** A run of the built program that is still going on. */
export interface Running {
  /** Hands text to its standard input, which stays open. */
  write(text: string): Promise<void>
  /** Closes its standard input. */
  end(): void
  /** As the kernel kills: it gets no chance to tidy up. */
  kill(): void
  /** The first bytes that it prints; resolves at the end at the latest. */
  readonly printed: Promise<void>
  readonly ended: Promise<Run>
}

/** Starts the built program without waiting for it; its standard input stays open. */
export function start(home: string, words: readonly string[], options: Start = {}): Running {
  const [program = process.execPath, ...rest] = [
    ...(options.before ?? []),
    options.program ?? process.execPath,
    options.launcher ?? launcher,
    ...words,
  ]
  const account = options.account === undefined ? {} : { uid: options.account, gid: options.account }
  const env = ownEnvironment(home, options.environment)
  const child = spawn(program, rest, { cwd: home, env, stdio: 'pipe', ...account })
  const code = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve(exitCode ?? -1))
  })
  // A program that is killed or fails closes its standard input; that is no failure of the test.
  child.stdin.on('error', () => undefined)
  return {
    write: (piece) =>
      new Promise((resolve) => {
        child.stdin.write(piece, () => resolve())
      }),
    end: () => void child.stdin.end(),
    kill: () => void child.kill('SIGKILL'),
    printed: Promise.race([
      new Promise<void>((resolve) => child.stdout.once('data', () => resolve())),
      code.then(() => undefined),
    ]),
    ended: Promise.all([code, text(child.stdout), text(child.stderr)]).then(([exitCode, stdout, stderr]) => ({
      exitCode,
      stdout,
      stderr,
    })),
  }
}

/** Runs the built program to its end with nothing on its standard input. */
export async function ran(home: string, words: readonly string[], options: Start = {}): Promise<Run> {
  const running = start(home, words, options)
  running.end()
  return await running.ended
}

/** Looks again and again until something holds or the process has ended. */
export async function until(running: Running, holds: () => boolean): Promise<void> {
  const ended = running.ended.then(() => true)
  while (!holds()) if (await Promise.race([ended, setImmediate(false)])) return
}

/** Whether a file is there and holds something. */
export function hasContent(path: string): boolean {
  // It may go between two looks at it.
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0
}
