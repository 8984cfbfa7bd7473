import { fold, normalizeEmail } from '../../core/text.ts'
import type {
  DirectoryEntry,
  DirectoryKey,
  DirectoryKeys,
  DirectoryReadRecord,
  MappedUser,
  UserKey,
  UserKeys,
  UserRecord,
} from '../ledger.ts'
import type { Statement } from './query-runner.ts'
import { mappingOf, salesforceUserOf, teamOf, userOf } from './rows.ts'
import type {
  DirectoryReadTable,
  MappingTable,
  SalesforceUserTable,
  ScreenUserTable,
  TeamTable,
  Nullable,
} from './schema.ts'

// Their texts are fixed: Kysely, which makes the others, would be most of what a single look-up costs.

/** A user with its team, mapping and Salesforce user in one row. */
export interface RecordRow
  extends
    Omit<ScreenUserTable, 'name_key' | 'nickname_key'>,
    Nullable<Omit<MappingTable, 'user_id' | 'salesforce_user_id'>>,
    Nullable<Omit<SalesforceUserTable, 'name_key' | 'read_id' | 'first_name' | 'last_name' | 'email'>> {
  readonly team_name: TeamTable['name'] | null
  readonly team_key: TeamTable['key']
  readonly mapped_id: MappingTable['salesforce_user_id'] | null
  readonly s_first_name: SalesforceUserTable['first_name']
  readonly s_last_name: SalesforceUserTable['last_name']
  readonly s_email: SalesforceUserTable['email']
}

/** The columns of a `RecordRow`, from `recordTables`. */
export const recordColumns = `u.user_id, u.email, u.first_name, u.last_name, u.nickname, u.state, u.team_id,
  t.name as team_name, t.key as team_key,
  m.salesforce_user_id as mapped_id, m.organization_id, m.seen_name, m.seen_email,
  s.salesforce_user_id, s.name, s.first_name as s_first_name, s.last_name as s_last_name,
  s.username, s.email as s_email, s.alias, s.active, s.frozen, s.type, s.profile, s.role,
  s.department, s.title, s.manager, s.employee_number, s.federation_id, s.last_login_at`

/** The tables of a `RecordRow`. */
export const recordTables = `screen_user as u
  left join team as t on t.team_id = u.team_id
  left join mapping as m on m.user_id = u.user_id
  left join salesforce_user as s on s.salesforce_user_id = m.salesforce_user_id`

/** The query for the users that match a key. */
export function recordsByKey(key: UserKey): Statement<RecordRow> {
  const [condition, ...parameters] = userCondition(key)
  return {
    sql: `select ${recordColumns} from ${recordTables} where ${condition} order by u.name_key, u.email`,
    parameters,
  }
}

function userCondition(key: UserKey): readonly [condition: string, ...values: string[]] {
  if ('userId' in key) return ['u.user_id = ?', key.userId]
  if ('email' in key) return ['u.email = ?', key.email]
  if ('salesforceUserId' in key) return ['m.salesforce_user_id = ?', key.salesforceUserId]
  const called = fold(key.called)
  return ['(u.name_key = ? or u.nickname_key = ?)', called, called]
}

/** The record in such a row. */
export function recordOf(row: RecordRow): UserRecord {
  const user = userOf(row)
  return {
    user,
    team:
      row.team_id === null || row.team_name === null
        ? null
        : teamOf({ team_id: row.team_id, name: row.team_name, key: row.team_key }),
    mapping:
      row.mapped_id === null
        ? null
        : mappingOf({
            user_id: row.user_id,
            salesforce_user_id: row.mapped_id,
            organization_id: row.organization_id,
            seen_name: row.seen_name,
            seen_email: row.seen_email,
          }),
    salesforceUser:
      row.salesforce_user_id === null || row.name === null
        ? null
        : salesforceUserOf({
            ...row,
            salesforce_user_id: row.salesforce_user_id,
            name: row.name,
            first_name: row.s_first_name,
            last_name: row.s_last_name,
            email: row.s_email,
          }),
  }
}

/** A user with its mapping in one row. */
interface MappedUserRow
  extends Omit<ScreenUserTable, 'name_key' | 'nickname_key'>, Nullable<Omit<MappingTable, 'user_id'>> {}

/** The query for the users that match at least one of many keys, with their teams and Salesforce users. */
export function recordsByKeys(keys: UserKeys): Statement<RecordRow> {
  const { sql, parameters } = idsByKeys(keys)
  return {
    sql: `select ${recordColumns} from ${recordTables} where u.user_id in (${sql}) order by u.name_key, u.email`,
    parameters,
  }
}

/** The query for the users that match at least one of many keys, with their mappings. */
export function mappedUsersByKeys(keys: UserKeys): Statement<MappedUserRow> {
  const { sql, parameters } = idsByKeys(keys)
  return {
    sql: `select u.user_id, u.email, u.first_name, u.last_name, u.nickname, u.state, u.team_id,
        m.salesforce_user_id, m.organization_id, m.seen_name, m.seen_email
      from screen_user as u left join mapping as m on m.user_id = u.user_id
      where u.user_id in (${sql})
      order by u.user_id`,
    parameters,
  }
}

