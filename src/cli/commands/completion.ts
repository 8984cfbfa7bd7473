import { defineCommand } from '../command.ts'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { completionsFor, completionScripts, type Shell, shells } from '../completion.ts'
import { bashInsertions, bashLine, unquoted } from '../completion-words.ts'
import { Context } from '../context.ts'
import { SfsyncError } from '../../core/errors.ts'
import { visible } from '../../core/visible-text.ts'
import { given } from '../../core/values.ts'

export interface CompleteOptions {
  /** The words after `sfsync`; the last one is being typed and may be empty. */
  readonly words: readonly string[]
  /** Whose form the words have, and the answer gets; none for plain words. */
  readonly shell?: string
  /** The program whose commands and flags are listed. */
  readonly program: CommandUnknownOpts
}

/** Answers the completion scripts; for shells, not for people. */
export const completeCommand = defineCommand({
  name: 'complete',
  summary: 'list what could come next; completion scripts ask it',
  examples: [{ command: 'sfsync complete -- map ada', purpose: 'what can follow' }],
  declare: (command) =>
    command
      .argument('[words...]', 'the words after sfsync, the last one unfinished')
      .option(
        '--shell <shell>',
        'bash: the line up to the cursor, and COMP_WORDBREAKS; fish: the last word is quoted',
      ),
  options: ([words], { shell }, self): CompleteOptions => ({
    words,
    program: self.parent ?? self,
    ...given({ shell }),
  }),
  run: runComplete,
})

export async function runComplete(
  { words, program, shell }: CompleteOptions,
  context: Context,
): Promise<void> {
  if (shell === 'bash') {
    const [typed = '', breaks = ''] = words
    const line = bashLine(typed, breaks)
    const values = (await candidatesFor(program, line.words, context)).map(({ value }) => visible(value))
    await context.stdout.write(
      bashInsertions(values, line)
        .map((each) => `${each}\n`)
        .join(''),
    )
    return
  }
  const last = words.at(-1) ?? ''
  const plain = [...words.slice(0, -1), shell === 'fish' ? unquoted(last) : last]
  const lines = (await candidatesFor(program, plain, context)).map(({ value, description }) =>
    description === undefined ? visible(value) : `${visible(value)}\t${visible(description)}`,
  )
  await context.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

// `--profile demo map ada` completes people of that profile.
async function candidatesFor(program: CommandUnknownOpts, words: readonly string[], context: Context) {
  const typed = words.slice(0, -1)
  const flags = given({ profile: typedValue(typed, '--profile'), store: typedValue(typed, '--store') })
  if (flags.profile === undefined && flags.store === undefined)
    return await completionsFor(program, words, context)
  const named = await Context.create(context.dependencies, flags, { command: 'complete', flags: [] })
  try {
    return await completionsFor(program, words, named)
  } finally {
    await named.close()
  }
}

function typedValue(words: readonly string[], flag: string): string | undefined {
  const at = words.indexOf(flag)
  if (at !== -1) return words[at + 1]
  return words.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1)
}

export interface CompletionOptions {
  readonly shell?: string
}

export const completionCommand = defineCommand({
  name: 'completion',
  description: 'print the script that completes commands, flags, users and teams',
  examples: [
    { command: 'source <(sfsync completion bash)', purpose: 'in ~/.bashrc' },
    { command: 'source <(sfsync completion zsh)', purpose: 'in ~/.zshrc, after compinit' },
    { command: 'sfsync completion fish > ~/.config/fish/completions/sfsync.fish', purpose: 'once' },
    { command: 'sfsync completion powershell >> $PROFILE', purpose: 'once' },
  ],
  declare: (command) => command.argument('[shell]', shells.join(', ')),
  options: ([shell]) => given({ shell }),
  run: runCompletion,
})

export async function runCompletion(options: CompletionOptions, context: Context): Promise<void> {
  const typed = shells.find((each) => each === options.shell)
  const isAsked = options.shell === undefined && context.canAsk
  const shell: Shell | undefined = isAsked ? await askForShell(context) : typed
  if (shell === undefined)
    throw new SfsyncError(
      'usage',
      options.shell === undefined
        ? 'completion needs <shell>'
        : `there is no completion for "${options.shell}"`,
      {
        actions: [`use one of: ${shells.join(', ')}`],
      },
    )
  await context.stdout.write(completionScripts[shell])
}

async function askForShell(context: Context): Promise<Shell> {
  const prompts = await context.prompts()
  return await prompts.choose(
    'Which shell?',
    shells.map((shell) => ({ name: shell, value: shell })),
  )
}
