import { Command, type CommandUnknownOpts, type Option, type OptionValues } from '@commander-js/extra-typings'
import { SfsyncError } from '../core/errors.ts'
import { type CommandLine, commandLine, withOptions } from '../core/hint.ts'
import { given, wholeNumber } from '../core/values.ts'
import type { ExitCode } from '../app/exit-codes.ts'
import type { WriteOptions } from '../app/write.ts'
import type { Context } from './context.ts'

/** A command as it was typed, global flags left out. */
export interface Invocation {
  /** The words that name it: `map`, or `sf-users list`. */
  readonly command: string
  readonly arguments: readonly string[]
  /** The flags as typed, each with its value: `[['--reason', 'new here'], ['--replace']]`. */
  readonly flags: readonly (readonly string[])[]
  /** Whether prompts supplied a part of it, so that a plan is shown and confirmed before it is written. */
  readonly prompted: boolean
}

/** The invocation with the arguments that prompts completed, and the flags that they stand for. */
export function withAnswers(
  invocation: Invocation,
  words: readonly string[],
  flags: readonly (readonly string[])[] = [],
): Invocation {
  const isCompleted = flags.length > 0 || words.some((word, at) => word !== invocation.arguments[at])
  return {
    ...invocation,
    arguments: words,
    flags: [...invocation.flags.filter(([name]) => !flags.some(([answered]) => answered === name)), ...flags],
    prompted: invocation.prompted || isCompleted,
  }
}

/** The command that does the same without a question, without the flags of these names. */
export function commandLineOf(invocation: Invocation, without: readonly string[] = []): CommandLine {
  const options: Record<string, string | true | readonly string[]> = {}
  for (const [flag = '', value = true] of invocation.flags) {
    if (without.includes(flag)) continue
    const name = flag.replace(/^-+/, '')
    const before = options[name]
    options[name] = before === undefined || before === true || value === true ? value : [before, value].flat()
  }
  return { ...withOptions(commandLine(invocation.command, ...invocation.arguments), options), isData: true }
}

/** Does the work of one command: knows no commander. Gives an exit code where it is not "done". */
export type RunCommand<Options> = (
  options: Options,
  context: Context,
  invocation: Invocation,
) => Promise<ExitCode | void>

/** Runs a command's work with its options; a test takes its place to see the options. */
export type CommandRunner = <Options>(
  run: RunCommand<Options>,
  options: Options,
  invocation: Invocation,
) => Promise<void>

/** An example of a command and what it is for. */
export interface Example {
  readonly command: string
  readonly purpose: string
}

/** A command as a value: how it is typed, what its help says, and what it does. */
export interface CommandDefinition {
  readonly name: string
  /** Makes commander's form of it; `summary` where its own definition has none. */
  build(runner: CommandRunner, summary?: string): CommandUnknownOpts
}

/** Everything about one command; the types of arguments and flags follow from `declare`. */
interface CommandParts<Args extends unknown[], Flags extends OptionValues, Options> {
  readonly name: string
  /** A few words in the imperative, for lists of commands; those of the top level are in `program.ts`. */
  readonly summary?: string
  /** The first line of its help, where the summary is too short for it; no full stop. */
  readonly description?: string
  readonly examples: readonly Example[]
  /** Declares arguments and flags. */
  readonly declare: (command: Command) => Command<Args, Flags>
  /** The options from what was typed; throws `usage`. */
  readonly options: (args: Args, flags: Flags, self: CommandUnknownOpts) => Options
  readonly run: RunCommand<Options>
  /** The commands below it. */
  readonly commands?: () => readonly CommandDefinition[]
}

/** A command; each of its parts is written once. */
export function defineCommand<Args extends unknown[], Flags extends OptionValues, Options>(
  parts: CommandParts<Args, Flags, Options>,
): CommandDefinition {
  const { name, examples } = parts
  return {
    name,
    build: (runner, summary = parts.summary ?? '') => {
      const { description = summary } = parts
      const command = parts.declare(new Command(name).summary(summary).description(description))
      command.action(async () => {
        takeFlagsFromParent(command)
        const options = parts.options(command.processedArgs, command.opts(), command)
        await runner(parts.run, options, invocationOf(command))
      })
      for (const each of parts.commands?.() ?? []) command.addCommand(each.build(runner))
      return withExamples(command, examples)
    },
  }
}

