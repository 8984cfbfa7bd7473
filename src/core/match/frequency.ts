import { soundHash, spellingHash } from './letter-hash.ts'
import type { NameTexts } from './name-texts.ts'
import type { NamePart, PersonName } from './names.ts'
import { nicknameGroups, nicknamesIn } from './nicknames.ts'

/** How often names are borne on both sides together: a rare name that two users share says much, Hansen little. */
export interface Frequencies {
  /** How many bear this last name, given by its key; of swapped names the field does not count. */
  ofLast(key: string, isSwapped: boolean): number
  ofFirst(key: string, isSwapped: boolean): number
  /** How many bear a name of the rarest group that both have; undefined if they have none in common. */
  ofGroup(own: PersonName, others: PersonName): number | undefined
}

/** The frequencies of all names. */
export class NameFrequencies implements Frequencies {
  // Counted by part first, of which there are few, and by key when it is asked for.
  readonly #lastParts = new Map<NamePart, number>()
  readonly #firstParts = new Map<NamePart, number>()
  #byKey: FrequenciesByKey | undefined

  /** Counts a name of either side; all are counted before anything is asked. */
  add({ first, last }: PersonName): void {
    count(this.#lastParts, last, 1)
    count(this.#firstParts, first, 1)
  }

  ofLast(key: string, isSwapped: boolean): number {
    const { last, first } = this.#frequencies()
    const bearers = last.get(key) ?? 0
    return isSwapped ? Math.max(bearers, first.get(key) ?? 0) : bearers
  }

  /** How many bear this first name. */
  ofFirst(key: string, isSwapped: boolean): number {
    const { last, first } = this.#frequencies()
    const bearers = first.get(key) ?? 0
    return isSwapped ? Math.max(bearers, last.get(key) ?? 0) : bearers
  }

  ofGroup(own: PersonName, others: PersonName): number | undefined {
    const { groups } = this.#frequencies()
    return rarest(own, others, (group) => groups.get(group) ?? 0)
  }

  #frequencies(): FrequenciesByKey {
    this.#byKey ??= byKeyOf(this.#lastParts, this.#firstParts)
    return this.#byKey
  }
}

function rarest(
  { groups: own }: PersonName,
  { groups: others }: PersonName,
  bearersOf: (group: number) => number,
): number | undefined {
  const counts = own.filter((group) => others.includes(group)).map(bearersOf)
  return counts.length === 0 ? undefined : Math.min(...counts)
}

/** The same, counted name by name when it is asked for: of a hundred thousand users a few names are wanted. */
export class FrequenciesOfFew implements Frequencies {
  readonly #texts: NameTexts
  /** How many bear each text. */
  readonly #firsts: Int32Array
  readonly #lasts: Int32Array
  readonly #known = new Map<string, { readonly first: number; readonly last: number }>()
  readonly #groups = new Map<number, number>()

  constructor(
    texts: NameTexts,
    sides: readonly { readonly firsts: Int32Array; readonly lasts: Int32Array }[],
  ) {
    this.#texts = texts
    this.#firsts = new Int32Array(texts.all.length)
    this.#lasts = new Int32Array(texts.all.length)
    for (const { firsts, lasts } of sides) {
      for (const text of firsts) this.#firsts[text] = (this.#firsts[text] ?? 0) + 1
      for (const text of lasts) this.#lasts[text] = (this.#lasts[text] ?? 0) + 1
    }
  }

  ofLast(key: string, isSwapped: boolean): number {
    const { first, last } = this.#of(key)
    return isSwapped ? Math.max(last, first) : last
  }

  ofFirst(key: string, isSwapped: boolean): number {
    const { first, last } = this.#of(key)
    return isSwapped ? Math.max(first, last) : first
  }

  ofGroup(own: PersonName, others: PersonName): number | undefined {
    return rarest(own, others, (group) => this.#ofGroup(group))
  }

  #of(key: string): { readonly first: number; readonly last: number } {
    let known = this.#known.get(key)
    if (known === undefined) {
      const hash = spellingHash(key)
      let [first, last] = [0, 0]
      const hashes = this.#texts.hashes()
      for (let text = 0; text < hashes.length; text += 1) {
        if (hashes[text]?.key !== hash || this.#texts.part(text).key !== key) continue
        first += this.#firsts[text] ?? 0
        last += this.#lasts[text] ?? 0
      }
      known = { first, last }
      this.#known.set(key, known)
    }
    return known
  }

  #ofGroup(group: number): number {
    let known = this.#groups.get(group)
    if (known === undefined) {
      const sounds = new Set(nicknamesIn(group).map((name) => soundHash(name)))
      known = 0
      for (const [text, { lead }] of this.#texts.hashes().entries()) {
        const bearers = this.#firsts[text] ?? 0
        if (bearers === 0 || !sounds.has(lead)) continue
        if (nicknameGroups(this.#texts.part(text).words[0] ?? '').includes(group)) known += bearers
      }
      this.#groups.set(group, known)
    }
    return known
  }
}

interface FrequenciesByKey {
  readonly last: ReadonlyMap<string, number>
  readonly first: ReadonlyMap<string, number>
  readonly groups: ReadonlyMap<number, number>
}

function byKeyOf(
  lastParts: ReadonlyMap<NamePart, number>,
  firstParts: ReadonlyMap<NamePart, number>,
): FrequenciesByKey {
  const [last, first, groups] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<number, number>(),
  ]
  for (const [{ key }, bearers] of lastParts) count(last, key, bearers)
  for (const [{ key, words }, bearers] of firstParts) {
    count(first, key, bearers)
    for (const group of nicknameGroups(words[0] ?? '')) count(groups, group, bearers)
  }
  return { last, first, groups }
}

function count<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}
