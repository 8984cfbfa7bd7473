import { Command } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import { completionScripts, type Shell, shells } from '../completion/scripts.ts'
import type { Context } from '../context.ts'
import { given } from '../flags.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'

export interface CompletionOptions {
  readonly shell?: string
}

export function completionCommand(handle: Handle): Command {
  const command = new Command('completion')
    .description('print the script that completes commands, flags, people and teams')
    .argument('[shell]', shells.join(', '))
    .action((shell: string | undefined) => handle(runCompletion, given({ shell })))
  return withExamples(command, [
    { command: 'source <(sfsync completion bash)', purpose: 'in ~/.bashrc' },
    { command: 'source <(sfsync completion zsh)', purpose: 'in ~/.zshrc, after compinit' },
    { command: 'sfsync completion fish > ~/.config/fish/completions/sfsync.fish', purpose: 'once' },
    { command: 'sfsync completion powershell >> $PROFILE', purpose: 'once' },
  ])
}

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
