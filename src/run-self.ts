import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { SelfRun } from './cli/parts.ts'

/** Runs sfsync as a process of its own, without a terminal, and gives back what it printed. */
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
