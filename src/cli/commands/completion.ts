import { defineCommand } from '../command.ts'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { completionsFor, completionScripts, type Shell, shells } from '../completion.ts'
import type { Context } from '../context.ts'
import { SfsyncError } from '../../core/errors.ts'
import { visible } from '../../core/visible-text.ts'
import { given } from '../../core/values.ts'

export interface CompleteOptions {
  /** The words after `sfsync`; the last one is being typed and may be empty. */
  readonly words: readonly string[]
  /** The program whose commands and flags are listed. */
  readonly program: CommandUnknownOpts
}

/** Answers the completion scripts; for shells, not for people. */
export const completeCommand = defineCommand({
  name: 'complete',
  summary: 'list what could come next; completion scripts ask it',
  examples: [{ command: 'sfsync complete -- map ada', purpose: 'what can follow' }],
  declare: (command) => command.argument('[words...]', 'the words after sfsync, the last one unfinished'),
  options: ([words], _flags, self): CompleteOptions => ({ words, program: self.parent ?? self }),
  run: runComplete,
})

export async function runComplete(options: CompleteOptions, context: Context): Promise<void> {
  const candidates = await completionsFor(options.program, options.words, context)
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
