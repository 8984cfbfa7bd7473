import {
  DummyDriver,
  Kysely,
  type RawBuilder,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { LedgerTables } from './schema.ts'

/** Makes the text of queries whose conditions vary; the ledger's own connection runs it. */
export const kysely = new Kysely<LedgerTables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/**
 * A column without case and accents, for searching. SQLite itself lower-cases plain ASCII, which is nearly every address;
 * only the others, longer in bytes than in characters, need the slower `fold`.
 */
export function folded(column: string): RawBuilder<string> {
  const text = sql.ref(column)
  return sql<string>`case when octet_length(${text}) > length(${text}) then fold(${text}) else lower(${text}) end`
}
