import { helpTopics, helpTopicText } from '../help-topics.ts'
import { defineCommand } from '../command.ts'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine } from '../../core/hint.ts'
import { didYouMean } from '../../app/hints.ts'
import { jsonDocument } from '../output/render.ts'
import type { Context } from '../context.ts'

export interface HelpOptions {
  /** The words of a command, or a topic; none for the help of the whole program. */
  readonly words: readonly string[]
  /** As a page of the manual, for `man`. */
  readonly man: boolean
  readonly program: CommandUnknownOpts
}

export const helpCommand = defineCommand({
  name: 'help',
  examples: [
    { command: 'sfsync help map', purpose: 'a command' },
    { command: 'sfsync help exit-codes', purpose: 'a topic' },
    { command: 'sfsync help topics', purpose: 'every topic' },
    {
      command: 'sfsync help --json',
      purpose: 'every command with its flags and output schema, for programs',
    },
    { command: 'sfsync help map --man | man -l -', purpose: 'a page of the manual' },
  ],
  declare: (command) =>
    command
      .argument('[command...]', 'a command, or a topic')
      .option('--man', 'the page of the manual, in the language of man; without a command, that of sfsync'),
  options: ([words], { man = false }, self): HelpOptions => ({ words, man, program: self.parent ?? self }),
  run: runHelp,
})

export async function runHelp({ words, man, program }: HelpOptions, context: Context): Promise<void> {
  if (context.format === 'json' || context.format === 'ndjson') {
    const { helpDocument } = await import('../help-json.ts')
    const document = await helpDocument(words.join(' '), context.dependencies.version)
    if (document === undefined) throw unknown(program, words)
    await context.stdout.write(jsonDocument(document, context.format))
    return
  }
  await context.stdout.write(
    man
      ? await manualText(words, program, context.dependencies.version)
      : await helpText(words, program, context.stdout.width),
  )
}

async function helpText(
  words: readonly string[],
  program: CommandUnknownOpts,
  width: number,
): Promise<string> {
  const found = commandNamed(program, words)
  if (found !== undefined) return found.helpInformation()
  const [wanted = ''] = words
  const topic = helpTopics.find(({ name }) => name === wanted)
  if (words.length === 1 && topic?.name === 'third-party') return (await import('../notices.ts')).notices
  if (words.length === 1 && topic !== undefined) return helpTopicText(topic, Math.min(width, 100))
  if (words.length === 1 && wanted === 'topics')
    return helpTopics.map(({ name, summary }) => `${name.padEnd(16)}${summary}\n`).join('')
  throw unknown(program, words)
}

// Commands below another one are on its page.
async function manualText(
  words: readonly string[],
  program: CommandUnknownOpts,
  version: string,
): Promise<string> {
  const { manualPages } = await import('../man.ts')
  const name = ['sfsync', ...words.slice(0, 1)].join('-')
  const found = (await manualPages(version)).find((page) => page.name === name)
  if (found === undefined) throw unknown(program, words)
  return found.text
}

function unknown(program: CommandUnknownOpts, words: readonly string[]): SfsyncError {
  const names = [...program.commands.map((command) => command.name()), ...helpTopics.map(({ name }) => name)]
  return new SfsyncError('usage', `no command or help topic is called "${words.join(' ')}"`, {
    actions: [...didYouMean(words[0] ?? '', names), commandLine('help'), commandLine('help', 'topics')],
  })
}

function commandNamed(program: CommandUnknownOpts, words: readonly string[]): CommandUnknownOpts | undefined {
  let command: CommandUnknownOpts | undefined = program
  for (const word of words) command = command?.commands.find((each) => each.name() === word)
  return command
}
