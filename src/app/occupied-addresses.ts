import type { SalesforceUser } from '../core/salesforce-user.ts'
import { type Email, parseEmail, withoutSandboxSuffix } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'

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
