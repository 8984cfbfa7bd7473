// Writes docs/commands.md, the reference of every command, from the program's own help.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command, Option } from 'commander'
import { exitCodes } from '../src/app/exit-codes.ts'
import { examplesFor } from '../src/cli/command.ts'
import { buildProgram, everyCommand } from '../src/cli/program.ts'

const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'done, also when nothing was left to do',
  failure: 'failure, nothing was written; or `doctor` found a problem',
  usage: 'the command line or the configuration is wrong',
  partial: 'partial: some rows were taken and others were not (`--keep-going` only)',
  loginNeeded: 'Salesforce asks for a login',
  remote: 'Salesforce could not be reached, or gave less than it promised',
  confirmationNeeded: 'confirmation needed, nothing changed; the error names the flag to add',
  limit: 'a safety limit was reached, nothing was written',
  waiting: 'changes are waiting, for example automatic sync that is on',
  interrupted: 'interrupted with Ctrl-C',
}

/** The program, built only to be looked at. */
export function programToRead(): Command {
  return buildProgram(nothing, { version: '', stdout: { width: 80, write: nothing } })
}

async function nothing(): Promise<void> {}

/** A command as it is typed, from `sfsync` on. */
export function typedName(command: Command): string {
  return command.parent === null ? command.name() : `${typedName(command.parent)} ${command.name()}`
}

/** The text of docs/commands.md. */
export function reference(): string {
  const program = programToRead()
  const commands = everyCommand(program).filter((command) => command !== program)
  return `${[
    '# Commands',
    'Written by `npm run reference` from the help of the program: change that, not this file.',
    contents(commands),
    section(program, 'Global flags'),
    '## Exit codes',
    table(
      ['Code', 'Meaning'],
      Object.entries(exitCodes).map(([name, code]) => [String(code), meaningOf(name)]),
    ),
    ...commands.map((command) => section(command, 'Flag')),
  ].join('\n\n')}\n`
}

function meaningOf(name: string): string {
  return new Map(Object.entries(exitCodeMeanings)).get(name) ?? ''
}

function contents(commands: readonly Command[]): string {
  return commands
    .map(
      (command) => `- [\`${typedName(command)}\`](#${anchor(typedName(command))}): ${command.description()}`,
    )
    .join('\n')
}

// As the places that show Markdown make it of a heading.
function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-')
}

function section(command: Command, flagsHeading: string): string {
  const helper = command.createHelp()
  const flags = helper
    .visibleOptions(command)
    .filter(({ long }) => command.parent === null || long !== '--help')
  const examples = examplesFor(command).map(({ command: typed, purpose }) => `# ${purpose}\n${typed}`)
  return [
    `## ${typedName(command)}`,
    sentence(command.description()),
    ['```sh', ...examples, '```'].join('\n'),
    `Usage: \`${helper.commandUsage(command)}\``,
    ...argumentsTable(command),
    ...(flags.length === 0
      ? []
      : [
          table(
            [flagsHeading, 'Meaning'],
            flags.map((flag) => flagRow(flag)),
          ),
        ]),
  ].join('\n\n')
}

function argumentsTable({ registeredArguments }: Command): string[] {
  const described = registeredArguments.filter(({ description }) => description !== '')
  const rows = described.map((argument) => [`\`${argument.name()}\``, argument.description])
  return rows.length === 0 ? [] : [table(['Argument', 'Meaning'], rows)]
}

function flagRow({ flags, description }: Option): string[] {
  return [`\`${flags}\``, description]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableLine(heading), tableLine(heading.map(() => '---')), ...rows.map((row) => tableLine(row))].join(
    '\n',
  )
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

if (import.meta.main) await writeFile(join(import.meta.dirname, '..', 'docs', 'commands.md'), reference())
