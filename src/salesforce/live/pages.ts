import { SfsyncError } from '../../core/errors.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { reportAction } from './actions.ts'
import type { Org } from './org.ts'
import type { UserPage } from './records.ts'

/**
 * The first page and all that follow it, each asked for when it is taken. Tells `whenComplete` how many users there
 * were; throws `remote` as soon as it is certain that others arrive than the first page promised.
 */
export async function* allPages(
  org: Org,
  first: UserPage,
  whenComplete: (seen: number) => void,
): AsyncGenerator<readonly SalesforceUser[]> {
  const promised = first.totalSize
  let received = 0
  for (let page = first; ;) {
    received += page.records.length
    const next = page.nextRecordsUrl
    // A page without anybody before the last one would be asked for without end.
    const isStuck = next !== undefined && page.records.length === 0
    if (received > promised || isStuck) throw partial(org, promised, received)
    if (page.records.length > 0) yield page.records
    if (next === undefined) break
    page = await org.moreUsers(next)
  }
  if (received !== promised) throw partial(org, promised, received)
  whenComplete(received)
}

function partial({ host }: Org, promised: number, received: number): SfsyncError {
  return new SfsyncError(
    'remote',
    `${host} promised ${promised} users and gave ${received}: a partial list is an error, never a list`,
    { actions: ['try again: sfsync sf-users refresh', reportAction] },
  )
}