// Each kind of key has its own index.
function idsByKeys(keys: UserKeys): Statement<unknown> {
  const called = (keys.called ?? []).map((text) => fold(text))
  const kinds: readonly (readonly string[] | undefined)[] = [
    keys.userIds,
    keys.emails,
    called,
    called,
    keys.teamIds,
    keys.salesforceUserIds,
  ]
  return {
    sql: `
        select value from json_each(?)
        union all ${having('user_id', 'screen_user', 'email')}
        union all ${having('user_id', 'screen_user', 'name_key')}
        union all ${having('user_id', 'screen_user', 'nickname_key')}
        union all ${having('user_id', 'screen_user', 'team_id')}
        union all ${having('user_id', 'mapping', 'salesforce_user_id')}`,
    parameters: kinds.map((values) => JSON.stringify(values ?? [])),
  }
}

// The values, one parameter, come first: each is looked up in the index of its column.
function having(id: string, table: string, column: string): string {
  return `select found.${id} from json_each(?) as wanted
    join ${table} as found on found.${column} = wanted.value`
}

/** The user in such a row. */
export function mappedUserOf({ salesforce_user_id, ...row }: MappedUserRow): MappedUser {
  return {
    user: userOf(row),
    mapping: salesforce_user_id === null ? null : mappingOf({ ...row, salesforce_user_id }),
  }
}

/** A Salesforce user with when it was seen and who is mapped to it, in one row. */
export interface EntryRow extends Omit<SalesforceUserTable, 'name_key' | 'read_id'> {
  readonly seen_at: string
  readonly mapped_user_id: ScreenUserTable['user_id'] | null
  readonly mapped_email: ScreenUserTable['email'] | null
}

/** The columns of an `EntryRow`, from `entryTables`. A refresh reads all users, and writes only those that changed. */
export const entryColumns = `s.*, u.user_id as mapped_user_id, u.email as mapped_email,
  max(r.at, coalesce((select l.at from directory_read as l
    where l.read_id >= s.read_id and l.scope is not null order by l.read_id desc limit 1), '')) as seen_at`

/** The tables of an `EntryRow`. */
export const entryTables = `salesforce_user as s
  inner join directory_read as r on r.read_id = s.read_id
  left join mapping as m on m.salesforce_user_id = s.salesforce_user_id
  left join screen_user as u on u.user_id = m.user_id`

/** The query for the Salesforce users that match a key. */
export function entriesByKey(key: DirectoryKey): Statement<EntryRow> {
  const [condition, ...parameters] = entryCondition(key)
  return {
    sql: `select ${entryColumns} from ${entryTables} where ${condition} order by s.name_key, s.salesforce_user_id`,
    parameters,
  }
}

function entryCondition(key: DirectoryKey): readonly [condition: string, ...values: string[]] {
  if ('salesforceUserId' in key) return ['s.salesforce_user_id = ?', key.salesforceUserId]
  if ('username' in key) return ['s.username = ?', key.username.trim().toLowerCase()]
  if ('email' in key) return ['s.email = ?', normalizeEmail(key.email)]
  if ('called' in key)
    return [
      '(s.username = ? or s.email = ? or s.name_key = ?)',
      key.called.trim().toLowerCase(),
      normalizeEmail(key.called),
      fold(key.called),
    ]
  // A query of its own, since the joins and the order would take ten times as long as reading all IDs.
  return [
    `s.salesforce_user_id in (select salesforce_user_id from salesforce_user
      where lower(substr(salesforce_user_id, 1, 15)) = ?)`,
    key.anyCaseId.slice(0, 15).toLowerCase(),
  ]
}

/** The entry in such a row. */
export function entryOf(row: EntryRow): DirectoryEntry {
  return {
    salesforceUser: salesforceUserOf(row),
    mappedTo:
      row.mapped_user_id === null || row.mapped_email === null
        ? null
        : { userId: row.mapped_user_id, email: row.mapped_email },
    seenAt: row.seen_at,
  }
}

/** The query for the Salesforce users that match at least one of many keys; each kind of key has its own index. */
export function salesforceUsersByKeys(keys: DirectoryKeys): Statement<SalesforceUserTable> {
  const anyCase = (keys.anyCaseIds ?? []).map((text) => text.slice(0, 15).toLowerCase())
  const kinds: readonly (readonly string[])[] = [
    keys.salesforceUserIds ?? [],
    (keys.usernames ?? []).map((text) => text.trim().toLowerCase()),
    (keys.emails ?? []).map((text) => normalizeEmail(text)),
    (keys.called ?? []).map((text) => fold(text)),
  ]
  // No index helps here, so it is part of the query only if needed.
  const sameLetters = `union all select salesforce_user_id from salesforce_user
    where lower(substr(salesforce_user_id, 1, 15)) in (select value from json_each(?))`
  return {
    sql: `select s.* from salesforce_user as s where s.salesforce_user_id in (
        select value from json_each(?)
        union all ${having('salesforce_user_id', 'salesforce_user', 'username')}
        union all ${having('salesforce_user_id', 'salesforce_user', 'email')}
        union all ${having('salesforce_user_id', 'salesforce_user', 'name_key')}
        ${anyCase.length === 0 ? '' : sameLetters})
      order by s.salesforce_user_id`,
    parameters: [...kinds, ...(anyCase.length === 0 ? [] : [anyCase])].map((values) =>
      JSON.stringify(values),
    ),
  }
}

/** The query for the newest read. */
export const newestRead: Statement<DirectoryReadTable> = {
  sql: 'select * from directory_read order by read_id desc limit 1',
  parameters: [],
}

/** The read in a row of `directory_read`. */
export function readOf(row: DirectoryReadTable): DirectoryReadRecord {
  const { source, origin, identity, organization_id: organizationId, at, people, scope } = row
  return { source, origin, identity, organizationId, at, users: people, scope, deltaFrom: row.news_from }
}
