import type { EnteredUser } from './entered.ts'
import { addressKey } from './text.ts'
import type { UserTodoFacts } from './todo.ts'

/**
 * Users by the ID of the ledger's user, or SalesScreen's where the ledger no longer has it. A user who was removed and
 * created again is one person in SalesScreen, where the e-mail address still exists.
 */
export function pairedByAddress(users: readonly UserTodoFacts[]): Map<string, UserTodoFacts> {
  const gone = new Map<string, EnteredUser>()
  for (const { user, entered } of users)
    if (user === null && entered !== null) gone.set(addressKey(entered.email), entered)
  const paired = new Map<string, UserTodoFacts>()
  const taken = new Set<EnteredUser>()
  for (const facts of users) {
    const { user } = facts
    if (user === null) continue
    const earlier = facts.entered === null ? gone.get(addressKey(user.email)) : undefined
    if (earlier !== undefined) taken.add(earlier)
    paired.set(user.userId, earlier === undefined ? facts : { ...facts, entered: earlier })
  }
  for (const facts of users)
    if (facts.user === null && facts.entered !== null && !taken.has(facts.entered))
      paired.set(facts.entered.userId, facts)
  return paired
}
