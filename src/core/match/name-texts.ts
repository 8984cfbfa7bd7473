import { type NameHash, nameHash, soundHash, spellingHash } from './letter-hash.ts'
import { type NamePart, partOf, titles, withoutGeneration, wordsOf } from './names.ts'

/**
 * The first and last names of many people: each text once, numbered, and reduced to what is compared only if they are asked for.
 * Until then hashes tell which may be equal: two whose hashes differ are not.
 */
export class NameTexts {
  readonly #numbers = new Map<string, number>()
  readonly #texts: string[] = []
  readonly #hashes: NameHash[] = []

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
  hashes(): readonly NameHash[] {
    // Made when all texts are there: how other scripts are read is known only then.
    for (let at = this.#hashes.length; at < this.#texts.length; at += 1)
      this.#hashes.push(hashesOf(this.#texts[at] ?? ''))
    return this.#hashes
  }
}

// Titles are no part of a name (`wordsOf`): a text with a word that has no other letters is looked at in full.
const mayBeTitle: ReadonlySet<number> = new Set([...titles].map((title) => spellingHash(title)))

function hashesOf(text: string): NameHash {
  const quick = nameHash(text)
  const { name } = withoutGeneration(text)
  if (quick !== undefined && name === text && !quick.words.some((word) => mayBeTitle.has(word))) return quick
  const words = wordsOf(text)
  // A letter that cannot be read stands for one that a spelling may change.
  const ascii = words.map((word) => word.replace(/[^\x20-\x7e]+/g, 'a')).join(' ')
  const found = nameHash(ascii)
  if (found === undefined) throw new RangeError('a word in small letters without accents has others')
  // Of a single word the whole text sounds.
  return words.length > 1 ? found : { ...found, sounds: soundHash(name) }
}
