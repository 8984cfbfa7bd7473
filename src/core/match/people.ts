import { endOfLocal } from './address.ts'
import { hashOfText, spellingHash } from './letter-hash.ts'
import type { NameTexts } from './name-texts.ts'
import { type PersonName, sortedWords, type WrittenName } from './names.ts'

/** How `People` reads its outlines. */
interface Reading<Outline> {
  idOf(outline: Outline): string
  writtenNameOf(outline: Outline): WrittenName
  nameOf(outline: Outline): PersonName
  calledOf(outline: Outline): string | null
  /** Other texts that may be the part before the @ of an address. */
  othersOf: readonly ((outline: Outline) => string | null)[]
}

/** What of one side is looked at for every user, by place. */
export interface PeopleInNumbers {
  readonly size: number
  readonly texts: NameTexts
  /** The numbers of first and last names. */
  readonly firsts: Int32Array
  readonly lasts: Int32Array
  /** The numbers of nicknames; that of the empty text without one. */
  readonly calls: Int32Array
  /** Hashes of the part before the @ of the address, and of its letters that no spelling changes; 0 without one. */
  readonly locals: Int32Array
  readonly letters: Int32Array
  /** Hashes of the same part of other texts. */
  readonly others: readonly Int32Array[]
}

/** One side in outline, with what is asked of every user several times in numbers. */
export class People<Outline extends { readonly email: string | null }> implements PeopleInNumbers {
  readonly outlines: readonly Outline[]
  readonly texts: NameTexts
  readonly firsts: Int32Array
  readonly lasts: Int32Array
  readonly calls: Int32Array
  readonly locals: Int32Array
  readonly letters: Int32Array
  readonly others: readonly Int32Array[]
  readonly #reading: Reading<Outline>
  readonly #places = new Map<string, number>()

  constructor(outlines: readonly Outline[], texts: NameTexts, reading: Reading<Outline>) {
    this.outlines = outlines
    this.texts = texts
    this.#reading = reading
    const count = outlines.length
    this.firsts = new Int32Array(count)
    this.lasts = new Int32Array(count)
    this.calls = new Int32Array(count)
    this.locals = new Int32Array(count)
    this.letters = new Int32Array(count)
    this.others = reading.othersOf.map(() => new Int32Array(count))
    for (let at = 0; at < count; at += 1) this.#count(at, this.outlineAt(at))
  }

  #count(at: number, outline: Outline): void {
    const [first, last] = this.#reading.writtenNameOf(outline)
    this.firsts[at] = this.texts.numberOf(first)
    this.lasts[at] = this.texts.numberOf(last)
    this.calls[at] = this.texts.numberOf(this.#reading.calledOf(outline) ?? '')
    const { email } = outline
    if (email !== null) {
      const end = endOfLocal(email)
      this.locals[at] = hashOfText(email, end)
      this.letters[at] = spellingHash(email, end)
    }
    for (const [number, textOf] of this.#reading.othersOf.entries()) {
      const [text, hashes] = [textOf(outline), this.others[number]]
      if (text !== null && hashes !== undefined) hashes[at] = hashOfText(text, endOfLocal(text))
    }
  }

  get size(): number {
    return this.outlines.length
  }

  outlineAt(at: number): Outline {
    const outline = this.outlines[at]
    if (outline === undefined) throw new RangeError(`no user is at ${at}`)
    return outline
  }

  nameAt(at: number): PersonName {
    return this.#reading.nameOf(this.outlineAt(at))
  }

  /** The places of people by their IDs, in order. */
  placesOf(ids: ReadonlySet<string>): number[] {
    const { idOf } = this.#reading
    if ([...ids].some((id) => !this.#places.has(id)))
      for (let at = 0; at < this.size; at += 1) {
        const id = idOf(this.outlineAt(at))
        if (ids.has(id)) this.#places.set(id, at)
      }
    return [...ids].flatMap((id) => this.#places.get(id) ?? []).toSorted((left, right) => left - right)
  }

  /** Remembers where people are, so that they are not looked for. */
  remember(places: readonly number[]): void {
    for (const at of places) this.#places.set(this.#reading.idOf(this.outlineAt(at)), at)
  }

  /** The places of those who have one of some names, each in the words of `sortedWords`. */
  bearersOf(names: ReadonlySet<string>): number[] {
    const hashes = this.texts.hashes()
    const sumOf = (at: number) =>
      ((hashes[this.firsts[at] ?? 0]?.sum ?? 0) + (hashes[this.lasts[at] ?? 0]?.sum ?? 0)) | 0
    const sums = new Set([...names].map((name) => sumOfWords(name)))
    const found: number[] = []
    for (let at = 0; at < this.size; at += 1)
      if (sums.has(sumOf(at)) && names.has(this.sortedNameAt(at))) found.push(at)
    return found
  }

  /** The words of a name in alphabetical order (`sortedWords`). */
  sortedNameAt(at: number): string {
    return sortedWords(this.nameAt(at))
  }

  /** The names of some people, without empty ones. */
  namesOf(places: readonly number[]): ReadonlySet<string> {
    const names = new Set(places.map((at) => this.sortedNameAt(at)))
    names.delete('')
    return names
  }
}

// As `NameHash.sum` adds the words up.
function sumOfWords(name: string): number {
  return name.split(' ').reduce((sum, word) => (sum + spellingHash(word)) | 0, 0)
}
