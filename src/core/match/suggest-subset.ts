import type { UserId } from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import type { Neighborhood } from './neighborhood.ts'
import { defaultRules, type MatchRules } from './rules.ts'
import { type MatchFacts, suggest } from './suggest.ts'
import type { Suggestion } from './suggestion.ts'

/** The users on both sides who are compared with each other. */
export interface Block {
  readonly users: ReadonlySet<UserId>
  readonly salesforceUsers: ReadonlySet<SalesforceUserId>
}

/**
 * The same suggestions for a few users as `suggest` makes among all; `load` reads a block of users whole. It finds all on
 * which they depend in the outlines, because a hundred thousand whole users take seconds: the candidates of the users, the
 * rivals who have one of these candidates too, and the candidates of the rivals.
 */
export async function suggestSubset(
  wanted: ReadonlySet<UserId>,
  neighborhood: Neighborhood,
  load: (block: Block) => Promise<Omit<MatchFacts, 'whole' | 'mapped'>>,
  rules: MatchRules = defaultRules,
): Promise<Suggestion[]> {
  const candidates = neighborhood.candidatesOf(wanted)
  const rivals = neighborhood.usersNear(candidates)
  const users = new Set([...wanted, ...rivals])
  const salesforceUsers = new Set([...candidates, ...neighborhood.candidatesOf(rivals)])
  const facts = await load({
    users: new Set([...users, ...neighborhood.namesakesOf(users)]),
    salesforceUsers: neighborhood.withNamesakes(salesforceUsers, users),
  })
  const mapped = neighborhood.mappedLike(users, salesforceUsers)
  const found = suggest({ ...facts, mapped, whole: neighborhood.whole(users) }, rules)
  return found.filter(({ user }) => wanted.has(user.userId))
}
