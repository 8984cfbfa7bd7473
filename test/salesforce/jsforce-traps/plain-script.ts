import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Connection } from 'jsforce/lib/connection.js'
import type { RunningSalesforce } from '../../support/salesforce-server/server.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** A script's query that tells how it ended. */
export const tellingQuery = `try {
    const { records } = await connection.query('SELECT Id FROM User')
    console.log(records.length + ' records')
  } catch (error) { told(error) }`

/** Lets jsforce's pauses between its tries take no time; at the end they are printed. */
export const pausesPrinted = `const pauses = []
  const usual = globalThis.setTimeout
  globalThis.setTimeout = (then, milliseconds, ...more) => {
    const isPause = /jsforce.lib.request\\.js/.test(new Error('who asks').stack.split('\\n')[2])
    if (isPause) pauses.push(milliseconds)
    return usual(then, isPause ? 0 : milliseconds, ...more)
  }
  process.once('exit', () => console.log('pauses: ' + pauses.join(', ')))
  `

/** Lets a script's machine know no host of any name. */
export const noNamesKnown = `process.getBuiltinModule('node:dns').lookup = (host, options, done) => {
    process.nextTick(done, Object.assign(new Error('getaddrinfo ENOTFOUND ' + host), { code: 'ENOTFOUND' }))
  }
  `

/** How a script with plain jsforce ended. */
export interface Ended {
  /** The lines that it printed. */
  readonly printed: readonly string[]
  /** Its exit code, or that it had to be stopped. */
  readonly how: number | 'stopped'
}

/** How a script differs from the usual. */
export interface Circumstances {
  readonly instanceUrl?: string
  readonly environment?: Readonly<Record<string, string>>
}

const mostSeconds = 15

/** A plain jsforce connection to an org. */
export function plainJsforce({ url, token }: RunningSalesforce): Connection {
  return new Connection({ instanceUrl: url, accessToken: token, version: '68.0' })
}

/**
 * Runs a script in a process of its own, in which `connection` is a plain jsforce connection to an org and `told` prints
 * an error: where jsforce hangs or dies it takes nobody along. A script that does not end is stopped.
 */
export async function withPlainJsforce(
  org: RunningSalesforce,
  script: string,
  { instanceUrl = org.url, environment = {} }: Circumstances = {},
): Promise<Ended> {
  const whole = `import { Connection } from 'jsforce/lib/connection.js'
    const connection = new Connection({
      instanceUrl: ${JSON.stringify(instanceUrl)}, accessToken: ${JSON.stringify(org.token)}, version: '68.0',
    })
    const told = (error) => console.log(
      error.constructor.name + ': ' + (error.errorCode ?? error.cause?.code ?? error.message)
    )
    ${script}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', whole], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const late = setTimeout(() => child.kill('SIGKILL'), mostSeconds * 1_000)
  const [printed, code] = await Promise.all([text(child.stdout), ended])
  clearTimeout(late)
  return { printed: printed.split('\n').filter((line) => line !== ''), how: code ?? 'stopped' }
}
