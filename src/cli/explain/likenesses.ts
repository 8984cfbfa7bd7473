import { isStanding } from '../../core/decide-decision.ts'
import { parseEmail } from '../../core/email.ts'
import { decisionInShort } from '../../core/explain/decision-text.ts'
import type { ToldDecision } from '../../core/explain/facts.ts'
import { type Likeness, likenessesOf, likenessesTo, passedOver } from '../../core/explain/likeness.ts'
import type { Suggestion } from '../../core/match/suggestion.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { User } from '../../core/user.ts'
import type { DirectoryEntry, Ledger, UserRecord } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { suggestionsForFew, suggestionsTo } from '../suggest/suggestions.ts'

/** Who somebody may be on the other side, then who is no candidate although the e-mail address is the same. */
export async function likenessesFor(
  context: Context,
  ledger: Ledger,
  of: UserRecord | DirectoryEntry,
  decisions: readonly ToldDecision[],
): Promise<Likeness[]> {
  const decided = decidedAbout(decisions, context.now().slice(0, 10))
  if (!('user' in of))
    return await ofPerson(ledger, of, await suggestionsTo(context, ledger, of.salesforceUser), decided)
  const own = await suggestionsForFew(context, ledger, new Set([of.user.userId]))
  return await ofUser(ledger, of, own, decided)
}

type Decided = (user: User, person: SalesforceUser) => string

async function ofUser(
  ledger: Ledger,
  { user }: UserRecord,
  own: readonly Suggestion[],
  decided: Decided,
): Promise<Likeness[]> {
  const found = own.flatMap((each) => likenessesOf(each))
  const isCandidate = new Set<string>(found.map(({ salesforceUserId }) => salesforceUserId))
  const sameEmail = await ledger.directory.find({ email: user.email })
  const others = sameEmail.filter(({ salesforceUser }) => !isCandidate.has(salesforceUser.salesforceUserId))
  return [
    ...found,
    ...others.map(({ salesforceUser, mappedTo }) =>
      passedOver(
        user,
        salesforceUser,
        mappedTo === null ? decided(user, salesforceUser) : `mapped to ${mappedTo.email}`,
      ),
    ),
  ]
}

async function ofPerson(
  ledger: Ledger,
  { salesforceUser }: DirectoryEntry,
  all: readonly Suggestion[],
  decided: Decided,
): Promise<Likeness[]> {
  const found = likenessesTo(salesforceUser.salesforceUserId, all)
  const isCandidate = new Set<string>(found.map(({ userId }) => userId))
  const parsed = parseEmail(salesforceUser.email ?? '')
  const sameEmail = 'email' in parsed ? await ledger.findUsers({ email: parsed.email }) : []
  const others = sameEmail.filter(({ user }) => !isCandidate.has(user.userId))
  return [
    ...found,
    ...others.map((record) =>
      passedOver(record.user, salesforceUser, whyNotFree(record) ?? decided(record.user, salesforceUser)),
    ),
  ]
}

function whyNotFree({ user, mapping }: UserRecord): string | null {
  if (mapping !== null) return `mapped to ${mapping.salesforceUserId}`
  return user.state === 'active' || user.state === 'pending' ? null : `${user.state} in SalesScreen`
}

function decidedAbout(decisions: readonly ToldDecision[], today: string): Decided {
  const standing = decisions.filter(({ decision }) => isStanding(decision, today))
  return ({ userId }, { salesforceUserId }) => {
    const about = standing.find(
      ({ decision }) =>
        decision.salesforceUserId === salesforceUserId &&
        (decision.userId === null || decision.userId === userId),
    )
    return about === undefined ? 'too little else agrees' : decisionInShort(about)
  }
}
