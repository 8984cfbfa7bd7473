import {
  type Change,
  type Changes,
  type ChangeSet,
  inverseOf,
  joinChanges,
  type Plan,
  planOf,
  rowName,
  sameRow,
} from '../change.ts'
import { ConstraintChecker, type LedgerState, rowIn, stateAfter } from '../ledger-state.ts'

/** What must be known to undo change sets. */
export interface UndoFacts {
  /** What to undo, newest first. */
  readonly changeSets: readonly ChangeSet[]
  /** The rows as they are now, with all that hold what these change sets gave up or need what they created. */
  readonly now: LedgerState
}

/** A change that cannot be undone, and why. */
export interface UndoConflict {
  readonly change: Change
  readonly number: number
  readonly reason: string
  /** Whether this very row was changed since; otherwise another row is in the way. */
  readonly isTouched: boolean
}

/** What can be undone, and what cannot. */
export interface UndoDecision {
  readonly plan: Plan
  readonly conflicts: readonly UndoConflict[]
  /** Whether every row is already as it was before. */
  readonly isDone: boolean
}

/** Plans the undo row by row: a row that was changed since stays as it is, and so does every row that depends on it. */
export function decideUndo({ changeSets, now }: UndoFacts): UndoDecision {
  const { rows, conflicts, isDone } = unwound(changeSets, now)
  for (;;) {
    const changes = [...rows.values()].map(({ change }) => change)
    const contradictions = new ConstraintChecker(stateAfter(now, changes))
    const broken = [...rows].flatMap(([key, { change, number, past }]) => {
      const reason = contradictions.of(change)
      return reason === undefined
        ? []
        : [{ key, conflict: { change: past, number, reason, isTouched: false } }]
    })
    if (broken.length === 0) break
    for (const { key, conflict } of broken) {
      rows.delete(key)
      conflicts.push(conflict)
    }
  }
  return {
    plan: undoPlan(
      changeSets,
      [...rows.values()].map(({ change }) => change),
      isDone,
    ),
    conflicts,
    isDone,
  }
}

interface Unwound {
  /** From the row as it is now to the row as it was. */
  readonly change: Change
  /** The oldest change that it undoes, and its change set. */
  readonly past: Change
  readonly number: number
}

function unwound(changeSets: readonly ChangeSet[], now: LedgerState) {
  const rows = new Map<string, Unwound>()
  const touched = new Map<string, UndoConflict>()
  const oldest = new Map<string, Change>()
  for (const { number, changes } of changeSets)
    for (const past of [...changes].toReversed()) {
      const key = rowName(past)
      oldest.set(key, past)
      const earlier = rows.get(key)
      const present = earlier === undefined ? rowIn(now, past) : earlier.change.after
      if (sameRow(present, past.after)) {
        const back = inverseOf(past)
        rows.set(key, {
          change: earlier === undefined ? back : joinChanges(earlier.change, back),
          past,
          number,
        })
      } else if (!touched.has(key))
        touched.set(key, { change: past, number, reason: 'was changed since', isTouched: true })
    }
  // A row that is as it was before the oldest of them is already undone, whatever happened in between.
  const done = [...oldest].filter(([, past]) => sameRow(rowIn(now, past), past.before)).map(([key]) => key)
  for (const key of done) {
    rows.delete(key)
    touched.delete(key)
  }
  return { rows, conflicts: [...touched.values()], isDone: done.length === oldest.size }
}

/** The plan that undoes these change sets by these changes; `isDone`: all of it is undone already. */
export function undoPlan(
  changeSets: readonly Pick<ChangeSet, 'number' | 'command'>[],
  changes: Changes,
  isDone: boolean,
): Plan {
  const numbers = changeSets.map(({ number }) => number).toReversed()
  const which = `${numbers.length === 1 ? 'change set' : 'change sets'} ${numbers.join(', ')}`
  return planOf(changes, {
    evidence: changeSets.toReversed().map(({ number, command }) => `undoes change set ${number}: ${command}`),
    ...(isDone
      ? { notices: [`${which} ${numbers.length === 1 ? 'is' : 'are'} already undone; nothing was changed`] }
      : {}),
  })
}
