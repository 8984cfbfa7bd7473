import { defineCommand, withAnswers, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { WriteOptions } from '../../app/write.ts'
import type { Context } from '../context.ts'
import { dumpFiles } from '../file-kinds.ts'
import { typedFile } from '../file-question.ts'
import { given } from '../../core/values.ts'
import type { Plan } from '../../core/change.ts'
import {
  type CheckedDump,
  decideLoad,
  readCheckedDump,
  commitHistory,
  requireNoHistory,
} from '../../app/load.ts'
import { writeLoaded, writeOutcome } from '../output/plan.ts'
import { executeWrite } from '../write.ts'

export interface LoadOptions extends WriteOptions {
  /** `-` is standard input. */
  readonly file?: string
  /** Skip the history in the dump. */
  readonly rowsOnly: boolean
}

export const loadCommand = defineCommand({
  name: 'load',
  description: 'make the ledger match a dump: add missing rows, change different ones, remove the rest',
  examples: [
    { command: 'sfsync load ledger.ndjson --dry-run', purpose: 'see how the ledger differs from the file' },
    {
      command: 'sfsync load ledger.ndjson --store new.sqlite',
      purpose: 'a new ledger, with the history if the dump includes it',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[file]', 'file written by sfsync dump; - is standard input')
        .option('--rows-only', 'skip the history in the dump; record one change set'),
    ),
  options: ([file], flags): LoadOptions => ({
    ...given({ file }),
    rowsOnly: flags.rowsOnly === true,
    ...writeOptions(flags),
  }),
  run: runLoad,
})

export async function runLoad(options: LoadOptions, context: Context, invocation: Invocation): Promise<void> {
  const file = await typedFile(context, options.file, {
    command: 'load',
    question: 'Which dump?',
    kind: dumpFiles,
    action: 'name the file that sfsync dump wrote, or - for standard input',
  })
  const checked = await readCheckedDump(context, file, options.rowsOnly)
  const ledger = await context.ledger()
  if (checked.history.length > 0) {
    const plan = await decideLoad(ledger, checked, context.actor)
    const { changeSets } = await ledger.counts()
    // A ledger that already matches the file keeps its own history.
    if (plan.changes.length > 0 || changeSets === 0) return await loadHistory(context, options, checked, plan)
  }
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(invocation, [file]),
    decide: async () => await decideLoad(ledger, checked, context.actor),
  })
}

async function loadHistory(
  context: Context,
  { dryRun, reason }: LoadOptions,
  checked: CheckedDump,
  plan: Plan,
): Promise<void> {
  const ledger = await context.ledger()
  await requireNoHistory(context, checked)
  if (reason !== undefined)
    throw new SfsyncError(
      'usage',
      '--reason cannot be combined with a history, whose change sets keep their own reasons',
    )
  const { name, history } = checked
  const whole = {
    ...plan,
    notices: [`${keptText(history)} of ${name}`],
  }
  if (dryRun) {
    await writeOutcome(context, ledger, { ...whole, next: [] }, null)
    await context.note('dry run: nothing was changed')
    return
  }
  await writeLoaded(context, ledger, whole, await commitHistory(context, checked))
}

function keptText(history: CheckedDump['history']): string {
  const hasRole = history.some(({ draft: { role } }) => typeof role === 'string')
  const [time, author, role] = ['time', 'author', 'database role'].map((each) =>
    history.length === 1 ? each : `${each}s`,
  )
  const kept = hasRole ? `${time}, ${author} and ${role}` : `${time} and ${author}`
  return history.length === 1 ? `its ${kept} are those` : `their ${kept} are those`
}
