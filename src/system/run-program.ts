import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { isatty } from 'node:tty'
import type { ProgramRun, SelfRun } from '../app/ports.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const maxWaitMilliseconds = 2000

/** Runs a program on our standard input, with all its output on our standard error, and waits for its end. */
export async function runProgram(
  [program = '', ...words]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ProgramRun> {
  const hasTerminal = isatty(0)
  const child = spawn(program, words, {
    env: { ...process.env, ...environment },
    stdio: ['inherit', 2, 2],
    detached: !hasTerminal,
  })
  return await untilEnd(child, hasTerminal)
}

/**
 * Runs a command line as it was typed, in /bin/sh or on Windows in cmd.exe, with a text on its standard input and all its
 * output on our standard error, and waits for its end.
 */
export async function runShell(command: string, input: string): Promise<ProgramRun> {
  const hasTerminal = isatty(0)
  const child = spawn(command, {
    shell: true,
    stdio: ['pipe', 2, 2],
    detached: !hasTerminal,
    windowsHide: true,
  })
  // A command that ends without reading is judged by its exit code.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  return await untilEnd(child, hasTerminal)
}

/**
 * Waits for the end of a program. Passes signals on; a second one kills. Without a terminal the program has a process
 * group of its own, so that signals reach whatever it started; on a terminal Ctrl-C reaches all of them anyway.
 */
async function untilEnd(child: ChildProcess, hasTerminal: boolean): Promise<ProgramRun> {
  const send = (signal: NodeJS.Signals | 0): boolean => sendTo(child.pid, signal, !hasTerminal)
  let received = 0
  const passOn = (signal: NodeJS.Signals) => {
    received += 1
    if (received > 1) send('SIGKILL')
    else if (!hasTerminal || signal !== 'SIGINT') send(signal)
  }
  for (const signal of signals) process.on(signal, passOn)
  try {
    const [code, signal]: unknown[] = await once(child, 'exit')
    if (received > 0 && !hasTerminal) await untilGone(send)
    return { started: true, exitCode: exitCodeOf(code, signal) }
  } catch (error) {
    if (child.pid !== undefined) throw error
    return { started: false, exitCode: isMissing(error) ? 127 : 126 }
  } finally {
    for (const signal of signals) process.off(signal, passOn)
  }
}

// As shells report it: 128 plus the number of the signal.
function exitCodeOf(code: unknown, signal: unknown): number {
  if (typeof code === 'number') return code
  return 128 + (Object.entries(constants.signals).find(([name]) => name === signal)?.[1] ?? 0)
}

function sendTo(pid: number | undefined, signal: NodeJS.Signals | 0, toGroup: boolean): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(toGroup ? -pid : pid, signal)
  } catch {
    return false
  }
}

// Processes that the program started got the signal, too, and may need a moment to clean up. In a container without an
// init process, zombies keep the group alive, so this wait has an end.
async function untilGone(send: (signal: NodeJS.Signals | 0) => boolean): Promise<void> {
  const deadline = performance.now() + maxWaitMilliseconds
  while (send(0) && performance.now() < deadline) await setTimeout(20)
  send('SIGKILL')
}

/** Runs a program with a text on its standard input and without output; whether it did its work in time. */
export async function feedProgram(
  [program = '', ...words]: readonly string[],
  input: Uint8Array,
  environment: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const child = spawn(program, words, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
    timeout: maxWaitMilliseconds,
  })
  // A program that ends without reading is judged by its exit code.
  child.stdin.on('error', () => undefined)
  return await new Promise((resolve) => {
    child.once('error', () => resolve(false))
    // Not `close`: what keeps the clipboard on X11 and Wayland goes on in the background.
    child.once('exit', (code) => resolve(code === 0))
    child.stdin.end(input)
  })
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** Runs sfsync as a process of its own, without a terminal, and returns its output. */
export async function runSelf(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<SelfRun> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { stdout, stderr, exitCode }
}
