import { commandWords } from '../app/hints.ts'
import type { CommandLine } from '../core/hint.ts'
import type { CommandRunner } from './command.ts'
import type { Context } from './context.ts'

/** Runs a command as if it was typed, in a command that is running; with `isConfirmed: false` its plan is asked about before it is written. */
export async function runTyped(
  context: Context,
  line: CommandLine,
  { isConfirmed }: { readonly isConfirmed: boolean },
): Promise<void> {
  const runner: CommandRunner = async (work, options, invocation) => {
    await work(options, context, { ...invocation, prompted: !isConfirmed })
  }
  const { version, stdout } = context.dependencies
  const words = commandWords(line)
  const { buildProgram } = await import('./program.ts')
  const surroundings = { version, width: stdout.width, print: () => undefined }
  const program = await buildProgram(runner, surroundings, words)
  await program.parseAsync(words, { from: 'user' })
}
