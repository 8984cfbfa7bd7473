import { Command, Option } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import { given, type CommandRunner, withExamples, type WriteFlags, writeOptions } from '../command.ts'

export interface TryOptions {
  /** The program and its arguments. */
  readonly command: readonly string[]
  /** What happens to its changes; undefined: somebody is asked, or they are dropped. */
  readonly end?: 'keep' | 'discard'
  readonly allowRemovals?: number
}

interface TryFlags extends Pick<WriteFlags, 'allowRemovals'> {
  readonly keep?: boolean
  readonly discard?: boolean
}

export function tryCommand(handle: CommandRunner): Command {
  const command = new Command('try')
    .description(
      'run a script on a copy of the ledger, see what it changes, and keep or drop that; settings files, logins and the directory are not tried',
    )
    .argument('[command...]', 'the program and its arguments, after --')
    .addOption(new Option('--keep', 'write its change sets when it ends well').conflicts('discard'))
    .option('--discard', 'only look; without either: a question, or exit code 10 when changes wait')
    .option('--allow-removals <number>', 'open the limit for exactly this many people who lose something')
    .action((words: string[], flags: TryFlags) => handle(runTry, optionsOf(words, flags)))
  return withExamples(command, [
    { command: 'sfsync try -- sh monday.sh', purpose: 'see what it would do, and decide' },
    { command: 'sfsync try --keep -- sh monday.sh', purpose: 'all of it, or nothing when it fails' },
  ])
}

function optionsOf(command: readonly string[], flags: TryFlags): TryOptions {
  const { allowRemovals } = writeOptions(flags)
  const end = flags.keep === true ? 'keep' : flags.discard === true ? 'discard' : undefined
  return { command, ...given({ end, allowRemovals }) }
}

export async function runTry(options: TryOptions, context: Context): Promise<ExitCode> {
  if (options.command.length === 0)
    throw new SfsyncError('usage', 'try needs a program to run', { actions: ['sfsync try -- sh <script>'] })
  const { tryOut } = await import('../../app/try.ts')
  return await tryOut(context, options)
}
