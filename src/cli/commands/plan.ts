import { Command } from 'commander'
import { type BatchKind, batchKinds } from '../../core/batch/decide-row.ts'
import { SfsyncError } from '../../core/errors.ts'
import {
  type ConfirmationFlags,
  confirmationsIn,
  withConfirmationFlags,
  withTableFlags,
} from '../shared-flags.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import { given, type CommandRunner, withExamples, type WriteFlags, writeOptions } from '../command.ts'
import { importDecisions } from './import.ts'

/** What a file can be: the rows of a batch, or a roster. */
export type WishKind = BatchKind | 'roster'

export interface PlanOptions {
  /** `-` is standard input. */
  readonly file: string
  readonly as: WishKind
  readonly prune: boolean
  /** Where the plan is written; `-` is standard output. */
  readonly out?: string
  readonly detailedExitCode: boolean
  readonly reason?: string
  readonly allowRemovals?: number
  readonly encoding?: string
  readonly separator?: string
  readonly allowed: readonly string[]
}

interface PlanFlags extends Pick<WriteFlags, 'reason' | 'allowRemovals'>, ConfirmationFlags {
  readonly as?: string
  readonly prune?: boolean
  readonly out?: string
  readonly detailedExitcode?: boolean
  readonly encoding?: string
  readonly separator?: string
}

export function planCommand(handle: CommandRunner): Command {
  const command = new Command('plan')
    .description('see what a file would change, and save it to be looked at and applied later')
    .argument('[file]', 'a batch file, or a roster: who should be on which team and mapped to whom')
    .option('--as <kind>', `what the file is: ${wishKinds.join(', ')}; YAML is a roster, all else import`)
    .option('--out <file>', 'write the plan here, one change a line; - is standard output')
    .option('--prune', 'with a roster: take team and mapping away from those who are not on it')
    .option('--detailed-exitcode', 'exit with 10 when there are changes, with 0 when there are none')
    .option('--reason <text>', 'why; kept with the plan, and with its change set')
    .option('--allow-removals <number>', 'open the limit for exactly this many people who lose something')
    .action((file: string | undefined, flags: PlanFlags) => handle(runPlan, planOptions(file, flags)))
  return withExamples(withTableFlags(withConfirmationFlags(command, importDecisions)), [
    { command: 'sfsync plan people.csv --out monday.plan', purpose: 'plan now, apply when it was looked at' },
    {
      command: 'sfsync plan roster.yaml --prune',
      purpose: 'what it takes until everybody is where the roster says',
    },
  ])
}

const wishKinds: readonly WishKind[] = [...batchKinds, 'roster']

function planOptions(file: string | undefined, flags: PlanFlags): PlanOptions {
  if (file === undefined) throw new SfsyncError('usage', 'plan needs <file>; - is standard input')
  const wanted = flags.as ?? (/\.ya?ml$/i.test(file) ? 'roster' : 'import')
  const as = wishKinds.find((kind) => kind === wanted)
  if (as === undefined)
    throw new SfsyncError('usage', `--as is one of ${wishKinds.join(', ')}, not "${wanted}"`)
  if (flags.prune === true && as !== 'roster') throw new SfsyncError('usage', '--prune is for a roster')
  const { out, encoding, separator } = flags
  const { reason, allowRemovals } = writeOptions(flags)
  return {
    file,
    as,
    prune: flags.prune === true,
    detailedExitCode: flags.detailedExitcode === true,
    allowed: confirmationsIn(flags, importDecisions),
    ...given({ out, encoding, separator, reason, allowRemovals }),
  }
}

export async function runPlan(options: PlanOptions, context: Context): Promise<ExitCode> {
  const { makePlan } = await import('../../app/plan.ts')
  return await makePlan(context, options)
}
