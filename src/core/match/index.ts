import type { SalesforceUser } from '../salesforce-user.ts'
import { addressLocals, type Address, isSharedMailbox, parseAddress, type Writing } from './address.ts'
import { phoneticKey } from './latin.ts'
import { isTypo, nameOfSalesforceUser, type PersonName, sortedWords, wordsOfName } from './names.ts'
import type { Namesake } from './renamed-domains.ts'

/** Finds the entries with a key among millions of pairs: one array of numbers takes a tenth of the memory of a map. */
class KeyIndex {
  /** Key and entry in one number each, sorted, so that the entries of a key are together, in order. */
  readonly #pairs: Float64Array

  private constructor(pairs: Float64Array) {
    this.#pairs = pairs
  }

  /** Of the keys of each entry; entries are numbered from 0, at most two million. */
  static of(entries: readonly Indexed<SalesforceUserOutline>[]): KeyIndex {
    let pairs = new Float64Array(entries.length * usualKeys)
    let length = 0
    for (const [at, entry] of entries.entries())
      for (const key of directoryKeys(entry)) {
        if (length === pairs.length) pairs = grown(pairs)
        pairs[length] = hashOf(key) * mostEntries + at
        length += 1
      }
    return new KeyIndex(pairs.subarray(0, length).toSorted())
  }

  /** The entries with a key, in order; at most `most` plus one. */
  entries(key: string, most: number): number[] {
    const first = hashOf(key) * mostEntries
    const entries: number[] = []
    for (let at = this.#firstFrom(first); entries.length <= most; at += 1) {
      const pair = this.#pairs[at]
      if (pair === undefined || pair >= first + mostEntries) break
      entries.push(pair - first)
    }
    return entries
  }

  #firstFrom(wanted: number): number {
    let [low, high] = [0, this.#pairs.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#pairs[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

const usualKeys = 24

function grown(pairs: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(pairs.length * 1.25 + usualKeys)
  larger.set(pairs)
  return larger
}

// A number holds exactly 53 bits: 32 of the key and 21 of the entry.
const mostEntries = 2 ** 21

// FNV-1a. A collision of two keys only adds a candidate that scores low.
function hashOf(key: string): number {
  let hash = 0x81_1c_9d_c5
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01_00_01_93)
  return hash >>> 0
}

/** What of a Salesforce user blocking needs. */
export type SalesforceUserOutline = Pick<
  SalesforceUser,
  | 'salesforceUserId'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'username'
  | 'federationId'
  | 'employeeNumber'
>

/** A Salesforce user, or the outline of one, with the parsed address and name. */
export interface Indexed<User extends SalesforceUserOutline> extends Writing {
  readonly salesforceUser: User
  /** The place in the order of Salesforce User IDs. */
  readonly at: number
  /** The words of the name in alphabetical order: equal for namesakes. */
  readonly sorted: string
}

/** A whole Salesforce user with the parsed address and name. */
export type IndexedSalesforceUser = Indexed<SalesforceUser>

/** The Salesforce users by blocking keys, so that a SalesScreen user is compared with few of them. */
export class DirectoryIndex<User extends SalesforceUserOutline> {
  /** In the order of Salesforce User IDs. */
  readonly entries: readonly Indexed<User>[]
  readonly #keys: KeyIndex
  readonly #emails: ReadonlyMap<string, number>
  readonly #namesakes: ReadonlyMap<string, readonly Indexed<User>[]>
  readonly #mappedBearers = new Map<string, number>()
  readonly #mappedByLocal = new Map<string, Namesake[]>()

  /** In any order. Mapped ones are no candidates, but count among those who have a name or an address. */
  constructor(salesforceUsers: readonly User[], mapped: readonly SalesforceUserOutline[] = []) {
    this.entries = salesforceUsers
      .toSorted((left, right) => (left.salesforceUserId < right.salesforceUserId ? -1 : 1))
      .map((salesforceUser, at) => {
        const name = nameOfSalesforceUser(salesforceUser)
        const email = parseAddress(salesforceUser.email)
        return { salesforceUser, at, name, email, sorted: sortedWords(name) }
      })
    this.#keys = KeyIndex.of(this.entries)
    this.#namesakes = severalOf(this.entries)
    const mappedEmails = mapped.map(({ email }) => parseAddress(email))
    const mappedNames = mapped.map((each) => nameOfSalesforceUser(each))
    this.#emails = severalTimes(
      [...this.entries.map(({ email }) => email), ...mappedEmails],
      (email) => email?.whole,
    )
    for (const [at, name] of mappedNames.entries()) {
      const email = mappedEmails[at]
      if (email !== undefined) {
        const known = this.#mappedByLocal.get(email.local) ?? []
        this.#mappedByLocal.set(email.local, [...known, { domain: email.domain, last: name.last.key }])
      }
      const sorted = sortedWords(name)
      if (sorted !== '') this.#mappedBearers.set(sorted, (this.#mappedBearers.get(sorted) ?? 0) + 1)
    }
  }

