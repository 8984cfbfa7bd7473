import type { Candidate, Suggestion } from '../../core/match/suggestion.ts'
import { fullName, type User } from '../../core/model.ts'
import { parseEmail, type Email, withoutSandboxSuffix } from '../../core/text.ts'
import type { Ledger } from '../../ledger/ledger.ts'

/**
 * The suggestions with a blocker on every first candidate whose e-mail address is that of another SalesScreen user, mapped
 * or not: one of the two would get the data of the other.
 */
export async function withAddressOwners(
  ledger: Ledger,
  suggestions: readonly Suggestion[],
): Promise<Suggestion[]> {
  const emails = suggestions.flatMap((each) => otherAddressOf(each) ?? [])
  const owners = new Map<string, User>(
    emails.length === 0
      ? []
      : (await ledger.usersOf({ emails })).map(({ user }) => [user.email, user] as const),
  )
  return suggestions.map((suggestion) => {
    const owner = owners.get(otherAddressOf(suggestion) ?? '')
    const [first, ...others] = suggestion.candidates
    if (owner === undefined || first === undefined) return suggestion
    const matchClass = suggestion.matchClass === 'sure' ? 'likely' : suggestion.matchClass
    return { ...suggestion, matchClass, candidates: [blockedBy(first, owner), ...others] }
  })
}

function otherAddressOf({ user, candidates: [first] }: Suggestion): Email | undefined {
  const parsed = parseEmail(withoutSandboxSuffix(first?.salesforceUser.email ?? ''))
  return 'email' in parsed && parsed.email !== user.email ? parsed.email : undefined
}

function blockedBy(candidate: Candidate, owner: User): Candidate {
  const text = `${owner.email} is the address of another SalesScreen user, ${fullName(owner)}`
  return { ...candidate, blockers: [...candidate.blockers, text] }
}
