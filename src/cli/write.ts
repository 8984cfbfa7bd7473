import type { Change, Changes, ChangeSet, Entity, Plan, Refusal } from '../core/change.ts'
import { removalsIn } from '../core/decide/removal-limit.ts'
import { changeQuestion } from '../app/change-question.ts'
import { rowNames } from '../app/change-text.ts'
import { confirmationsOf, isChoice } from '../core/confirmation.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { given } from '../core/values.ts'
import type { CommandLine } from '../core/hint.ts'
import { hintText } from '../app/hints.ts'
import { refusalError } from '../app/exit-codes.ts'
import { Canceled } from '../app/interrupts.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { stampOf, write, type Write, type WriteAnswer, type WriteOptions } from '../app/write.ts'
import { commandLineOf, type Invocation, withAnswers } from './command.ts'
import type { Context } from './context.ts'
import { confirmationFlag } from './shared-flags.ts'
import { showPlan, writeOutcome } from './output/plan.ts'

/** A command's request to write to the ledger. */
export interface WriteRequest extends WriteOptions, Pick<Write, 'confirmed' | 'decide' | 'prepare'> {
  /** The command line, completed by the answers to prompts; the history keeps it. */
  readonly invocation: Invocation
  /** Whether it is asked about although all of it was typed or is harmless: because answers led to it that no command line has, or that do not say what is written. */
  readonly isAlwaysAsked?: true
}

/**
 * Writes what a command decided, asks questions on a terminal, and prints the result. Returns the committed change set,
 * or null for a dry run and when there was nothing to change.
 */
export async function executeWrite(context: Context, request: WriteRequest): Promise<ChangeSet | null> {
  const ledger = await context.ledger()
  const approval = new Approval(context, ledger, request)
  const { plan, changeSet } = await write(
    context,
    {
      ...request,
      stamp: () => stampOf(context, hintText(commandLineOf(approval.invocation, unrecorded)), request.reason),
    },
    {
      answer: async (refusal) => await approval.answer(refusal),
      approve: async (approved) => await approval.ask(approved),
    },
  )
  const { invocation } = approval
  const isDryRun = request.dryRun && plan.changes.length > 0
  if (changeSet === null) await approval.warnOfDoubts()
  // The next steps need the rows that a dry run does not write.
  // A program gets all warnings with the result.
  const unsaid = context.format === 'json' || context.format === 'ndjson' ? plan : approval.unsaid(plan)
  await writeOutcome(
    context,
    ledger,
    isDryRun ? { ...unsaid, next: [] } : unsaid,
    changeSet?.number ?? null,
    {
      wasShown: approval.hasShown(plan),
    },
  )
  if (isDryRun) await context.note('dry run: nothing was changed')
  if (invocation.prompted && plan.changes.length > 0)
    await noteEquivalentCommand(context, commandLineOf(invocation))
  return changeSet
}

// The history keeps the reason beside the command, and nothing of a dry run.
const unrecorded = ['--reason', '--dry-run']

/**
 * When a plan is asked about before it is written: once at most. Who typed all of it is asked only where it is doubtful. A
 * plan that only adds is written by Enter, one that takes something away or is doubtful only by a yes, and one above the
 * limit on removals by their number.
 */
class Approval {
  readonly #context: Context
  readonly #ledger: Ledger
  #invocation: Invocation
  #shown: string | undefined
  #approved: string | undefined
  // Why a plan is doubtful; the question about the plan answers all of them.
  readonly #doubts: ErrorRow[] = []
  #isAboutIdentity = false
  #isCounted = false

  readonly #isAlwaysAsked: boolean

  constructor(context: Context, ledger: Ledger, { invocation, isAlwaysAsked }: WriteRequest) {
    this.#context = context
    this.#ledger = ledger
    this.#invocation = invocation
    this.#isAlwaysAsked = isAlwaysAsked === true
  }

  /** The command line, completed by the answers. */
  get invocation(): Invocation {
    return this.#invocation
  }

  // What was decided again after an answer is the same plan.
  hasShown({ changes }: Plan): boolean {
    return this.#shown !== undefined && this.#shown === contentOf([...changes])
  }

