import { onTestFinished } from 'vitest'
import { loadConfiguration } from '../../src/config/load.ts'
import { Context, type GlobalFlags } from '../../src/cli/context.ts'
import { KnownSecrets } from '../../src/config/secrets/known-secrets.ts'
import { OutputClosed, type OutputStream, type Dependencies } from '../../src/app/ports.ts'
import { run } from '../../src/cli/run.ts'
import { environmentSession } from '../../src/salesforce/sign-in/session.ts'
import { MemoryLedger } from './memory-ledger.ts'
import { ScriptedPrompts, type Scripted } from './scripted-prompts.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What a story gives its command line; what is left out is plain: no terminal, an empty ledger, noon. */
export interface Scene {
  readonly ledger?: MemoryLedger
  /** On a terminal these questions are expected; without this there is no terminal. */
  readonly asks?: readonly Scripted[]
  readonly environment?: Readonly<Record<string, string>>
  /** The stream that no one reads. */
  readonly closed?: 'stdout' | 'stderr'
  readonly parts?: Partial<Dependencies>
}

/** A command line in memory, with everything it printed; questions and answers stand where they were asked. */
export interface Stage {
  readonly parts: Dependencies
  readonly ledger: MemoryLedger
  printed(): { readonly stdout: string; readonly stderr: string }
  /** A context as a command gets it. */
  context(flags?: GlobalFlags): Promise<Context>
  /** Runs one command line to its end. */
  run(...words: readonly string[]): Promise<Ended>
}

/** How one command line ended. */
export interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Jane at noon, in a folder without any configuration. */
export function aStage({
  ledger = new MemoryLedger(),
  asks,
  environment = {},
  closed,
  parts: more,
}: Scene = {}): Stage {
  const printed = { stdout: '', stderr: '' }
  const secrets = new KnownSecrets()
  const stream = (name: 'stdout' | 'stderr'): OutputStream => ({
    isTerminal: asks !== undefined && name === 'stderr',
    width: 80,
    write: async (piece) => {
      const text = Buffer.from(piece).toString()
      if (closed === name) throw new OutputClosed()
      printed[name] += name === 'stdout' ? text : secrets.redact(text)
      await Promise.resolve()
    },
  })
  const prompts = new ScriptedPrompts(asks ?? [], (line) => (printed.stderr += `${line}\n`))
  onTestFinished(() => prompts.check())
  const home = temporaryFolder()
  const all: Readonly<Record<string, string | undefined>> = { HOME: home, ...environment }
  const surroundings = { environment: all, folder: home, home, platform: 'linux' }
  let made = 0
  const parts: Dependencies = {
    ...nothingReal,
    version: '1.2.3',
    environment: surroundings.environment,
    redact: (text) => secrets.redact(text),
    platform: 'linux',
    home: all['HOME'],
    nodeVersion: '24.0.0',
    processId: process.pid,
    isRunning: () => true,
    // Color would hide the words.
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    stdinIsTerminal: asks !== undefined,
    interrupted: new AbortController().signal,
    account: 'jane',
    now: () => new Date('2026-11-23T12:00:00.000Z'),
    newId: () => String((made += 1)).padStart(8, '0'),
    loadConfiguration: async (flags) => await loadConfiguration({ color: 'never', ...flags }, surroundings),
    openSession: async ({ settings }) => {
      const tokenVariable = settings['token-variable'].value
      secrets.learn(surroundings.environment[tokenVariable] ?? '')
      return await Promise.resolve(
        environmentSession({
          tokenVariable,
          accessToken: surroundings.environment[tokenVariable] ?? '',
          instanceUrl: settings['instance-url'].value,
        }),
      )
    },
    learnSecret: (secret) => secrets.learn(secret),
    openLedger: async () => await Promise.resolve(ledger),
    prompts: async () => await Promise.resolve(prompts),
    ...more,
  }
  return {
    parts,
    ledger,
    printed: () => ({ ...printed }),
    context: async (flags = {}) => await Context.create(parts, flags, { command: '', flags: [] }),
    run: async (...words) => ({ exitCode: await run(words, parts), ...printed }),
  }
}

const unexpected = (name: string) => async (): Promise<never> => {
  throw await Promise.resolve(new Error(`this story does not expect ${name}`))
}

const nothingReal = {
  inspectLedger: unexpected('inspectLedger'),
  prepareRestore: unexpected('prepareRestore'),
  editConfiguration: unexpected('editConfiguration'),
  saveStorePassword: unexpected('saveStorePassword'),
  removeStorePassword: unexpected('removeStorePassword'),
  readReport: unexpected('readReport'),
  readLines: unexpected('readLines'),
  openForEditing: unexpected('openForEditing'),
  readSheet: unexpected('readSheet'),
  writeFile: unexpected('writeFile'),
  putInPlace: unexpected('putInPlace'),
  realPath: unexpected('realPath'),
  requireRoom: unexpected('requireRoom'),
  openReader: unexpected('openReader'),
  diagnoseConnection: unexpected('diagnoseConnection'),
  openActivity: unexpected('openActivity'),
  readConnectionUser: async () => await Promise.resolve({ unknownBecause: 'it was not looked up' }),
  readDemo: unexpected('readDemo'),
  demoActivity: unexpected('demoActivity'),
  storedLogin: async () => await Promise.resolve(undefined),
  signIn: unexpected('signIn'),
  signOut: unexpected('signOut'),
  readSecret: unexpected('readSecret'),
  readLine: unexpected('readLine'),
  whoAmI: unexpected('whoAmI'),
  openSalesScreen: unexpected('openSalesScreen'),
  saveApiKey: unexpected('saveApiKey'),
  removeApiKey: unexpected('removeApiKey'),
  runSelf: unexpected('runSelf'),
  runProgram: unexpected('runProgram'),
  runShell: unexpected('runShell'),
  openMemory: unexpected('openMemory'),
  openBrowser: unexpected('openBrowser'),
  copyToClipboard: unexpected('copyToClipboard'),
  openScreen: unexpected('openScreen'),
  startPager: unexpected('startPager'),
  describeFile: unexpected('describeFile'),
  listFolder: unexpected('listFolder'),
  readHead: async () => await Promise.resolve(new Uint8Array()),
  problemWithPlace: unexpected('problemWithPlace'),
  networkFileSystemOf: unexpected('networkFileSystemOf'),
  canLock: unexpected('canLock'),
  temporaryFolder: unexpected('temporaryFolder'),
  removeFolder: unexpected('removeFolder'),
} as const
