import type { CommandUnknownOpts, Help } from '@commander-js/extra-typings'
import { examplesFor } from './command.ts'
import { wrapped } from './output/text.ts'

/** Commander's own way to write the help of a command. */
type FormatHelp = (command: CommandUnknownOpts, helper: Help) => string

// A narrower terminal has no room for two columns.
const narrowest = 72

/** Help in the order description, usage, arguments, options, examples; of the whole program, every command by section. */
export function formatHelp(command: CommandUnknownOpts, helper: Help, original: FormatHelp): string {
  if (command.parent === null && command.commands.length > 1) return programHelp(command, helper)
  const width = helper.helpWidth ?? 80
  // Commander would write the usage first.
  helper.commandDescription = () => ''
  // Commander does not wrap at all where its second column is narrow.
  const besideTerms = width - helper.padWidth(command, helper) - 4
  if (width < narrowest || besideTerms < helper.minWidthToWrap)
    helper.formatItem = (term, _termWidth, description) =>
      [`  ${term}`, ...(description === '' ? [] : wrapped(description, width, '      '))].join('\n')
  const text = [
    ...wrapped(sentence(command.description()), width, ''),
    '',
    original.call(helper, command, helper).trimEnd(),
  ].join('\n')
  const lines = examplesFor(command).flatMap(({ command: typed, purpose }) => [
    ...wrapped(purpose, width, '  # '),
    `  $ ${typed}`,
  ])
  return lines.length === 0 ? `${text}\n` : `${text}\n\nExamples:\n${lines.join('\n')}\n`
}

function programHelp(program: CommandUnknownOpts, helper: Help): string {
  const width = helper.helpWidth ?? 80
  const commands = helper.visibleCommands(program)
  const flags = helper.visibleOptions(program).map(({ long, short }) => long ?? short ?? '')
  return `${[
    ...wrapped(sentence(program.description()), width, ''),
    '',
    `Usage: ${helper.commandUsage(program)}`,
    '',
    ...(width < narrowest ? stacked(commands, width) : inColumns(commands, width)),
    '',
    ...wrapped(`Flags of every command: ${flags.join(', ')}`, width, ''),
    ...wrapped('Help: sfsync help <command>, sfsync help <topic>; topics: sfsync help topics', width, ''),
  ].join('\n')}\n`
}

function inColumns(commands: readonly CommandUnknownOpts[], width: number): string[] {
  const titles = Math.max(...commands.map((command) => command.helpGroup().length)) + 2
  const names = Math.max(...commands.map((command) => command.name().length)) + 2
  const indent = ' '.repeat(titles + names)
  return commands.flatMap((command, at) => {
    const title = command.helpGroup()
    const shown = commands[at - 1]?.helpGroup() === title ? '' : title
    const [first = '', ...rest] = wrapped(command.summary(), width, indent)
    return [`${shown.padEnd(titles)}${command.name().padEnd(names)}${first.slice(indent.length)}`, ...rest]
  })
}

function stacked(commands: readonly CommandUnknownOpts[], width: number): string[] {
  return commands.flatMap((command, at) => {
    const title = command.helpGroup()
    return [
      ...(commands[at - 1]?.helpGroup() === title ? [] : [...(at === 0 ? [] : ['']), title]),
      `  ${command.name()}`,
      ...wrapped(command.summary(), width, '    '),
    ]
  })
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
