import { type Change, type ChangeSet, planOf, type Stamp } from '../../src/core/change.ts'
import type { DirectoryRead, SalesforceUser } from '../../src/core/salesforce-user.ts'
import type { DirectoryQuery, Ledger, StagedRead, UserQuery } from '../../src/ledger/ledger.ts'
import { all, pagesOf } from '../support/all.ts'
import { aRead, aStamp } from '../support/builders.ts'

/** Opens a new, empty ledger for one test. */
export type OpenLedger = () => Promise<Ledger>

/** Commits these changes, which must succeed. */
export async function commit(
  ledger: Ledger,
  changes: readonly Change[],
  stamp: Partial<Stamp> = {},
): Promise<ChangeSet> {
  const result = await ledger.commit(planOf(changes), aStamp(stamp))
  if ('number' in result) return result
  throw new Error(`the commit was refused: ${JSON.stringify(result.conflicts)}`)
}

/** Reads these people in one page and keeps them. */
export async function keep(
  ledger: Ledger,
  page: readonly SalesforceUser[],
  mode: 'merge' | 'replace' = 'merge',
  read: Partial<DirectoryRead> = {},
): Promise<StagedRead> {
  const staged = await ledger.directory.stage(aRead(read), pagesOf(page), mode)
  await staged.keep()
  return staged
}

/** Everyone whom the directory holds, in the order of a list. */
export async function people(ledger: Ledger, query: DirectoryQuery = {}): Promise<SalesforceUser[]> {
  const entries = await all(ledger.directory.list(query))
  return entries.map(({ salesforceUser }) => salesforceUser)
}

/** The e-mail addresses of a list of users, in its order. */
export async function emails(ledger: Ledger, query: UserQuery): Promise<string[]> {
  return (await all(ledger.users(query))).map(({ user }) => user.email)
}
