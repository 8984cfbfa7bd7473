import type Database from 'better-sqlite3'
import * as z from 'zod/mini'
import type { TakenName } from '../ledger.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'

/** Starts to note which users get another name and another username or address in an open transaction. */
export function noteRenamedUsers(connection: Database.Database): void {
  connection.exec(`
    create temp table renamed (salesforce_user_id text primary key, name text, username text, email text) strict, without rowid;
    create temp trigger note_renamed before update on main.salesforce_user
      when new.name is not old.name and (new.username is not old.username or new.email is not old.email)
    begin
      insert or ignore into renamed values (old.salesforce_user_id, old.name, old.username, old.email);
    end`)
}

/** Those among them whose new username (or, where it is not new, address) belonged to another user; ends the notes. */
export function takenNames(connection: Database.Database): TakenName[] {
  connection.exec(`
    create index temp.renamed_by_username on renamed (username);
    create index temp.renamed_by_email on renamed (email)`)
  const rows = connection
    .prepare(
      `with taken as (
         select s.salesforce_user_id as id, r.name as old_name, coalesce(r.username, r.email) as old_address,
           s.name, case when s.username is r.username then coalesce(s.email, s.username) else s.username end as address,
           case when s.username is null or s.username is r.username then ${ownerBy('email')} else ${ownerBy('username')} end as owner
         from renamed r join main.salesforce_user s using (salesforce_user_id))
       select taken.*, coalesce(
         (select name from renamed where salesforce_user_id = owner),
         (select name from main.salesforce_user where salesforce_user_id = owner)) as owner_name
       from taken where owner is not null order by id`,
    )
    .all()
  connection.exec('drop trigger temp.note_renamed; drop table temp.renamed')
  return z
    .array(takenRow)
    .parse(rows)
    .map(({ id, owner, name, address, old_name, old_address, owner_name }) => ({
      salesforceUserId: id,
      before: { name: old_name, address: old_address },
      after: { name, address },
      owner: { salesforceUserId: owner, name: owner_name },
    }))
}

// Who had the value before this import, or has it now.
function ownerBy(column: 'username' | 'email'): string {
  const owner = (table: string) =>
    `(select o.salesforce_user_id from ${table} o
      where o.${column} = s.${column} and o.salesforce_user_id <> s.salesforce_user_id limit 1)`
  return `coalesce(${owner('renamed')}, ${owner('main.salesforce_user')})`
}

const idText = z.custom<SalesforceUserId>((value) => typeof value === 'string')

const takenRow = z.object({
  id: idText,
  owner: idText,
  name: z.string(),
  address: z.nullable(z.string()),
  old_name: z.string(),
  old_address: z.nullable(z.string()),
  owner_name: z.string(),
})
