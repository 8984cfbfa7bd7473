import { numberText } from '../../core/text.ts'
import {
  firstShown,
  type RowNames,
  rowNames,
  type ShownChange,
  shownChanges,
  shownText,
} from '../../app/change-text.ts'
import { summaryText } from '../../app/plan-summary.ts'
import { type Change, type Changes, type Plan } from '../../core/change.ts'
import type { ErrorRow } from '../../core/errors.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import type { Paint, Surface } from './paint.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { messageLines } from './message.ts'

/** What a plan changes, one line a change; the sign carries the meaning, color only helps. */
export async function planText(
  changes: readonly Change[],
  names: RowNames,
  surface: Pick<Surface, 'isTerminal' | 'width' | 'paint'>,
): Promise<string> {
  return await linesText(shownChanges(changes), names, surface)
}

async function linesText(
  changes: readonly ShownChange[],
  names: RowNames,
  surface: Pick<Surface, 'isTerminal' | 'width' | 'paint'>,
): Promise<string> {
  let printed = ''
  for (const each of changes) {
    const text = shownText(each, names)
    for (const line of await messageLines(surface, '', { text }))
      printed += `${painted(text, line.trimEnd(), surface.paint)}\n`
  }
  return printed
}

function painted(change: string, line: string, paint: Paint): string {
  if (change.startsWith('+')) return paint.green(line)
  return change.startsWith('-') ? paint.red(line) : paint.yellow(line)
}

/** Shows a plan before it is written, beside the question. */
export async function showPlan(context: Context, ledger: Ledger, plan: Plan): Promise<void> {
  await context.stderr.write(await firstText(context.stderr, ledger, plan.changes))
  await printWarnings(context, plan)
  const { problems = [] } = plan
  if (problems.length > 0) await warnOfLeftOut(context, problems)
  // One change says it all itself.
  if (plan.changes.length > 1) await context.note(summaryOf(plan))
}

async function warnOfLeftOut(context: Context, problems: readonly ErrorRow[]): Promise<void> {
  const { warnOfProblems } = await import('./problems.ts')
  await warnOfProblems(context, problems)
}

async function printWarnings(context: Context, { notices = [], warnings }: Plan): Promise<void> {
  for (const notice of notices) await context.note(notice)
  const shown = context.allProblems ? warnings : warnings.slice(0, mostWarned)
  for (const warning of shown) await context.warn(warning)
  if (warnings.length > shown.length)
    await context.note(
      `... and ${numberText(warnings.length - shown.length)} more warnings (all of them with --all-problems)`,
    )
}

// More than anyone reads; the formats for machines have all of it.
const mostShown = 200
const mostWarned = 20

async function firstText(surface: Surface, ledger: Ledger, changes: Changes): Promise<string> {
  const { first, total } = firstShown(changes, mostShown)
  const shown = total > mostShown ? first.slice(0, mostWarned) : first
  const names = await rowNames(
    ledger,
    shown.map(({ change }) => change),
  )
  const text = await linesText(shown, names, surface)
  const rest = total - shown.length
  return rest === 0 ? text : `${text}${surface.paint.dim(`... and ${rest} more changes`)}\n`
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
  const closing =
    changeSet === null ? [summaryOf(plan)] : [`change set ${changeSet}: ${summaryOf(plan, true)}`]
  const next = changeSet === null ? plan.next : withList(plan, changeSet)
  await printPlan(context, ledger, { ...plan, next }, { changeSet }, closing, seen)
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
  const written = last === undefined ? `change set ${first}` : `change sets ${first} to ${last}`
  const closing = first === undefined ? summaryOf(plan) : `${written}: ${summaryOf(plan, true)}`
  await printPlan(context, ledger, plan, { changeSets }, [closing], seen)
}

/** Writes what a whole history changed, whose change sets begin at 1. */
export async function writeLoaded(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  newest: number,
): Promise<void> {
  const loaded = newest === 1 ? 'change set 1 loaded' : `change sets 1 to ${newest} loaded`
  const closing = [loaded, summaryOf(plan, true)].filter(Boolean).join(': ')
  await printPlan(context, ledger, plan, { changeSet: newest }, [closing])
}

/** Writes what is planned for later to stdout, and what the admin should know to stderr. */
export async function writePlanned(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  digest: string,
  next: readonly Hint[],
): Promise<void> {
  const closing = plan.changes.length === 0 ? [] : [summaryOf(plan), `digest ${digest}`]
  // What the plan itself says comes next needs the rows that were not written.
  await printPlan(context, ledger, { ...plan, next }, { digest }, closing)
}

function summaryOf({ changes, problems = [] }: Plan, isWritten = false): string {
  return changes.length === 0 ? '' : summaryText(changes, problems.length, isWritten)
}

async function printPlan(
  context: Context,
  ledger: Ledger,
  plan: Plan,
  subject:
    | { readonly changeSet: number | null }
    | { readonly changeSets: readonly number[] | null }
    | { readonly digest: string },
  closingLines: readonly string[],
  { wasShown }: PlanSeen = { wasShown: false },
): Promise<void> {
  const { changes, notices = [], warnings, problems } = plan
  const next = plan.next.map((step) => context.typed(step))
  if (context.format === 'json' || context.format === 'ndjson') {
    const { jsonDocument } = await import('./render.ts')
    const { printedRow } = await import('./error-rows.ts')
    await context.stdout.write(
      jsonDocument(
        {
          ...subject,
          changes: [...changes],
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
    const { dim } = context.stdout.paint
    const closing = closingLines.filter(Boolean).map((line) => `${dim(line)}\n`)
    // What stands on the same terminal already is not repeated.
    const isSeen = wasShown && context.stdout.isTerminal
    const shown = isSeen ? '' : await firstText(context.stdout, ledger, changes)
    await context.stdout.write(shown + closing.join(''))
  } else if (context.format === 'markdown') {
    const { planMarkdown } = await import('./plan-markdown.ts')
    const [headline = 'No changes', ...closing] = closingLines.filter(Boolean)
    await context.stdout.write(await planMarkdown(context, ledger, plan, [headline, ...closing]))
  } else {
    const { writeFieldChanges } = await import('./field-changes.ts')
    await writeFieldChanges(context, [...changes])
  }
  if (!wasShown) await printWarnings(context, plan)
  if (!wasShown && problems !== undefined && problems.length > 0) await warnOfLeftOut(context, problems)
  for (const step of plan.next) await context.suggest(step)
}
