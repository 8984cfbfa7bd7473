import type Database from 'better-sqlite3'
import * as z from 'zod/mini'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SharedUsername } from '../ledger.ts'

const row = z.object({
  username: z.string(),
  salesforceUserId: z.custom<SalesforceUserId>((value) => typeof value === 'string'),
  name: z.string(),
})

/** The usernames that several users of the directory have; those in `except` are left out. */
export function sharedUsernames(
  connection: Database.Database,
  except: ReadonlySet<string> = new Set(),
): SharedUsername[] {
  const rows = connection
    .prepare(
      `select username, salesforce_user_id as salesforceUserId, name from salesforce_user
       where username in (select username from salesforce_user
         where username is not null group by username having count(*) > 1)
       order by username, salesforce_user_id`,
    )
    .all()
  const users = z
    .array(row)
    .parse(rows)
    .filter(({ username }) => !except.has(username))
  return [...Map.groupBy(users, ({ username }) => username)].map(([username, sharing]) => ({
    username,
    users: sharing.map(({ salesforceUserId, name }) => ({ salesforceUserId, name })),
  }))
}
