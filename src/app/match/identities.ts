import type { CrossedAddresses } from '../../core/drift.ts'
import { addressesOf, crossedAddresses, type IdentityFacts } from '../../core/match/identity.ts'
import { decisionKey, type User, type UserId } from '../../core/model.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { withoutSandboxSuffix } from '../../core/text.ts'
import type { Ledger } from '../../ledger/ledger.ts'

/** Others who have the addresses of a SalesScreen user and of the Salesforce user that it is said to be. */
export async function addressHolders(
  ledger: Pick<Ledger, 'directory' | 'usersOf'>,
  { email }: Pick<User, 'email'>,
  salesforceUser: SalesforceUser | null,
): Promise<Pick<IdentityFacts, 'sameAddress' | 'owners'>> {
  const emails = salesforceUser === null ? [] : addressesOf(salesforceUser)
  const owners = emails.length === 0 ? [] : await ledger.usersOf({ emails })
  return {
    sameAddress: await withAddresses(ledger, [email]),
    owners: owners.map(({ user }) => user).filter((user) => user.email !== email),
  }
}

// Where a source has no e-mail addresses, the username is the address.
async function withAddresses(
  ledger: Pick<Ledger, 'directory'>,
  emails: readonly string[],
): Promise<readonly SalesforceUser[]> {
  const found = await ledger.directory.findAll({
    emails: emails.flatMap((email) => [email, `${email}.invalid`]),
    usernames: emails,
  })
  const wanted = new Set(emails)
  return found.filter((each) => wanted.has(addressOf(each)))
}

function addressOf({ email, username }: SalesforceUser): string {
  return withoutSandboxSuffix(email ?? username ?? '')
}

/**
 * Why each of these mappings may be that of a namesake, by user ID: each side has the address of another user. What was
 * rejected for the user is known to be someone else, whatever the address.
 */
export async function crossedMappings(
  ledger: Pick<Ledger, 'decisions' | 'directory' | 'usersOf'>,
  mapped: readonly { readonly user: User; readonly salesforceUser: SalesforceUser | null }[],
): Promise<ReadonlyMap<UserId, CrossedAddresses>> {
  const pairs = mapped.flatMap(({ user, salesforceUser }) =>
    salesforceUser === null || addressOf(salesforceUser) === user.email ? [] : [{ user, salesforceUser }],
  )
  if (pairs.length === 0) return new Map()
  const emails = pairs.flatMap(({ salesforceUser }) => addressesOf(salesforceUser))
  const owners = new Map<string, User>(
    (await ledger.usersOf({ emails })).map(({ user }) => [user.email, user] as const),
  )
  if (owners.size === 0) return new Map()
  const holders = Map.groupBy(
    await withAddresses(
      ledger,
      pairs.map(({ user }) => user.email),
    ),
    addressOf,
  )
  const rejected = new Set<string>()
  for await (const page of ledger.decisions())
    for (const decision of page) if (decision.kind === 'never') rejected.add(decisionKey(decision))
  return new Map(
    pairs.flatMap(({ user, salesforceUser }) => {
      const crossed = crossedAddresses({
        user,
        salesforceUser,
        sameAddress: (holders.get(user.email) ?? []).filter(
          ({ salesforceUserId }) => !rejected.has(decisionKey({ userId: user.userId, salesforceUserId })),
        ),
        owners: addressesOf(salesforceUser).flatMap((email) => {
          const owner = owners.get(email)
          return owner === undefined || owner.userId === user.userId ? [] : [owner]
        }),
      })
      return crossed === null ? [] : [[user.userId, crossed] as const]
    }),
  )
}
