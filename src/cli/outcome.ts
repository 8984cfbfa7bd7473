import type { Change, Plan } from '../core/change.ts'
import type { ErrorRow } from '../core/errors.ts'
import { isTeamId } from '../core/team.ts'
import { isUserId } from '../core/user.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { jsonDocument } from './output/json.ts'
import { planText, type RowNames } from './output/plan-text.ts'
import { changeColumns, fieldChanges } from './output/change-columns.ts'
import { renderList } from './output/render.ts'
import type { Surface } from './output/surface.ts'

/** Shows a plan before it is written, beside the question. */
export async function showPlan(context: Context, ledger: Ledger, plan: Plan): Promise<void> {
  await context.stderr.write(await shownText(context.stderr, ledger, plan.changes))
  for (const warning of plan.warnings.slice(0, mostTold)) await context.warn(warning)
}

// More than anybody reads; the formats for machines have all of it.
const mostShown = 200
const mostTold = 20

async function shownText(surface: Surface, ledger: Ledger, changes: readonly Change[]): Promise<string> {
  const shown = changes.length > mostShown ? changes.slice(0, mostTold) : changes
  const text = planText(shown, await namesOf(ledger, shown), surface.paint)
  const rest = changes.length - shown.length
  return rest === 0 ? text : `${text}${surface.paint.dim(`... and ${rest} more changes`)}\n`
}

async function tellProblems(context: Context, problems: readonly ErrorRow[]): Promise<void> {
  for (const { file, line, reason } of problems.slice(0, mostTold))
    await context.warn(file === undefined ? reason : `${file}:${line ?? '?'}: ${reason}`)
  if (problems.length > mostTold) await context.note(`... and ${problems.length - mostTold} more`)
}

/** Writes what was done (or would be) to stdout, and what the admin should know to stderr. */
export async function writeOutcome(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  changeSet: number | null,
): Promise<void> {
  await tellPlan(context, ledger, plan, { changeSet }, changeSet === null ? '' : `change set ${changeSet}`)
}

/** Writes what a script changed on a copy to stdout, and the change sets that were kept; null where they were dropped. */
export async function writeTried(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  changeSets: readonly number[] | null,
): Promise<void> {
  const [first, ...rest] = changeSets ?? []
  const last = rest.at(-1)
  const closing = last === undefined ? `change set ${first}` : `change sets ${first} to ${last}`
  await tellPlan(context, ledger, plan, { changeSets }, first === undefined ? '' : closing)
}

/** Writes what is planned for later to stdout, and what the admin should know to stderr. */
export async function writePlanned(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  digest: string,
): Promise<void> {
  const closing = plan.changes.length === 0 ? '' : `digest ${digest}`
  // What comes next needs the rows that were not written.
  await tellPlan(context, ledger, { ...plan, next: [] }, { digest }, closing)
}

async function tellPlan(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  subject:
    | { readonly changeSet: number | null }
    | { readonly changeSets: readonly number[] | null }
    | { readonly digest: string },
  closingLine: string,
): Promise<void> {
  const { changes, warnings, problems } = plan
  const next = plan.next.map((step) => context.typed(step))
  if (context.format === 'json' || context.format === 'ndjson') {
    await context.stdout.write(
      jsonDocument(
        { ...subject, changes, warnings, next, ...(problems === undefined ? {} : { problems }) },
        context.format,
      ),
    )
    return
  }
  if (context.format === 'table') {
    const closing = closingLine === '' ? '' : `${context.stdout.paint.dim(closingLine)}\n`
    await context.stdout.write((await shownText(context.stdout, ledger, changes)) + closing)
  } else {
    const fields = fieldChanges(changes)
    // Who only wants IDs wants each of them once.
    const rows =
      context.format === 'ids' ? fields.filter(({ key }, at) => key !== fields[at - 1]?.key) : fields
    await renderList(changeColumns, [rows], context.format, context.stdout)
  }
  for (const warning of warnings.slice(0, mostTold)) await context.warn(warning)
  if (warnings.length > mostTold)
    await context.note(`... and ${warnings.length - mostTold} more warnings (all of them with --json)`)
  await tellProblems(context, problems ?? [])
  for (const step of plan.next) await context.suggest(step)
}

/** The names of the users and teams that changes speak of. */
export async function namesOf(ledger: Ledger, changes: readonly Change[]): Promise<RowNames> {
  const users = new Map<string, string>()
  const teams = new Map<string, string>()
  for (const change of changes) {
    for (const row of [change.before, change.after]) {
      if (row === null) continue
      if ('email' in row) users.set(row.userId, row.email)
      if ('teamId' in row && 'key' in row) teams.set(row.teamId, row.name)
    }
  }
  if (changes.some(({ entity }) => entity === 'user'))
    for (const { team } of await ledger.teams())
      if (!teams.has(team.teamId)) teams.set(team.teamId, team.name)
  const strangers = changes.flatMap((change) => {
    const userId = change.entity === 'decision' ? (change.after ?? change.before)?.userId : change.key
    return change.entity !== 'team' && userId != null && !users.has(userId) && isUserId(userId)
      ? [userId]
      : []
  })
  if (strangers.length > 0)
    for (const { user } of await ledger.usersOf({ userIds: strangers })) users.set(user.userId, user.email)
  return {
    user: (userId) => users.get(userId) ?? userId,
    team: (teamId) => (isTeamId(teamId) ? (teams.get(teamId) ?? teamId) : teamId),
  }
}
