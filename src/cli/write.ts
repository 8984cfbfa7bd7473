import type { Change, ChangeSet, Plan, Refusal } from '../core/change.ts'
import { removalsIn } from '../core/decide/removal-limit.ts'
import { changeQuestion, rowNames } from '../app/change-text.ts'
import { confirmationsOf } from '../core/confirmation.ts'
import { SfsyncError } from '../core/errors.ts'
import type { CommandLine } from '../core/hint.ts'
import { hintText } from '../app/hints.ts'
import { Canceled, refusalError } from '../app/exit-codes.ts'
import { stampOf, write, type Write, type WriteAnswer, type WriteOptions } from '../app/write.ts'
import { commandLineOf, type Invocation, withAnswers } from './command.ts'
import type { Context } from './context.ts'
import { confirmationFlag } from './shared-flags.ts'
import { showPlan, writeOutcome } from './output/plan.ts'
import { warnOfProblems } from './output/problems.ts'

/** A command's request to write to the ledger. */
export interface WriteRequest extends WriteOptions, Pick<Write, 'confirmed' | 'decide' | 'prepare'> {
  /** The command line, completed by the answers to prompts; the history keeps it. */
  readonly invocation: Invocation
}

/**
 * Writes what a command decided, asks questions on a terminal, and prints the result. Returns the committed change set,
 * or null for a dry run and when there was nothing to change.
 */
export async function executeWrite(context: Context, request: WriteRequest): Promise<ChangeSet | null> {
  const ledger = await context.ledger()
  let { invocation } = request
  let shown: Plan | undefined
  const { plan, changeSet } = await write(
    context,
    {
      ...request,
      stamp: () => stampOf(context, hintText(commandLineOf(invocation, unrecorded)), request.reason),
    },
    {
      answer: async (refusal) => {
        const answer = await askAbout(context, refusal)
        invocation = withAnswers(invocation, invocation.arguments, answerFlags(answer))
        return answer
      },
      approve: async (approved) => {
        if (!invocation.prompted) return
        const names = await rowNames(ledger, approved.changes)
        const question = {
          text: changeQuestion(approved.changes, names),
          byDefault: onlyAdds(approved.changes),
        }
        await confirm(context, question, async () => {
          await showPlan(context, ledger, approved)
          shown = approved
        })
      },
    },
  )
  const isDryRun = request.dryRun && plan.changes.length > 0
  // The next steps need the rows that a dry run does not write.
  await writeOutcome(context, ledger, isDryRun ? { ...plan, next: [] } : plan, changeSet?.number ?? null, {
    wasShown: shown?.changes === plan.changes,
  })
  if (isDryRun) await context.note('dry run: nothing was changed')
  if (invocation.prompted) await noteEquivalentCommand(context, commandLineOf(invocation))
  return changeSet
}

// The history keeps the reason beside the command, and nothing of a dry run.
const unrecorded = ['--reason', '--dry-run']

function answerFlags({ confirmations = [], allowRemovals }: WriteAnswer): string[][] {
  return [
    ...confirmations.map((confirmation) => [confirmationFlag(confirmation)]),
    ...(allowRemovals === undefined ? [] : [['--allow-removals', String(allowRemovals)]]),
  ]
}

/** Prints the command that does the same without questions. */
export async function noteEquivalentCommand(context: Context, command: CommandLine): Promise<void> {
  await context.note({ text: 'equivalent command', command })
}

async function askAbout(context: Context, refusal: Refusal): Promise<WriteAnswer> {
  if (!context.canAsk) throw refusalError(refusal)
  if (refusal.code === 'limit') return { allowRemovals: await askForRemovals(context, refusal) }
  const needed = confirmationsOf(refusal.rows)
  if (refusal.code !== 'decision-needed' || needed.length === 0) throw refusalError(refusal)
  const prompts = await context.prompts()
  for (const confirmation of needed) {
    const rows = refusal.rows.filter((row) => row.confirmation === confirmation)
    const [only = '', ...others] = new Set(rows.map(({ reason }) => reason))
    // One answer for all that need the same confirmation.
    if (others.length > 0) await warnOfProblems(context, rows)
    else if (rows[0]?.action !== undefined) await context.note(rows[0].action)
    const question = others.length > 0 || only === '' ? '' : `${only}. `
    if (!(await prompts.yesNo(`${question}Continue anyway?`))) throw new Canceled()
  }
  return { confirmations: needed }
}

/** Lists the removals of a plan above the removal limit, and has the admin type their exact number, which it returns. */
export async function askForRemovals(context: Context, { rows, message }: Refusal): Promise<number> {
  for (const { reason } of rows.slice(0, mostListed)) await context.warn(reason)
  if (rows.length > mostListed) await context.warn(`... and ${rows.length - mostListed} more`)
  await context.warn(message)
  const prompts = await context.prompts()
  await prompts.text({
    message: `Type ${rows.length} to continue (Ctrl-C to stop)`,
    problem: (text) => (text.trim() === String(rows.length) ? undefined : 'that is not the number'),
  })
  return rows.length
}

const mostListed = 20

// A plan without removals can be undone without loss.
function onlyAdds(changes: readonly Change[]): boolean {
  return changes.every(({ after }) => after !== null) && removalsIn(changes).size === 0
}

/** A question that approves a plan before it is written. */
interface ApprovalQuestion {
  readonly text: string
  readonly byDefault: boolean
}

/** Shows a plan and asks whether to write it. Throws `Canceled` if the answer is no. */
export async function confirm(
  context: Context,
  { text, byDefault }: ApprovalQuestion,
  show: () => Promise<void>,
): Promise<void> {
  if (!context.canAsk) return
  await show()
  const prompts = await context.prompts()
  if (!(await prompts.yesNo(text, byDefault))) throw new Canceled()
}

/** Runs several steps that each write on their own. If one is interrupted or declined, the error says what is kept and how to resume. */
export async function walkThrough<Result>(
  context: Context,
  command: CommandLine,
  walk: () => Promise<Result>,
): Promise<Result> {
  const before = await written(context)
  try {
    return await walk()
  } catch (error) {
    const isEnd = error instanceof Canceled || (error instanceof SfsyncError && error.code === 'interrupted')
    if (!isEnd || error.actions.length > 0 || before === (await written(context))) throw error
    if (error instanceof Canceled) throw new Canceled(command)
    throw new SfsyncError('interrupted', 'stopped; changes made so far are kept', {
      actions: [command],
      cause: error,
    })
  }
}

async function written(context: Context): Promise<string> {
  const ledger = await context.ledger()
  const read = await ledger.directory.lastRead()
  return `${(await ledger.counts()).changeSets} ${read?.at ?? ''}`
}
