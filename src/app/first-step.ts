import { commandLine, type Hint } from '../core/hint.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** What comes first on a ledger without SalesScreen users, whose lists are empty for that reason only; undefined on any other. */
export async function firstStep(ledger: Pick<Ledger, 'counts' | 'directory'>): Promise<Hint | undefined> {
  if ((await ledger.counts()).users > 0) return undefined
  return (await ledger.directory.lastRead()) === undefined
    ? { text: 'no users have been imported yet; start with', command: commandLine('guide') }
    : {
        text: 'there are no SalesScreen users yet; if some exist already, import them',
        command: commandLine('users import', '<workbook>'),
      }
}
