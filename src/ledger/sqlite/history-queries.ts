import { type RawBuilder, sql, type SqlBool } from 'kysely'
import * as z from 'zod/mini'
import type { Change, ChangeSetHead } from '../../core/change.ts'
import type { TeamId } from '../../core/model.ts'
import type { HistoryQuery, MappingMinute, MappingMinutesQuery, PastChange, PersonKeys } from '../ledger.ts'
import { changeSchema, storedJson } from '../row-schemas.ts'
import { entities } from './rows.ts'
import { kysely } from './kysely.ts'
import type { ChangeTable } from './schema.ts'

// Positions have no gaps: looking up the last of a million changes is faster than counting them.
const size = sql<number>`(select coalesce(max(position) + 1, 0) from change where change_set = s.number)`

/** The query for change sets without their changes. */
export function headsQuery(query: HistoryQuery) {
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
  role,
  since,
  until,
  command,
}: HistoryQuery): RawBuilder<SqlBool>[] {
  const typed = command === undefined ? '' : `sfsync ${command}`
  return [
    ...(number === undefined ? [] : [sql<SqlBool>`s.number = ${number}`]),
    ...(actor === undefined ? [] : [sql<SqlBool>`s.actor = ${actor}`]),
    ...(role === undefined ? [] : [sql<SqlBool>`s.role = ${role}`]),
    ...(since === undefined ? [] : [sql<SqlBool>`s.at >= ${since}`]),
    ...(until === undefined ? [] : [sql<SqlBool>`s.at < ${until}`]),
    ...(command === undefined
      ? []
      : [sql<SqlBool>`(s.command = ${typed} or substr(s.command, 1, ${typed.length + 1}) = ${`${typed} `})`]),
    ...(person === undefined ? [] : [changingPerson(person)]),
    ...(teamId === undefined ? [] : [changingTeam(teamId)]),
  ]
}

// The key of a row is in the index; a value inside a row needs a search through one kind of rows.
function changingPerson({ userId, email, salesforceUserId }: PersonKeys): RawBuilder<SqlBool> {
  const found = [
    ...(userId === undefined
      ? []
      : [
          sql`select change_set from change where entity in ('user', 'mapping', 'enteredUser') and key = ${userId}`,
          sql`select change_set from change where entity = 'decision' and key >= ${`${userId}/`} and key < ${`${userId}0`}`,
        ]),
    ...(email === undefined ? [] : [containing('user', `"email":${JSON.stringify(email)}`)]),
    ...(salesforceUserId === undefined
      ? []
      : [
          containing('mapping', `"salesforceUserId":"${salesforceUserId}"`),
          containing('decision', `"salesforceUserId":"${salesforceUserId}"`),
        ]),
  ]
  return sql<SqlBool>`s.number in (${found.length === 0 ? sql`null` : sql.join(found, sql` union `)})`
}

function containing(entity: string, text: string): RawBuilder<unknown> {
  return sql`select change_set from change where +entity = ${entity} and (instr(before, ${text}) > 0 or instr(after, ${text}) > 0)`
}

function changingTeam(teamId: TeamId): RawBuilder<SqlBool> {
  const members = sql`(select user_id from screen_user where team_id = ${teamId})`
  return sql<SqlBool>`s.number in (
    select change_set from change where entity in ('team', 'enteredTeam') and key = ${teamId}
    union ${containing('user', `"teamId":"${teamId}"`)}
    union select change_set from change where entity in ('user', 'mapping', 'enteredUser') and key in ${members}
    union select change_set from change where entity = 'decision' and substr(key, 1, 10) in ${members})`
}

/** The change set in a row of `headsQuery`. */
export function headOf(row: {
  readonly number: number
  readonly at: string
  readonly actor: string
  readonly command: string
  readonly reason: string | null
  readonly evidence: string
  readonly role: string | null
  readonly size: number
}): ChangeSetHead {
  const { number, at, actor, command, reason, evidence, role } = row
  return {
    number,
    at,
    actor,
    command,
    reason,
    evidence: storedJson(evidenceSchema, evidence, `change set ${number}`),
    role,
    size: row.size,
  }
}

