import { defineCommand, writeOptions } from '../command.ts'
import { Option } from '@commander-js/extra-typings'
import { SfsyncError } from '../../core/errors.ts'
import { countText } from '../../core/text.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, refusalError } from '../../app/exit-codes.ts'
import { given } from '../../core/values.ts'
import { isRefusal, type Plan, planOf } from '../../core/change.ts'
import { commandLine } from '../../core/hint.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Tried } from '../../app/try.ts'
import { checkAgainst } from '../../app/write.ts'
import { showPlan, writeTried } from '../output/plan.ts'
import { askForRemovals } from '../write.ts'

export interface TryOptions {
  /** The program and its arguments. */
  readonly command: readonly string[]
  /** What happens to its changes; undefined: somebody is asked, or they are dropped. */
  readonly end?: 'keep' | 'discard'
  readonly allowRemovals?: number
}

export const tryCommand = defineCommand({
  name: 'try',
  summary: 'run a script on a copy of the ledger',
  description:
    'run a script on a copy of the ledger, see what it changes, and keep or discard the changes; configuration files, logins and the directory are not copied',
  examples: [
    { command: 'sfsync try -- sh monday.sh', purpose: 'see what it would do, and decide' },
    { command: 'sfsync try --keep -- sh monday.sh', purpose: 'all of it, or nothing when it fails' },
  ],
  declare: (command) =>
    command
      .argument('[command...]', 'the program and its arguments, after --')
      .addOption(new Option('--keep', 'write its change sets when it ends well').conflicts('discard'))
      .option('--discard', 'only look; without either: a question, or exit code 10 when changes wait')
      .option('--allow-removals <number>', 'open the limit for exactly this many people who lose something'),
  options: ([command], flags): TryOptions => {
    const { allowRemovals } = writeOptions(flags)
    const end = flags.keep === true ? 'keep' : flags.discard === true ? 'discard' : undefined
    return { command, ...given({ end, allowRemovals }) }
  },
  run: runTry,
})

export async function runTry(options: TryOptions, context: Context): Promise<ExitCode> {
  if (options.command.length === 0)
    throw new SfsyncError('usage', 'try needs a program to run', {
      actions: [commandLine('try', '--', 'sh', '<script>')],
    })
  const { runOnCopy } = await import('../../app/try.ts')
  return await runOnCopy(context, options.command, async (tried) => await settle(context, tried, options))
}

async function settle(context: Context, tried: Tried, options: TryOptions): Promise<ExitCode> {
  const { copy, made } = tried
  const plan = planOf(made.net, {
    warnings: made.hasRead
      ? [
          {
            text: 'the script refreshed the directory, which is not kept; refresh it again',
            command: commandLine('sf-users refresh'),
          },
        ]
      : [],
  })
  if (made.drafts.length === 0) {
    await writeTried(context, copy, plan, [])
    await context.note('the script changed nothing')
    return exitCodes.done
  }
  if (made.net.length === 0) {
    await writeTried(context, copy, plan, null)
    await context.note(`${countText(made.drafts.length, 'change set')} without a net effect; dropped`)
    return exitCodes.done
  }
  const isAsked = options.end === undefined && context.canAsk
  if (options.end === 'keep' || (isAsked && (await isWanted(context, copy, plan)))) {
    await requireRemovalsAllowed(context, tried, plan, options)
    const { keepTried } = await import('../../app/try.ts')
    await writeTried(context, copy, plan, await keepTried(context, tried))
    return exitCodes.done
  }
  const waits = options.end === undefined && !isAsked
  const again = commandLine('try', '--keep', '--', ...options.command)
  await writeTried(context, copy, waits ? { ...plan, next: [again] } : plan, null)
  await context.note('dropped: nothing was changed')
  return waits ? exitCodes.waiting : exitCodes.done
}

async function isWanted(context: Context, copy: Ledger, plan: Plan): Promise<boolean> {
  await showPlan(context, copy, plan)
  const prompts = await context.prompts()
  return await prompts.yesNo('Keep these changes?')
}

async function requireRemovalsAllowed(
  context: Context,
  { ledger }: Tried,
  plan: Plan,
  { allowRemovals }: TryOptions,
): Promise<void> {
  const checked = await checkAgainst(context, ledger, plan, allowRemovals)
  if (!isRefusal(checked)) return
  if (!context.canAsk) throw refusalError(checked)
  await askForRemovals(context, checked)
}
