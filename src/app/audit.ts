import {
  type AuditAnswer,
  type AuditCounts,
  type AuditedMapping,
  auditStatement,
  countAnswers,
  planAudit,
  sampleOf,
} from '../core/audit.ts'
import type { ChangeSet } from '../core/change.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { type CommandLine, commandLine, type Hint, withOptions } from '../core/hint.ts'
import { fullName } from '../core/model.ts'
import { sameAddress } from '../core/text.ts'
import { plainLabel } from '../sheet/labels.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { writeByKey } from './by-key.ts'
import type { AppContext } from './context.ts'
import { enteredOf, readPairing } from './status.ts'

/** Mappings to look up, and how many there are in all. */
export interface AuditSample {
  readonly mappings: number
  readonly sample: readonly AuditedMapping[]
}

/** A random sample of the mappings of active users that are entered; the same seed gives the same one. */
export async function readSample(context: AppContext, size: number, seed: string): Promise<AuditSample> {
  const mappings = await activeMappings(context)
  return {
    mappings: mappings.length,
    sample: sampleOf(mappings, size, seed, ({ user }) => user.email),
  }
}

// What waits to be entered is not in SalesScreen, and looking for it would find nothing.
async function activeMappings(context: AppContext): Promise<AuditedMapping[]> {
  const ledger = await context.ledger()
  const mappings: AuditedMapping[] = []
  const pairing = await readPairing(ledger)
  for await (const page of ledger.users({ mapped: true, states: ['active'] })) {
    const all = await enteredOf(ledger, page, pairing)
    for (const { user, mapping, salesforceUser } of page) {
      const entered = all.get(user.userId)
      if (mapping === null || entered?.salesforceUserId !== mapping.salesforceUserId) continue
      mappings.push({
        user,
        entered,
        salesforceUserId: mapping.salesforceUserId,
        salesforceName: salesforceUser?.name ?? null,
        salesforceEmail: salesforceUser?.email ?? null,
      })
    }
  }
  return mappings
}

/** What was found about each mapping of a sample; null where it was not looked up. */
export interface AuditResult extends AuditSample {
  readonly answers: readonly (AuditAnswer | null)[]
}

/** Answers in a list of a sample, in its column "right". Throws `invalid` for rows that are unclear or no longer true. */
export async function answersInSheet(context: AppContext, sheet: Sheet): Promise<AuditResult> {
  const mappings = await activeMappings(context)
  const columnOf = columnsOf(sheet)
  const problems: ErrorRow[] = [...sheet.problems]
  const found = new Map<AuditedMapping, AuditAnswer>()
  for (const { line, cells } of sheet.rows) {
    const cell = (name: AuditColumn) => cells[columnOf[name]] ?? ''
    const [userId, email, right] = [cell('userId'), cell('email'), cell('right')]
    const who = email === '' ? userId : email
    const report = (value: string, reason: string, action: string) =>
      problems.push({ file: sheet.name, line, value, reason, action })
    const mapping = mappings.find(({ user }) =>
      userId === '' ? sameAddress(user.email, email) : user.userId === userId,
    )
    const answer = answersByWord.get(right.toLowerCase())
    if (answer === undefined)
      report(right, `"${right}" is not an answer`, 'write yes or no, or nothing if you cannot tell')
    else if (mapping?.salesforceUserId !== cell('salesforceUserId'))
      report(
        who,
        `${who} is no longer mapped to ${cell('salesforceUserId')} here and in SalesScreen`,
        'draw a new sample',
      )
    else if (found.has(mapping)) report(who, `${who} is in the list twice`, 'delete one of the rows')
    else found.set(mapping, answer)
  }
  if (problems.length === 0) problems.push(...missingRows(sheet, columnOf.sampleSize))
  if (problems.length > 0)
    throw new SfsyncError('invalid', `${sheet.name} has answers that do not count; nothing was changed`, {
      rows: problems,
    })
  return { mappings: mappings.length, sample: [...found.keys()], answers: [...found.values()] }
}

