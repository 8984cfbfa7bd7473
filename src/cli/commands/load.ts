import { Command } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import { countText } from '../../core/text.ts'
import type { WriteOptions } from '../../app/write.ts'
import type { Context } from '../context.ts'
import {
  type CommandRunner,
  withExamples,
  type WriteFlags,
  writeOptions,
  withWriteFlags,
} from '../command.ts'
import { given } from '../../core/values.ts'
import type { Plan } from '../../core/change.ts'
import type { CheckedDump } from '../../app/load.ts'
import { writeOutcome } from '../output/plan.ts'
import { executeWrite } from '../write.ts'

export interface LoadOptions extends WriteOptions {
  /** `-` is standard input. */
  readonly file?: string
  /** Leave the history of the dump out. */
  readonly rowsOnly: boolean
}

export function loadCommand(handle: CommandRunner): Command {
  const command = new Command('load')
    .description(
      'make the ledger equal to a dump: what is missing is added, what is different changed, the rest removed',
    )
    .argument('[file]', 'what sfsync dump wrote; - is standard input')
    .option('--rows-only', 'leave the history of the dump out, and write one change set')
    .action((file: string | undefined, flags: WriteFlags & { readonly rowsOnly?: boolean }) =>
      handle(runLoad, { ...given({ file }), rowsOnly: flags.rowsOnly === true, ...writeOptions(flags) }),
    )
  return withExamples(withWriteFlags(command), [
    { command: 'sfsync load ledger.ndjson --dry-run', purpose: 'see what is different from the file' },
    {
      command: 'sfsync load ledger.ndjson --store new.sqlite',
      purpose: 'a new ledger, with its history when the dump has one',
    },
  ])
}

export async function runLoad(options: LoadOptions, context: Context): Promise<void> {
  const { file } = options
  if (file === undefined) throw new SfsyncError('usage', 'load needs <file>; - is standard input')
  const { decideLoad, readCheckedDump } = await import('../../app/load.ts')
  const checked = await readCheckedDump(context, file, options.rowsOnly)
  const ledger = await context.ledger()
  if (checked.history.length > 0) {
    const plan = await decideLoad(ledger, checked)
    const { changeSets } = await ledger.counts()
    // A ledger that is as the file says needs no other history.
    if (plan.changes.length > 0 || changeSets === 0) return await loadHistory(context, options, checked, plan)
  }
  await executeWrite(context, {
    ...options,
    words: ['load', file, ...(options.rowsOnly ? ['--rows-only'] : [])],
    prompted: false,
    decide: async () => await decideLoad(ledger, checked),
  })
}

async function loadHistory(
  context: Context,
  { dryRun, reason }: LoadOptions,
  checked: CheckedDump,
  plan: Plan,
): Promise<void> {
  const { commitHistory, requireNoHistory } = await import('../../app/load.ts')
  const ledger = await context.ledger()
  await requireNoHistory(ledger, checked)
  if (reason !== undefined)
    throw new SfsyncError('usage', 'the change sets of a history keep their own reasons; leave out --reason')
  const { name, history } = checked
  const whole = {
    ...plan,
    warnings: [
      `${countText(history.length, 'change set')} of ${name} ${history.length === 1 ? 'keeps its time and author' : 'keep their time and author'}`,
    ],
  }
  if (dryRun) {
    await writeOutcome(context, ledger, { ...whole, next: [] }, null)
    await context.note('dry run: nothing was changed')
    return
  }
  await writeOutcome(context, ledger, whole, await commitHistory(context, checked))
}
