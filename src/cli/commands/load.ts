import { defineCommand, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import { SfsyncError } from '../../core/errors.ts'
import { countText } from '../../core/text.ts'
import type { WriteOptions } from '../../app/write.ts'
import type { Context } from '../context.ts'
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

export const loadCommand = defineCommand({
  name: 'load',
  summary: 'make the ledger equal to a dump',
  description:
    'make the ledger equal to a dump: missing rows are added, different ones changed, the rest removed',
  examples: [
    { command: 'sfsync load ledger.ndjson --dry-run', purpose: 'see what is different from the file' },
    {
      command: 'sfsync load ledger.ndjson --store new.sqlite',
      purpose: 'a new ledger, with its history when the dump has one',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[file]', 'what sfsync dump wrote; - is standard input')
        .option('--rows-only', 'leave the history of the dump out, and write one change set'),
    ),
  options: ([file], flags): LoadOptions => ({
    ...given({ file }),
    rowsOnly: flags.rowsOnly === true,
    ...writeOptions(flags),
  }),
  run: runLoad,
})

export async function runLoad(options: LoadOptions, context: Context, invocation: Invocation): Promise<void> {
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
    invocation,
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
