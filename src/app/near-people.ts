import { areOtherNames, mayBeOneName } from '../core/match/identity.ts'
import { isTypo } from '../core/match/names.ts'
import { fullName, type UserId } from '../core/model.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import { fold } from '../core/text.ts'
import { parseUserKey } from '../core/user-key.ts'
import type { DirectoryEntry, Ledger, UserRecord } from '../ledger/ledger.ts'
import { type FoldedNames, foldedNames, nearestOf } from './hints.ts'

const mostNamed = 3

type Users = Pick<Ledger, 'firstUsers' | 'userNames' | 'findUsers'>
type SalesforceUsers = { readonly directory: Pick<Ledger['directory'], 'first' | 'names' | 'find'> }

/** "did you mean ...?" for a text that names no SalesScreen user: those who have its words, else similar ones; may be empty. */
export async function nearUsers(ledger: Users, text: string): Promise<string[]> {
  return didYouMean((await usersNear(ledger, text)).map(userLabel))
}

/** The same for Salesforce users, each with the ID to type. */
export async function nearSalesforceUsers(ledger: SalesforceUsers, text: string): Promise<string[]> {
  return didYouMean((await salesforceUsersNear(ledger, text)).map(salesforceUserLabel))
}

/** The same for people on either side, each once: as the SalesScreen user where there is one of this mapping or address. */
export async function nearPeople(ledger: Users & SalesforceUsers, text: string): Promise<string[]> {
  const { users, others } = await peopleNear(ledger, text)
  return [...didYouMean(users.map(userLabel)), ...didYouMean(others.map(salesforceUserLabel))]
}

/** The people themselves, each on one side. */
export async function peopleNear(
  ledger: Users & SalesforceUsers,
  text: string,
): Promise<{ readonly users: readonly UserRecord[]; readonly others: readonly DirectoryEntry[] }> {
  const users = await usersNear(ledger, text)
  const named = new Set<string>(users.flatMap(({ user }) => [user.userId, user.email]))
  const others = (await salesforceUsersNear(ledger, text)).filter(
    ({ mappedTo, salesforceUser }) =>
      !named.has(mappedTo?.userId ?? '') && (mappedTo !== null || !named.has(salesforceUser.email ?? '')),
  )
  return { users, others }
}

/** Everyone that a text names, on either side and each only once: as the SalesScreen user where there is one. */
export async function peopleCalled(
  ledger: Pick<Ledger, 'findUsers'> & SalesforceUsers,
  text: string,
): Promise<{ readonly users: readonly UserRecord[]; readonly others: readonly DirectoryEntry[] }> {
  const called = await ledger.directory.find({ called: text })
  const records = [...(await ledger.findUsers(parseUserKey(text)))]
  for (const { mappedTo } of called)
    if (mappedTo !== null) records.push(...(await ledger.findUsers({ userId: mappedTo.userId })))
  const users = [...new Map(records.map((record) => [record.user.userId, record])).values()]
  const emails = new Set<string | null>(users.map(({ user }) => user.email))
  return {
    users,
    others: called.filter(
      ({ mappedTo, salesforceUser: { email } }) => mappedTo === null && !emails.has(email),
    ),
  }
}

/** SalesScreen users whose name or address has the words of a text, else similar ones; may be empty. */
export async function usersNear(ledger: Users, text: string): Promise<UserRecord[]> {
  const search = wordsToFind(text)
  if (search === '') return []
  const { rows } = await ledger.firstUsers({ search, limit: mostNamed })
  if (rows.length > 0) return [...rows]
  const names = await ledger.userNames({})
  const near = similar(
    search,
    names.map(({ userId, email, name, nickname }): Named<UserId> => [userId, [email, name, nickname ?? '']]),
  )
  return (await Promise.all(near.map(async (userId) => await ledger.findUsers({ userId })))).flat()
}

/** The same for Salesforce users. */
export async function salesforceUsersNear(
  { directory }: SalesforceUsers,
  text: string,
): Promise<DirectoryEntry[]> {
  const search = wordsToFind(text)
  if (search === '') return []
  const { rows } = await directory.first({ search, limit: mostNamed })
  if (rows.length > 0) return [...rows]
  const names = await directory.names({})
  const near = similar(
    search,
    names.map(({ salesforceUserId, name, email, username }): Named<SalesforceUserId> => [
      salesforceUserId,
      [name, email ?? '', username ?? ''],
    ]),
  )
  return (
    await Promise.all(near.map(async (salesforceUserId) => await directory.find({ salesforceUserId })))
  ).flat()
}

// Everyone has a period in the address, and no one is meant by one.
function wordsToFind(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(fold(word)))
    .join(' ')
}

function userLabel({ user }: UserRecord): string {
  return `${fullName(user)} (${user.email})`
}

function salesforceUserLabel({ salesforceUser: { name, salesforceUserId } }: DirectoryEntry): string {
  return `${name} (${salesforceUserId})`
}

function didYouMean(labels: readonly string[]): string[] {
  return labels.length === 0 ? [] : [`did you mean ${labels.join(' or ')}?`]
}

type Named<Key> = readonly [key: Key, names: readonly string[]]

// Nicknames and typos, each person once.
function similar<Key>(text: string, people: readonly Named<Key>[]): Key[] {
  const keyOf = new Map<string, Key>()
  for (const [key, called] of people) for (const name of called) keyOf.set(name, key)
  const names = foldedNames(keyOf.keys())
  const near = [...nearestOf(text, names), ...otherForms(text, names)].filter(
    (name) => !isOfSameFamily(text, name),
  )
  const keys = near.flatMap((name) => keyOf.get(name) ?? [])
  return [...new Set(keys)].slice(0, mostNamed)
}

// Who shares only the last name is someone else.
function isOfSameFamily(text: string, name: string): boolean {
  const [words, others] = [fold(text).split(' '), fold(name).split(' ')]
  return words.length > 1 && words.at(-1) === others.at(-1) && areOtherNames(text, name)
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
