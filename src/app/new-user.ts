import { type ClaimedUser, identityDoubt } from '../core/match/identity.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import {
  doubtsAbout,
  type SalesforceUser,
  splitName,
  type SalesforceUserDoubt,
} from '../core/salesforce-user.ts'
import { type Email, isSandboxEmail, parseEmail, withoutSandboxSuffix } from '../core/text.ts'
import type { Ledger, UserRecord } from '../ledger/ledger.ts'
import { lastReadText } from './directory-age.ts'
import { addressHolders } from './match/identities.ts'
import { requireEntry, resolveSalesforceUser } from './resolve.ts'

/** The fields that a new user needs, as far as an admin gave them. */
export interface NewUserFields {
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
}

/** A SalesScreen user to create. */
export interface NewUser {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly salesforceUserId: SalesforceUserId | null
  readonly evidence: readonly string[]
  readonly warnings: readonly string[]
  readonly doubts: readonly SalesforceUserDoubt[]
}

/** Makes a new user from the directory; removes a sandbox's `.invalid` from the e-mail address, with a warning. */
export async function newUserFromSalesforce(ledger: Ledger, text: string): Promise<Partial<NewUser>> {
  const { salesforceUser } = await requireEntry(ledger, await resolveSalesforceUser(ledger, text))
  const { salesforceUserId, email: given } = salesforceUser
  const lastRead = await ledger.directory.lastRead()
  const email = given === null || given === '' ? undefined : withoutSandboxSuffix(given)
  return {
    ...splitName(salesforceUser),
    ...(email === undefined ? {} : { email }),
    salesforceUserId,
    evidence: [
      `taken from ${salesforceUserId} (${lastRead === undefined ? 'unknown' : lastReadText(lastRead)})`,
    ],
    warnings:
      given !== null && isSandboxEmail(given)
        ? [`${given} is a sandbox address; using ${email ?? ''} instead`]
        : [],
    doubts: doubtsAbout(salesforceUser),
  }
}

/**
 * Why a user to create may be someone else than the Salesforce user it is made from: the address belongs to another user
 * already, or to other Salesforce users, or the names that were typed are those of someone else.
 */
export async function newUserDoubts(
  ledger: Ledger,
  { salesforceUserId, firstName, lastName }: Pick<NewUser, 'salesforceUserId' | 'firstName' | 'lastName'>,
  typed: NewUserFields,
  email: Email,
  existing: UserRecord | undefined,
): Promise<SalesforceUserDoubt[]> {
  const isMapped = existing?.mapping != null && existing.mapping.salesforceUserId === salesforceUserId
  if (salesforceUserId === null || isMapped) return []
  const { salesforceUser } = await requireEntry(ledger, await resolveSalesforceUser(ledger, salesforceUserId))
  const holders = await addressHolders(ledger, { email }, salesforceUser)
  const doubtOf = (user: ClaimedUser) => identityDoubt({ user, salesforceUser, ...holders })
  const isNamed = typed.firstName !== undefined || typed.lastName !== undefined
  const isOwn = salesforceUser.email !== null && withoutSandboxSuffix(salesforceUser.email) === email
  // An address that was taken from the Salesforce user is no sign of its own beside a name.
  const claimed = { firstName, lastName, email: isOwn && typed.email === undefined ? '' : email }
  const reason =
    existing === undefined
      ? ((isNamed || !isOwn ? doubtOf(claimed) : null) ??
        (isOwn ? doubtOf({ firstName: '', lastName: '', email }) : null))
      : doubtOf(existing.user)
  return reason === null ? [] : [{ reason, confirmation: 'allow-mismatch' }]
}

/** The addresses of these Salesforce users that a SalesScreen user or another Salesforce user has: no new user gets them without a question. */
export async function occupiedAddresses(
  ledger: Pick<Ledger, 'usersOf' | 'directory'>,
  salesforceUsers: readonly SalesforceUser[],
): Promise<ReadonlySet<Email>> {
  const emails = salesforceUsers.flatMap((each) => addressForNew(each) ?? [])
  if (emails.length === 0) return new Set()
  const users = await ledger.usersOf({ emails })
  const sharing = await ledger.directory.findAll({
    emails: emails.flatMap((email) => [email, `${email}.invalid`]),
  })
  const times = Map.groupBy(sharing, (each) => addressForNew(each))
  return new Set([
    ...users.map(({ user }) => user.email),
    ...emails.filter((email) => (times.get(email)?.length ?? 0) > 1),
  ])
}

/** The address that a new user would get from a Salesforce user; undefined if it has none that receives mail. */
export function addressForNew({ email }: SalesforceUser): Email | undefined {
  const parsed = parseEmail(withoutSandboxSuffix(email ?? ''))
  return 'email' in parsed ? parsed.email : undefined
}
