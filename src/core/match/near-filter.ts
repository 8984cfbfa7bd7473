import type { Writing } from './address.ts'
import { halvesOf, shortestWithTypo, writtenNames } from './index.ts'
import {
  beginsOrEndsAs,
  FewNumbers,
  hashOfText,
  paired,
  joined,
  type NameHash,
  soundHash,
  spellingHash,
} from './letter-hash.ts'
import type { NameTexts } from './name-texts.ts'
import { type NamePart, type PersonName, wordsOfName } from './names.ts'
import type { PeopleInNumbers } from './people.ts'

/** A user that others may be near, with all texts that may be the part before the @. */
export interface Profile extends Writing {
  readonly locals: readonly string[]
}

// A typo makes a word one letter longer or shorter at most, or leaves its length.
export const slips = [-1, 0, 1]

/** Tells quickly who may share a blocking key with one of a few users; who shares none may pass too. */
export class NearFilter {
  readonly #words = new Set<string>()
  readonly #sounds = new Set<string>()
  /** By first name, halves of last names (`typoKeys`). */
  readonly #halves = new Map<string, Set<string>>()
  /** Hashes of halves of last names, the words, the sounds, the parts before the @, and of names and addresses in letters alone. */
  readonly #beginnings = new FewNumbers()
  readonly #ends = new FewNumbers()
  readonly #wordHashes = new FewNumbers()
  readonly #soundHashes = new FewNumbers()
  readonly #locals = new FewNumbers()
  readonly #letters = new FewNumbers()
  readonly #lengthChanges: readonly number[]

  /** The length changes are those of the typo keys of the ones that are tested. */
  constructor(profiles: readonly Profile[], lengthChanges: readonly number[]) {
    this.#lengthChanges = lengthChanges
    for (const { name, email, locals } of profiles) {
      this.#addTypos(name)
      for (const part of [name.first, name.last]) this.#addPart(part)
      if (name.called !== null) this.#addWord(name.called)
      for (const local of locals) if (local !== '') this.#locals.add(hashOfText(local))
      if (email !== undefined) this.#letters.add(spellingHash(email.letters))
      for (const written of writtenNames(name)) this.#letters.add(spellingHash(written))
    }
  }

  #addTypos(name: PersonName): void {
    const words = wordsOfName(name)
    const [first = '', last = ''] = [words[0], words.at(-1)]
    if (words.length < 2 || last.length < shortestWithTypo) return
    const lead = spellingHash(first)
    const halves = this.#halves.get(first) ?? new Set<string>()
    this.#halves.set(first, halves)
    for (const [beginning, end] of halvesOf(last, slips)) {
      halves.add(`${beginning}-`).add(`-${end}`)
      this.#beginnings.add(paired(lead, spellingHash(beginning)))
      this.#ends.add(paired(lead, spellingHash(end)))
    }
  }

  #addPart({ words, key, sounds }: NamePart): void {
    for (const word of [...words, key]) if (word !== '') this.#addWord(word)
    if (sounds === '') return
    this.#sounds.add(sounds)
    this.#soundHashes.add(soundHash(sounds))
  }

  #addWord(word: string): void {
    this.#words.add(word)
    this.#wordHashes.add(spellingHash(word))
  }

  /** The places of those who may be near. */
  among(people: PeopleInNumbers): number[] {
    const { texts, firsts, lasts, calls, locals, letters, others } = people
    const hashes = texts.hashes()
    const parts = hashes.map((each, number) => this.#nearnessOf(each, number, texts))
    const near: number[] = []
    for (let at = 0; at < people.size; at += 1) {
      const first = firsts[at] ?? 0
      const last = lasts[at] ?? 0
      if (
        this.#isNearByName(parts[first] ?? far, parts[last] ?? far, people, at) ||
        this.#isNearByAddress(locals[at] ?? 0, letters[at] ?? 0) ||
        this.#isNearByOther(others, at) ||
        this.#isSpelled(hashes[first], hashes[last], hashes[calls[at] ?? 0])
      )
        near.push(at)
    }
    return near
  }

  #isNearByName(first: Nearness, last: Nearness, people: PeopleInNumbers, at: number): boolean {
    if (last.shared > 0 || last.isAlike || first.shared > 1) return true
    // Thousands share a first name alone.
    return first.shared > 0 && (last.isEmpty || this.#hasTypo(people, at))
  }

  // Of the last name: who has a typo in the first name has an equal last name.
  #hasTypo({ texts, firsts, lasts }: PeopleInNumbers, at: number): boolean {
    const [first, last] = [firsts[at] ?? 0, lasts[at] ?? 0]
    const lead = texts.hashes()[first]?.words[0] ?? 0
    if (!beginsOrEndsAs(texts.all[last] ?? '', lead, this.#beginnings, this.#ends)) return false
    const halves = this.#halves.get(texts.part(first).words[0] ?? '')
    const word = texts.part(last).words.at(-1) ?? ''
    if (halves === undefined || word.length < shortestWithTypo) return false
    return halvesOf(word, this.#lengthChanges).some(
      ([beginning, end]) => halves.has(`${beginning}-`) || halves.has(`-${end}`),
    )
  }

  #isNearByAddress(local: number, letters: number): boolean {
    return local !== 0 && (this.#locals.has(local) || this.#letters.has(letters))
  }

  #isNearByOther(others: PeopleInNumbers['others'], at: number): boolean {
    for (const each of others) if (this.#locals.has(each[at] ?? 0)) return true
    return false
  }

  // Whether an address of one of the few may be made of the name.
  #isSpelled(first: NameHash | undefined, last: NameHash | undefined, called: NameHash | undefined): boolean {
    if (first === undefined || last === undefined) return false
    const [word = 0] = called?.words ?? []
    return (
      (called !== undefined && this.#letters.has(joined(word, last.key, last.factor))) ||
      this.#letters.has(joined(first.words[0] ?? 0, last.words.at(-1) ?? 0, last.lastFactor)) ||
      this.#letters.has(joined(first.key, last.key, last.factor)) ||
      this.#letters.has(joined(last.key, first.key, first.factor)) ||
      this.#letters.has(joined(first.initial, last.key, last.factor))
    )
  }

  #nearnessOf({ words, key, sounds }: NameHash, number: number, texts: NameTexts): Nearness {
    const mayBeNear =
      this.#soundHashes.has(sounds) ||
      this.#wordHashes.has(key) ||
      words.some((word) => this.#wordHashes.has(word))
    if (!mayBeNear) return words.length === 0 ? nothing : far
    const part = texts.part(number)
    return {
      shared: part.words.filter((word) => this.#words.has(word)).length,
      isAlike: (part.sounds !== '' && this.#sounds.has(part.sounds)) || this.#words.has(part.key),
      isEmpty: part.key === '',
    }
  }
}

/** How near a first or last name is to those of the few. */
interface Nearness {
  /** How many words of it are among theirs. */
  readonly shared: number
  readonly isAlike: boolean
  readonly isEmpty: boolean
}

const far: Nearness = { shared: 0, isAlike: false, isEmpty: false }
const nothing: Nearness = { ...far, isEmpty: true }
