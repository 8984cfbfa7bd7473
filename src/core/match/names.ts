import { ownNameOf, type SalesforceUser } from '../salesforce-user.ts'
import { consonantKey, needsTransliteration, phoneticKey, transliterations } from './latin.ts'
import { nicknameGroups } from './nicknames.ts'

/** First names or last names, in the forms that are compared. */
export interface NamePart {
  /** Phonetic keys of the words. */
  readonly words: readonly string[]
  /** The words in one, reduced again after joining: De la Cruz and Delacruz are one name. Empty if unknown. */
  readonly key: string
  /** What romanizations of the name have in common. */
  readonly sounds: string
  /** Whether it is in another script than Latin, Greek or Cyrillic: its letters are read one by one, and often wrongly. */
  readonly isForeign: boolean
  /** Jr., Sr., II and the like behind the name: `jr`, `sr`, `2`, `3`, `4`; null without one. */
  readonly generation: string | null
}

/** A name in the forms that are compared. */
export interface PersonName {
  readonly first: NamePart
  readonly last: NamePart
  /** Phonetic key of what the person is called; null if nothing is known. */
  readonly called: string | null
  /** Groups of interchangeable names of the first name and the nickname. */
  readonly groups: readonly number[]
}

/** Phonetic keys of all words of a name, first names first. */
export function wordsOfName({ first, last }: PersonName): readonly string[] {
  return [...first.words, ...last.words]
}

/** The words of a name in alphabetical order, as one text: the same for the same name in any order; empty without a name. */
export function sortedWords(name: PersonName): string {
  const words = wordsOfName(name)
  const [one = '', other = ''] = words
  if (words.length > 2) return words.toSorted().join(' ')
  return other === '' ? one : one < other ? `${one} ${other}` : `${other} ${one}`
}

/** First and last name as they are written. */
export type WrittenName = readonly [first: string, last: string]

/** Parses a full name; a comma means that the last name comes first. */
export function personName(text: string, nickname: string | null = null): PersonName {
  return partedName(dividedFullName(text), nickname)
}

function dividedFullName(text: string): WrittenName {
  const [last = '', first] = text.split(',', 2)
  // What follows may be a title: "Jane Doe, MBA" or "John Doe, Jr."
  if (first !== undefined)
    return isTitle(first) ? dividedFullName(`${last} ${first}`) : dividedName(first, last)
  const words = text.split(/\s+/).filter((word) => word !== '')
  let split = words.length - 1
  while (split > 1 && isParticle((words[split - 1] ?? '').toLowerCase())) split -= 1
  return [words.slice(0, split).join(' '), words.slice(split).join(' ')]
}

/** Parses a name in two fields, either of which may be empty or hold the whole name. */
export function nameOfParts(firstName: string, lastName: string, nickname: string | null = null): PersonName {
  return partedName(dividedName(firstName, lastName), nickname)
}

function dividedName(firstName: string, lastName: string): WrittenName {
  const [first, last] = [firstName.trim(), lastName.trim()]
  return first === '' || last === '' ? dividedFullName(first === '' ? last : first) : [first, last]
}

function partedName([firstName, lastName]: WrittenName, nickname: string | null): PersonName {
  const called = nickname === null ? undefined : partOf(nickname).words[0]
  return new Name(partOf(firstName), partOf(lastName), called ?? null)
}

class Name implements PersonName {
  readonly first: NamePart
  readonly last: NamePart
  readonly called: string | null
  #groups: readonly number[] | undefined

  constructor(first: NamePart, last: NamePart, called: string | null) {
    this.first = first
    this.last = last
    this.called = called
  }

  // Where two names are equal, the groups are not needed, and looking up the first one makes all of them.
  get groups(): readonly number[] {
    this.#groups ??= groupsOf(this.first.words[0], this.called)
    return this.#groups
  }
}

const none: readonly number[] = []

function groupsOf(first: string | undefined, called: string | null): readonly number[] {
  const own = first === undefined ? none : nicknameGroups(first)
  return called === null ? own : [...own, ...nicknameGroups(called)]
}

// Names that are equal, as nearly all of a batch are, are never compared by their sounds.
class Part implements NamePart {
  readonly words: readonly string[]
  readonly key: string
  readonly isForeign: boolean
  readonly generation: string | null
  readonly #text: string
  #sounds: string | undefined

  constructor({ words, key, isForeign, generation }: Omit<NamePart, 'sounds'>, text: string) {
    this.words = words
    this.key = key
    this.isForeign = isForeign
    this.generation = generation
    this.#text = text
  }

  get sounds(): string {
    this.#sounds ??= consonantKey(this.#text)
    return this.#sounds
  }
}

// Most names are borne by many, so each is reduced once.
const parts = new Map<string, NamePart>()
const mostParts = 300_000
let partsAreOf = transliterations()

