import { mayBeOneName } from '../core/match/identity.ts'
import { isTypo } from '../core/match/names.ts'
import { fullName } from '../core/model.ts'
import { fold } from '../core/text.ts'
import type { DirectoryEntry, Ledger, UserRecord } from '../ledger/ledger.ts'
import { nearest } from './hints.ts'

const mostNamed = 3

/** "did you mean ...?" for a text that names no SalesScreen user: those who have its words, else similar ones; may be empty. */
export async function nearUsers(ledger: Pick<Ledger, 'users'>, text: string): Promise<string[]> {
  return await didYouMean(text, {
    read: (query) => ledger.users(query),
    label: ({ user }: UserRecord) => `${fullName(user)} (${user.email})`,
    names: ({ user }: UserRecord) => [user.email, fullName(user), user.nickname ?? ''],
  })
}

/** The same for Salesforce users, each with the ID to type. */
export async function nearSalesforceUsers(
  { directory }: Pick<Ledger, 'directory'>,
  text: string,
): Promise<string[]> {
  return await didYouMean(text, {
    read: (query) => directory.list(query),
    label: ({ salesforceUser: { name, salesforceUserId } }: DirectoryEntry) =>
      `${name} (${salesforceUserId})`,
    names: ({ salesforceUser: { name, email, username } }: DirectoryEntry) => [
      name,
      email ?? '',
      username ?? '',
    ],
  })
}

/** One side, as it is searched for near people. */
interface Side<Row> {
  read(query: { readonly search?: string; readonly limit?: number }): AsyncIterable<readonly Row[]>
  /** How a person is offered. */
  label(row: Row): string
  /** The texts that may have been mistyped. */
  names(row: Row): readonly string[]
}

async function didYouMean<Row>(text: string, { read, label, names }: Side<Row>): Promise<string[]> {
  const meant = new Set<string>()
  if (text.trim() !== '')
    for await (const page of read({ search: text, limit: mostNamed }))
      for (const row of page) meant.add(label(row))
  if (meant.size === 0) {
    const labels = new Map<string, string>()
    for await (const page of read({}))
      for (const row of page) for (const name of names(row)) labels.set(name, label(row))
    for (const name of [...nearest(text, labels.keys()), ...otherForms(text, labels.keys())])
      meant.add(labels.get(name) ?? name)
  }
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
