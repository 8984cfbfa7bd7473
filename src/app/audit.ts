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
import type { EnteredUser } from '../core/entered.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { type CommandLine, commandLine, type Hint } from '../core/hint.ts'
import { fullName } from '../core/model.ts'
import { addressKey } from '../core/todo.ts'
import type { UserRecord } from '../ledger/ledger.ts'
import { plainLabel } from '../sheet/labels.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { writeByKey } from './by-key.ts'
import type { AppContext } from './context.ts'

/** Mappings to look up, and how many there are in all. */
export interface AuditSample {
  readonly mappings: number
  readonly sample: readonly AuditedMapping[]
}

/** A random sample of the mappings of active users; the same seed gives the same one. */
export async function readSample(context: AppContext, size: number, seed: string): Promise<AuditSample> {
  const mappings = await activeMappings(context)
  return {
    mappings: mappings.length,
    sample: sampleOf(mappings, size, seed, ({ user }) => user.email),
  }
}

async function activeMappings(context: AppContext): Promise<AuditedMapping[]> {
  const ledger = await context.ledger()
  const mappings: AuditedMapping[] = []
  for await (const page of ledger.users({ mapped: true, states: ['active'] }))
    mappings.push(...page.flatMap((record) => auditedMapping(record)))
  return mappings
}

function auditedMapping({ user, mapping, salesforceUser }: UserRecord): AuditedMapping[] {
  if (mapping === null) return []
  const { salesforceUserId } = mapping
  return [
    {
      user,
      salesforceUserId,
      salesforceName: salesforceUser?.name ?? null,
      salesforceEmail: salesforceUser?.email ?? null,
    },
  ]
}

/** What was found about each mapping of a sample; null where it was not looked up. */
export interface AuditResult extends AuditSample {
  readonly answers: readonly (AuditAnswer | null)[]
}

/** Answers in a list of a sample, in its column "right". Throws `invalid` for rows that are unclear or no longer true. */
export async function answersInSheet(context: AppContext, sheet: Sheet): Promise<AuditResult> {
  const mappings = await activeMappings(context)
  const byUser = new Map(
    mappings.flatMap((each) => [
      [each.user.userId as string, each] as const,
      [addressKey(each.user.email), each] as const,
    ]),
  )
  const at = (name: string) => sheet.labels.findIndex((label) => plainLabel(label) === name)
  const columns = {
    userId: at('userid'),
    email: at('email'),
    salesforceUserId: at('salesforceuserid'),
    right: at('right'),
    sampleSize: at('samplesize'),
  }
  if (
    columns.right === -1 ||
    columns.salesforceUserId === -1 ||
    (columns.userId === -1 && columns.email === -1)
  )
    throw new SfsyncError(
      'invalid',
      `${sheet.name} is not a list of mappings to look up; nothing was changed`,
      {
        actions: [{ text: 'write one, and answer yes or no in the column "right"', command: listCommand }],
      },
    )
  const problems: ErrorRow[] = [...sheet.problems]
  const found = new Map<AuditedMapping, AuditAnswer>()
  const sizes = new Set<string>()
  for (const { line, cells } of sheet.rows) {
    const cell = (name: keyof typeof columns) => cells[columns[name]] ?? ''
    const report = (value: string, reason: string, action: string) =>
      problems.push({ file: sheet.name, line, value, reason, action })
    const who = cell('email') === '' ? cell('userId') : cell('email')
    const mapping = byUser.get(cell('userId')) ?? byUser.get(addressKey(cell('email')))
    const answer = answersByWord.get(cell('right').toLowerCase())
    sizes.add(cell('sampleSize'))
    if (answer === undefined)
      report(
        cell('right'),
        `"${cell('right')}" is not an answer`,
        'write yes or no, or nothing if you cannot tell',
      )
    else if (mapping?.salesforceUserId !== cell('salesforceUserId'))
      report(who, `${who} is no longer mapped to ${cell('salesforceUserId')}`, 'draw a new sample')
    else if (found.has(mapping)) report(who, `${who} is in the list twice`, 'delete one of the rows')
    else found.set(mapping, answer)
  }
  const [size = ''] = sizes
  if (problems.length === 0 && size !== '' && Number(size) !== sheet.rows.length)
    problems.push({
      file: sheet.name,
      value: size,
      reason: `it has ${sheet.rows.length} of the ${size} mappings of the sample, which is no longer random then`,
      action: 'put the missing rows back; where you cannot tell, leave "right" empty',
    })
  if (problems.length > 0)
    throw new SfsyncError('invalid', `${sheet.name} has answers that do not count; nothing was changed`, {
      rows: problems,
    })
  return { mappings: mappings.length, sample: [...found.keys()], answers: [...found.values()] }
}

const listCommand: CommandLine = commandLine('mappings audit', '--sample', '20', '--format', 'csv')

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
    const entered = new Map<string, EnteredUser>()
    const userIds = sample.map(({ user }) => user.userId)
    for await (const page of ledger.enteredUsers({ userIds }))
      for (const each of page) entered.set(each.userId, each)
    const looked = sample.flatMap(({ user, salesforceUserId }, index) => {
      const answer = answers[index] ?? null
      return answer === null
        ? []
        : [{ user, salesforceUserId, answer, entered: entered.get(user.userId) ?? null }]
    })
    const known = { source: 'confirmed', by: context.actor, at: context.now() } as const
    return planAudit(looked, known, auditStatement(counts))
  })
  return { counts, changeSet, next: plan.next }
}

/** What an admin looks for in SalesScreen, and whose Salesforce User ID it is. */
export function auditCard({ user, salesforceUserId, salesforceName, salesforceEmail }: AuditedMapping) {
  const inSalesforce = [salesforceName, salesforceEmail].filter((each) => each !== null).join(', ')
  return [
    { label: 'User', value: fullName(user), copies: true },
    { label: 'E-mail', value: user.email, copies: true },
    { label: 'External ID', value: salesforceUserId, copies: true },
    ...(inSalesforce === '' ? [] : [{ label: 'Salesforce', value: inSalesforce, copies: false }]),
  ]
}
