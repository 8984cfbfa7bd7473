import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { commandName, examplesFor } from './command.ts'
import { type HelpBlock, type HelpTopic, helpTopics } from './help-topics.ts'
import { buildProgram } from './program.ts'

/** A page of the manual, such as `sfsync-map` in section 1. */
export interface ManualPage {
  readonly name: string
  /** In the language of `man` (roff). */
  readonly text: string
}

/** The manual: a page for the program with every help topic, and one for each command with those below it. */
export async function manualPages(version: string): Promise<ManualPage[]> {
  const program = await buildProgram(nothing, { version: '', width: 80, print: () => undefined })
  const commands = program.createHelp().visibleCommands(program)
  return [
    { name: 'sfsync', text: programPage(program, commands, version) },
    ...commands.map((command) => ({ name: pageName(command), text: commandPage(command, version) })),
  ]
}

async function nothing(): Promise<void> {}

function pageName(command: CommandUnknownOpts): string {
  return `sfsync-${command.name()}`
}

function programPage(
  program: CommandUnknownOpts,
  commands: readonly CommandUnknownOpts[],
  version: string,
): string {
  const titles = [...new Set(commands.map((command) => command.helpGroup()))]
  return page('sfsync', program.description(), version, [
    section('SYNOPSIS', synopsis(program)),
    section('DESCRIPTION', [sentence(program.description())]),
    section(
      'COMMANDS',
      titles.flatMap((title) => [
        `.SS ${quoted(title)}`,
        ...commands
          .filter((command) => command.helpGroup() === title)
          .flatMap((command) => term(`${bold(pageName(command))}(1)`, escaped(command.description()))),
      ]),
    ),
    section('OPTIONS', options(program)),
    section('EXAMPLES', examples(program)),
    ...helpTopics.map((topic) => topicSection(topic)),
  ])
}

function commandPage(command: CommandUnknownOpts, version: string): string {
  const below = commandsBelow(command)
  return page(pageName(command), command.description(), version, [
    section(
      'SYNOPSIS',
      [command, ...below].flatMap((each) => synopsis(each)),
    ),
    section('DESCRIPTION', [sentence(command.description())]),
    section('ARGUMENTS', argumentsOf(command)),
    section('OPTIONS', options(command)),
    section('EXAMPLES', examples(command)),
    section(
      'COMMANDS',
      below.flatMap((each) => [
        `.SS ${quoted(`sfsync ${commandName(each)}`)}`,
        sentence(each.description()),
        ...argumentsOf(each),
        ...options(each),
        ...examples(each),
      ]),
    ),
    section('SEE ALSO', [`${bold('sfsync')}(1), for the options of every command, exit codes and variables`]),
  ])
}

function page(
  name: string,
  description: string,
  version: string,
  sections: readonly (readonly string[])[],
): string {
  const title = ['.TH', quoted(name.toUpperCase()), '1', '""', quoted(`sfsync ${version}`), '"sfsync manual"']
  // Words to type must not be broken: no hyphens, and no wide spaces.
  const heading = [
    title.join(' '),
    '.nh',
    '.ad l',
    '.SH NAME',
    `${escaped(name)} \\- ${escaped(description)}`,
  ]
  return `${[...heading, ...sections.flat()].join('\n')}\n`
}

/** Nothing where there is nothing to say. */
function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`.SH ${quoted(title)}`, ...lines]
}

function commandsBelow(command: CommandUnknownOpts): CommandUnknownOpts[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .flatMap((each) => [each, ...commandsBelow(each)])
}

function synopsis(command: CommandUnknownOpts): string[] {
  const typed = `sfsync ${commandName(command)}`.trim()
  const rest = command.createHelp().commandUsage(command).slice(typed.length)
  return [`${bold(typed)}${italic(rest)}`, '.br']
}

function argumentsOf({ registeredArguments }: CommandUnknownOpts): string[] {
  return registeredArguments
    .filter(({ description }) => description !== '')
    .flatMap((argument) => term(italic(argument.name()), escaped(argument.description)))
}

function options(command: CommandUnknownOpts): string[] {
  const isProgram = command.parent === null
  return command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => isProgram || long !== '--help')
    .flatMap(({ flags, description }) => {
      const [names = '', value = ''] = flags.split(/(?=[<[])/)
      return term(`${bold(names)}${italic(value)}`, escaped(description))
    })
}

function examples(command: CommandUnknownOpts): string[] {
  return examplesFor(command).flatMap(({ command: typed, purpose }) => [
    '.PP',
    sentence(purpose).replace(/\.$/, ':'),
    ...verbatim([typed]),
  ])
}

function topicSection({ name, summary, body }: HelpTopic): string[] {
  return section(name.replaceAll('-', ' ').toUpperCase(), [
    sentence(summary),
    ...body.flatMap((block) => blockLines(block)),
  ])
}

function blockLines(block: HelpBlock): string[] {
  if (typeof block === 'string') return ['.PP', marked(block)]
  if ('lines' in block) return ['.PP', ...verbatim(block.lines)]
  return block.terms.flatMap(([name, meaning]) => term(marked(name), marked(meaning)))
}

function term(name: string, meaning: string): string[] {
  return ['.TP', name, meaning === '' ? '\\&' : meaning]
}

// Without breaks and with the spaces that are there.
function verbatim(lines: readonly string[]): string[] {
  return ['.RS 4', '.nf', ...lines.map((line) => escaped(line)), '.fi', '.RE']
}

/** A text whose parts in backticks are to be typed. */
function marked(text: string): string {
  const parts = text.split('`').map((part, at) => (at % 2 === 1 ? bold(part) : plain(part)))
  return guarded(parts.join(''))
}

function bold(text: string): string {
  return `\\fB${plain(text)}\\fR`
}

function italic(text: string): string {
  return `\\fI${plain(text)}\\fR`
}

function sentence(text: string): string {
  return guarded(marked(`${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.:]$/.test(text) ? '' : '.'}`))
}

function escaped(text: string): string {
  return guarded(plain(text))
}

// A hyphen would become one that cannot be typed or searched for.
function plain(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll(
      /[^\n -~]/gu,
      (sign) => `\\[u${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
}

// A line that begins with one of these would be a request.
function guarded(text: string): string {
  return /^[.']/.test(text) ? `\\&${text}` : text
}

function quoted(text: string): string {
  return `"${plain(text).replaceAll('"', '\\(dq')}"`
}
