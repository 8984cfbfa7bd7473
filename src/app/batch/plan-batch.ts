import { type Confirmation, confirmations } from '../../core/confirmation.ts'
import { hintText } from '../hints.ts'
import { lineOf } from '../../core/batch/contradictions.ts'
import type { BatchRow } from '../../core/batch/rows.ts'
import { countText } from '../../core/text.ts'
import { parseSalesforceUserId } from '../../core/salesforce-id.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import {
  type BatchDecision,
  type BatchFacts,
  decideBatch,
  problemRows,
} from '../../core/batch/decide-batch.ts'
import { BatchInBlocks } from '../../core/batch/decide-blocks.ts'
import type { BatchKind, BatchRules } from '../../core/batch/decide-row.ts'
import type { RosterRules } from '../../core/batch/roster.ts'
import type { Changes, Plan } from '../../core/change.ts'
import { hintAbout } from '../../core/hint.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { AppContext } from '../context.ts'
import { isWorkbookName, sheetText, sheetWorkbook } from '../../sheet/write-sheet.ts'
import { rejections } from '../decisions.ts'
import { lastReadText } from '../directory-age.ts'
import { licenseUsageOf } from '../license-usage.ts'
import { nearest } from '../hints.ts'
import { newUserId, teamIds } from '../resolve.ts'
import { twinsOf, twinWarning } from '../match/twins.ts'
import {
  type LedgerFacts,
  readRowFacts,
  readWholeFacts,
  type SameLetters,
  sameLettersIn,
} from './batch-facts.ts'
import { planReview } from './review-sheet.ts'
import type { Batch } from './read-batch.ts'
import type { SheetRow } from '../../sheet/sheet.ts'
import { given } from '../../core/values.ts'

/** What counts besides the rows of a batch. */
interface BatchExtras {
  readonly roster?: RosterRules
  /** Whether every new user gets a license, because only as many are created as there are. */
  readonly ignoresLicenses?: boolean
  /** How many rows of a long list of mappings are decided together; a thousand unless given. */
  readonly rowsPerBlock?: number
}

/** Decides a batch on the ledger as it is: the plan of its good rows, and the problems of the others. */
export async function planBatch(
  context: AppContext,
  ledger: Ledger,
  batch: Batch,
  kind: BatchKind,
  allowed: ReadonlySet<Confirmation>,
  more: BatchExtras = {},
): Promise<{
  readonly plan: Plan
  readonly problems: readonly ErrorRow[]
  readonly listed: BatchDecision['listed']
}> {
  const { sheet, review: sheetRows } = batch
  const review =
    sheetRows === undefined ? undefined : await planReview(context, ledger, sheet.name, sheetRows, allowed)
  const known = [...batch.problems, ...(review?.problems ?? [])]
  const unreadable = new Set(known.map(({ line }) => line))
  const rows = [...batch.rows, ...(review?.rows ?? [])].filter(({ line }) => !unreadable.has(line))
  const facts = { file: sheet.name, rows, ...given({ recorded: review?.recorded }) }
  const decided = await planRows(context, ledger, facts, kind, allowed, more)
  const { plan, rowWarnings, problems, listed } = decided
  const all = [...known, ...problemRows(problems, sheet.name, batch.labelOf)]
  return {
    plan: { ...plan, warnings: [...(review?.warnings ?? []), ...rowWarnings, ...plan.warnings] },
    problems: all.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0)),
    listed,
  }
}

/** Decides rows on the ledger as it is, wherever they come from. */
export async function planRows(
  context: AppContext,
  ledger: Ledger,
  request: Pick<BatchFacts, 'file' | 'rows' | 'recorded'>,
  kind: BatchKind,
  allowed: ReadonlySet<Confirmation>,
  { roster, ignoresLicenses = false, rowsPerBlock = 1000 }: BatchExtras = {},
): Promise<BatchDecision> {
  const rules = {
    ...(await rulesOf(context, ledger, kind, allowed)),
    ...given({ roster }),
    ...(ignoresLicenses ? { licenses: null } : {}),
  }
  const whole = {
    teams: (await ledger.teams()).map(({ team }) => team),
    activeUsers: (await ledger.counts()).activeUsers,
  }
  const inBlocks = await decidedInBlocks(ledger, request, rules, { ...whole, rowsPerBlock })
  if (inBlocks !== undefined) return inBlocks
  const facts = { ...request, ...(await readWholeFacts(ledger, request.rows, whole, roster !== undefined)) }
  const decided = decideBatch(facts, rules)
  // Who may exist already is looked for in doubtful rows as well, so that all doubts of a row are known at once.
  const isDoubtful = decided.problems.some(({ confirmation }) => confirmation !== undefined)
  const wished = isDoubtful ? decideBatch(facts, { ...rules, allowed: new Set(confirmations) }) : decided
  const twins = await twinsInPlan(context, ledger, request.rows, wished.plan.changes)
  const doubts = new Map(
    twins.flatMap(({ line, twin }) => (twin.isDoubt && !allowed.has('new') ? [[line, twin]] : [])),
  )
  const final =
    doubts.size === 0 ? decided : decideBatch(facts, { ...rules, twinOf: (line) => doubts.get(line) })
  const refused = new Set(final.problems.map(({ line }) => line))
  const notes = twins.filter(({ twin, line }) => !twin.isDoubt && !refused.has(line))
  const warnings = notes.map(({ origin, twin }) => hintAbout(origin, twinWarning(twin)))
  return { ...final, rowWarnings: [...final.rowWarnings, ...warnings] }
}

const noOne: SameLetters = () => []
// IDs of any letter case are looked for seldom, because that reads the whole directory.
const rowsPerLook = 100_000

