import { toLatin } from './latin.ts'

/** The hash of a text whose hash can be joined with another: a whole number beside the factor of what comes before. */
export interface LetterHash {
  readonly hash: number
  readonly factor: number
}

const base = 0x01_00_01_93

/** The hash of one text after another, without joining the texts. */
export function joined(one: LetterHash, other: LetterHash): number {
  return (Math.imul(one.hash, other.factor) + other.hash) | 0
}

/** The hash of any text, whole. */
export function hashOfText(text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, base) + text.charCodeAt(at)) | 0
  return hash
}

// 1: a letter that no spelling of a name changes (`phoneticKey`); 2: not by the sounds of a name either (`consonantKey`).
const kinds = new Uint8Array(128)
for (const letter of 'bcdglmnrt') kinds[letter.charCodeAt(0)] = 1
for (const letter of 'bglmnr') kinds[letter.charCodeAt(0)] = 2

/** The letters of a text that no spelling of a name changes: equal where phonetic keys are equal. */
export function spellingHash(text: string): LetterHash {
  const latin = ascii.test(text) ? text : toLatin(text)
  let [hash, factor] = [0, 1]
  for (let at = 0; at < latin.length; at += 1) {
    const code = smallLetter(latin.charCodeAt(at))
    if ((kinds[code] ?? 0) === 0) continue
    hash = (Math.imul(hash, base) + code) | 0
    factor = Math.imul(factor, base)
  }
  return { hash, factor }
}

/** The letters of a text that names share that sound alike, without doubled ones: equal where consonant keys are equal. */
export function soundHash(text: string): number {
  const latin = ascii.test(text) ? text : toLatin(text)
  let [hash, last] = [0, 0]
  for (let at = 0; at < latin.length; at += 1) {
    const code = smallLetter(latin.charCodeAt(at))
    if (kinds[code] !== 2 || code === last) continue
    hash = (Math.imul(hash, base) + code) | 0
    last = code
  }
  return hash
}

function smallLetter(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code
}

const ascii = /^[\x20-\x7e]*$/

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

/** The first letter of a name as a hash; that of nothing if a spelling may change it. */
export function initialHash(text: string): LetterHash {
  const [letter = ''] = /[\p{L}\p{N}]/u.exec(text) ?? []
  return spellingHash(letter)
}
