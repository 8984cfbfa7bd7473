import type Database from 'better-sqlite3'
import * as z from 'zod/mini'
import type { IdentityChange, IdentityRepeat, IdentityValues, ValueOwner } from '../ledger.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'

type Value = keyof IdentityValues

const keyOf = { name: 'name_key', username: 'username', email: 'email' } as const satisfies Record<
  Value,
  string
>
const values = ['name', 'username', 'email'] as const satisfies readonly Value[]

/**
 * Starts to note which known users get another name, username or address in an open transaction, and which users get one
 * twice. An upsert overrides `or ignore`, so that the triggers look for themselves.
 */
export function noteIdentities(connection: Database.Database): void {
  connection.exec(`
    create temp table identity_before (
      salesforce_user_id text primary key, name text, name_key text, username text, email text
    ) strict, without rowid;
    create temp trigger note_identity before update on main.salesforce_user
      when new.name <> old.name or new.username <> old.username or new.email <> old.email
    begin
      insert into identity_before
        select old.salesforce_user_id, old.name, old.name_key, old.username, old.email
        where not exists (select 1 from identity_before where salesforce_user_id = old.salesforce_user_id);
    end;
    create temp table identity_repeat (
      salesforce_user_id text, old_name text, old_username text, old_email text,
      name text, username text, email text
    ) strict;
    create temp trigger note_repeat before update on main.salesforce_user
      when new.read_id = old.read_id
        and (new.name <> old.name or new.username <> old.username or new.email <> old.email)
    begin
      insert into identity_repeat values
        (old.salesforce_user_id, old.name, old.username, old.email, new.name, new.username, new.email);
    end`)
}

/** The users that the rows of one read give different names, usernames or addresses; ends the notes. */
export function repeatedIdentities(connection: Database.Database): IdentityRepeat[] {
  const rows = connection.prepare('select * from temp.identity_repeat order by rowid').all()
  connection.exec('drop trigger temp.note_repeat; drop table temp.identity_repeat')
  return z
    .array(repeatRow)
    .parse(rows)
    .map((row) => ({
      salesforceUserId: row.salesforce_user_id,
      before: { name: row.old_name, username: row.old_username, email: row.old_email },
      after: { name: row.name, username: row.username, email: row.email },
    }))
}

/** The users among them who get a value of another user, or another name and address; ends the notes. */
export function changedIdentities(connection: Database.Database): IdentityChange[] {
  connection.exec(
    values
      .map((value) => `create index temp.identity_before_by_${value} on identity_before (${keyOf[value]})`)
      .join(';'),
  )
  const rows = connection
    .prepare(
      `with changed as (
         select s.salesforce_user_id as id, s.name, s.name_key, s.username, s.email,
           b.name as old_name, b.username as old_username, b.email as old_email,
           ${values.map((value) => `${ownerBy(keyOf[value])} as ${value}_owner`).join(', ')}
         from identity_before b join main.salesforce_user s using (salesforce_user_id))
       select changed.*, ${values.map(ownerColumns).join(', ')}
       from changed
       where ${values.map((value) => `${value}_owner is not null`).join(' or ')}
         or (name <> old_name and (username <> old_username or email <> old_email))
       order by id`,
    )
    .all()
  connection.exec('drop trigger temp.note_identity; drop table temp.identity_before')
  return z
    .array(changedRow)
    .parse(rows)
    .map((row) => ({
      salesforceUserId: row.id,
      before: { name: row.old_name, username: row.old_username, email: row.old_email },
      after: { name: row.name, username: row.username, email: row.email },
      owners: {
        name: ownerOf(row.name_owner, row.name_owner_name, row.name_owner_keeps),
        username: ownerOf(row.username_owner, row.username_owner_name, row.username_owner_keeps),
        email: ownerOf(row.email_owner, row.email_owner_name, row.email_owner_keeps),
      },
    }))
}

// Who had the value before this import, or has it now without having changed.
function ownerBy(column: string): string {
  return `case when s.${column} is not b.${column} then coalesce(
    (select o.salesforce_user_id from identity_before o
      where o.${column} = s.${column} and o.salesforce_user_id <> s.salesforce_user_id limit 1),
    (select o.salesforce_user_id from main.salesforce_user o
      where o.${column} = s.${column} and o.salesforce_user_id <> s.salesforce_user_id
        and o.salesforce_user_id not in (select salesforce_user_id from identity_before) limit 1)) end`
}

function ownerColumns(value: Value): string {
  const owner = `${value}_owner`
  return `coalesce(
      (select name from identity_before where salesforce_user_id = ${owner}),
      (select name from main.salesforce_user where salesforce_user_id = ${owner})) as ${owner}_name,
    exists (select 1 from main.salesforce_user o
      where o.salesforce_user_id = ${owner} and o.${keyOf[value]} = changed.${keyOf[value]}) as ${owner}_keeps`
}

function ownerOf(
  salesforceUserId: SalesforceUserId | null,
  name: string | null,
  keeps: number,
): ValueOwner | null {
  return salesforceUserId === null ? null : { salesforceUserId, name: name ?? '', keeps: keeps === 1 }
}

const idText = z.custom<SalesforceUserId>((value) => typeof value === 'string')
const text = z.nullable(z.string())

const repeatRow = z.object({
  salesforce_user_id: idText,
  old_name: z.string(),
  old_username: text,
  old_email: text,
  name: z.string(),
  username: text,
  email: text,
})

const changedRow = z.object({
  id: idText,
  name: z.string(),
  username: text,
  email: text,
  old_name: z.string(),
  old_username: text,
  old_email: text,
  name_owner: z.nullable(idText),
  name_owner_name: text,
  name_owner_keeps: z.number(),
  username_owner: z.nullable(idText),
  username_owner_name: text,
  username_owner_keeps: z.number(),
  email_owner: z.nullable(idText),
  email_owner_name: text,
  email_owner_keeps: z.number(),
})
