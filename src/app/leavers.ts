import { identityDoubt } from '../core/match/identity.ts'
import { decisionKey, fullName, type User, type UserId } from '../core/model.ts'
import { type SalesforceUser, whyInactive } from '../core/salesforce-user.ts'
import { fold, normalizeEmail, withoutSandboxSuffix } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'

/**
 * Which of these unmapped users have probably left: everyone in Salesforce with the e-mail address of such a user is
 * inactive or frozen and not mapped, and one of them has the same name and was not ruled out by a decision. Gives that Salesforce user by user ID.
 * `found` are those with these addresses, where they were looked up already.
 */
export async function probableLeavers(
  ledger: Pick<Ledger, 'decisions' | 'directory' | 'usersOf'>,
  users: readonly User[],
  found?: readonly SalesforceUser[],
): Promise<ReadonlyMap<UserId, SalesforceUser>> {
  const leavers = new Map<UserId, SalesforceUser>()
  if (users.length === 0) return leavers
  const byAddress = Map.groupBy(found ?? (await withAddressesOf(ledger, users)), ({ email }) =>
    withoutSandboxSuffix(normalizeEmail(email ?? '')),
  )
  for (const user of users) {
    const sameAddress = byAddress.get(user.email) ?? []
    const leaver = sameAddress.find(({ name }) => fold(name) === fold(fullName(user)))
    if (leaver === undefined || sameAddress.some((each) => whyInactive(each) === null)) continue
    if (identityDoubt({ user, salesforceUser: leaver, sameAddress, owners: [] }) === null)
      leavers.set(user.userId, leaver)
  }
  const salesforceUserIds = [...leavers.values()].map(({ salesforceUserId }) => salesforceUserId)
  if (salesforceUserIds.length === 0) return leavers
  const mapped = new Set<string>(
    (await ledger.usersOf({ salesforceUserIds })).flatMap(({ mapping }) => mapping?.salesforceUserId ?? []),
  )
  const rejected = new Set<string>()
  for await (const page of ledger.decisions())
    for (const decision of page) if (decision.kind === 'never') rejected.add(decisionKey(decision))
  return new Map(
    [...leavers].filter(
      ([userId, { salesforceUserId }]) =>
        !mapped.has(salesforceUserId) && !rejected.has(decisionKey({ userId, salesforceUserId })),
    ),
  )
}

/** All Salesforce users with the e-mail addresses of these users, those of a sandbox too. */
export async function withAddressesOf(
  { directory }: Pick<Ledger, 'directory'>,
  users: readonly User[],
): Promise<readonly SalesforceUser[]> {
  if (users.length === 0) return []
  return await directory.findAll({ emails: users.flatMap(({ email }) => [email, `${email}.invalid`]) })
}

/** Why an unmapped user has probably left, in words that follow the e-mail address. */
export function probableLeaverText({ name, salesforceUserId }: SalesforceUser, why: string): string {
  return `is not mapped, but ${name} (${salesforceUserId}), who has the same e-mail address and name, is ${why} in Salesforce`
}
