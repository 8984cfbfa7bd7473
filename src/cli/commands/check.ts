import { Command } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-codes.ts'
import { given, wholeNumber } from '../flags.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { type ListFlags, listing, type ListOptions, listOptions } from '../list/flags.ts'

export interface CheckOptions extends ListOptions {
  readonly since?: string
  readonly pendingDays: number
  readonly fix: boolean
  readonly offline: boolean
}

interface CheckFlags extends ListFlags {
  readonly since?: string
  readonly pendingDays: string
  readonly fix?: boolean
  readonly offline?: boolean
}

export function checkCommand(handle: Handle): Command {
  const command = new Command('check')
    .description(
      'tell what has moved since people were mapped; silent when nothing has (exit codes: 10 something has, 5 could not look)',
    )
    .option(
      '--since <when>',
      'only what began then or later (2026-11-01, 7d, 12h), and what nobody knows the beginning of',
    )
    .option('--pending-days <number>', 'how long somebody may be pending in SalesScreen', '10')
    .option('--fix', 'print the commands that mend it as a shell script, and run none of them')
    .option('--offline', 'ask no org for news, however old the directory is')
    .action((flags: CheckFlags) => handle(runCheck, checkOptions(flags)))
  return withExamples(listing(command), [
    { command: 'sfsync check', purpose: 'one line per finding: who is inactive, renamed, gone, on no team' },
    { command: 'sfsync check --since 7d --json', purpose: "this week's, for a script" },
    {
      command: 'sfsync check --fix > mend.sh',
      purpose: 'the commands that mend it, to be read before they run',
    },
  ])
}

function checkOptions(flags: CheckFlags): CheckOptions {
  const { since, fix, offline } = flags
  const pendingDays = wholeNumber(flags.pendingDays)
  if (pendingDays === undefined)
    throw new SfsyncError('usage', `--pending-days is a whole number above 0, not "${flags.pendingDays}"`)
  if (fix === true && flags.columns !== undefined)
    throw new SfsyncError('usage', '--fix prints commands, which have no columns')
  return {
    ...listOptions(flags),
    ...given({ since }),
    pendingDays,
    fix: fix === true,
    offline: offline === true,
  }
}

export async function runCheck(options: CheckOptions, context: Context): Promise<ExitCode> {
  const { checkDrift } = await import('../drift/check-drift.ts')
  return await checkDrift(context, options)
}
