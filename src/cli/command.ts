import type { Command, Help } from 'commander'
import { SfsyncError } from '../core/errors.ts'
import type { WriteOptions } from '../app/write.ts'
import type { Context } from './context.ts'
import type { ExitCode } from '../app/exit-codes.ts'
import { wholeNumber, given } from '../core/values.ts'

/** What commander gives for the flags of a writing command. */
export interface WriteFlags {
  readonly dryRun?: boolean
  readonly reason?: string
  readonly allowRemovals?: string
}

/** Adds the flags that every writing command takes. */
export function withWriteFlags(command: Command): Command {
  return command
    .option('-n, --dry-run', 'show what would be written, and write nothing')
    .option('--reason <text>', 'why; kept with the change set')
    .option('--allow-removals <number>', 'open the limit for exactly this many people who lose something')
}

/** The options of a writing command from its flags. */
export function writeOptions(flags: WriteFlags): WriteOptions {
  const { dryRun, reason, allowRemovals } = flags
  const people = allowRemovals === undefined ? undefined : wholeNumber(allowRemovals)
  if (allowRemovals !== undefined && people === undefined)
    throw new SfsyncError('usage', `--allow-removals is the number of people, not "${allowRemovals}"`)
  return { dryRun: dryRun === true, ...given({ reason, allowRemovals: people }) }
}

/** The work of one command: knows no commander. Gives back an exit code where it is not "done". */
export type RunCommand<Options> = (options: Options, context: Context) => Promise<ExitCode | void>

/** What another command says when it does this one's work. */
export interface Invocation {
  /** The admin was asked for something, so the plan is shown and confirmed. */
  readonly asked: boolean
}

/** The caller of a command that was typed. */
export const typedInvocation: Invocation = { asked: false }

/** Runs a command's work with its options; a test takes the place of it to see the options. */
export type CommandRunner = <Options>(run: RunCommand<Options>, options: Options) => Promise<void>

/** An example of a command and what it is for. */
export interface Example {
  readonly command: string
  readonly purpose: string
}

const examplesOf = new WeakMap<Command, readonly Example[]>()

/** Gives a command the examples that its help begins with. */
export function withExamples(command: Command, examples: readonly Example[]): Command {
  examplesOf.set(command, examples)
  return command
}

/** The examples of a command. */
export function examplesFor(command: Command): readonly Example[] {
  return examplesOf.get(command) ?? []
}

/** Help that begins with examples; the rest is commander's own. */
export function formatHelp(command: Command, helper: Help, original: Help['formatHelp']): string {
  const examples = examplesFor(command)
  const text = original.call(helper, command, helper)
  if (examples.length === 0) return text
  const lines = examples.flatMap(({ command: typed, purpose }) => [`  # ${purpose}`, `  $ ${typed}`])
  return `Examples:\n${lines.join('\n')}\n\n${text}`
}