// A long list of mappings is rarely anything but good, independent rows, for which less has to be kept in memory.
async function decidedInBlocks(
  ledger: Ledger,
  request: Pick<BatchFacts, 'file' | 'rows' | 'recorded'>,
  rules: BatchRules,
  { rowsPerBlock, ...whole }: LedgerFacts & { readonly rowsPerBlock: number },
): Promise<BatchDecision | undefined> {
  const { file, rows, recorded } = request
  const areMappings = rules.kind === 'map' || rules.kind === 'unmap'
  if (!areMappings || rows.length <= rowsPerBlock || recorded !== undefined) return undefined
  const batch = new BatchInBlocks(rules, ledger.longList())
  let look: Promise<SameLetters> | undefined
  const read = async (at: number) => {
    const from = at * rowsPerBlock
    if (from % rowsPerLook === 0) look = sameLettersIn(ledger, rows.slice(from, from + rowsPerLook))
    const block = rows.slice(from, from + rowsPerBlock)
    const known = await readRowFacts(ledger, block, { ...whole, sameLetters: (await look) ?? noOne })
    return { file, rows: block, ...known }
  }
  for await (const facts of inOrder(rows.length / rowsPerBlock, read)) if (!batch.add(facts)) return undefined
  return batch.decision(request, whole.activeUsers)
}

// A server reads the facts of the next blocks while one is decided.
const readAtOnce = 3

/** What `read` gives for 0, 1 and so on below `count`, one after the other. */
async function* inOrder<Item>(count: number, read: (at: number) => Promise<Item>): AsyncGenerator<Item> {
  const begun: Promise<Item>[] = []
  for (let at = 0; at < count; at += 1) {
    while (begun.length < readAtOnce && at + begun.length < count) {
      const item = read(at + begun.length)
      // What goes wrong is thrown where it is waited for.
      item.catch(() => undefined)
      begun.push(item)
    }
    const [first] = begun.splice(0, 1)
    if (first !== undefined) yield await first
  }
}

// Who is named by a row is who the new user is made from, whether or not the row maps it.
async function twinsInPlan(context: AppContext, ledger: Ledger, rows: readonly BatchRow[], changes: Changes) {
  const created = changes.flatMap((change) =>
    change.entity === 'user' && change.before === null && change.after !== null
      ? [{ user: change.after, line: lineOf(change), origin: change.origin ?? '' }]
      : [],
  )
  if (created.length === 0) return []
  const named = new Map(
    rows.flatMap(({ line, values }) => {
      const parsed = parseSalesforceUserId(values.salesforceUser ?? '')
      return 'salesforceUserId' in parsed ? [[line, parsed.salesforceUserId] as const] : []
    }),
  )
  const places = new Map(created.map(({ user, line, origin }) => [user.userId, { line, origin }]))
  const newUsers = created.map(({ user, line }) => ({ user, salesforceUserId: named.get(line) ?? null }))
  const twins = await twinsOf(context, ledger, newUsers, [...changes])
  return twins.map((twin) => ({ twin, line: 0, origin: '', ...places.get(twin.newUserId) }))
}

/** How many rows a batch has, including those that cannot be read. */
export function rowCount({ rows, review = [], problems }: Batch): number {
  return new Set([...rows, ...review, ...problems].map(({ line }) => line)).size
}

async function rulesOf(
  context: AppContext,
  ledger: Ledger,
  kind: BatchKind,
  allowed: ReadonlySet<Confirmation>,
): Promise<BatchRules> {
  const lastRead = await ledger.directory.lastRead()
  const { licenses } = await licenseUsageOf(ledger)
  return {
    kind,
    allowed,
    seen: lastRead === undefined ? null : lastReadText(lastRead),
    organizationId: lastRead?.organizationId ?? null,
    licenses,
    rejected: await rejections(ledger, context.today()),
    newUserId: () => newUserId(context.dependencies),
    newTeamId: await teamIds(ledger, context.dependencies),
    suggest: nearest,
  }
}

/** Writes the rows that failed, each with its problem, to be fixed and imported again. */
export async function writeFailed(
  context: AppContext,
  { sheet }: Batch,
  problems: readonly ErrorRow[],
  file: string | undefined,
): Promise<void> {
  if (file === undefined) return
  const byLine = problemsByLine(problems)
  const rows = sheet.rows.flatMap((row): { row: SheetRow; problem: string }[] => {
    const found = byLine.get(row.line)
    return found === undefined ? [] : [{ row, problem: found.join('; ') }]
  })
  const content = isWorkbookName(file) ? sheetWorkbook(sheet, rows) : sheetText(sheet, rows)
  await context.dependencies.writeFile(file, content)
}

/** Warns how many rows failed, and where they are. */
export async function reportFailedRows(
  context: AppContext,
  { sheet }: Batch,
  problems: readonly ErrorRow[],
  file: string | undefined,
): Promise<void> {
  const lines = problemsByLine(problems)
  const count = `${countText(lines.size, 'row was', 'rows were')} skipped`
  if (file === undefined) {
    await context.warn(`${count}; to write them to a file, add --failed <file>`)
    return
  }
  const written = sheet.rows.filter(({ line }) => lines.has(line)).length
  const unreadable = lines.size - written
  const rest = unreadable === 0 ? '' : ` (${unreadable} unreadable, listed here only)`
  await context.warn(`${count}; ${written} written to ${file}${rest}: fix them and import that file`)
}

function problemsByLine(problems: readonly ErrorRow[]): Map<number, string[]> {
  const byLine = new Map<number, string[]>()
  for (const { line = 0, reason, action } of problems)
    byLine.set(line, [
      ...(byLine.get(line) ?? []),
      action === undefined ? reason : `${reason} (${hintText(action)})`,
    ])
  return byLine
}
