import {
  defineCommand,
  commandLineOf,
  withAnswers,
  withRemovalsFlag,
  writeOptions,
  type Invocation,
} from '../command.ts'
import { batchKinds } from '../../core/batch/decide-row.ts'
import { SfsyncError } from '../../core/errors.ts'
import { confirmationsIn, tableOptions, withConfirmationFlags, withTableFlags } from '../shared-flags.ts'
import type { Context } from '../context.ts'
import { plannedFiles } from '../file-kinds.ts'
import { typedFile } from '../file-question.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { importConfirmations } from './import.ts'
import { given, wholeNumber } from '../../core/values.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import { countText } from '../../core/text.ts'
import { hintText } from '../../app/hints.ts'
import { requireSafeToWrite } from '../../app/output-files.ts'
import { isOtherAuthorRequired } from '../../app/other-author.ts'
import { type MadePlan, type PlanKind, type PlanRequest, makePlan } from '../../app/plan.ts'
import { writePlanned } from '../output/plan.ts'

export interface PlanOptions extends Omit<PlanRequest, 'command' | 'file' | 'as'> {
  readonly file?: string
  /** The kind of file; by its name if it is not typed. */
  readonly as?: PlanKind
  /** The file for the plan; `-` is standard output. */
  readonly out?: string
  readonly detailedExitCode: boolean
}

export const planCommand = defineCommand({
  name: 'plan',
  description: 'preview what a file would change, and save the plan to review and apply later',
  examples: [
    { command: 'sfsync plan people.csv --out monday.plan', purpose: 'plan now, apply after review' },
    {
      command: 'sfsync plan roster.yaml --prune',
      purpose: 'what it takes to match the roster',
    },
    {
      command: 'sfsync plan people.csv --seats 50 --out first.plan',
      purpose: 'only as many new users as there are licenses',
    },
  ],
  declare: (command) =>
    withTableFlags(
      withConfirmationFlags(
        withRemovalsFlag(
          command
            .argument('[file]', 'a batch file, or a roster: every user with team and mapping')
            .option(
              '--as <kind>',
              `kind of file: ${planKinds.join(', ')} (default: roster for YAML, import otherwise)`,
            )
            .option('--out <file>', 'write the plan to this file, one change per line; - is standard output')
            .option(
              '--seats <number>',
              'plan only what fits into this many licenses: leavers are deactivated first, and new users who do not fit wait',
            )
            .option('--detailed-exitcode', 'exit with 10 if there are changes, with 0 if there are none')
            .option('--reason <text>', 'why; kept with the plan and in the history'),
        ),
        [...importConfirmations, 'prune'],
      ),
    ),
  options: ([file], flags, self): PlanOptions => {
    const as = planKinds.find((kind) => kind === flags.as)
    if (flags.as !== undefined && as === undefined)
      throw new SfsyncError('usage', `--as is one of ${planKinds.join(', ')}, not "${flags.as}"`)
    const [prune] = confirmationsIn(self, ['prune'])
    if (file !== undefined) requireRoster(prune !== undefined, kindOf(file, as))
    const { out } = flags
    const { reason, allowRemovals } = writeOptions(flags)
    const seats = flags.seats === undefined ? undefined : wholeNumber(flags.seats)
    if (flags.seats !== undefined && seats === undefined)
      throw new SfsyncError('usage', `--seats is the number of licenses, not "${flags.seats}"`)
    return {
      ...given({ file, as: file === undefined ? as : kindOf(file, as) }),
      prune: prune !== undefined,
      detailedExitCode: flags.detailedExitcode === true,
      allowed: confirmationsIn(self, importConfirmations),
      ...given({ out, reason, allowRemovals, seats }),
      ...tableOptions(flags),
    }
  },
  run: runPlan,
})

const planKinds: readonly PlanKind[] = [...batchKinds, 'roster']

function kindOf(file: string, typed: PlanKind | undefined): PlanKind {
  return typed ?? (/\.ya?ml$/i.test(file) ? 'roster' : 'import')
}

function requireRoster(prune: boolean, as: PlanKind): void {
  if (prune && as !== 'roster') throw new SfsyncError('usage', '--prune needs a roster')
}

export async function runPlan(
  options: PlanOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode> {
  const { out } = options
  const file = await typedFile(context, options.file, {
    command: 'plan',
    question: 'Which file?',
    kind: plannedFiles,
    action: 'name the file, or - for standard input',
  })
  const as = kindOf(file, options.as)
  requireRoster(options.prune, as)
  if (out !== undefined && out !== '-')
    await requireSafeToWrite(context, out, { input: file, what: 'a plan', isOurs: isPlan })
  const made = await makePlan(context, {
    ...options,
    file,
    as,
    command: hintText(
      commandLineOf(options.file === undefined ? withAnswers(invocation, [file]) : invocation, [
        '--reason',
        '--allow-removals',
        '--out',
        '--detailed-exitcode',
      ]),
    ),
  })
  await writePlan(context, made, out)
  return options.detailedExitCode && made.plan.changes.length > 0 ? exitCodes.waiting : exitCodes.done
}

function isPlan(firstLine: string): boolean {
  return firstLine.startsWith('{"sfsync":"plan"')
}

async function writePlan(
  context: Context,
  { plan, lines, digest }: MadePlan,
  out: string | undefined,
): Promise<void> {
  const text = lines.map((line) => `${line}\n`).join('')
  const file = out === undefined || out === '-' ? undefined : out
  const apply = withOptions(commandLine('apply', file ?? '<plan>'), { expect: digest.slice(0, 16) })
  const step: Hint = isOtherAuthorRequired(context)
    ? { text: `give ${file ?? 'the plan'} to someone else, who runs`, command: apply }
    : apply
  const next = plan.changes.length === 0 || out === undefined ? [] : [step]
  if (out === '-') {
    await context.stdout.write(text)
    for (const each of next) await context.suggest(each)
    return
  }
  if (out !== undefined) {
    await context.dependencies.writeFile(out, text)
    await context.note(`plan with ${countText(plan.changes.length, 'change')} written to ${out}`)
  }
  await writePlanned(context, await context.ledger(), plan, digest, next)
  if (out === undefined && plan.changes.length > 0)
    await context.note('Nothing was changed. To apply the plan later, save it with --out <file>.')
}
