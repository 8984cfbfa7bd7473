import type { Change, Plan } from '../core/change.ts'
import { isTeamId } from '../core/team.ts'
import { isUserId } from '../core/user.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { jsonDocument } from './output/json.ts'
import { planText, type RowNames } from './output/plan-text.ts'
import { changeColumns, fieldChanges } from './output/change-columns.ts'
import { renderList } from './output/render.ts'

/** Shows a plan before it is written, beside the question. */
export async function showPlan(context: Context, ledger: Ledger, plan: Plan): Promise<void> {
  const names = await namesOf(ledger, plan.changes)
  await context.stderr.write(planText(plan.changes, names, context.stderr.paint))
  for (const warning of plan.warnings) await context.warn(warning)
}

/** Writes what was done (or would be) to stdout, and what the admin should know to stderr. */
export async function writeOutcome(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  changeSet: number | null,
): Promise<void> {
  const { changes, warnings } = plan
  const next = plan.next.map((step) => context.typed(step))
  if (context.format === 'json' || context.format === 'ndjson') {
    await context.stdout.write(jsonDocument({ changeSet, changes, warnings, next }, context.format))
    return
  }
  if (context.format === 'table') {
    const names = await namesOf(ledger, changes)
    const closing = changeSet === null ? '' : `${context.stdout.paint.dim(`change set ${changeSet}`)}\n`
    await context.stdout.write(planText(changes, names, context.stdout.paint) + closing)
  } else {
    const fields = fieldChanges(changes)
    // Who only wants IDs wants each of them once.
    const rows =
      context.format === 'ids' ? fields.filter(({ key }, at) => key !== fields[at - 1]?.key) : fields
    await renderList(changeColumns, [rows], context.format, context.stdout)
  }
  for (const warning of warnings) await context.warn(warning)
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
  for (const { entity, key } of changes)
    if (entity === 'mapping' && !users.has(key) && isUserId(key))
      for (const { user } of await ledger.findUsers({ userId: key })) users.set(key, user.email)
  return {
    user: (userId) => users.get(userId) ?? userId,
    team: (teamId) => (isTeamId(teamId) ? (teams.get(teamId) ?? teamId) : teamId),
  }
}
