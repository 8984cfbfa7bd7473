import type { Certainty, Suggestion } from '../../core/match/suggestion.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { resolveUsers } from '../resolve/screen-user.ts'
import { isSetAside, suggestions, suggestionsForFew } from './suggestions.ts'

/** For whom suggestions are wanted; empty lists do not limit. */
export interface SuggestionWish {
  /** SalesScreen users as they are typed. */
  readonly people: readonly string[]
  readonly classes: readonly Certainty[]
}

/** The suggestions for some, or for everybody who was not set aside; order: folded name, then e-mail address. */
export async function wantedSuggestions(
  context: Context,
  ledger: Ledger,
  { people, classes }: SuggestionWish,
): Promise<readonly Suggestion[]> {
  const isWanted = ({ certainty }: Suggestion) => classes.length === 0 || classes.includes(certainty)
  if (people.length > 0) {
    const named = await resolveUsers(ledger, people)
    for (const { user, mapping } of named)
      if (mapping !== null)
        await context.note(`${user.email} is mapped to ${mapping.salesforceUserId} already`)
      else if (user.state !== 'active' && user.state !== 'pending')
        await context.note(`${user.email} is ${user.state}: nobody is looked for`)
    const found = await suggestionsForFew(context, ledger, new Set(named.map(({ user }) => user.userId)))
    return found.filter((each) => isWanted(each))
  }
  const found = await suggestions(context, ledger)
  return found.all.filter((each) => !isSetAside(found, each) && isWanted(each))
}
