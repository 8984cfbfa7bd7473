import type { MapFacts } from '../core/decide/map.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { rejections } from './decisions.ts'
import { lastReadText } from './directory-age.ts'
import { addressHolders } from './match/identities.ts'
import { resolveSalesforceUser, resolveUser } from './resolve.ts'

/** Reads what a mapping depends on; throws `not-found`, `invalid` and `decision-needed`. */
export async function readMapFacts(
  context: AppContext,
  ledger: Ledger,
  screenUser: string,
  salesforceUser: string,
): Promise<MapFacts> {
  const { user, mapping } = await resolveUser(ledger, screenUser)
  const { salesforceUserId, entry } = await resolveSalesforceUser(ledger, salesforceUser)
  const [holder] = await ledger.findUsers({ salesforceUserId })
  const lastRead = await ledger.directory.lastRead()
  const rejected = await rejections(ledger, context.today())
  return {
    user,
    rejected: rejected(user.userId, salesforceUserId),
    // Another admin may have made this very mapping since the user was read.
    mapping: holder?.user.userId === user.userId ? holder.mapping : mapping,
    salesforceUserId,
    salesforceUser: entry?.salesforceUser ?? null,
    ...(await addressHolders(ledger, user, entry?.salesforceUser ?? null)),
    holder: holder?.mapping == null ? null : { user: holder.user, mapping: holder.mapping },
    seen: lastRead === undefined ? null : lastReadText(lastRead),
    organizationId: lastRead?.organizationId ?? null,
  }
}
