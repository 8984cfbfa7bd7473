import { distance } from 'fastest-levenshtein'
import { plainLabel } from './labels.ts'

/** The names, those most like the wanted one first. */
export function nearest(wanted: string, names: readonly string[]): string[] {
  const plain = plainLabel(wanted)
  const away = new Map(names.map((name) => [name, distance(plain, plainLabel(name))]))
  return names.toSorted((left, right) => (away.get(left) ?? 0) - (away.get(right) ?? 0))
}
