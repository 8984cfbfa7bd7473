import type { SalesforceUser } from '../salesforce-user.ts'
import type { UserId } from '../user.ts'
import { defaultRules, type MatchRules } from './rules.ts'
import { type MatchFacts, suggest } from './suggest.ts'
import type { Suggestion } from './suggestion.ts'
import type { UserOutline } from './outline.ts'
import type { Neighbours, Vicinity } from './vicinity.ts'

/** For a few users the same suggestions as `suggest` makes among all, in its order; `load` gives these people whole. */
export async function suggestFew(
  asked: readonly UserOutline[],
  vicinity: Vicinity,
  load: (neighbours: Neighbours) => Promise<MatchFacts>,
  rules: MatchRules = defaultRules,
): Promise<Suggestion[]> {
  const isRenamed = (one: string, other: string) => vicinity.isRenamed(one, other)
  const near = vicinity.around(asked)
  const wanted = new Set<UserId>(asked.map(({ userId }) => userId))
  const rough = suggest({ ...(await load(near)), isRenamed }, rules)
  const further = vicinity.beyond(rough.filter(({ user }) => wanted.has(user.userId)))
  const both = {
    users: new Set([...near.users, ...further.users]),
    people: new Set([...near.people, ...further.people]),
  }
  const all = suggest({ ...(await load(both)), isRenamed }, rules)
  return all.filter(({ user }) => wanted.has(user.userId))
}

/** Who of these users has a Salesforce user among their candidates: how good a pair is, nobody else changes. */
export function usersWith(
  person: SalesforceUser,
  {
    users,
    isRejected,
    isRenamed,
  }: Pick<MatchFacts, 'users' | 'isRejected'> & Required<Pick<MatchFacts, 'isRenamed'>>,
  rules: MatchRules = defaultRules,
): ReadonlySet<UserId> {
  const found = suggest({ users, people: [person], isRejected, isRenamed }, rules)
  return new Set(found.flatMap(({ user, candidates }) => (candidates.length > 0 ? [user.userId] : [])))
}
