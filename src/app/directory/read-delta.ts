import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import { type DirectoryScope, isInScope, type SalesforceUser } from '../../core/salesforce-user.ts'
import type {
  DirectoryReadRecord,
  DirectoryRefresh,
  DirectoryWriter,
  StagedRead,
} from '../../ledger/ledger.ts'
import type { Identity, LiveReader } from '../../salesforce/salesforce.ts'
import type { AppContext } from '../context.ts'
import { interruptible } from '../interrupts.ts'

/** What a refresh is asked to do. */
export interface RefreshRequest {
  readonly scope: DirectoryScope
  /** Read all users even if an incremental refresh is possible, and do not resume an interrupted one. */
  readonly full: boolean
}

/** A complete refresh, to be kept or discarded. */
export interface RefreshResult {
  readonly staged: StagedRead
  readonly kind: 'full' | 'delta'
  readonly identity: Identity
  /** Where a delta starts, by the org's clock; null for a full refresh. */
  readonly since: string | null
  /** The users that changed during a full refresh. */
  readonly changedDuringRead: readonly SalesforceUserId[]
  /** Whether the signed-in user may see who is frozen. */
  readonly frozenKnown: boolean
  /** Whether the signed-in user has "View All Users"; null if unknown, and where only a full refresh asks. */
  readonly viewAllUsers: boolean | null
}

/** A read from which an incremental refresh can start. */
export type DeltaStart = DirectoryReadRecord & { readonly deltaFrom: string }

// Reading more changes than this takes as long as reading all users.
const maxChanges = 20_000

// A user may come between two requests of one attempt.
const maxAttempts = 2

/** Reads what changed since the last read; undefined if a full refresh is needed instead. */
export async function readDelta(
  context: AppContext,
  directory: DirectoryWriter,
  reader: LiveReader,
  request: RefreshRequest,
  last: DeltaStart,
  attempt = 1,
): Promise<RefreshResult | undefined> {
  const { scope } = request
  const since = withOverlap(last.deltaFrom)
  const startedAt = context.dependencies.now()
  const identity = await reader.identity()
  if (last.identity !== identity.identity || last.organizationId !== identity.organizationId) return undefined
  const [delta, frozen, total] = await Promise.all([
    reader.changedSince(since),
    reader.frozen(),
    reader.count(scope),
  ])
  if (delta.total > maxChanges) return undefined
  const deltaFrom = reader.timeAt(startedAt)
  const target = { kind: 'delta', origin: reader.origin, ...identity, scope } as const
  const refresh = await directory.beginRefresh(target, deltaFrom)
  try {
    for await (const page of interruptible(delta.pages, context.dependencies.interrupted))
      mergePage(refresh, page, scope)
    if (frozen !== null) refresh.setFrozen(frozen)
  } catch (error) {
    await refresh.interrupt()
    throw error
  }
  const staged = await refresh.finish({ at: context.now(), deltaFrom })
  if (staged.users === total)
    return {
      staged,
      kind: 'delta',
      identity,
      since,
      changedDuringRead: [],
      frozenKnown: frozen !== null,
      viewAllUsers: null,
    }
  // What a user may see changes without a change of any user, so only a full refresh shows who is missing.
  await staged.discard()
  if (attempt >= maxAttempts) return undefined
  return await readDelta(context, directory, reader, request, last, attempt + 1)
}

/** Merges changed users, in or out of the scope, into a refresh; returns those that differ from what it had read. */
export function mergePage(
  refresh: DirectoryRefresh,
  page: readonly SalesforceUser[],
  scope: DirectoryScope,
): readonly SalesforceUserId[] {
  const outOfScope = page.filter((user) => !isInScope(user, scope))
  return refresh.merge(
    page.filter((user) => isInScope(user, scope)),
    outOfScope.map(({ salesforceUserId }) => salesforceUserId),
  )
}

// Salesforce stamps a record before its transaction is committed, which takes ten minutes at most.
const overlapMinutes = 15

/** The start of the next delta, moved back so that no change in between is missed. */
export function withOverlap(deltaFrom: string): string {
  return new Date(Date.parse(deltaFrom) - overlapMinutes * 60_000).toISOString()
}
