import { toLatin } from './latin.ts'

const base = 0x01_00_01_93

// 1: a letter that no spelling of a name changes (`phoneticKey`); 2: not by its sounds either (`consonantKey`).
const kinds = new Uint8Array(128)
for (const letter of 'bcdglmnrt') kinds[letter.charCodeAt(0)] = 1
for (const letter of 'b g l m n r'.split(' ')) kinds[letter.charCodeAt(0)] = 2
// Of what a text is made: 1 letters and digits, 2 apostrophes, which divide no words.
const signs = new Uint8Array(128)
for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789') signs[letter.charCodeAt(0)] = 1
for (const letter of "'`") signs[letter.charCodeAt(0)] = 2

/** Hashes of a name that are equal where the names are; numbers of 32 bits. */
export interface NameHash {
  /** Of the letters of the key that no spelling changes, and the factor of what comes before when two are joined. */
  readonly key: number
  readonly factor: number
  /** The same of the first letter. */
  readonly initial: number
  readonly initialFactor: number
  /** Of the letters that names share that sound alike, without doubled ones; and of the first word alone. */
  readonly sounds: number
  readonly lead: number
  /** Of the letters of each word, and the sum of them, which is the same in any order. */
  readonly words: readonly number[]
  /** The factor of what comes before the last word when the two are joined. */
  readonly lastFactor: number
  readonly sum: number
}

/** Hashes a text letter by letter, without making any other text. */
class Hashing implements NameHash {
  key = 0
  factor = 1
  initial = 0
  initialFactor = 1
  sounds = 0
  lead = 0
  words: number[] = []
  lastFactor = 1
  sum = 0
  #word = 0
  #wordFactor = 1
  #isInWord = false
  #lastSound = 0

  /** Takes the code of a Latin letter without accents, a digit or a sign. */
  add(code: number): void {
    const small = smallLetter(code)
    const sign = signs[small]
    if (sign === 2) return
    if (sign !== 1) {
      this.end()
      return
    }
    const kind = kinds[small] ?? 0
    const isFirst = !this.#isInWord && this.words.length === 0
    this.#isInWord = true
    if (kind === 0) return
    this.key = (Math.imul(this.key, base) + small) | 0
    this.factor = Math.imul(this.factor, base)
    this.#word = (Math.imul(this.#word, base) + small) | 0
    this.#wordFactor = Math.imul(this.#wordFactor, base)
    if (isFirst) [this.initial, this.initialFactor] = [small, base]
    if (kind !== 2 || small === this.#lastSound) return
    this.sounds = (Math.imul(this.sounds, base) + small) | 0
    this.#lastSound = small
  }

  /** Ends a word. */
  end(): void {
    if (!this.#isInWord) return
    if (this.words.length === 0) this.lead = this.sounds
    this.words.push(this.#word)
    this.sum = (this.sum + this.#word) | 0
    this.lastFactor = this.#wordFactor
    this.#word = 0
    this.#wordFactor = 1
    this.#isInWord = false
  }
}

/** Hashes a name as it is written; undefined if it has letters whose reading depends on others. */
export function nameHash(text: string): NameHash | undefined {
  const hashing = new Hashing()
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 128) hashing.add(code)
    else {
      const latin = latinLetter(code)
      if (latin === undefined) return undefined
      for (let each = 0; each < latin.length; each += 1) hashing.add(latin.charCodeAt(each))
    }
  }
  hashing.end()
  return hashing
}

const firstBehindLatin = 0x2_50
const latinLetters: (string | null)[] = []

// Accented letters of Latin scripts, which are read one by one.
function latinLetter(code: number): string | undefined {
  if (code >= firstBehindLatin) return undefined
  let known = latinLetters[code]
  if (known === undefined) {
    const latin = toLatin(String.fromCharCode(code))
    known = /^[a-z]+$/.test(latin) ? latin : null
    latinLetters[code] = known
  }
  return known ?? undefined
}

/** The hash of the letters of a text, up to an end, that no spelling of a name changes: equal where phonetic keys are equal. */
export function spellingHash(text: string, end = text.length): number {
  let hash = 0
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code > 127) return spellingHash(asciiOf(text.slice(0, end)))
    const small = smallLetter(code)
    if ((kinds[small] ?? 0) > 0) hash = (Math.imul(hash, base) + small) | 0
  }
  return hash
}

/** The hash of two things together. */
export function paired(one: number, other: number): number {
  return (Math.imul(one, 0x85_eb_ca_6b) + other) | 0
}

/**
 * Whether a last name may begin or end as one of some whose first names have the same lead: each is given by the hash of the
 * lead and its letters. Of several words it may.
 */
export function beginsOrEndsAs(
  text: string,
  lead: number,
  beginnings: FewNumbers,
  ends: FewNumbers,
): boolean {
  if (beginnings.has(paired(lead, 0)) || ends.has(paired(lead, 0))) return true
  let [beginning, end, factor] = [0, 0, 1]
  for (let at = 0; at < text.length; at += 1) {
    const small = smallLetter(text.charCodeAt(at))
    if (signs[small] !== 1) return true
    if (kinds[small] === 0) continue
    beginning = (Math.imul(beginning, base) + small) | 0
    if (beginnings.has(paired(lead, beginning))) return true
  }
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const small = smallLetter(text.charCodeAt(at))
    if (kinds[small] === 0) continue
    end = (end + Math.imul(small, factor)) | 0
    factor = Math.imul(factor, base)
    if (ends.has(paired(lead, end))) return true
  }
  return false
}

/** The hash of what names share that sound alike: equal where consonant keys are equal. */
export function soundHash(text: string): number {
  return nameHash(asciiOf(text))?.sounds ?? 0
}

// What is not Latin then has no letter that counts.
function asciiOf(text: string): string {
  return toLatin(text).replace(/[^\x20-\x7e]+/g, '')
}

/** The hash of two texts in one, each given by its hash, without joining them. */
export function joined(one: number, other: number, factorOfOther: number): number {
  return (Math.imul(one, factorOfOther) + other) | 0
}

/** The hash of a whole text, up to an end, in small letters. */
export function hashOfText(text: string, end = text.length): number {
  let hash = 0
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code > 127) return hashOfCodes(text.slice(0, end).toLowerCase())
    hash = (Math.imul(hash, base) + smallLetter(code)) | 0
  }
  return hash
}

function hashOfCodes(text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, base) + text.charCodeAt(at)) | 0
  return hash
}

function smallLetter(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code
}

/** Numbers of which most are not there: a bit for each of their ends is looked at first. */
export class FewNumbers {
  readonly #all = new Set<number>()
  readonly #ends = new Uint8Array(2 ** 16)

  add(value: number): void {
    this.#all.add(value)
    this.#ends[value & 0xff_ff] = 1
  }

  has(value: number): boolean {
    return this.#ends[value & 0xff_ff] === 1 && this.#all.has(value)
  }
}
