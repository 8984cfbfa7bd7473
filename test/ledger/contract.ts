import { describe } from 'vitest'
import { commitContract } from './contract-commit.ts'
import { directoryChangesContract } from './contract-directory-changes.ts'
import { directoryListContract } from './contract-directory-list.ts'
import { directoryRefreshContract } from './contract-directory-refresh.ts'
import { driftContract } from './contract-drift.ts'
import { directoryReadContract } from './contract-directory-read.ts'
import { enteredContract } from './contract-entered.ts'
import { historyContract } from './contract-history.ts'
import { listContract } from './contract-lists.ts'
import type { OpenLedger } from './steps.ts'

/** What every ledger promises, whatever it is kept in. */
export function ledgerContract(name: string, open: OpenLedger): void {
  describe(name, () => {
    commitContract(open)
    listContract(open)
    historyContract(open)
    driftContract(open)
    enteredContract(open)
    directoryReadContract(open)
    directoryListContract(open)
    directoryRefreshContract(open)
    directoryChangesContract(open)
  })
}
