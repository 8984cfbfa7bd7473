import { mayBeOneName } from '../core/match/identity.ts'
import { isTypo } from '../core/match/names.ts'
import { fullName } from '../core/model.ts'
import { fold } from '../core/text.ts'
import type { Ledger, SalesforceUserNames, UserNames } from '../ledger/ledger.ts'
import { type FoldedNames, foldedNames, nearestOf } from './hints.ts'

const mostNamed = 3

/** "did you mean ...?" for a text that names no SalesScreen user: those who have its words, else similar ones; may be empty. */
export async function nearUsers(
  ledger: Pick<Ledger, 'firstUsers' | 'userNames'>,
  text: string,
): Promise<string[]> {
  const { rows } = await ledger.firstUsers({ search: text, limit: mostNamed })
  if (rows.length > 0 && text.trim() !== '')
    return didYouMean(rows.map(({ user }) => userLabel({ name: fullName(user), email: user.email })))
  return similar(text, await ledger.userNames({}), {
    label: userLabel,
    called: ({ email, name, nickname }: UserNames) => [email, name, nickname ?? ''],
  })
}

/** The same for Salesforce users, each with the ID to type. */
export async function nearSalesforceUsers(
  { directory }: { readonly directory: Pick<Ledger['directory'], 'first' | 'names'> },
  text: string,
): Promise<string[]> {
  const { rows } = await directory.first({ search: text, limit: mostNamed })
  if (rows.length > 0 && text.trim() !== '')
    return didYouMean(rows.map(({ salesforceUser }) => salesforceUserLabel(salesforceUser)))
  return similar(text, await directory.names({}), {
    label: salesforceUserLabel,
    called: ({ name, email, username }: SalesforceUserNames) => [name, email ?? '', username ?? ''],
  })
}

function userLabel({ name, email }: Pick<UserNames, 'name' | 'email'>): string {
  return `${name} (${email})`
}

function salesforceUserLabel({
  name,
  salesforceUserId,
}: Pick<SalesforceUserNames, 'name' | 'salesforceUserId'>): string {
  return `${name} (${salesforceUserId})`
}

// Nicknames and typos, each person once.
function similar<Row>(
  text: string,
  rows: readonly Row[],
  { label, called }: { label(row: Row): string; called(row: Row): readonly string[] },
): string[] {
  const rowOf = new Map<string, Row>()
  for (const row of rows) for (const name of called(row)) rowOf.set(name, row)
  const names = foldedNames(rowOf.keys())
  const near = [...nearestOf(text, names), ...otherForms(text, names)]
  return didYouMean(
    near.flatMap((name) => {
      const row = rowOf.get(name)
      return row === undefined ? [] : [label(row)]
    }),
  )
}

function didYouMean(labels: readonly string[]): string[] {
  const meant = [...new Set(labels)].slice(0, mostNamed)
  return meant.length === 0 ? [] : [`did you mean ${meant.join(' or ')}?`]
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
