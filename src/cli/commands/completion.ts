import { defineCommand } from '../command.ts'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { completionsFor, completionScripts, type Shell, shells } from '../completion.ts'
import { bashInsertions, bashLine, unquoted } from '../completion-words.ts'
import type { Context } from '../context.ts'
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
    const candidates = await completionsFor(program, line.words, context)
    const insertions = bashInsertions(
      candidates.map(({ value }) => visible(value)),
      line,
    )
    await context.stdout.write(insertions.map((each) => `${each}\n`).join(''))
    return
  }
  const last = words.at(-1) ?? ''
  const plain = [...words.slice(0, -1), shell === 'fish' ? unquoted(last) : last]
  const candidates = await completionsFor(program, plain, context)
  const lines = candidates.map(({ value, description }) =>
    description === undefined ? visible(value) : `${visible(value)}\t${visible(description)}`,
  )
  await context.stdout.write(lines.map((line) => `${line}\n`).join(''))
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
  const shell: Shell | undefined = shells.find((each) => each === options.shell)
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
