import type { SalesforceUser } from '../salesforce-user.ts'
import {
  parseAddress,
  type Address,
  type SalesforceAddresses,
  isSharedMailbox,
  addressLocals,
} from './address.ts'
import { displayNameOf, isNameTypo, personName, type PersonName } from './names.ts'

/** Finds who has a key, out of millions of pairs: one array of numbers takes a tenth of the room of a map of texts. */
export class KeyIndex {
  /** Key and place in one number each, sorted; so the places of a key stand together, in order. */
  readonly #pairs: Float64Array

  private constructor(pairs: Float64Array) {
    this.#pairs = pairs
  }

  /** Of the keys of everybody, in the order of their places: 0, 1, 2 and so on; at most two million. */
  static of(keysOfAll: Iterable<Iterable<string>>): KeyIndex {
    const pairs: number[] = []
    let place = 0
    for (const keys of keysOfAll) {
      for (const key of keys) pairs.push(numberOf(key) * mostPlaces + place)
      place += 1
    }
    return new KeyIndex(Float64Array.from(pairs).toSorted())
  }

  /** The places that have a key, in order; never more than `most` and one. */
  places(key: string, most: number): number[] {
    const first = numberOf(key) * mostPlaces
    const places: number[] = []
    for (let at = this.#firstFrom(first); places.length <= most; at += 1) {
      const pair = this.#pairs[at]
      if (pair === undefined || pair >= first + mostPlaces) break
      places.push(pair - first)
    }
    return places
  }

  #firstFrom(wanted: number): number {
    let [from, to] = [0, this.#pairs.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((this.#pairs[middle] ?? 0) < wanted) from = middle + 1
      else to = middle
    }
    return from
  }
}

// 32 bits of key and 21 of place are what a number holds exactly.
const mostPlaces = 2 ** 21

// FNV-1a. Two keys that meet in one number only bring somebody along who has nothing in common.
function numberOf(key: string): number {
  let hash = 0x81_1c_9d_c5
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01_00_01_93)
  return hash >>> 0
}

/** A Salesforce user in the forms in which it is compared. */
export interface IndexedSalesforceUser extends SalesforceAddresses {
  readonly name: PersonName
}

/** Everybody in Salesforce, found by what may be the same of a SalesScreen user: never by comparing all with all. */
export class DirectoryIndex {
  readonly #entries: readonly IndexedSalesforceUser[]
  readonly #keys: KeyIndex
  readonly #emails = new Map<string, number>()
  readonly #sortedNames = new Map<string, number>()

  /** The order of the people does not matter. */
  constructor(people: readonly SalesforceUser[]) {
    this.#entries = people
      .toSorted((left, right) => (left.salesforceUserId < right.salesforceUserId ? -1 : 1))
      .map((person) => ({
        person,
        name: personName(displayNameOf(person)),
        email: parseAddress(person.email),
      }))
    this.#keys = KeyIndex.of(this.#entries.map((entry) => keysOf(entry)))
    for (const { name, email } of this.#entries) {
      count(this.#sortedNames, name.sorted)
      if (email !== undefined) count(this.#emails, email.whole)
    }
  }

  /** Everybody who shares something with an address or a name; order: Salesforce User ID. */
  near({ local }: Address, name: PersonName): IndexedSalesforceUser[] {
    const found = new Set<number>()
    for (const key of [`@${local}`, ...nameKeys(name)]) {
      const indexes = this.#keys.places(key, mostShared)
      // What so many share tells nothing of one of them.
      if (indexes.length <= mostShared) for (const index of indexes) found.add(index)
    }
    for (const key of slipKeys(name, [-1, 0, 1]))
      for (const index of this.#keys.places(key, mostSlips - 1))
        if (!found.has(index) && isNameTypo(name, this.#entry(index).name)) found.add(index)
    return [...found].toSorted((left, right) => left - right).map((index) => this.#entry(index))
  }

  /** Everybody who has this before the @ of an address. */
  withLocalPart(local: string): IndexedSalesforceUser[] {
    return this.#keys.places(`@${local}`, Infinity).map((index) => this.#entry(index))
  }

  /** How many have a name, whatever the order of its words. */
  bearers({ sorted }: PersonName): number {
    return this.#sortedNames.get(sorted) ?? 0
  }

  /** Whether several people have one address, or it is named like one that several read. */
  isShared(email: Address): boolean {
    return (this.#emails.get(email.whole) ?? 0) > 1 || isSharedMailbox(email)
  }

  #entry(index: number): IndexedSalesforceUser {
    const entry = this.#entries[index]
    if (entry === undefined) throw new RangeError(`there is no entry ${index}`)
    return entry
  }
}

const mostShared = 60
// Only compared in a hurry, so more of them may share a key.
const mostSlips = 200

function keysOf({ person, name }: IndexedSalesforceUser): Set<string> {
  return new Set([
    ...addressLocals(person).map((local) => `@${local}`),
    ...nameKeys(name),
    ...slipKeys(name, [0]),
  ])
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

// Whoever is the same person by one of the rules about names has one of these in common.
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

// A slip in one of two names leaves the other name and one half of its own; the halves of a word one letter longer or
// shorter are looked for, too.
function slipKeys({ words }: PersonName, lengths: readonly number[]): Set<string> {
  const [first = '', last = ''] = [words[0], words.at(-1)]
  const keys = new Set<string>()
  if (words.length < 2) return keys
  for (const more of lengths) {
    const [ofFirst, ofLast] = [(first.length + more) >> 1, (last.length + more) >> 1]
    if (last.length > 3)
      keys.add(`${first}|${last.slice(0, ofLast)}-`).add(`${first}|-${last.slice(-ofLast)}`)
    if (first.length > 3)
      keys.add(`${first.slice(0, ofFirst)}-|${last}`).add(`-${first.slice(-ofFirst)}|${last}`)
  }
  return keys
}

function pairsOf(words: readonly string[]): string[] {
  const few = words.slice(0, 4)
  return few.flatMap((word, index) =>
    few.slice(index + 1).map((other) => (word < other ? `${word} ${other}` : `${other} ${word}`)),
  )
}
