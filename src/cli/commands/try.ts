import { commandLineOf, defineCommand, type Invocation, withRemovalsFlag, writeOptions } from '../command.ts'
import { Option } from '@commander-js/extra-typings'
import { SfsyncError } from '../../core/errors.ts'
import { countText } from '../../core/text.ts'
import { readAgainCommand } from '../../core/salesforce-user.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, refusalError } from '../../app/exit-codes.ts'
import { given } from '../../core/values.ts'
import { isRefusal, type Plan, planOf } from '../../core/change.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { type Tried, runOnCopy, keepTried } from '../../app/try.ts'
import { todoHints } from '../../app/todo.ts'
import { withinRemovalLimit } from '../../app/write.ts'
import { showPlan, writeSeveral } from '../output/plan.ts'
import { askForCount } from '../write.ts'

export interface TryOptions {
  /** The program and its arguments. */
  readonly command: readonly string[]
  /** What to do with the changes; undefined asks, or discards them when no one can be asked. */
  readonly end?: 'keep' | 'discard'
  readonly allowRemovals?: number
}

export const tryCommand = defineCommand({
  name: 'try',
  description:
    'run a script on a copy of the ledger, see what it changes, and keep or discard the changes; configuration files, logins and the directory are not copied',
  examples: [
    { command: 'sfsync try -- sh monday.sh', purpose: 'see what it changes, then decide' },
    { command: 'sfsync try --keep -- sh monday.sh', purpose: 'keep all changes, or none if it fails' },
  ],
  declare: (command) =>
    withRemovalsFlag(
      command
        .argument('[command...]', 'the program and its arguments, after --')
        .addOption(new Option('--keep', 'keep the changes if the script succeeds').conflicts('discard'))
        .option(
          '--discard',
          'discard the changes; without --keep or --discard, sfsync asks (or exits with 10)',
        ),
    ),
  options: ([command], flags): TryOptions => {
    const { allowRemovals } = writeOptions(flags)
    const end = flags.keep === true ? 'keep' : flags.discard === true ? 'discard' : undefined
    return { command, ...given({ end, allowRemovals }) }
  },
  run: runTry,
})

export async function runTry(typed: TryOptions, context: Context, invocation: Invocation): Promise<ExitCode> {
  const options = { ...typed, command: await programToTry(typed, context) }
  return await runOnCopy(context, options.command, async (tried) => {
    return await settle(context, tried, options, invocation)
  })
}

async function programToTry({ command }: TryOptions, context: Context): Promise<readonly string[]> {
  if (command.length > 0) return command
  if (!context.canAsk)
    throw new SfsyncError('usage', 'try needs a program to run', {
      actions: [commandLine('try', '--', 'sh', '<script>')],
    })
  const line = await (
    await context.prompts()
  ).text({
    message: 'Program to run on the copy, with its arguments',
    problem: (text) =>
      wordsOf(text).length === 0 ? 'enter a program, for example: sh monday.sh' : undefined,
  })
  return wordsOf(line)
}

// Quotation marks keep spaces together.
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  )
}

async function settle(
  context: Context,
  tried: Tried,
  options: TryOptions,
  invocation: Invocation,
): Promise<ExitCode> {
  const { copy, made } = tried
  const plan = planOf(made.net, {
    warnings: made.hasRead
      ? [
          {
            text: 'the script read Salesforce users only into the copy; read them again',
            command: readAgainCommand(await copy.directory.lastRead()),
          },
        ]
      : [],
  })
  if (made.changeSets.length === 0) {
    await writeSeveral(context, copy, plan, [])
    await context.note('the script changed nothing')
    return exitCodes.done
  }
  if (made.net.length === 0) {
    await writeSeveral(context, copy, plan, null)
    await context.note(`discarded ${countText(made.changeSets.length, 'change set')} without a net effect`)
    return exitCodes.done
  }
  const isAsked = options.end === undefined && context.canAsk && !context.yes
  if (await isKept(context, tried, plan, options)) {
    const kept = await keepTried(context, tried)
    const next = await todoHints(tried.ledger, plan.changes)
    await writeSeveral(context, copy, { ...plan, next }, kept, { wasShown: isAsked })
    return exitCodes.done
  }
  const waits = options.end === undefined && !isAsked
  const again = withOptions(commandLineOf({ ...invocation, arguments: ['--', ...options.command] }), {
    keep: true,
  })
  await writeSeveral(context, copy, waits ? { ...plan, next: [again] } : plan, null, { wasShown: isAsked })
  await context.note('Discarded. Nothing was changed.')
  return waits ? exitCodes.waiting : exitCodes.done
}

// Above the limit on removals, their number is the answer.
async function isKept(
  context: Context,
  { ledger, copy }: Tried,
  plan: Plan,
  { end, allowRemovals }: TryOptions,
): Promise<boolean> {
  const isAsked = end === undefined && context.canAsk && !context.yes
  const isWanted = end === 'keep' || (end === undefined && context.yes)
  if (!isAsked && !isWanted) return false
  if (isAsked) await showPlan(context, copy, plan)
  const checked = await withinRemovalLimit(context, ledger, plan, allowRemovals)
  if (!isRefusal(checked)) return isWanted || (await (await context.prompts()).yesNo('Keep these changes?'))
  if (!context.canAsk) throw refusalError(checked)
  if (!isAsked) await showPlan(context, copy, plan)
  await askForCount(context, checked.message, checked.removals?.needed ?? 0)
  return true
}
