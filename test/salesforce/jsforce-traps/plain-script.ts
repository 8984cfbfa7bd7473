import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { RunningSalesforce } from '../../support/salesforce-server/server.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** How a script with plain jsforce ended: what it printed, and its exit code, or that it had to be stopped. */
export interface Ended {
  readonly printed: string
  readonly how: number | 'stopped'
}

/** When a script that would go on for ever has shown what it does. */
export interface Patience {
  readonly seconds?: number
  readonly environment?: Readonly<Record<string, string>>
  /** Stops the script as soon as this is so. */
  readonly until?: () => boolean
}

/**
 * Runs a script in a process of its own, in which `connection` is a plain jsforce connection to an org: where jsforce
 * hangs or dies it takes nobody along. A script that is still running after its time is stopped.
 */
export async function withPlainJsforce(
  org: RunningSalesforce,
  script: string,
  { seconds = 10, environment = {}, until = () => false }: Patience = {},
): Promise<Ended> {
  const whole = `import { Connection } from 'jsforce/lib/connection.js'
    const connection = new Connection({
      instanceUrl: ${JSON.stringify(org.url)}, accessToken: ${JSON.stringify(org.token)}, version: '68.0',
    })
    const told = (error) => console.log(error.constructor.name + ': ' + (error.errorCode ?? error.message))
    ${script}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', whole], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve)
  })
  const began = performance.now()
  const watch = setInterval(() => {
    if (until() || performance.now() - began > seconds * 1_000) child.kill('SIGKILL')
  }, 20)
  const [printed, code] = await Promise.all([text(child.stdout), ended])
  clearInterval(watch)
  return { printed: printed.trim(), how: code ?? 'stopped' }
}
