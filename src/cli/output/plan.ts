import type { Change, Plan } from '../../core/change.ts'
import { isTeamId, isUserId, type User } from '../../core/model.ts'
import type { Paint } from './paint.ts'
import { visible } from './text.ts'
import type { Column, Surface } from './columns.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { printedRow } from './error-rows.ts'
import { jsonDocument, renderList } from './render.ts'

/** How users and teams are called in texts. */
export interface RowNames {
  user(userId: string): string
  team(teamId: string): string
}

/** What a plan changes, one change a line; the sign carries the meaning, colour only helps. */
export function planText(changes: readonly Change[], names: RowNames, paint: Paint): string {
  return changes.map((change) => `${painted(change, visible(changeLine(change, names)), paint)}\n`).join('')
}

function painted({ before, after }: Change, line: string, paint: Paint): string {
  if (before === null) return paint.green(`+ ${line}`)
  return after === null ? paint.red(`- ${line}`) : paint.yellow(`~ ${line}`)
}

function changeLine(change: Change, names: RowNames): string {
  switch (change.entity) {
    case 'user':
      return `user     ${userLine(change, names)}`
    case 'team':
      return `team     ${teamLine(change)}`
    case 'mapping':
      return `mapping  ${names.user(change.key)} -> ${mappingLine(change)}`
    case 'fact':
      return `setting  ${change.key}: ${settingLine(change)}`
    case 'decision':
      return `decision ${decisionLine(change, names)}`
  }
}

function userLine({ before, after }: Change & { entity: 'user' }, names: RowNames): string {
  const row = after ?? before
  if (row === null) return ''
  const team = (user: User) => (user.teamId === null ? 'no team' : names.team(user.teamId))
  if (before === null || after === null) {
    const details = [
      `${row.firstName} ${row.lastName}`.trim(),
      ...(row.nickname === null ? [] : [`"${row.nickname}"`]),
      row.teamId === null ? 'no team' : `team ${team(row)}`,
      ...(row.state === 'active' ? [] : [row.state]),
    ]
    return `${row.email}  ${details.join(', ')}`
  }
  const differences = (['firstName', 'lastName', 'nickname', 'email', 'state'] as const).flatMap((field) =>
    before[field] === after[field]
      ? []
      : [`${labels[field]}: ${before[field] || 'none'} -> ${after[field] || 'none'}`],
  )
  if (before.teamId !== after.teamId) differences.push(`team: ${team(before)} -> ${team(after)}`)
  return `${before.email}  ${differences.join(', ')}`
}

const labels = {
  firstName: 'first name',
  lastName: 'last name',
  nickname: 'nickname',
  email: 'e-mail',
  state: 'state',
} as const

function teamLine({ before, after }: Change & { entity: 'team' }): string {
  const row = after ?? before
  if (row === null) return ''
  if (before === null || after === null) return row.key === null ? row.name : `${row.name}, key ${row.key}`
  const name = before.name === after.name ? before.name : `${before.name} -> ${after.name}`
  return before.key === after.key ? name : `${name}  key: ${before.key ?? 'none'} -> ${after.key ?? 'none'}`
}

function mappingLine({ before, after }: Change & { entity: 'mapping' }): string {
  if (before !== null && after !== null)
    return before.salesforceUserId === after.salesforceUserId
      ? `${after.salesforceUserId} (seen as ${after.seenName ?? 'unknown'}, ${after.seenEmail ?? 'no e-mail'})`
      : `${after.salesforceUserId} (was ${before.salesforceUserId})`
  return (after ?? before)?.salesforceUserId ?? ''
}

function decisionLine({ before, after }: Change & { entity: 'decision' }, names: RowNames): string {
  const row = after ?? before
  if (row === null) return ''
  const who = [row.userId === null ? [] : [names.user(row.userId)], row.salesforceUserId ?? []].flat()
  const until = row.until === null ? '' : ` until ${row.until}`
  return `${who.join(' and ')}: ${decisionWords[row.kind]}${until}`
}

const decisionWords = {
  never: 'never these two',
  'not-a-person': 'not a person',
  later: 'later',
} as const

function settingLine({ before, after }: Change & { entity: 'fact' }): string {
  const by = after === null ? '' : ` (confirmed by ${after.attestedBy})`
  if (before === null) return `${after?.value ?? ''}${by}`
  return `${before.value} -> ${after?.value ?? 'not set'}${by}`
}

/** One field of one changed row. */
export interface FieldChange {
  readonly entity: string
  readonly key: string
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** Columns for the formats that know no nested rows. */
export const changeColumns: readonly Column<FieldChange>[] = [
  { key: 'entity', label: 'Entity', kind: 'text', value: ({ entity }) => entity },
  { key: 'key', label: 'Key', kind: 'id', value: ({ key }) => key },
  { key: 'field', label: 'Field', kind: 'text', value: ({ field }) => field },
  { key: 'before', label: 'Before', kind: 'text', value: ({ before }) => before },
  { key: 'after', label: 'After', kind: 'text', value: ({ after }) => after },
]

/** Changes field by field; fields that stay are left out. */
export function fieldChanges(changes: readonly Change[]): FieldChange[] {
  return changes.flatMap(({ entity, key, before, after }) => {
    const old = new Map(Object.entries(before ?? {}))
    const fresh = new Map(Object.entries(after ?? {}))
    const fields = [...new Set([...old.keys(), ...fresh.keys()])]
    return fields.flatMap((field) => {
      const [left, right] = [textOf(old.get(field)), textOf(fresh.get(field))]
      return left === right ? [] : [{ entity, key, field, before: left, after: right }]
    })
  })
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

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
  const text = planText(shown, await rowNames(ledger, shown), surface.paint)
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
        {
          ...subject,
          changes,
          warnings: warnings.map((each) => context.typed(each)),
          next,
          ...(problems === undefined
            ? {}
            : { problems: problems.map((row) => printedRow(row, (hint) => context.typed(hint))) }),
        },
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
export async function rowNames(ledger: Ledger, changes: readonly Change[]): Promise<RowNames> {
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
