import type { NamePart, PersonName } from './names.ts'
import { nicknameGroups } from './nicknames.ts'

/** How often names are borne on both sides together: a rare name that two users share says much, Hansen little. */
export class NameFrequencies {
  // Counted by part first, of which there are few, and by key when somebody asks.
  readonly #lastParts = new Map<NamePart, number>()
  readonly #firstParts = new Map<NamePart, number>()
  #byKey: FrequenciesByKey | undefined

  /** Counts a name of either side; all are counted before anything is asked. */
  add({ first, last }: PersonName): void {
    count(this.#lastParts, last, 1)
    count(this.#firstParts, first, 1)
  }

  /** How many bear this last name; of swapped names the field does not count. */
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

  /** How many bear a name of the rarest group that both have; undefined if they have none in common. */
  ofGroup({ groups: own }: PersonName, { groups: others }: PersonName): number | undefined {
    const { groups } = this.#frequencies()
    const counts = own.filter((group) => others.includes(group)).map((group) => groups.get(group) ?? 0)
    return counts.length === 0 ? undefined : Math.min(...counts)
  }

  #frequencies(): FrequenciesByKey {
    this.#byKey ??= byKeyOf(this.#lastParts, this.#firstParts)
    return this.#byKey
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
