import type { Plan } from '../core/change.ts'
import { fullName, type User } from '../core/model.ts'
import { displayNameOf } from '../core/match/names.ts'
import { whyInactive, type SalesforceUser } from '../core/salesforce-user.ts'
import { countText, fold, withoutSandboxSuffix } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'

const mostNamed = 10

/**
 * Warnings about users that a plan creates and who may exist already: someone in SalesScreen, or someone else in
 * Salesforce, has the same name and another address. Namesakes exist, so it is no reason to refuse.
 */
export async function lookAlikeWarnings(
  ledger: Ledger,
  { changes, evidence }: Pick<Plan, 'changes' | 'evidence'>,
  most = mostNamed,
): Promise<string[]> {
  const created = changes.flatMap(({ entity, before, after }) =>
    entity === 'user' && before === null && after !== null ? [after] : [],
  )
  // Who is in SalesScreen already exists, whatever the address in Salesforce is: `suggest` finds the match.
  const known = new Set<string>(
    changes.flatMap(({ entity, key, after }) =>
      (entity === 'mapping' || entity === 'enteredUser') && after !== null ? [key] : [],
    ),
  )
  return await lookAlikesOf(ledger, created, {
    most,
    isMapped: ({ userId }) => known.has(userId),
    // Who is made from a Salesforce user may have another address on purpose.
    isSource: ({ salesforceUserId }) => evidence.some((text) => text.includes(salesforceUserId)),
  })
}

/** The same of users who are still to be created in SalesScreen. */
export async function lookAlikesOf(
  ledger: Ledger,
  users: readonly User[],
  {
    isMapped,
    isSource = () => false,
    most = mostNamed,
  }: {
    readonly most?: number
    isMapped(user: User): boolean
    isSource?(salesforceUser: SalesforceUser): boolean
  },
): Promise<string[]> {
  const called = [...new Set(users.filter(hasName).map(fullName))]
  if (called.length === 0) return []
  const known = (await ledger.usersOf({ called })).map(({ user }) => user)
  const twinsOf = byName(known, fullName)
  const peopleOf = byName(await ledger.directory.findAll({ called }), displayNameOf)
  const found = users.filter(hasName).flatMap((user) => {
    const twins = (twinsOf.get(fold(fullName(user))) ?? []).filter((twin) => twin.userId !== user.userId)
    const people = peopleOf.get(fold(fullName(user))) ?? []
    const isKnown = isMapped(user) || people.some((each) => hasAddress(each, user))
    const warnings = [
      ...twins.map((twin) => inSalesScreen(user, twin)),
      ...(isKnown ? [] : people.filter((each) => !isSource(each)).map((each) => inSalesforce(user, each))),
    ]
    return warnings.length === 0 ? [] : [{ warnings, hasTwin: twins.length > 0 }]
  })
  const more = found.slice(most)
  return more.length <= 1
    ? found.flatMap(({ warnings }) => warnings)
    : [...found.slice(0, most).flatMap(({ warnings }) => warnings), ...inShort(more)]
}

// Of those who are not named, as many as the lines above say the same of.
function inShort(more: readonly { readonly hasTwin: boolean }[]): string[] {
  const twins = more.filter(({ hasTwin }) => hasTwin).length
  const others = more.length - twins
  return [
    ...(twins === 0
      ? []
      : [`${countText(twins, 'more new user has', 'more new users have')} the name of an existing user`]),
    ...(others === 0
      ? []
      : [`${countText(others, 'more new user has', 'more new users have')} another address in Salesforce`]),
  ]
}

function hasName(user: User): boolean {
  return fullName(user) !== user.email
}

function byName<Someone>(
  all: readonly Someone[],
  nameOf: (someone: Someone) => string,
): ReadonlyMap<string, readonly Someone[]> {
  return Map.groupBy(all, (each) => fold(nameOf(each)))
}

function hasAddress({ email, username }: SalesforceUser, user: User): boolean {
  return (email !== null && withoutSandboxSuffix(email) === user.email) || username === user.email
}

function inSalesScreen(user: User, twin: User): string {
  return `${fullName(user)} (${user.email}) may exist already: ${twin.email} has the same name${twin.state === 'active' ? '' : ` and is ${twin.state}`}`
}

function inSalesforce(user: User, someone: SalesforceUser): string {
  const idle = whyInactive(someone)
  return `${fullName(user)} (${user.email}) has another address in Salesforce: ${someone.email ?? someone.username ?? 'none'} (${someone.salesforceUserId}${idle === null ? '' : `, ${idle}`})`
}