  /** The Salesforce users who share a blocking key with a SalesScreen user; order: Salesforce User ID. */
  candidates(user: Writing): Indexed<User>[] {
    const found = new Set<number>()
    for (const key of userKeys(user)) {
      const most = key.startsWith(rareName) ? mostPerName : mostPerKey
      const entries = this.#keys.entries(key, most)
      // A key that so many share does not distinguish them; an equal address is always looked at.
      const few =
        entries.length <= most ? entries : key === `@${user.email?.local}` ? this.#withAddress(user) : []
      for (const entry of few) found.add(entry)
    }
    for (const key of typoKeys(user.name, [-1, 0, 1]))
      for (const entry of this.#keys.entries(key, mostPerTypoKey - 1))
        if (!found.has(entry) && isNameTypo(user.name, this.#entry(entry).name)) found.add(entry)
    return [...found].toSorted((left, right) => left - right).map((entry) => this.#entry(entry))
  }

  // The first of so many who share an address.
  #withAddress({ email }: Writing): number[] {
    if (email === undefined) return []
    const entries = this.#keys.entries(`@${email.local}`, Infinity)
    return entries.filter((each) => this.#entry(each).email?.whole === email.whole).slice(0, mostPerAddress)
  }

  /** The domains in which Salesforce users, mapped or not, have an e-mail address with this local part, and their last names. */
  namesakesByAddress(local: string): Namesake[] {
    const entries = this.#keys.entries(`@${local}`, Infinity).map((entry) => this.#entry(entry))
    const found = entries.flatMap(({ email, name }) =>
      email?.local === local ? [{ domain: email.domain, last: name.last.key }] : [],
    )
    return [...found, ...(this.#mappedByLocal.get(local) ?? [])]
  }

  /** The Salesforce users with a name, given by its sorted words, if there are several; order: Salesforce User ID. */
  namesakes(sorted: string): readonly Indexed<User>[] {
    return this.#namesakes.get(sorted) ?? none
  }

  /** How many Salesforce users, mapped or not, have a name that one of the entries has, given by its sorted words. */
  bearers(sorted: string): number {
    return Math.max(1, this.namesakes(sorted).length) + (this.#mappedBearers.get(sorted) ?? 0)
  }

  /** Whether several Salesforce users have an address, or its name is typical of a shared mailbox. */
  isShared(email: Address): boolean {
    return (this.#emails.get(email.whole) ?? 0) > 1 || isSharedMailbox(email)
  }

  #entry(index: number): Indexed<User> {
    const entry = this.entries[index]
    if (entry === undefined) throw new RangeError(`there is no entry ${index}`)
    return entry
  }
}

const none: readonly never[] = []

// Most names are borne once, and a list for each of them would take most of the memory.
function severalOf<User extends SalesforceUserOutline>(
  entries: readonly Indexed<User>[],
): ReadonlyMap<string, readonly Indexed<User>[]> {
  const first = new Map<string, Indexed<User>>()
  const several = new Map<string, Indexed<User>[]>()
  for (const entry of entries) {
    const { sorted } = entry
    if (sorted === '') continue
    const known = first.get(sorted)
    const group = several.get(sorted)
    if (known === undefined) first.set(sorted, entry)
    else if (group === undefined) several.set(sorted, [known, entry])
    else group.push(entry)
  }
  return several
}

const mostPerKey = 60
const mostPerName = 25
const mostPerAddress = 10
// These entries are checked for a typo first, which is cheap, so more of them may share a key.
const mostPerTypoKey = 200
// Begins the keys of a last name alone.
const rareName = '_'

/** Whether one of first and last name is the same and the other differs by a typo. */
function isNameTypo(one: PersonName, other: PersonName): boolean {
  const [left, right] = [wordsOfName(one), wordsOfName(other)]
  if (left.length < 2 || left.length !== right.length) return false
  const [first = '', last = ''] = [left[0], left.at(-1)]
  if (first === right[0]) return isTypo(last, right.at(-1) ?? '')
  return last === right.at(-1) && isTypo(first, right[0] ?? '')
}

/** The blocking keys of a Salesforce user. */
export function directoryKeys({
  salesforceUser,
  name,
  email,
}: Pick<Indexed<SalesforceUserOutline>, 'salesforceUser' | 'name' | 'email'>): Set<string> {
  const keys = new Set(nameKeys(name))
  for (const local of addressLocals(salesforceUser)) keys.add(`@${local}`)
  if (email !== undefined) keys.add(`#${email.letters}`)
  for (const written of writtenNames(name)) keys.add(`~${written}`)
  for (const key of typoKeys(name, [0])) keys.add(key)
  return keys
}

/** The blocking keys of a SalesScreen user, except for those of typos. */
export function userKeys({ email, name }: Writing): Set<string> {
  const keys = new Set(nameKeys(name))
  if (email !== undefined) {
    keys.add(`@${email.local}`)
    keys.add(`#${email.letters}`).add(`~${email.letters}`)
  }
  for (const written of writtenNames(name)) keys.add(`#${written}`)
  return keys
}

/** How an address of a name may be written, in letters alone. */
export function writtenNames({ first, last, called }: PersonName): string[] {
  if (last.key === '' || first.key === '') return []
  const word = last.words.at(-1) ?? ''
  return [
    first.key + last.key,
    last.key + first.key,
    (first.words[0] ?? '') + word,
    first.key.slice(0, 1) + last.key,
    ...(called === null ? [] : [called + last.key]),
  ].map((each) => phoneticKey(each))
}

/** How often each key is there, of those that are there more than once: most are not, and would take most of the memory. */
export function severalTimes<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): ReadonlyMap<string, number> {
  const once = new Set<string>()
  const several = new Map<string, number>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === undefined) continue
    if (once.has(key)) several.set(key, (several.get(key) ?? 1) + 1)
    else once.add(key)
  }
  return several
}

// Two names that agree in most levels share one of these keys, except for a typo.
function nameKeys(name: PersonName): string[] {
  const { first, last, called, groups } = name
  const words = wordsOfName(name)
  if (words.length < 2) return [...words]
  const keys = [sortedWords(name), words.join(''), ...pairsOf(words)]
  const lasts = new Set([last.key, ...last.words])
  for (const each of lasts) {
    for (const group of groups) keys.push(`${group}|${each}`)
    if (first.key !== '') keys.push(`${first.key.slice(0, 1)}.${each}`)
    if (each.length > 2) keys.push(rareName + each)
  }
  if (called !== null) keys.push(pairOf(called, last.words.at(-1) ?? ''))
  if (first.sounds !== '' && last.sounds !== '') keys.push(`%${first.sounds}|${last.sounds}`)
  if (first.key !== '' && last.sounds !== '') keys.push(`%${first.key.slice(0, 1)}.${last.sounds}`)
  return keys
}

// A typo in the first or last name leaves the other one and half of its own word intact. The halves of a word that is one
// letter longer or shorter are keys as well.
/** The blocking keys of a name with a typo. */
export function typoKeys(name: PersonName, lengthChanges: readonly number[]): Set<string> {
  const words = wordsOfName(name)
  const [first = '', last = ''] = [words[0], words.at(-1)]
  const keys = new Set<string>()
  if (words.length < 2) return keys
  if (last.length >= shortestWithTypo)
    for (const [beginning, end] of halvesOf(last, lengthChanges))
      keys.add(`${first}|${beginning}-`).add(`${first}|-${end}`)
  if (first.length >= shortestWithTypo)
    for (const [beginning, end] of halvesOf(first, lengthChanges))
      keys.add(`${beginning}-|${last}`).add(`-${end}|${last}`)
  return keys
}

/** The letters that a word has at least if it may have a typo. */
export const shortestWithTypo = 4

/** The halves of a word with a typo: its beginning and its end, for each change of its length. */
export function halvesOf(word: string, lengthChanges: readonly number[]): [beginning: string, end: string][] {
  return lengthChanges.map((change) => {
    const half = (word.length + change) >> 1
    return [word.slice(0, half), word.slice(-half)]
  })
}

function pairsOf(words: readonly string[]): string[] {
  const few = words.slice(0, 4)
  return few.flatMap((word, at) => few.slice(at + 1).map((other) => pairOf(word, other)))
}

function pairOf(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`
}
