import type { Confirmation } from '../core/confirmation.ts'
import { type Change, isRefusal, type Plan, rowName } from '../core/change.ts'
import { refuseBatch } from '../core/batch/decide-batch.ts'
import type { BatchKind } from '../core/batch/decide-row.ts'
import { type KnownRows, type Preconditions, preconditionsOfChange } from '../core/decide/preconditions.ts'
import { SfsyncError } from '../core/errors.ts'
import { isUserId } from '../core/model.ts'
import { given } from '../core/values.ts'
import { visible } from '../core/visible-text.ts'
import type { DirectoryLookup, Ledger } from '../ledger/ledger.ts'
import { readBatch } from './batch/read-batch.ts'
import { planBatch, rowCount } from './batch/plan-batch.ts'
import { changeText, rowNames } from './change-text.ts'
import type { AppContext } from './context.ts'
import type { SheetRequest } from './ports.ts'
import { rejections } from './decisions.ts'
import { refusalError } from './exit-codes.ts'
import { hintText } from './hints.ts'
import { readLedgerState } from './ledger-state.ts'
import { planWithinSeats } from './licenses.ts'
import { planLines } from './plan-file.ts'
import { refusedSummary } from './plan-summary.ts'
import { checkedPlan } from './write.ts'

type PlanLedger = Parameters<typeof readLedgerState>[0] & { readonly directory: DirectoryLookup }

/** The preconditions of each of these changes, in their order; decisions count by `today`, YYYY-MM-DD. */
export async function preconditionsOf(
  ledger: PlanLedger,
  changes: readonly Change[],
  today: string,
): Promise<readonly Preconditions[]> {
  const mappings = changes.flatMap((change) => (change.entity === 'mapping' ? [change] : []))
  const deactivated = changes.filter(
    ({ entity, after }) =>
      entity === 'user' && after !== null && 'state' in after && after.state === 'deactivated',
  )
  const userIds = [...mappings, ...deactivated].flatMap(({ key }) => (isUserId(key) ? [key] : []))
  const state = await readLedgerState(ledger, { userIds }, { decisions: false, entered: false })
  const found = await ledger.directory.findAll({
    salesforceUserIds: [
      ...mappings.flatMap(({ after }) => after?.salesforceUserId ?? []),
      ...deactivated.flatMap(({ key }) => state.mapping.get(key)?.salesforceUserId ?? []),
    ],
  })
  const salesforceUsers = new Map(found.map((user) => [user.salesforceUserId, user]))
  const own = new Set(changes.map(rowName))
  const known: KnownRows = {
    user: (userId) => state.user.get(userId) ?? null,
    team: (teamId) => state.team.get(teamId) ?? null,
    salesforceUser: (id) => salesforceUsers.get(id) ?? null,
    mapping: (userId) => state.mapping.get(userId) ?? null,
    rejected: await rejections(ledger, today),
  }
  return changes.map((change) => preconditionsOfChange(change, known, (key) => own.has(key)))
}

/** What a plan is made from. */
export interface PlanRequest extends SheetRequest {
  readonly as: PlanKind
  /** For a roster: removes team and mapping from users on its teams that it does not list. */
  readonly prune: boolean
  /** How many licenses there are: only as many new users are planned as fit. */
  readonly seats?: number
  readonly allowed: readonly Confirmation[]
  readonly allowRemovals?: number
  readonly reason?: string
  /** The command that would plan the same again. */
  readonly command: string
}

/** What a file contains: the rows of a batch, or a roster. */
export type PlanKind = BatchKind | 'roster'

/** A plan, and the lines of its file. */
export interface MadePlan {
  readonly plan: Plan
  readonly lines: readonly string[]
  /** SHA-256 of the lines, hexadecimal. */
  readonly digest: string
}

/** Plans what a file asks for, on the ledger as it is; throws the refusal if the plan as a whole cannot be written. */
export async function makePlan(context: AppContext, request: PlanRequest): Promise<MadePlan> {
  const ledger = await context.ledger()
  const planned = await planRows(context, ledger, request)
  const plan = await checkedPlan(context, ledger, planned, request.allowRemovals)
  if (isRefusal(plan)) throw refusalError(plan)
  const planChanges = [...plan.changes]
  const names = await rowNames(ledger, planChanges)
  const facts = await preconditionsOf(ledger, planChanges, context.today())
  const head = {
    command: request.command,
    actor: context.actor,
    ...given({ role: (await ledger.role()) ?? undefined }),
    at: context.now(),
    reason: request.reason ?? null,
    evidence: plan.evidence,
    warnings: plan.warnings.map((warning) => hintText(warning)),
    next: plan.next.map((step) => hintText(step)),
  }
  const changes = planChanges.map((change, index) => ({
    text: visible(changeText(change, names)),
    change,
    facts: facts[index] ?? {},
  }))
  return { plan, ...planLines(head, changes) }
}

async function planRows(context: AppContext, ledger: Ledger, request: PlanRequest): Promise<Plan> {
  const { as, prune } = request
  const isRoster = as === 'roster'
  const kind = isRoster ? 'import' : as
  const batch = await readBatch(context, kind, request)
  // A roster describes the wanted result, so moves and take-overs need no confirmation.
  const allowed = new Set([...request.allowed, ...(isRoster ? rosterConfirmations : [])])
  const roster = isRoster ? { prune } : undefined
  const planWithout = async (lines: ReadonlySet<number>) => {
    const rows = batch.rows.filter(({ line }) => !lines.has(line))
    const more = { ...given({ roster }), ignoresLicenses: request.seats !== undefined }
    const planned = await planBatch(context, ledger, { ...batch, rows }, kind, allowed, more)
    const { plan, problems } = planned
    if (problems.length > 0)
      throw refusalError({
        ...refuseBatch(problems, rowCount(batch), batch.sheet.name, []),
        ...refusedSummary(plan, problems),
      })
    return planned
  }
  const { seats } = request
  if (seats === undefined) return (await planWithout(new Set())).plan
  if (batch.review !== undefined)
    throw new SfsyncError('usage', '--seats cannot be used with a review sheet', {
      actions: ['plan it without --seats; a warning says how many users would become Pending'],
    })
  return await planWithinSeats(ledger, { seats, now: context.now(), again: request.command }, planWithout)
}

const rosterConfirmations = ['move', 'replace', 'take-over', 'create-team'] as const
