import type { Change, ChangeSet, ChangeSetHead } from '../../core/change.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { wholeNumber } from '../flags.ts'

/** The number of a change set as it is typed; `command` wants it. */
export function changeSetNumber(text: string | undefined, command: string): number {
  const number = wholeNumber(text ?? '')
  if (number === undefined)
    throw new SfsyncError(
      'usage',
      text === undefined
        ? `${command} needs <changeSet>, a number`
        : `"${text}" is not the number of a change set`,
      { actions: ['sfsync history'] },
    )
  return number
}

/** The head of a change set; throws `not-found`. */
export async function headNumbered(ledger: Ledger, number: number): Promise<ChangeSetHead> {
  for await (const [head] of ledger.history({ number })) if (head !== undefined) return head
  throw new SfsyncError('not-found', `there is no change set ${number}`, { actions: ['sfsync history'] })
}

/** A change set with all its changes; throws `not-found`. */
export async function changeSetNumbered(ledger: Ledger, number: number): Promise<ChangeSet> {
  const head = await headNumbered(ledger, number)
  const changes: Change[] = []
  for await (const page of ledger.changesOf(number)) changes.push(...page)
  return { ...head, changes }
}
