import { checkDirectoryRemovals, type DirectoryRemovals } from '../../core/decide/removal-limit.ts'
import type { SfsyncError } from '../../core/errors.ts'
import { type DirectoryScope, directoryScopes } from '../../core/salesforce-user.ts'
import { countText } from '../../core/text.ts'
import type { DirectoryReadRecord, StagedRead } from '../../ledger/ledger.ts'
import { refusalError } from '../exit-codes.ts'
import type { AppContext } from '../context.ts'
import type { RefreshResult } from './read-delta.ts'

/** A refresh, and what it is compared with. */
export interface ComparedRefresh {
  readonly origin: string
  readonly scope: DirectoryScope
  readonly refreshed: RefreshResult
  /** The last read of the directory; undefined if it was empty. */
  readonly last: DirectoryReadRecord | undefined
}

/** The error `limit` if a refresh would drop more users from the directory than one run may, unless exactly as many are allowed. */
export function removalError(
  context: AppContext,
  compared: ComparedRefresh,
  allowed: number | undefined,
): SfsyncError | undefined {
  const { dropped, added, users } = compared.refreshed.staged
  const { origin } = compared
  return overLimit(
    context,
    { dropped, users: users + dropped - added, origin, cause: causeOf(compared) },
    allowed,
  )
}

/** The same if more active users are missing from a complete report than one run may take for people who left. */
export function absentError(
  context: AppContext,
  { origin, absent, activeBefore }: Pick<StagedRead, 'absent' | 'activeBefore'> & { readonly origin: string },
  allowed: number | undefined,
): SfsyncError | undefined {
  const cause =
    'with --complete they count as people who left; check that the report lists every active user, without filters'
  return overLimit(context, { dropped: absent, users: activeBefore, origin, cause }, allowed)
}

function overLimit(
  context: AppContext,
  removals: Pick<DirectoryRemovals, 'dropped' | 'users' | 'origin' | 'cause'>,
  allowed: number | undefined,
): SfsyncError | undefined {
  const { 'removal-limit': people, 'removal-percent': percent } = context.configuration.settings
  const limit = { people: Number(people.value), percent: Number(percent.value) }
  const refusal = checkDirectoryRemovals({ ...removals, limit, allowed })
  return refusal === undefined ? undefined : refusalError(refusal)
}

/** Says that a refresh shows fewer users than the directory had, and the likely cause; empty where it does not. */
export function smallerViewNotice(compared: ComparedRefresh): string[] {
  const { dropped } = compared.refreshed.staged
  if (dropped === 0) return []
  return [
    `${compared.origin} no longer shows ${countText(dropped, 'user')} of the directory: ${causeOf(compared)}`,
  ]
}

function causeOf({ last, scope, refreshed }: ComparedRefresh): string {
  const { identity, viewAllUsers } = refreshed
  if (last?.scope == null) return `the directory was last read from ${last?.origin ?? 'another source'}`
  if (directoryScopes.indexOf(scope) < directoryScopes.indexOf(last.scope))
    return `the last refresh was made with ${last.scope === 'everyone' ? '--all' : '--external'}`
  const missing =
    viewAllUsers === false
      ? ['the permission "View All Users" is missing, so sharing settings may hide users']
      : []
  const other =
    last.identity === null || last.identity === identity.identity
      ? []
      : [`the last refresh signed in as ${last.identity}, this one as ${identity.identity}`]
  const causes = [...other, ...missing]
  return causes.length > 0
    ? causes.join(', and ')
    : `${identity.identity} cannot see them any more: sharing, permissions or the user type changed`
}
