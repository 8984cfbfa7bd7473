import type { MapFacts } from '../core/decide-map.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { rejections } from './decisions/find.ts'
import { seenText } from './list/as-of.ts'
import { resolveSalesforceUser } from './resolve/salesforce-user.ts'
import { resolveUser } from './resolve/screen-user.ts'

/** What must be known to map these two, each named as an admin may type it; throws `not-found` and `decision-needed`. */
export async function mapFacts(
  context: Context,
  ledger: Ledger,
  screenUser: string,
  salesforceUser: string,
): Promise<MapFacts> {
  const record = await resolveUser(ledger, screenUser)
  const named = await resolveSalesforceUser(ledger, salesforceUser)
  const [holder] = await ledger.findUsers({ salesforceUserId: named.salesforceUserId })
  const lastRead = await ledger.directory.lastRead()
  const rejected = await rejections(ledger, context.now().slice(0, 10))
  return {
    user: record.user,
    rejected: rejected(record.user.userId, named.salesforceUserId),
    // Somebody may have made this very mapping since the user was read.
    mapping: holder?.user.userId === record.user.userId ? holder.mapping : record.mapping,
    salesforceUserId: named.salesforceUserId,
    salesforceUser: named.entry?.salesforceUser ?? null,
    holder: holder?.mapping == null ? null : { user: holder.user, mapping: holder.mapping },
    seen: lastRead === undefined ? null : seenText(lastRead),
    organizationId: lastRead?.organizationId ?? null,
  }
}
