import type { Column } from '../output/columns.ts'
import { decidedAbout, type Done, type Sitting } from './sitting.ts'

/** What a sitting came to, in numbers. */
export interface Outcome {
  readonly mapped: number
  readonly later: number
  readonly notAPerson: number
  /** Pairs that were rejected. */
  readonly never: number
  /** People about whom nothing was decided. */
  readonly left: number
}

/** Counts what a sitting decided. */
export function outcomeOf(sitting: Sitting): Outcome {
  const count = (kind: Done['kind']) => sitting.done.filter((each) => each.kind === kind).length
  return {
    mapped: count('mapped'),
    later: count('later'),
    notAPerson: count('not-a-person'),
    never: count('never'),
    left: sitting.people.filter((person) => decidedAbout(sitting, person) === undefined).length,
  }
}

/** How it is told. */
export const outcomeColumns: readonly Column<Outcome>[] = [
  { key: 'mapped', label: 'Mapped', kind: 'number', value: ({ mapped }) => mapped },
  { key: 'later', label: 'Later', kind: 'number', value: ({ later }) => later },
  { key: 'notAPerson', label: 'Not a person', kind: 'number', value: ({ notAPerson }) => notAPerson },
  { key: 'never', label: 'Never these two', kind: 'number', value: ({ never }) => never },
  { key: 'left', label: 'Left', kind: 'number', value: ({ left }) => left },
]
