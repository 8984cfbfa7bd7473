import { type ReverseSuggestion, reverseSuggestions } from '../../core/match/reverse-suggestions.ts'
import { isIntegrationUser, personKind, whyInactive } from '../../core/salesforce-user.ts'
import type { DirectoryEntry, Ledger } from '../../ledger/ledger.ts'
import type { AppContext } from '../context.ts'
import { requireEntry, resolveSalesforceUser } from '../resolve.ts'
import { resolveEach } from '../resolve-many.ts'
import { matchRulesOf, suggestForAll, type SuggestionFilter, suggestionsTo } from './suggest.ts'

/** The SalesScreen users that some Salesforce users, or all who are active and not mapped, may be. */
export async function wantedReverseSuggestions(
  context: AppContext,
  ledger: Ledger,
  { people, classes }: SuggestionFilter,
): Promise<readonly ReverseSuggestion[]> {
  const found = people.length === 0 ? await forAll(context, ledger) : await forSome(context, ledger, people)
  return found.filter(({ matchClass }) => classes.length === 0 || classes.includes(matchClass))
}

async function forAll(context: AppContext, ledger: Ledger): Promise<readonly ReverseSuggestion[]> {
  const { all, salesforceUsers, rules } = await suggestForAll(context, ledger)
  return reverseSuggestions(all, salesforceUsers, rules)
}

async function forSome(
  context: AppContext,
  ledger: Ledger,
  people: readonly string[],
): Promise<readonly ReverseSuggestion[]> {
  const entries = await resolveEach(
    people,
    async (text) => await requireEntry(ledger, await resolveSalesforceUser(ledger, text)),
  )
  const found: ReverseSuggestion[] = []
  for (const entry of new Map(entries.map((each) => [each.salesforceUser.salesforceUserId, each])).values()) {
    const why = whyNoMatch(entry)
    const { salesforceUser } = entry
    if (why === null)
      found.push(
        ...reverseSuggestions(
          await suggestionsTo(context, ledger, [salesforceUser]),
          [salesforceUser],
          matchRulesOf(context),
        ),
      )
    else await context.note(`${salesforceUser.name} (${salesforceUser.salesforceUserId}) ${why}`)
  }
  return found
}

function whyNoMatch({ salesforceUser, mappedTo }: DirectoryEntry): string | null {
  if (mappedTo !== null) return `is already mapped to ${mappedTo.email}`
  const idle = whyInactive(salesforceUser)
  if (idle !== null) return `is ${idle} in Salesforce; no match was looked for`
  if (personKind(salesforceUser) !== 'person') return 'is not a user of the company; no match was looked for'
  return isIntegrationUser(salesforceUser)
    ? `looks like an integration user (profile ${salesforceUser.profile ?? ''}); no match was looked for`
    : null
}
