import { Command } from 'commander'
import { candidatesFor } from '../completion/candidates.ts'
import type { Context } from '../context.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { visible } from '../output/visible.ts'

export interface CompleteOptions {
  /** The words after `sfsync`; the last one is being typed and may be empty. */
  readonly words: readonly string[]
  /** The program whose commands and flags are listed. */
  readonly program: Command
}

/** Answers the completion scripts; for shells, not for people. */
export function completeCommand(handle: Handle): Command {
  const command = new Command('complete')
    .description('list what could come next; completion scripts ask it')
    .argument('[words...]', 'the words after sfsync, the last one unfinished')
    .action((words: string[], _flags: object, self: Command) =>
      handle(runComplete, { words, program: self.parent ?? self }),
    )
  return withExamples(command, [{ command: 'sfsync complete -- map ada', purpose: 'what can follow' }])
}

export async function runComplete(options: CompleteOptions, context: Context): Promise<void> {
  const candidates = await candidatesFor(options.program, options.words, context)
  const lines = candidates.map(({ value, description }) =>
    description === undefined ? visible(value) : `${visible(value)}\t${visible(description)}`,
  )
  await context.stdout.write(lines.map((line) => `${line}\n`).join(''))
}
