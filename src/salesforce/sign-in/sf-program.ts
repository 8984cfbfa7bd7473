import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { SfsyncError } from '../../core/errors.ts'

/** How the Salesforce CLI is run. */
export interface SfSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly platform: string
  readonly timeoutSeconds: number
  readonly interrupted?: AbortSignal
}

/** What one run of the Salesforce CLI printed on standard output. */
export interface SfRun {
  readonly exitCode: number
  readonly stdout: string
}

// The CLI takes a second for anything, and some for what it must ask Salesforce.
const leastSeconds = 60
const install =
  'install the Salesforce CLI (https://developer.salesforce.com/tools/salesforcecli), or sign in another way: sfsync login --help'

/** Runs the Salesforce CLI without a shell and takes what it prints; throws `login-needed` where it is missing or hangs. */
export async function runSf(words: readonly string[], surroundings: SfSurroundings): Promise<SfRun> {
  const { environment, timeoutSeconds, interrupted, platform } = surroundings
  const [program, ...first] = commandOf(platform)
  const seconds = Math.max(leastSeconds, timeoutSeconds)
  const late = AbortSignal.timeout(seconds * 1_000)
  const signal = interrupted === undefined ? late : AbortSignal.any([late, interrupted])
  try {
    const child = spawn(program, [...first, ...words], {
      // What it would print for people, and its own colours, are of no use here.
      env: { ...environment, NO_COLOR: '1', SF_AUTOUPDATE_DISABLE: 'true' },
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      killSignal: 'SIGKILL',
      signal,
    })
    const ended = new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve(code ?? -1))
    })
    const [exitCode, stdout] = await Promise.all([ended, text(child.stdout)])
    return { exitCode, stdout }
  } catch (error) {
    interrupted?.throwIfAborted()
    if (late.aborted)
      throw new SfsyncError('login-needed', `the Salesforce CLI did not answer within ${seconds} seconds`, {
        actions: ['try it yourself: sf org list'],
        rows: [{ reason: `sf ${words.join(' ')}` }],
      })
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw new SfsyncError('login-needed', 'the Salesforce CLI (sf) is not on the PATH', {
      actions: [install],
    })
  }
}

/** Whether a name of an org can be handed to the CLI as it is; on Windows its launcher is a batch file, which reads signs of its own. */
export function isPlainOrgName(name: string): boolean {
  return /^[A-Za-z0-9_][\w.@+-]*$/.test(name)
}

function commandOf(platform: string): readonly [string, ...string[]] {
  return platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', 'sf.cmd'] : ['sf']
}
