import type { Migration } from 'kysely/migration'
import * as ledger from './0001-ledger.ts'
import * as refresh from './0002-refresh.ts'
import * as batches from './0003-batches.ts'
import * as americanNames from './0004-american-names.ts'
import * as entered from './0005-entered.ts'
import * as roles from './0006-roles.ts'

/** Every migration by name, in order. Once released a migration is never edited; a change is a new one. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-ledger': ledger,
  '0002-refresh': refresh,
  '0003-batches': batches,
  '0004-american-names': americanNames,
  '0005-entered': entered,
  '0006-roles': roles,
}
