import { mayBeOneName } from '../core/match/identity.ts'
import { isTypo } from '../core/match/names.ts'
import { fullName } from '../core/model.ts'
import { fold } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { nearest } from './hints.ts'

const mostNamed = 3

/** "did you mean ...?" for a text that names no SalesScreen user; empty if nobody is near. */
export async function nearUsers(ledger: Pick<Ledger, 'users'>, text: string): Promise<string[]> {
  const names = new Map<string, string>()
  for await (const page of ledger.users({}))
    for (const { user } of page)
      for (const name of [user.email, fullName(user), user.nickname ?? '']) names.set(name, name)
  return didYouMean(text, names)
}

/** The same for Salesforce users, each with the ID to type; an address or a username may be mistyped as well. */
export async function nearSalesforceUsers(
  { directory }: Pick<Ledger, 'directory'>,
  text: string,
): Promise<string[]> {
  const labels = new Map<string, string>()
  for await (const page of directory.list({}))
    for (const { salesforceUser } of page) {
      const { name, email, username, salesforceUserId } = salesforceUser
      for (const each of [name, email ?? '', username ?? ''])
        labels.set(each, `${name} (${salesforceUserId})`)
    }
  return didYouMean(text, labels)
}

function didYouMean(text: string, labels: ReadonlyMap<string, string>): string[] {
  const near = [...nearest(text, labels.keys()), ...otherForms(text, labels.keys())]
  const meant = new Set(near.map((each) => labels.get(each) ?? each))
  return meant.size === 0 ? [] : [`did you mean ${[...meant].slice(0, mostNamed).join(' or ')}?`]
}

// Bob Jones is Robert Jones. Whole names are compared only where the last word is the same, which is quick to see.
function otherForms(text: string, names: Iterable<string>): string[] {
  const words = fold(text).split(/\s+/)
  const last = words.at(-1) ?? ''
  return [...names].filter((name) => {
    const folded = fold(name)
    if (words.length > 1) return folded.includes(last) && mayBeOneName(text, name)
    return folded.split(/\s+/).some((word) => isTypo(last, word))
  })
}
