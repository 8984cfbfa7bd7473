import { type ExitCode, exitCodes } from '../app/exit-codes.ts'
import { commandWords } from '../app/hints.ts'
import type { CommandLine } from '../core/hint.ts'
import type { CommandRunner } from './command.ts'
import type { Context } from './context.ts'

/** Runs a command as if it was typed, in a command that is running, and gives its exit code; with `isConfirmed: false` its plan is asked about before it is written. */
export async function runTyped(
  context: Context,
  line: CommandLine,
  { isConfirmed }: { readonly isConfirmed: boolean },
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done
  const runner: CommandRunner = async (work, options, invocation) => {
    exitCode = (await work(options, context, { ...invocation, prompted: !isConfirmed })) ?? exitCodes.done
  }
  const { version, stdout } = context.dependencies
  const words = commandWords(line)
  const { buildProgram } = await import('./program.ts')
  const surroundings = { version, width: stdout.width, print: () => undefined }
  const program = await buildProgram(runner, surroundings, words)
  await program.parseAsync(words, { from: 'user' })
  return exitCode
}
