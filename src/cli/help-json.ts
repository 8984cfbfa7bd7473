import type { Argument, CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { exitCodeMeanings, exitCodes } from '../app/exit-codes.ts'
import { commandName, examplesFor } from './command.ts'
import { definitions, exitCodesByError, outputReference } from './json-schemas.ts'
import { buildProgram, everyCommand } from './program.ts'

/** Everything about every command, or about one and those below it, for programs; undefined for an unknown name. */
export async function helpDocument(name: string, version: string): Promise<object | undefined> {
  // The program that runs has loaded only the command that was typed.
  const program = await buildProgram(nothing, { version, width: 80, print: () => undefined })
  const commands = everyCommand(program)
    .filter((command) => command !== program && command.name() !== 'complete')
    .filter((command) => name === '' || `${commandName(command)} `.startsWith(`${name} `))
  if (commands.length === 0) return undefined
  return {
    version,
    flags: program.options.map((option) => flagJson(option)),
    exitCodes: meaningsByCode(),
    errorCodes: exitCodesByError(),
    commands: commands.map((command) => commandJson(command)),
    failure: '#/$defs/failure',
    $defs: definitions(),
  }
}

async function nothing(): Promise<void> {}

function meaningsByCode(): Record<string, string> {
  const meanings = new Map<string, string>(Object.entries(exitCodeMeanings))
  return Object.fromEntries(Object.entries(exitCodes).map(([key, code]) => [code, meanings.get(key) ?? '']))
}

function commandJson(command: CommandUnknownOpts): object {
  const name = commandName(command)
  const { commands, options, registeredArguments } = command
  return {
    name,
    description: command.description(),
    usage: command.createHelp().commandUsage(command),
    isGroup: commands.length > 0,
    arguments: registeredArguments.map((argument) => argumentJson(argument)),
    flags: options.filter(({ hidden }) => !hidden).map((option) => flagJson(option)),
    examples: examplesFor(command),
    output: outputReference(name),
  }
}

function argumentJson(argument: Argument): object {
  const { required, variadic, description } = argument
  return { name: argument.name(), required, variadic, description }
}

function flagJson({ long, short, flags, description, required, variadic }: Option): object {
  const value = /[<[](.+)[>\]]/.exec(flags)?.[1] ?? null
  return { name: long ?? null, short: short ?? null, value, valueRequired: required, variadic, description }
}
