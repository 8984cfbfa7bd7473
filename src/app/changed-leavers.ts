import { isInForce } from '../core/decide/decision.ts'
import { decisionKey, fullName, type User, type UserId } from '../core/model.ts'
import { isPerson, type SalesforceUser, whyInactive } from '../core/salesforce-user.ts'
import { type Email, fold, parseEmail, withoutSandboxSuffix } from '../core/text.ts'
import type { PastDirectoryChange } from '../ledger/directory.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'

/** An unmapped user, and the inactive Salesforce user who had the same name and address before one of them changed. */
interface ChangedLeaver {
  readonly user: User
  readonly salesforceUser: SalesforceUser
  /** In words that follow the user's e-mail address. */
  readonly text: string
}

/**
 * Unmapped users who are like no one in Salesforce any more, because the one they were like got another name or address by
 * leaving: the log of the directory knows what they were. No one active has the address of such a user.
 */
export async function changedLeavers(context: AppContext, ledger: Ledger): Promise<ChangedLeaver[]> {
  const found = new Map<UserId, ChangedLeaver>()
  for await (const page of ledger.directory.list({ mapped: false, active: false })) {
    const left = page
      .map(({ salesforceUser }) => salesforceUser)
      .filter((each) => isPerson(each) && whyInactive(each) === 'inactive')
    const log = await ledger.directory.changesAbout(left.map(({ salesforceUserId }) => salesforceUserId))
    const changesOf = Map.groupBy(log, ({ salesforceUserId }) => salesforceUserId)
    for (const salesforceUser of left) {
      const changes = changesOf.get(salesforceUser.salesforceUserId) ?? []
      const formerEmails = formerValues(changes, 'email')
      const formerNames = formerValues(changes, 'name')
      if (formerEmails.length + formerNames.length === 0) continue
      const emails = [salesforceUser.email ?? '', ...formerEmails].flatMap((email) => addressIn(email))
      const names = new Set([salesforceUser.name, ...formerNames].map((name) => fold(name)))
      for (const { user, mapping } of await ledger.usersOf({ emails }))
        if (mapping === null && isInUse(user) && names.has(fold(fullName(user))))
          found.set(user.userId, { user, salesforceUser, text: textOf(salesforceUser) })
    }
  }
  return await stillOpen(context, ledger, [...found.values()])
}

function formerValues(changes: readonly PastDirectoryChange[], wanted: string): string[] {
  return changes.flatMap(({ fields }) =>
    fields.flatMap(({ field, before }) => (field === wanted ? (before ?? []) : [])),
  )
}

function addressIn(text: string): Email[] {
  const parsed = parseEmail(withoutSandboxSuffix(text))
  return 'email' in parsed ? [parsed.email] : []
}

function isInUse({ state }: User): boolean {
  return state === 'active' || state === 'pending'
}

function textOf({ name, salesforceUserId }: SalesforceUser): string {
  return `is not mapped, but ${name} (${salesforceUserId}), who had the same e-mail address and name before, is inactive in Salesforce`
}

// Without users who have another account, and users with a decision.
async function stillOpen(
  context: AppContext,
  ledger: Ledger,
  all: readonly ChangedLeaver[],
): Promise<ChangedLeaver[]> {
  if (all.length === 0) return []
  const emails = all.flatMap(({ user: { email } }) => [email, `${email}.invalid`])
  const taken = new Set<string>(
    (await ledger.directory.findAll({ emails }))
      .filter((each) => whyInactive(each) === null)
      .flatMap(({ email }) => addressIn(email ?? '')),
  )
  const decided = new Set<string>()
  for await (const page of ledger.decisions())
    for (const decision of page) if (isInForce(decision, context.today())) decided.add(decisionKey(decision))
  return all.filter(({ user: { userId, email }, salesforceUser: { salesforceUserId } }) => {
    const keys = [
      { userId, salesforceUserId },
      { userId, salesforceUserId: null },
      { userId: null, salesforceUserId },
    ]
    return !taken.has(email) && !keys.some((key) => decided.has(decisionKey(key)))
  })
}
