import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely'
import type { ChangeSetHead } from '../../core/change.ts'
import type { TeamId } from '../../core/model.ts'
import type { HistoryQuery, PastChange, PersonKeys } from '../ledger.ts'
import type { ChangeTable, LedgerTables } from './schema.ts'
import { storedChange, storedEvidence } from './rows.ts'

// Positions are counted from 0 without gaps: counting a million changes would take longer than looking up the last.
const size = sql<number>`(select coalesce(max(position) + 1, 0) from change where change_set = s.number)`

/** The query for change sets without their changes. */
export function headsQuery(kysely: Kysely<LedgerTables>, query: HistoryQuery) {
  let select = kysely
    .selectFrom('change_set as s')
    .selectAll('s')
    .select(size.as('size'))
    .orderBy('s.number', query.oldestFirst === true ? 'asc' : 'desc')
  for (const condition of conditions(query)) select = select.where(condition)
  return query.limit === undefined ? select : select.limit(query.limit)
}

function conditions({
  number,
  person,
  teamId,
  actor,
  since,
  until,
  command,
}: HistoryQuery): RawBuilder<SqlBool>[] {
  const typed = command === undefined ? '' : `sfsync ${command}`
  return [
    ...(number === undefined ? [] : [sql<SqlBool>`s.number = ${number}`]),
    ...(actor === undefined ? [] : [sql<SqlBool>`s.actor = ${actor}`]),
    ...(since === undefined ? [] : [sql<SqlBool>`s.at >= ${since}`]),
    ...(until === undefined ? [] : [sql<SqlBool>`s.at < ${until}`]),
    ...(command === undefined
      ? []
      : [sql<SqlBool>`(s.command = ${typed} or substr(s.command, 1, ${typed.length + 1}) = ${`${typed} `})`]),
    ...(person === undefined ? [] : [aboutPerson(person)]),
    ...(teamId === undefined ? [] : [aboutTeam(teamId)]),
  ]
}

// A row's own key is looked up in the index; what stands inside a row is searched for, kind by kind.
function aboutPerson({ userId, email, salesforceUserId }: PersonKeys): RawBuilder<SqlBool> {
  const found = [
    ...(userId === undefined
      ? []
      : [
          sql`select change_set from change where entity in ('user', 'mapping') and key = ${userId}`,
          sql`select change_set from change where entity = 'decision' and key >= ${`${userId}/`} and key < ${`${userId}0`}`,
        ]),
    ...(email === undefined ? [] : [holding('user', `"email":${JSON.stringify(email)}`)]),
    ...(salesforceUserId === undefined
      ? []
      : [
          holding('mapping', `"salesforceUserId":"${salesforceUserId}"`),
          holding('decision', `"salesforceUserId":"${salesforceUserId}"`),
        ]),
  ]
  return sql<SqlBool>`s.number in (${found.length === 0 ? sql`null` : sql.join(found, sql` union `)})`
}

function holding(entity: string, text: string): RawBuilder<unknown> {
  return sql`select change_set from change where +entity = ${entity} and (instr(before, ${text}) > 0 or instr(after, ${text}) > 0)`
}

function aboutTeam(teamId: TeamId): RawBuilder<SqlBool> {
  const text = `"teamId":"${teamId}"`
  return sql<SqlBool>`s.number in (
    select change_set from change where entity = 'team' and key = ${teamId}
    union select change_set from change where +entity = 'user'
      and (ifnull(instr(before, ${text}), 0) > 0) <> (ifnull(instr(after, ${text}), 0) > 0))`
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

/** The query for every change of the rows with these keys, newest first, each with its change set. */
export function changesToQuery(kysely: Kysely<LedgerTables>, keys: readonly string[]) {
  return kysely
    .selectFrom('change as c')
    .innerJoin('change_set as s', 's.number', 'c.change_set')
    .where('c.entity', 'in', ['user', 'team', 'mapping', 'fact', 'decision'])
    .where(sql<SqlBool>`c.key in (select value from json_each(${JSON.stringify(keys)}))`)
    .select(['s.number', 's.at', 's.actor', 's.command', 's.reason', 's.evidence', size.as('size')])
    .select(['c.change_set', 'c.entity', 'c.key', 'c.before', 'c.after', 'c.origin'])
    .select('c.evidence as change_evidence')
    .orderBy('c.change_set', 'desc')
    .orderBy('c.position', 'desc')
}

/** The query for the newest change of each of these rows before a change set; each is looked up in the index. */
export function lastChangesQuery(
  kysely: Kysely<LedgerTables>,
  entity: 'user' | 'team',
  keys: readonly string[],
  before: number,
) {
  // Left to itself, SQLite would read whole change sets: the order and the index are told.
  return sql<ChangeTable>`
    select c.* from (
      select wanted.value as key, (
        select max(change_set) from change
          where entity = ${entity} and key = wanted.value and change_set < ${before}) as newest
      from json_each(${JSON.stringify(keys)}) as wanted group by wanted.value) as last
    cross join change as c indexed by change_by_row
      on c.entity = ${entity} and c.key = last.key and c.change_set = last.newest
    order by last.key`.compile(kysely)
}

/** A row of `changesToQuery` as the change it holds. */
export function pastChangeOf(
  row: Awaited<ReturnType<ReturnType<typeof changesToQuery>['execute']>>[number],
): PastChange {
  return { changeSet: headOf(row), change: storedChange({ ...row, evidence: row.change_evidence }) }
}
