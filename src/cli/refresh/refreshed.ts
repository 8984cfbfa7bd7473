import type { DirectoryScope } from '../../core/directory-scope.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { StagedRead } from '../../ledger/ledger.ts'
import type { Identity } from '../../salesforce/identity.ts'

/** What a refresh is asked to do. */
export interface RefreshWish {
  readonly scope: DirectoryScope
  /** Read everybody, although news might do, and begin anew. */
  readonly full: boolean
}

/** A refresh that is whole, to be kept or discarded. */
export interface Refreshed {
  readonly staged: StagedRead
  readonly kind: 'everybody' | 'news'
  readonly identity: Identity
  /** Since when news were asked for, by the org's clock; null of everybody. */
  readonly since: string | null
  /** Who changed while everybody was read. */
  readonly meanwhile: readonly SalesforceUserId[]
  /** Whether the identity may know who is frozen. */
  readonly frozenIsKnown: boolean
}

// Salesforce stamps a record before its transaction is committed, which takes ten minutes at most.
const overlapMinutes = 15

/** From when on news are asked for, so that nothing at the border is lost. */
export function withOverlap(newsFrom: string): string {
  return new Date(Date.parse(newsFrom) - overlapMinutes * 60_000).toISOString()
}
