import { CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { SfsyncError } from '../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../core/hint.ts'
import { countText } from '../core/text.ts'
import { commandName } from './command.ts'
import { formats } from './output/columns.ts'
import { commandAt } from './program.ts'

/** What commander found wrong with a command line, as an error that says what to type instead; any other error as it is. */
export function usageError(error: unknown, program: CommandUnknownOpts, words: readonly string[]): unknown {
  if (!(error instanceof CommanderError)) return error
  const command = commandAt(error) ?? program
  const [said = '', ...hints] = error.message.replace(/^error: /, '').split('\n')
  const message = plainMessage(error, command) ?? said
  const suggestion = hints.join(' ').replace(/^\(|\)$/g, '')
  return new SfsyncError('usage', suggestion === '' ? message : `${message}; ${lowerFirst(suggestion)}`, {
    actions: [
      ...meantCommands(error, command, words),
      ...argumentHints(error, command, words),
      withOptions(commandLine(commandName(command)), { help: true }),
    ],
    cause: error,
  })
}

// In the words of every other error.
function plainMessage({ code, message }: CommanderError, command: CommandUnknownOpts): string | undefined {
  if (code === 'commander.excessArguments') {
    const expected = command.registeredArguments.length
    const most =
      expected === 0 ? 'no arguments' : `${countText(expected, 'argument')}, not ${command.args.length}`
    return `${commandName(command)} takes ${most}: ${command.args.join(', ')}`
  }
  const [, one, other] = /^error: option '(.+)' cannot be used with option '(.+)'/.exec(message) ?? []
  if (one !== undefined && other !== undefined) return `${one} and ${other} cannot be combined`
  const [, flag, value] = /^error: option '(?:-\w, )?(--[\w-]+) (.+)' argument missing/.exec(message) ?? []
  return flag === undefined || value === undefined ? undefined : `${flag} needs a value: ${flag} ${value}`
}

// What is typed often and belongs elsewhere: each has the command that was meant.
function meantCommands(
  { code, message }: CommanderError,
  command: CommandUnknownOpts,
  words: readonly string[],
): Hint[] {
  const name = commandName(command)
  const [typed = '', ...others] = command.args
  if (code === 'commander.unknownCommand' && (typed === 'find' || typed === 'refresh'))
    return [
      commandLine(`sf-users ${typed}`, ...(typed === 'find' && others.length === 0 ? ['<text>'] : others)),
    ]
  if (code === 'commander.excessArguments')
    return command.args.filter(isTable).slice(0, 1).flatMap(aboutTable)
  if (code === 'commander.optionMissingArgument' && name === 'suggest' && message.includes('--accept'))
    return [withOptions(commandLine('suggest'), { accept: 'class=sure' })]
  if (code === 'commander.unknownOption' && name === 'undo' && /'--since\b/.test(message))
    return [
      {
        text: 'to find the change sets',
        command: withOptions(commandLine('history'), { since: valueAfter('--since', words) ?? '<when>' }),
      },
      { text: 'then undo them by number', command: commandLine('undo', '<number>') },
    ]
  const format = formatMeant(/^error: unknown option '--(\w+)'/.exec(message)?.[1])
  return format === undefined ? [] : [`add --format ${format}`]
}

function formatMeant(flag: string | undefined): string | undefined {
  return flag === 'md' ? 'markdown' : formats.find((format) => format === flag)
}

function isTable(word: string): boolean {
  return /\.(?:csv|tsv|xlsx|ods|xls|ndjson|ya?ml)$/i.test(word)
}

function aboutTable(file: string): Hint[] {
  return [
    { text: 'to see what a file would change', command: commandLine('plan', file) },
    { text: 'to apply it', command: commandLine('import', file) },
  ]
}

function valueAfter(flag: string, words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === flag || word.startsWith(`${flag}=`))
  const [, inWord] = words[at]?.split('=') ?? []
  const next = words[at + 1]
  return inWord ?? (next?.startsWith('-') === true ? undefined : next)
}

// A name or an address that begins with a hyphen is taken for short flags, of which the error quotes the unknown rest.
function argumentHints(
  { code, message }: CommanderError,
  command: CommandUnknownOpts,
  words: readonly string[],
): Hint[] {
  if (code !== 'commander.unknownOption' || command.registeredArguments.length === 0) return []
  const unknown = /'-([^-][^']*)'/.exec(message)?.[1]
  const word = words.find((each) => /^-[^-]/.test(each) && unknown !== undefined && each.endsWith(unknown))
  return word === undefined
    ? []
    : [
        {
          text: `if ${word} is not a flag, put -- before it`,
          command: { ...commandLine(commandName(command), word), isData: true },
        },
      ]
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
