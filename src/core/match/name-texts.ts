import { toLatin } from './latin.ts'
import { initialHash, type LetterHash, soundHash, spellingHash } from './letter-hash.ts'
import { type NamePart, namesIn, partOf, wordsOf } from './names.ts'

/**
 * The first and last names of many people: each text once, numbered, and reduced to what is compared only if somebody asks.
 * Until then hashes tell which may be equal: two whose hashes differ are not.
 */
export class NameTexts {
  readonly #numbers = new Map<string, number>()
  readonly #texts: string[] = []
  readonly #hashes: TextHashes[] = []

  /** The number of a text, which is kept. */
  numberOf(text: string): number {
    let number = this.#numbers.get(text)
    if (number === undefined) {
      number = this.#texts.length
      this.#numbers.set(text, number)
      this.#texts.push(text)
    }
    return number
  }

  get all(): readonly string[] {
    return this.#texts
  }

  part(number: number): NamePart {
    return partOf(this.#texts[number] ?? '')
  }

  /** The hashes of all texts, by their numbers. */
  hashes(): readonly TextHashes[] {
    // Made when all texts are there: how other scripts are read is known only then.
    for (let at = this.#hashes.length; at < this.#texts.length; at += 1)
      this.#hashes.push(hashesOf(this.#texts[at] ?? ''))
    return this.#hashes
  }
}

/** What is equal where two texts are. */
export interface TextHashes {
  /** Of the key. */
  readonly key: LetterHash
  readonly initial: LetterHash
  readonly sounds: number
  /** Of the sounds of the first word. */
  readonly lead: number
  /** Of the words, in order. */
  readonly words: readonly number[]
  /** Of the words in any order. */
  readonly sum: number
}

const oneWord = /^[A-Za-z]+$/
// Letters of titles, which are no part of a name (`wordsOf`): a word that has no others is looked at in full.
const mayBeTitle = new Set(
  'dr prof mr mrs ms ing dipl senior cfp cpa mba'.split(' ').map((word) => spellingHash(word).hash),
)

function hashesOf(text: string): TextHashes {
  const key = spellingHash(text)
  const isPlain = oneWord.test(text) && !mayBeTitle.has(key.hash)
  if (isPlain)
    return {
      key,
      initial: initialHash(text),
      sounds: soundHash(text),
      lead: soundHash(text),
      words: [key.hash],
      sum: key.hash,
    }
  const latin = toLatin(text)
  let words = namesIn(latin)
  if (words.some((word) => mayBeTitle.has(spellingHash(word).hash))) words = wordsOf(text)
  const whole = words.join('')
  const hashes = words.map((word) => spellingHash(word).hash)
  return {
    key: spellingHash(whole),
    initial: initialHash(whole),
    sounds: soundHash(words.length > 1 ? whole : latin),
    lead: soundHash(words[0] ?? ''),
    words: hashes,
    sum: hashes.reduce((sum, each) => (sum + each) | 0, 0),
  }
}
