import { type Kysely, sql, type SqlBool } from 'kysely'
import * as z from 'zod/mini'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type {
  DirectoryChange,
  DirectoryLogEntry,
  DirectoryReadRecord,
  PastDirectoryChange,
} from '../ledger.ts'
import type { DirectoryChangeTable, DirectoryReadTable, LedgerTables } from './schema.ts'

/** The query for every reading, newest first. */
export function readingsQuery(kysely: Kysely<LedgerTables>) {
  return kysely.selectFrom('directory_read').selectAll().orderBy('read_id', 'desc')
}

/** The query for what one reading changed. */
export function changesQuery(kysely: Kysely<LedgerTables>, number: number) {
  return kysely
    .selectFrom('directory_change')
    .selectAll()
    .where('read_id', '=', number)
    .orderBy('salesforce_user_id')
}

/** The query for what refreshes changed of these people, newest first. */
export function changesAboutQuery(kysely: Kysely<LedgerTables>, ids: readonly SalesforceUserId[]) {
  return kysely
    .selectFrom('directory_change as c')
    .innerJoin('directory_read as r', 'r.read_id', 'c.read_id')
    .select(['c.read_id', 'c.salesforce_user_id', 'c.before', 'c.after', 'r.at'])
    .where(sql<SqlBool>`c.salesforce_user_id in (select value from json_each(${JSON.stringify(ids)}))`)
    .orderBy('c.read_id', 'desc')
    .orderBy('c.salesforce_user_id')
}

/** A row of `changesAboutQuery` as the change it tells of. */
export function pastChangeOf(row: DirectoryChangeTable & { readonly at: string }): PastDirectoryChange {
  return { at: row.at, ...changeOf(row) }
}

/** A row as the reading it tells of. */
export function readingOf(row: DirectoryReadTable): DirectoryReadRecord {
  const { source, origin, identity, organization_id: organizationId, at, people, scope } = row
  return { source, origin, identity, organizationId, at, people, scope, newsFrom: row.news_from }
}

/** A row as an entry of the log. */
export function logEntryOf(row: DirectoryReadTable): DirectoryLogEntry {
  const { read_id: number, added, changed, dropped } = row
  return { number, ...readingOf(row), added, changed, dropped }
}

const personRow = z.record(z.string(), z.nullable(z.union([z.string(), z.number()])))

/** A row as the change it tells of. */
export function changeOf(row: DirectoryChangeTable): DirectoryChange {
  const before = row.before === null ? null : personRow.parse(JSON.parse(row.before))
  const after = row.after === null ? null : personRow.parse(JSON.parse(row.after))
  const fields =
    before === null || after === null ? [] : Object.keys(after).filter((key) => before[key] !== after[key])
  return {
    salesforceUserId: row.salesforce_user_id,
    name: String((after ?? before)?.['name'] ?? row.salesforce_user_id),
    what: before === null ? 'added' : after === null ? 'dropped' : 'changed',
    fields: fields.map((column) => ({
      field: column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      before: textOf(column, before?.[column]),
      after: textOf(column, after?.[column]),
    })),
  }
}

function textOf(column: string, value: string | number | null | undefined): string | null {
  if (value === null || value === undefined) return null
  return column === 'active' || column === 'frozen' ? String(value === 1) : String(value)
}