/** The query for the changes of one change set, in order or the other way around. */
export function changesQuery(number: number, lastFirst: boolean) {
  const order = lastFirst ? 'desc' : 'asc'
  return kysely.selectFrom('change').selectAll().where('change_set', '=', number).orderBy('position', order)
}

/** The query for all changes of the rows with these keys, newest first, each with its change set. */
export function changesToQuery(keys: readonly string[]) {
  return kysely
    .selectFrom('change as c')
    .innerJoin('change_set as s', 's.number', 'c.change_set')
    .where('c.entity', 'in', entities)
    .where(sql<SqlBool>`c.key in (select value from json_each(${JSON.stringify(keys)}))`)
    .select(['s.number', 's.at', 's.actor', 's.command', 's.reason', 's.evidence', 's.role', size.as('size')])
    .select(['c.change_set', 'c.entity', 'c.key', 'c.before', 'c.after', 'c.origin'])
    .select('c.evidence as change_evidence')
    .orderBy('c.change_set', 'desc')
    .orderBy('c.position', 'desc')
}

/** The query for the newest change of each of these rows before a change set, through the index. */
export function lastChangesQuery(entity: 'user' | 'team', keys: readonly string[], before: number) {
  // Order and index are prescribed because SQLite would otherwise read whole change sets.
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

/** The query for the minutes in which mappings changed: of everyone, all changes are read in order, which takes a third of looking up those of mappings. */
export function mappingMinutesQuery({ teamId, ...query }: MappingMinutesQuery) {
  const wanted =
    teamId === undefined
      ? sql`+entity = 'mapping'`
      : sql`entity = 'mapping' and key in (select user_id from screen_user where team_id = ${teamId})`
  return sql<MappingMinute>`select substr(s.at, 1, 16) || ':00.000Z' as at, cast(sum(c.added) as bigint) as added,
      cast(sum(c.replaced) as bigint) as replaced, cast(sum(c.removed) as bigint) as removed
    from (select change_set,
        sum(case when before is null then 1 else 0 end) as added,
        sum(case when ${mappedTo('before')} <> ${mappedTo('after')} then 1 else 0 end) as replaced,
        sum(case when after is null then 1 else 0 end) as removed
      from change where ${wanted} group by change_set) as c
    join change_set as s on s.number = c.change_set
    where ${sql.join([sql<SqlBool>`true`, ...conditions(query)], sql` and `)}
    group by substr(s.at, 1, 16) having sum(c.added + c.replaced + c.removed) > 0 order by 1`.compile(kysely)
}

// The Salesforce User ID of a mapping with its key; who confirms a mapping changes only the name and address in it.
function mappedTo(column: 'before' | 'after'): RawBuilder<string | null> {
  const key = '"salesforceUserId":"'
  return sql`substr(${sql.raw(column)}, instr(${sql.raw(column)}, ${sql.lit(key)}), ${sql.lit(key.length + 18)})`
}

/** The change in a row of `changesToQuery`. */
export function pastChangeOf(
  row: Awaited<ReturnType<ReturnType<typeof changesToQuery>['execute']>>[number],
): PastChange {
  return { changeSet: headOf(row), change: storedChange({ ...row, evidence: row.change_evidence }) }
}

/** The change in a row of `change`; throws `ledger-unusable` if it cannot be read. */
export function storedChange(row: Omit<ChangeTable, 'position'>): Change {
  const json = `{"entity":${JSON.stringify(row.entity)},"key":${JSON.stringify(row.key)},"before":${row.before ?? 'null'},"after":${row.after ?? 'null'}}`
  return {
    ...storedJson(changeSchema, json, `change set ${row.change_set}`),
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(row.evidence === null ? {} : { evidence: row.evidence }),
  }
}

const evidenceSchema = z.array(z.string())
