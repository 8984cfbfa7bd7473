import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import {
  parseAddress,
  type Address,
  type SalesforceAddresses,
  isSharedMailbox,
  addressLocals,
} from './address.ts'
import { displayNameOf, isNameTypo, personName, type PersonName } from './names.ts'

/** Finds the entries with a key among millions of pairs: one array of numbers takes a tenth of the memory of a map. */
class KeyIndex {
  /** Key and entry in one number each, sorted, so that the entries of a key are together, in order. */
  readonly #pairs: Float64Array

  private constructor(pairs: Float64Array) {
    this.#pairs = pairs
  }

  /** Of the keys of each entry; entries are numbered from 0, at most two million. */
  static of(keysOfAll: Iterable<Iterable<string>>): KeyIndex {
    const pairs: number[] = []
    let entry = 0
    for (const keys of keysOfAll) {
      for (const key of keys) pairs.push(hashOf(key) * mostEntries + entry)
      entry += 1
    }
    return new KeyIndex(Float64Array.from(pairs).toSorted())
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

// A number holds exactly 53 bits: 32 of the key and 21 of the entry.
const mostEntries = 2 ** 21

// FNV-1a. A collision of two keys only adds a candidate that scores low.
function hashOf(key: string): number {
  let hash = 0x81_1c_9d_c5
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01_00_01_93)
  return hash >>> 0
}

/** A Salesforce user with the parsed address and name. */
export interface IndexedSalesforceUser extends SalesforceAddresses {
  readonly name: PersonName
}

/** The Salesforce users by blocking keys, so that a SalesScreen user is compared with few of them. */
export class DirectoryIndex {
  readonly #entries: readonly IndexedSalesforceUser[]
  readonly #keys: KeyIndex
  readonly #emails = new Map<string, number>()
  readonly #names = new Map<string, number>()

  /** In any order. */
  constructor(salesforceUsers: readonly SalesforceUser[]) {
    this.#entries = salesforceUsers
      .toSorted((left, right) => (left.salesforceUserId < right.salesforceUserId ? -1 : 1))
      .map((salesforceUser) => ({
        salesforceUser,
        name: personName(displayNameOf(salesforceUser)),
        email: parseAddress(salesforceUser.email),
      }))
    this.#keys = KeyIndex.of(this.#entries.map(blockingKeys))
    for (const { name, email } of this.#entries) {
      count(this.#names, name.sorted)
      if (email !== undefined) count(this.#emails, email.whole)
    }
  }

  /** The Salesforce users who share a blocking key with an address or a name; order: Salesforce User ID. */
  candidates({ local }: Address, name: PersonName): IndexedSalesforceUser[] {
    const found = new Set<number>()
    for (const key of [`@${local}`, ...nameKeys(name)]) {
      const entries = this.#keys.entries(key, mostPerKey)
      // A key that so many share does not distinguish them.
      if (entries.length <= mostPerKey) for (const entry of entries) found.add(entry)
    }
    for (const key of typoKeys(name, [-1, 0, 1]))
      for (const entry of this.#keys.entries(key, mostPerTypoKey - 1))
        if (!found.has(entry) && isNameTypo(name, this.#entry(entry).name)) found.add(entry)
    return [...found].toSorted((left, right) => left - right).map((entry) => this.#entry(entry))
  }

  /** The Salesforce users with this local part in an address. */
  withLocalPart(local: string): IndexedSalesforceUser[] {
    return this.#keys.entries(`@${local}`, Infinity).map((entry) => this.#entry(entry))
  }

  /** How many Salesforce users have a name, in any order of its words. */
  namesakes({ sorted }: PersonName): number {
    return this.#names.get(sorted) ?? 0
  }

  /** Whether several Salesforce users have an address, or its name is typical of a shared mailbox. */
  isShared(email: Address): boolean {
    return (this.#emails.get(email.whole) ?? 0) > 1 || isSharedMailbox(email)
  }

  #entry(index: number): IndexedSalesforceUser {
    const entry = this.#entries[index]
    if (entry === undefined) throw new RangeError(`there is no entry ${index}`)
    return entry
  }
}

const mostPerKey = 60
// These entries are checked for a typo first, which is cheap, so more of them may share a key.
const mostPerTypoKey = 200

function blockingKeys({ salesforceUser, name }: IndexedSalesforceUser): Set<string> {
  return new Set([
    ...addressLocals(salesforceUser).map((local) => `@${local}`),
    ...nameKeys(name),
    ...typoKeys(name, [0]),
  ])
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

// Two names that match by one of the name rules share one of these keys, except for a typo.
function nameKeys({ words, sorted, groups }: PersonName): string[] {
  if (words.length === 0) return []
  const [first = '', last = ''] = [words[0], words.at(-1)]
  if (words.length === 1) return [sorted]
  return [
    sorted,
    ...pairsOf(words),
    ...groups.map((group) => `${group}|${last}`),
    `${first[0] ?? ''}.${last}`,
  ]
}

// A typo in the first or last name leaves the other one and half of its own word intact. The halves of a word that is one
// letter longer or shorter are keys as well.
function typoKeys({ words }: PersonName, lengthChanges: readonly number[]): Set<string> {
  const [first = '', last = ''] = [words[0], words.at(-1)]
  const keys = new Set<string>()
  if (words.length < 2) return keys
  for (const change of lengthChanges) {
    const [ofFirst, ofLast] = [(first.length + change) >> 1, (last.length + change) >> 1]
    if (last.length > 3)
      keys.add(`${first}|${last.slice(0, ofLast)}-`).add(`${first}|-${last.slice(-ofLast)}`)
    if (first.length > 3)
      keys.add(`${first.slice(0, ofFirst)}-|${last}`).add(`-${first.slice(-ofFirst)}|${last}`)
  }
  return keys
}

function pairsOf(words: readonly string[]): string[] {
  const firstWords = words.slice(0, 4)
  return firstWords.flatMap((word, index) =>
    firstWords.slice(index + 1).map((other) => (word < other ? `${word} ${other}` : `${other} ${word}`)),
  )
}
