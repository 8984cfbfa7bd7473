import { mayBeOneName } from '../core/match/identity.ts'
import { isTypo } from '../core/match/names.ts'
import { fold } from '../core/text.ts'
import type { Ledger, SalesforceUserNames } from '../ledger/ledger.ts'
import { type FoldedNames, foldedNames, nearestOf } from './hints.ts'

const mostNamed = 3

/** "did you mean ...?" for a text that names no SalesScreen user; empty if nobody is near. */
export async function nearUsers(ledger: Pick<Ledger, 'userNames'>, text: string): Promise<string[]> {
  const names = new Map<string, string>()
  for (const user of await ledger.userNames({}))
    for (const each of [user.email, user.name, user.nickname ?? '']) names.set(each, each)
  return didYouMean(text, names)
}

/** The same for Salesforce users, each with the ID to type; an address or a username may be mistyped as well. */
export async function nearSalesforceUsers(
  { directory }: { readonly directory: Pick<Ledger['directory'], 'names'> },
  text: string,
): Promise<string[]> {
  const idOf = new Map<string, SalesforceUserNames>()
  for (const user of await directory.names({}))
    for (const each of [user.name, user.email ?? '', user.username ?? '']) idOf.set(each, user)
  return didYouMean(text, idOf, ({ name, salesforceUserId }) => `${name} (${salesforceUserId})`)
}

function didYouMean<Label>(
  text: string,
  labels: ReadonlyMap<string, Label>,
  labelText: (label: Label) => string = String,
): string[] {
  const names = foldedNames(labels.keys())
  const near = [...nearestOf(text, names), ...otherForms(text, names)]
  const meant = new Set(
    near.flatMap((each) => {
      const label = labels.get(each)
      return label === undefined ? [] : [labelText(label)]
    }),
  )
  return meant.size === 0 ? [] : [`did you mean ${[...meant].slice(0, mostNamed).join(' or ')}?`]
}

// Bob Jones is Robert Jones. Whole names are compared only where the last word is the same, which is quick to see.
function otherForms(text: string, names: FoldedNames): string[] {
  const words = fold(text).split(/\s+/)
  const last = words.at(-1) ?? ''
  const found: string[] = []
  for (const [name, folded] of names) {
    // More are not named, even if all of these are named already as the nearest.
    if (found.length === 2 * mostNamed) break
    const isForm =
      words.length > 1
        ? folded.includes(last) && mayBeOneName(text, name)
        : folded.split(/\s+/).some((word) => isTypo(last, word))
    if (isForm) found.push(name)
  }
  return found
}
