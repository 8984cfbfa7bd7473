import { type RawBuilder, sql } from 'kysely'

/**
 * A column without regard to case and accents, for searching. Nearly all addresses are plain ASCII, which SQLite
 * lower-cases by itself; only the others, longer in bytes than in characters, pay for a call of `fold`.
 */
export function folded(column: string): RawBuilder<string> {
  const text = sql.ref(column)
  return sql<string>`case when octet_length(${text}) > length(${text}) then fold(${text}) else lower(${text}) end`
}
