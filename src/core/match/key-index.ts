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