  /** The plan without warnings that are doubts as well, which are listed beside it. */
  unsaid(plan: Plan): Plan {
    const doubts = new Set(this.#doubts.map(({ reason }) => reason))
    return { ...plan, warnings: plan.warnings.filter((each) => !doubts.has(hintText(each))) }
  }

  async #show(plan: Plan): Promise<void> {
    if (!this.hasShown(plan)) await showPlan(this.#context, this.#ledger, this.unsaid(plan))
    this.#shown = contentOf([...plan.changes])
  }

  /** Resolves a refusal, or throws it. */
  async answer(refusal: Refusal): Promise<WriteAnswer> {
    const answer =
      refusal.code === 'limit' ? await this.#removals(refusal) : await this.#confirmations(refusal)
    this.#invocation = withAnswers(this.#invocation, this.#invocation.arguments, answerFlags(answer))
    return answer
  }

  async #removals(refusal: Refusal): Promise<WriteAnswer> {
    if (!this.#context.canAsk) throw refusalError(refusal)
    const { plan } = refusal
    if (plan !== undefined) await this.#show(plan)
    await this.warnOfDoubts()
    const allowRemovals = refusal.removals?.needed ?? refusal.rows.length
    await askForCount(this.#context, refusal.message, allowRemovals)
    this.#isCounted = true
    return { allowRemovals }
  }

  async #confirmations(refusal: Refusal): Promise<WriteAnswer> {
    const needed = confirmationsOf(refusal.rows)
    const isIdentity = refusal.rows.some(isChoice)
    const isConfirmed = this.#context.yes && !isIdentity
    if (refusal.code !== 'decision-needed' || needed.length === 0 || !(this.#context.canAsk || isConfirmed))
      throw refusalError(refusal)
    this.#isAboutIdentity ||= isIdentity
    // The count was typed for a plan without these doubts.
    this.#isCounted = false
    // The question takes the place of the flag, and of what to do about it, unless that is another command.
    for (const { confirmation, action, ...row } of refusal.rows)
      if (confirmation !== undefined)
        this.#doubts.push(
          confirmation === 'new' || confirmation === 'create-team' ? { ...row, ...given({ action }) } : row,
        )
    return { confirmations: needed }
  }

  /** Asks about a plan if that is needed. Throws `Canceled` if the answer is no. */
  async ask(plan: Plan): Promise<void> {
    const { changes } = plan
    const isDoubtful = this.#doubts.length > 0
    const isAsked = isDoubtful || this.#isAlwaysAsked || (this.#invocation.prompted && !isHarmless(changes))
    if (this.#isCounted || !isAsked) return
    if (this.#context.yes && !this.#isAboutIdentity) return await this.warnOfDoubts()
    const all = [...changes]
    const action = changeQuestion(all, await rowNames(this.#ledger, all))
    // If another admin was faster, the same is decided again.
    const approval = `${action} ${this.#doubts.length} ${contentOf(all)}`
    if (approval === this.#approved) return
    await this.#show(plan)
    await this.warnOfDoubts()
    await confirm(this.#context, {
      text: isDoubtful ? `${action} anyway?` : `${action}?`,
      byDefault: !isDoubtful && onlyAdds(changes),
      isAboutIdentity: this.#isAboutIdentity,
    })
    this.#approved = approval
  }

  /** Says why a plan is doubtful. */
  async warnOfDoubts(): Promise<void> {
    if (this.#doubts.length === 0) return
    const { warnOfProblems } = await import('./output/problems.ts')
    await warnOfProblems(this.#context, this.#doubts)
  }
}

// New users and teams get another ID whenever they are decided.
function contentOf(changes: readonly Change[]): string {
  return JSON.stringify(changes, (key, value: unknown) =>
    ['key', 'userId', 'teamId'].includes(key) ? undefined : value,
  )
}

function answerFlags({ confirmations = [], allowRemovals }: WriteAnswer): string[][] {
  return [
    ...confirmations.map((confirmation) => [confirmationFlag(confirmation)]),
    ...removalFlags(allowRemovals),
  ]
}

/** The flag that allows so many removals. */
export function removalFlags(allowRemovals: number | undefined): string[][] {
  return allowRemovals === undefined ? [] : [['--allow-removals', String(allowRemovals)]]
}

/** Prints the command that does the same without questions. */
export async function noteEquivalentCommand(context: Context, command: CommandLine): Promise<void> {
  await context.note({ text: 'equivalent command', command })
}

/**
 * Reads with the number of removals that was typed; above the limit a terminal asks for the right one, and reads once more.
 * Gives the number that was allowed with the result.
 */
export async function withRemovalsAsked<Result>(
  context: Context,
  typed: number | undefined,
  read: (allowRemovals: number | undefined) => Promise<Result>,
): Promise<{ readonly result: Result; readonly answer: number | undefined }> {
  try {
    return { result: await read(typed), answer: undefined }
  } catch (error) {
    if (!context.canAsk || !(error instanceof SfsyncError) || error.removals === undefined) throw error
    const { reason, rows, removals } = error
    for (const row of rows) await context.warn(row.reason)
    await askForCount(context, reason, removals.needed)
    return { result: await read(removals.needed), answer: removals.needed }
  }
}

/** Says how many would lose something, and has the admin type their exact number. */
export async function askForCount(context: Context, message: string, count: number): Promise<void> {
  await context.warn(message)
  const prompts = await context.prompts()
  await prompts.text({
    message: `Type ${count} to continue (Ctrl-C to stop)`,
    problem: (text) => (text.trim() === String(count) ? undefined : 'that is not the number'),
  })
}

// What an admin saw in SalesScreen is recorded as it was answered: no one loses anything by it.
function isHarmless(changes: Changes): boolean {
  return changes.every(({ entity, after }) => recorded.has(entity) && after !== null)
}

const recorded: ReadonlySet<Entity> = new Set(['fact', 'enteredUser', 'enteredTeam'])

// A plan without removals can be undone without loss.
function onlyAdds(changes: Changes): boolean {
  return changes.every(({ after }) => after !== null) && removalsIn(changes).size === 0
}

/** A question that is answered with yes or no. */
interface Confirmable {
  readonly text: string
  /** What Enter alone answers; no unless it is given. */
  readonly byDefault?: boolean
  /** Whether it is about who someone is, which `--yes` does not answer. */
  readonly isAboutIdentity?: boolean
}

/** Asks a question before something is done, unless `--yes` answers it. Throws `Canceled` if the answer is no. */
export async function confirm(
  context: Context,
  { text, byDefault = false, isAboutIdentity = false }: Confirmable,
): Promise<void> {
  if (context.yes && !isAboutIdentity) return
  const prompts = await context.prompts()
  if (!(await prompts.yesNo(text, byDefault))) throw new Canceled()
}

/** Runs several steps that each write on their own. If one is interrupted or declined, the error says what is kept and how to resume. */
export async function walkThrough<Result>(
  context: Context,
  resume: CommandLine | (() => CommandLine),
  walk: () => Promise<Result>,
): Promise<Result> {
  const before = await written(context)
  try {
    return await walk()
  } catch (error) {
    const isEnd = error instanceof Canceled || (error instanceof SfsyncError && error.code === 'interrupted')
    if (!isEnd || error.actions.length > 0 || before === (await written(context))) throw error
    const command = typeof resume === 'function' ? resume() : resume
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
