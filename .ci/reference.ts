// Writes docs/commands.md, the reference of every command and help topic, from the program's own help.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { examplesFor } from '../src/cli/command.ts'
import { type HelpBlock, type HelpTopic, helpTopics } from '../src/cli/help-topics.ts'
import { buildProgram } from '../src/cli/program.ts'

/** The program, built only to be looked at. */
export async function programToRead(): Promise<CommandUnknownOpts> {
  return await buildProgram(nothing, { version: '', width: 80, print: () => undefined })
}

async function nothing(): Promise<void> {}

/** A command as it is typed, from `sfsync` on. */
export function typedName(command: CommandUnknownOpts): string {
  return command.parent === null ? command.name() : `${typedName(command.parent)} ${command.name()}`
}

/** Every command that help lists, the program itself first. */
export function documentedCommands(command: CommandUnknownOpts): CommandUnknownOpts[] {
  const members = command.createHelp().visibleCommands(command)
  return [command, ...members.flatMap((each) => documentedCommands(each))]
}

/** The text of docs/commands.md. */
export async function reference(): Promise<string> {
  const [program, ...commands] = documentedCommands(await programToRead())
  if (program === undefined) return ''
  return `${[
    '# Commands',
    'The reference of every command and help topic, the same text that `sfsync <command> --help` prints. `npm run reference` writes this page: change the program, not this file.',
    'Commands:',
    commands.map((command) => contentsLine(command)).join('\n'),
    'Topics:',
    helpTopics.map(({ name, summary }) => `- [${name}](#${anchor(name)}): ${summary}`).join('\n'),
    ...[program, ...commands].map((command) => commandSection(command)),
    ...helpTopics.map((topic) => topicSection(topic)),
  ].join('\n\n')}\n`
}

// Members of a group are indented below it.
function contentsLine(command: CommandUnknownOpts): string {
  const indent = command.parent?.parent === null ? '' : '  '
  const name = typedName(command)
  return `${indent}- [\`${name}\`](#${anchor(name)}): ${command.description()}`
}

/** The anchor that Markdown viewers give a heading. */
function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-')
}

function commandSection(command: CommandUnknownOpts): string {
  const helper = command.createHelp()
  const isProgram = command.parent === null
  const flags = helper.visibleOptions(command).filter(({ long }) => isProgram || long !== '--help')
  const examples = examplesFor(command).map(({ command: typed, purpose }) => `# ${purpose}\n${typed}`)
  return [
    `## ${typedName(command)}`,
    sentence(command.description()),
    `Usage: \`${helper.commandUsage(command)}\``,
    ...argumentsTable(command),
    ...table([isProgram ? 'Global option' : 'Option', 'Meaning'], flags.map(flagRow)),
    ['```sh', ...examples, '```'].join('\n'),
  ].join('\n\n')
}

function argumentsTable({ registeredArguments }: CommandUnknownOpts): string[] {
  const described = registeredArguments.filter(({ description }) => description !== '')
  return table(
    ['Argument', 'Meaning'],
    described.map((argument) => [`\`${argument.name()}\``, argument.description]),
  )
}

function flagRow({ flags, description }: Option): string[] {
  return [`\`${flags}\``, description]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function topicSection({ name, summary, body }: HelpTopic): string {
  return [`## ${name}`, sentence(summary), ...body.flatMap((block) => blockText(block))].join('\n\n')
}

function blockText(block: HelpBlock): string[] {
  if (typeof block === 'string') return [block]
  if ('lines' in block) return [['```text', ...block.lines, '```'].join('\n')]
  return table(block.headings, block.terms)
}

/** Nothing where there are no rows. */
function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  return [[heading, heading.map(() => '---'), ...rows].map((row) => tableLine(row)).join('\n')]
}

// A placeholder such as <file> would be taken for HTML, but between backticks.
function tableLine(cells: readonly string[]): string {
  const escaped = cells.map((cell) =>
    cell
      .replaceAll('|', '\\|')
      .split(/(`[^`]*`)/)
      .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;')))
      .join(''),
  )
  return `| ${escaped.join(' | ')} |`
}

if (import.meta.main)
  await writeFile(join(import.meta.dirname, '..', 'docs', 'commands.md'), await reference())