type AuditColumn = 'userId' | 'email' | 'salesforceUserId' | 'right' | 'sampleSize'

// The place of each column, -1 for one that the sheet does not have.
function columnsOf({ name, labels }: Sheet): Readonly<Record<AuditColumn, number>> {
  const at = (column: AuditColumn) => labels.findIndex((label) => plainLabel(label) === plainLabel(column))
  const columns = {
    userId: at('userId'),
    email: at('email'),
    salesforceUserId: at('salesforceUserId'),
    right: at('right'),
    sampleSize: at('sampleSize'),
  }
  if (
    columns.right !== -1 &&
    columns.salesforceUserId !== -1 &&
    Math.max(columns.userId, columns.email) !== -1
  )
    return columns
  throw new SfsyncError('invalid', `${name} is not a list of mappings to look up; nothing was changed`, {
    actions: [
      {
        text: 'write one, and answer yes or no in the column "right"',
        command: withOptions(commandLine('mappings audit'), { sample: '20', format: 'csv' }),
      },
    ],
  })
}

// Rows that are left out are rarely random: they are those that were hard to look up.
function missingRows({ name, rows }: Sheet, column: number): ErrorRow[] {
  const size = rows[0]?.cells[column] ?? ''
  if (size === '' || Number(size) === rows.length) return []
  return [
    {
      file: name,
      value: size,
      reason: `it has ${rows.length} of the ${size} mappings of the sample, so it is not a random sample`,
      action: 'put the missing rows back; where you cannot tell, leave "right" empty',
    },
  ]
}

const answersByWord: ReadonlyMap<string, AuditAnswer> = new Map<string, AuditAnswer>([
  ...['yes', 'y', 'true'].map((word) => [word, 'right'] as const),
  ...['no', 'n', 'false'].map((word) => [word, 'wrong'] as const),
  ['', 'unclear'],
])

/** How an audit is recorded. */
interface AuditRecord {
  readonly command: CommandLine
  readonly reason?: string
  readonly dryRun: boolean
}

/** A recorded audit; no change set for a dry run, and if nothing of it changes the ledger. */
export interface RecordedAudit {
  readonly counts: AuditCounts
  readonly changeSet: ChangeSet | null
  readonly next: readonly Hint[]
}

/** Records what was found as one change set, with the statement about all mappings as its evidence. */
export async function recordAudit(
  context: AppContext,
  { mappings, sample, answers }: AuditResult,
  { command, reason = '', dryRun }: AuditRecord,
): Promise<RecordedAudit> {
  const counts = countAnswers(mappings, answers)
  const { plan, changeSet } = await writeByKey(context, { command, reason, dryRun }, async (ledger) => {
    const all = await enteredOf(ledger, sample)
    const looked = sample.flatMap(({ user, salesforceUserId }, index) => {
      const answer = answers[index] ?? null
      return answer === null
        ? []
        : [{ user, salesforceUserId, answer, entered: all.get(user.userId) ?? null }]
    })
    const known = { source: 'confirmed', by: context.actor, at: context.now() } as const
    return planAudit(looked, known, auditStatement(counts))
  })
  return { counts, changeSet, next: plan.next }
}

/** What an admin looks for in SalesScreen, and whose Salesforce User ID it is. */
export function auditCard({ entered, salesforceUserId, salesforceName, salesforceEmail }: AuditedMapping) {
  const inSalesforce = [salesforceName, salesforceEmail].filter((each) => each !== null).join(', ')
  return [
    { label: 'User', value: fullName(entered), copies: true },
    { label: 'E-mail', value: entered.email, copies: true },
    { label: 'External ID', value: salesforceUserId, copies: true },
    ...(inSalesforce === '' ? [] : [{ label: 'Salesforce', value: inSalesforce, copies: false }]),
  ]
}