// Commander gives a flag that a command and its subcommand both have to the command above, wherever it is typed.
function takeFlagsFromParent(command: CommandUnknownOpts): void {
  const { parent } = command
  if (parent === null || parent.parent === null) return
  for (const option of parent.options) {
    const name = option.attributeName()
    if (parent.getOptionValueSource(name) !== 'cli') continue
    if (!command.options.some((own) => own.attributeName() === name))
      throw new SfsyncError('usage', `${commandName(command)} has no flag ${option.long ?? option.flags}`, {
        actions: [withOptions(commandLine(commandName(command)), { help: true })],
      })
    command.setOptionValueWithSource(name, parent.getOptionValue(name), 'cli')
  }
}

/** A command that only holds others; alone it shows its help. */
export function defineGroup({
  name,
  summary: own = '',
  description,
  examples,
  commands,
}: {
  readonly name: string
  readonly summary?: string
  readonly description?: string
  readonly examples: readonly Example[]
  readonly commands: readonly CommandDefinition[]
}): CommandDefinition {
  return {
    name,
    build: (runner, summary = own) => {
      const group = new Command(name).summary(summary).description(description ?? summary)
      for (const each of commands) group.addCommand(each.build(runner))
      return withExamples(group, examples)
    },
  }
}

/** The words that name a command, without the program's own name. */
export function commandName(command: CommandUnknownOpts): string {
  const { parent } = command
  if (parent === null) return ''
  return parent.parent === null ? command.name() : `${commandName(parent)} ${command.name()}`
}

function invocationOf(command: CommandUnknownOpts): Invocation {
  const flags = command.options.flatMap((option) =>
    command.getOptionValueSource(option.attributeName()) === 'cli' ? typedFlag(command, option) : [],
  )
  return { command: commandName(command), arguments: command.args, flags, prompted: false }
}

function typedFlag(command: CommandUnknownOpts, option: Option): string[][] {
  const flag = option.long ?? option.short ?? ''
  const value: unknown = command.getOptionValue(option.attributeName())
  if (option.isBoolean() || option.negate) return [[flag]]
  return [value].flat().map((each) => (each === true ? [flag] : [flag, String(each)]))
}

const examplesOf = new WeakMap<CommandUnknownOpts, readonly Example[]>()

/** Gives a command the examples that its help ends with. */
export function withExamples(command: CommandUnknownOpts, examples: readonly Example[]): CommandUnknownOpts {
  examplesOf.set(command, examples)
  return command
}

/** The examples of a command. */
export function examplesFor(command: CommandUnknownOpts): readonly Example[] {
  return examplesOf.get(command) ?? []
}

/** Adds the flags that every writing command takes. */
export function withWriteFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
) {
  return withRemovalsFlag(
    command
      .option('-n, --dry-run', 'show what would change, and change nothing')
      .option('--reason <text>', 'why; kept in the history'),
  )
}

/** Adds the flag that opens the limit on removals. */
export function withRemovalsFlag<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
) {
  return command.option('--allow-removals <number>', 'allow exactly this many removals in this run')
}

/** What commander gives for the flags of a writing command. */
interface WriteFlags {
  readonly dryRun?: true | undefined
  readonly reason?: string | undefined
  readonly allowRemovals?: string | undefined
}

/** The options of a writing command from its flags. */
export function writeOptions({ dryRun, reason, allowRemovals }: WriteFlags): WriteOptions {
  const removals = allowRemovals === undefined ? undefined : wholeNumber(allowRemovals)
  if (allowRemovals !== undefined && removals === undefined)
    throw new SfsyncError('usage', `--allow-removals is the number of users, not "${allowRemovals}"`)
  return { dryRun: dryRun === true, ...given({ reason, allowRemovals: removals }) }
}
