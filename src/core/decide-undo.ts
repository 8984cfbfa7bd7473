import { type ChangeSet, inverse, type Plan, planOf } from './change.ts'

/** Plans that a change set is taken back; the ledger refuses rows that something newer touched. */
export function decideUndo(changeSet: ChangeSet): Plan {
  return planOf(inverse(changeSet.changes), {
    evidence: [`takes back change set ${changeSet.number}: ${changeSet.command}`],
    next: ['in SalesScreen: take back by hand what you had done there'],
  })
}
