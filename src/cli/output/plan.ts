import { idColumn, textColumn } from './columns.ts'
import { changeText, type RowNames, rowNames } from '../../app/change-text.ts'
import type { Change, Plan } from '../../core/change.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import type { Paint, Surface } from './paint.ts'
import type { Column } from './columns.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { printedRow, sameProblems } from './error-rows.ts'
import { jsonDocument, renderList } from './render.ts'
import { visible } from '../../core/visible-text.ts'

/** What a plan changes, one change a line; the sign carries the meaning, color only helps. */
export function planText(changes: readonly Change[], names: RowNames, paint: Paint): string {
  return changes.map((change) => `${painted(visible(changeText(change, names)), paint)}\n`).join('')
}

function painted(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint.green(line)
  return line.startsWith('-') ? paint.red(line) : paint.yellow(line)
}

/** One field of one changed row. */
interface FieldChange {
  readonly entity: string
  readonly key: string
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** Columns for the formats that know no nested rows. */
export const changeColumns: readonly Column<FieldChange>[] = [
  textColumn('entity', 'Entity', ({ entity }) => entity),
  idColumn('key', 'Key', ({ key }) => key),
  textColumn('field', 'Field', ({ field }) => field),
  textColumn('before', 'Before', ({ before }) => before),
  textColumn('after', 'After', ({ after }) => after),
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
  await tellAbout(context, plan)
}

async function tellAbout(context: Context, { notices = [], warnings }: Plan): Promise<void> {
  for (const notice of notices) await context.note(notice)
  for (const warning of warnings.slice(0, mostTold)) await context.warn(warning)
  if (warnings.length > mostTold)
    await context.note(`... and ${warnings.length - mostTold} more warnings (all of them with --json)`)
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
  const same = sameProblems(problems)
  for (const { row, place } of same.slice(0, mostTold))
    await context.warn(place === '' ? row.reason : `${place}: ${row.reason}`)
  const rest = same.slice(mostTold).reduce((sum, { count }) => sum + count, 0)
  if (rest > 0) await context.note(`... and ${rest} more`)
}

/** Whether the admin has seen the plan, so that its warnings are not repeated. */
interface PlanSeen {
  readonly wasShown: boolean
}

/** Writes what was done (or would be) to stdout, and what the admin should know to stderr. */
export async function writeOutcome(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  changeSet: number | null,
  seen?: PlanSeen,
): Promise<void> {
  const closing = changeSet === null ? '' : `change set ${changeSet}`
  const next = changeSet === null ? plan.next : withList(plan, changeSet)
  await tellPlan(context, ledger, { ...plan, next }, { changeSet }, closing, seen)
}

// More changes than this are not read on a screen.
const mostChanges = 10

function withList({ changes, next }: Plan, changeSet: number): readonly Hint[] {
  if (next.length === 0 || changes.length <= mostChanges) return next
  return [...next, { text: 'to list these changes', command: commandLine('show', String(changeSet)) }]
}

/** Writes what several change sets changed to stdout, with their numbers; null where nothing was committed. */
export async function writeSeveral(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  changeSets: readonly number[] | null,
  seen?: PlanSeen,
): Promise<void> {
  const [first, ...rest] = changeSets ?? []
  const last = rest.at(-1)
  const closing = last === undefined ? `change set ${first}` : `change sets ${first} to ${last}`
  await tellPlan(context, ledger, plan, { changeSets }, first === undefined ? '' : closing, seen)
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
  { wasShown }: PlanSeen = { wasShown: false },
): Promise<void> {
  const { changes, notices = [], warnings, problems } = plan
  const next = plan.next.map((step) => context.typed(step))
  if (context.format === 'json' || context.format === 'ndjson') {
    await context.stdout.write(
      jsonDocument(
        {
          ...subject,
          changes,
          ...(notices.length === 0 ? {} : { notices: notices.map((each) => context.typed(each)) }),
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
    // What stands on the same terminal already is not repeated.
    const isSeen = wasShown && context.stdout.isTerminal
    await context.stdout.write((isSeen ? '' : await shownText(context.stdout, ledger, changes)) + closing)
  } else {
    const fields = fieldChanges(changes)
    // Who only wants IDs wants each of them once.
    const rows =
      context.format === 'ids' ? fields.filter(({ key }, at) => key !== fields[at - 1]?.key) : fields
    await renderList(changeColumns, [rows], context.format, context.stdout)
  }
  if (!wasShown) await tellAbout(context, plan)
  await tellProblems(context, problems ?? [])
  for (const step of plan.next) await context.suggest(step)
}