/** First names or last names in the forms that are compared: the same object for the same text. */
export function partOf(text: string): NamePart {
  if (partsAreOf !== transliterations()) {
    parts.clear()
    partsAreOf = transliterations()
  }
  let part = parts.get(text)
  if (part === undefined) {
    const { name, generation } = withoutGeneration(text)
    const words = wordsOf(name)
    const key = words.length > 1 ? phoneticKey(words.join('')) : (words[0] ?? '')
    const isForeign = needsTransliteration(text)
    part = new Part({ words, key, isForeign, generation }, words.length > 1 ? words.join('') : name)
    if (parts.size >= mostParts) parts.clear()
    parts.set(text, part)
  }
  return part
}

/** The name of a SalesScreen user. */
export function nameOfUser({
  firstName,
  lastName,
  nickname = null,
}: {
  readonly firstName: string
  readonly lastName: string
  readonly nickname?: string | null
}): PersonName {
  return nameOfParts(firstName, lastName, nickname)
}

/** The name of a SalesScreen user before it is reduced to what is compared. */
export function writtenNameOfUser({
  firstName,
  lastName,
}: {
  readonly firstName: string
  readonly lastName: string
}): WrittenName {
  return dividedName(firstName, lastName)
}

/** The name of a Salesforce user; empty where a source without names has an address or the ID in its place. */
export function nameOfSalesforceUser(user: NamedSalesforceUser): PersonName {
  return partedName(writtenNameOfSalesforceUser(user), null)
}

type NamedSalesforceUser = Pick<
  SalesforceUser,
  'firstName' | 'lastName' | 'name' | 'username' | 'email' | 'salesforceUserId'
>

/** The same before it is reduced to what is compared. */
export function writtenNameOfSalesforceUser(user: NamedSalesforceUser): WrittenName {
  const { firstName, lastName, name } = user
  if (ownNameOf(user) === null) return ['', '']
  return firstName === null && lastName === null
    ? dividedFullName(name)
    : dividedName(firstName ?? '', lastName ?? '')
}

/** First and last name in Salesforce; the full name if both are unknown. */
export function displayNameOf({
  firstName,
  lastName,
  name,
}: Pick<SalesforceUser, 'firstName' | 'lastName' | 'name'>): string {
  return firstName === null && lastName === null ? name : `${firstName ?? ''} ${lastName ?? ''}`
}

/** Phonetic keys of the words of a name, without titles; Mba and Senior are last names, too. */
export function wordsOf(text: string): string[] {
  const words = namesIn(phoneticKey(withoutGeneration(text).name))
  const names = words.filter((word) => !titles.has(word))
  return names.length > 0 ? names : words.filter((word) => !addresses.has(word))
}

// Whether a text has words, and all of them are titles or generations.
function isTitle(text: string): boolean {
  const words = namesIn(text.toLowerCase())
  return words.length > 0 && words.every((word) => generations.has(word) || titles.has(phoneticKey(word)))
}

/** A name without the Jr. or III behind it, and what that was. */
export function withoutGeneration(text: string): {
  readonly name: string
  readonly generation: string | null
} {
  const [, name, word = ''] = trailing.exec(text) ?? []
  if (name === undefined) return { name: text, generation: null }
  return { name, generation: generations.get(word.toLowerCase()) ?? null }
}

const generations: ReadonlyMap<string, string> = new Map([
  ['jr', 'jr'],
  ['junior', 'jr'],
  ['sr', 'sr'],
  ['senior', 'sr'],
  ['ii', '2'],
  ['2nd', '2'],
  ['iii', '3'],
  ['3rd', '3'],
  ['iv', '4'],
])
const trailing = new RegExp(`^(.*[^\\s,])[\\s,]+(${[...generations.keys()].join('|')})\\.?$`, 'i')

/** The words of a text; an apostrophe divides none. */
export function namesIn(text: string): string[] {
  return text
    .replace(/['’`´]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** Words that are no part of a name. */
// As they are compared: jr is ir by then.
export const titles: ReadonlySet<string> = new Set(
  phoneticKey('dr prof mr mrs ms ing dipl junior senior jr sr phd cfp cpa mba').split(' '),
)

// No names even if they stand alone.
const addresses: ReadonlySet<string> = new Set(phoneticKey('dr prof mr mrs ms').split(' '))

/** Whether a word of a last name is only a particle: Vincent van Gogh is also called Gogh. Takes a phonetic key. */
export function isParticle(word: string): boolean {
  return particles.has(word)
}

const particles: ReadonlySet<string> = new Set(
  'van von der den de del della di da do dos du la le las los ter ten zu zur af av al el bin ibn ben abu y e i'.split(
    ' ',
  ),
)

/** Whether two words differ by a typo: one letter in words of four letters or more, two in words of eight or more; swapping two letters counts as one. */
export function isTypo(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length)
  const most = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0
  return most > 0 && Math.abs(left.length - right.length) <= most && editsBetween(left, right) <= most
}

// Most words that are compared have a long common beginning or end, which needs no edits.
function editsBetween(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length)
  let start = 0
  while (start < shorter && left[start] === right[start]) start += 1
  let end = 0
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1
  return editDistance(left.slice(start, left.length - end), right.slice(start, right.length - end))
}

// Optimal string alignment distance.
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const now = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + cost,
      )
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1])
        least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1)
      now.push(least)
    }
    beforeLast = last
    last = now
  }
  return last[right.length] ?? 0
}
