import { type DirectoryScope, isInScope } from '../../core/salesforce-user.ts'
import type { DirectoryReadRecord, DirectoryRefresh, StagedRead } from '../../ledger/ledger.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { Identity, LiveReader } from '../../salesforce/salesforce.ts'
import type { AppContext } from '../context.ts'
import { interruptible } from '../interrupts.ts'

// So many news cost as much as everybody.
const mostNews = 20_000

/** Brings the directory up to date with what changed since the last reading; undefined where reading everybody is better. */
export async function readDelta(
  context: AppContext,
  reader: LiveReader,
  { scope }: RefreshRequest,
  last: DirectoryReadRecord & { readonly newsFrom: string },
): Promise<RefreshResult | undefined> {
  const since = withOverlap(last.newsFrom)
  const here = context.dependencies.now()
  const identity = await reader.identity()
  if (!isSameIdentity(last, identity)) return undefined
  const [news, frozen] = await Promise.all([reader.changedSince(since), reader.frozen()])
  if (news.total > mostNews) return undefined
  const { directory } = await context.ledger()
  const newsFrom = reader.timeAt(here)
  const aim = { kind: 'news', origin: reader.origin, ...identity, scope } as const
  const refresh = await directory.refresh(aim, newsFrom)
  try {
    for await (const page of interruptible(news.pages, context.dependencies.interrupted))
      mergeDelta(refresh, page, scope)
    if (frozen !== null) refresh.frozen(frozen)
  } catch (error) {
    await refresh.interrupt()
    throw error
  }
  const staged = await refresh.finish({ at: context.now(), newsFrom })
  return { staged, kind: 'news', identity, since, meanwhile: [], frozenIsKnown: frozen !== null }
}

/** Sorts a page of news into who belongs to the scope and who no longer does; gives whom the refresh knew otherwise. */
export function mergeDelta(
  refresh: DirectoryRefresh,
  page: Parameters<DirectoryRefresh['update']>[0],
  scope: RefreshRequest['scope'],
): readonly SalesforceUserId[] {
  const people = page.filter((person) => isInScope(person, scope))
  const others = page.filter((person) => !isInScope(person, scope))
  return refresh.update(
    people,
    others.map(({ salesforceUserId }) => salesforceUserId),
  )
}

function isSameIdentity(last: DirectoryReadRecord, { identity, organizationId }: Identity): boolean {
  return last.identity === identity && last.organizationId === organizationId
}

/** What a refresh is asked to do. */
export interface RefreshRequest {
  readonly scope: DirectoryScope
  /** Read everybody, although news might do, and begin anew. */
  readonly full: boolean
}

/** A refresh that is whole, to be kept or discarded. */
export interface RefreshResult {
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
