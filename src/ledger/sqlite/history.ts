import { type Kysely, sql } from 'kysely'
import type { ChangeSetHead } from '../../core/change.ts'
import type { HistoryQuery, PastChange } from '../ledger.ts'
import type { LedgerTables } from './schema.ts'
import { storedChange, storedEvidence } from './stored-change.ts'

// Positions are counted from 0 without gaps: counting a million changes would take longer than looking up the last.
const size = sql<number>`(select coalesce(max(position) + 1, 0) from change where change_set = s.number)`

/** The query for change sets without their changes, newest first. */
export function headsQuery(kysely: Kysely<LedgerTables>, query: HistoryQuery) {
  let select = kysely
    .selectFrom('change_set as s')
    .selectAll('s')
    .select(size.as('size'))
    .orderBy('s.number', 'desc')
  if (query.number !== undefined) select = select.where('s.number', '=', query.number)
  return query.limit === undefined ? select : select.limit(query.limit)
}

/** A row of `headsQuery` as the head it holds. */
export function headOf(row: {
  readonly number: number
  readonly at: string
  readonly actor: string
  readonly command: string
  readonly reason: string | null
  readonly evidence: string
  readonly size: number
}): ChangeSetHead {
  const { number, at, actor, command, reason, evidence } = row
  return { number, at, actor, command, reason, evidence: storedEvidence(evidence, number), size: row.size }
}

/** The query for the changes of one change set, in order. */
export function changesQuery(kysely: Kysely<LedgerTables>, number: number) {
  return kysely.selectFrom('change').selectAll().where('change_set', '=', number).orderBy('position')
}

/** The query for every change of the rows with a key, newest first, each with its change set. */
export function changesToQuery(kysely: Kysely<LedgerTables>, key: string) {
  return kysely
    .selectFrom('change as c')
    .innerJoin('change_set as s', 's.number', 'c.change_set')
    .where('c.entity', 'in', ['user', 'team', 'mapping', 'fact', 'decision'])
    .where('c.key', '=', key)
    .select(['s.number', 's.at', 's.actor', 's.command', 's.reason', 's.evidence', size.as('size')])
    .select(['c.change_set', 'c.entity', 'c.key', 'c.before', 'c.after', 'c.origin'])
    .select('c.evidence as change_evidence')
    .orderBy('c.change_set', 'desc')
    .orderBy('c.position', 'desc')
}

/** A row of `changesToQuery` as the change it holds. */
export function pastChangeOf(
  row: Awaited<ReturnType<ReturnType<typeof changesToQuery>['execute']>>[number],
): PastChange {
  return { changeSet: headOf(row), change: storedChange({ ...row, evidence: row.change_evidence }) }
}
