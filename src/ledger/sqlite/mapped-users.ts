import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely'
import { fold } from '../../core/text.ts'
import type { MappedUser, UserKeys } from '../ledger.ts'
import { mappingOf, userOf } from './rows.ts'
import type { LedgerTables } from './schema.ts'

/** The query for everybody whom one of many keys fits; each kind of key is looked up through its own index. */
export function mappedUsersQuery(kysely: Kysely<LedgerTables>, keys: UserKeys) {
  const called = (keys.called ?? []).map((text) => fold(text))
  return kysely
    .selectFrom('screen_user as u')
    .leftJoin('mapping as m', 'm.user_id', 'u.user_id')
    .select(['u.user_id', 'u.email', 'u.first_name', 'u.last_name', 'u.nickname', 'u.state', 'u.team_id'])
    .select(['m.salesforce_user_id', 'm.organization_id', 'm.seen_name', 'm.seen_email'])
    .where(
      sql<SqlBool>`u.user_id in (
        ${among('user_id', keys.userIds)}
        union ${among('email', keys.emails)}
        union ${among('name_key', called)}
        union ${among('nickname_key', called)}
        union ${among('team_id', keys.teamIds)}
        union select user_id from mapping
          where salesforce_user_id in (select value from json_each(${JSON.stringify(keys.salesforceUserIds ?? [])})))`,
    )
    .orderBy('u.user_id')
}

function among(column: string, values: readonly string[] = []): RawBuilder<unknown> {
  return sql`select user_id from screen_user
    where ${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`
}

/** A row as the user it holds. */
export function mappedUserOf(
  row: Awaited<ReturnType<ReturnType<typeof mappedUsersQuery>['execute']>>[number],
): MappedUser {
  const { salesforce_user_id, ...rest } = row
  return {
    user: userOf(row),
    mapping: salesforce_user_id === null ? null : mappingOf({ ...rest, salesforce_user_id }),
  }
}
