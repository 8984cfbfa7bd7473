import { Command } from 'commander'
import type { Change, ChangeSet } from '../../core/change.ts'
import { decideUndo } from '../../core/decide-undo.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { carryOut, type WriteOptions } from '../carry-out.ts'
import type { Context } from '../context.ts'
import { given, wholeNumber, type WriteFlags, writeOptions, writing } from '../flags.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'

export interface UndoOptions extends WriteOptions {
  readonly changeSet?: string
}

export function undoCommand(handle: Handle): Command {
  const command = new Command('undo')
    .description('take a change set back; refused where something newer touched the same rows')
    .argument('[changeSet]', 'number of the change set (sfsync history)')
    .action((changeSet: string | undefined, flags: WriteFlags) =>
      handle(runUndo, { ...given({ changeSet }), ...writeOptions(flags) }),
    )
  return withExamples(writing(command), [
    { command: 'sfsync undo 12 --dry-run', purpose: 'see what would be taken back' },
    { command: 'sfsync undo 12 --reason "wrong Ada"', purpose: 'take it back; that is a change set, too' },
  ])
}

export async function runUndo(options: UndoOptions, context: Context): Promise<void> {
  const number = wholeNumber(options.changeSet ?? '')
  if (number === undefined)
    throw new SfsyncError('usage', 'undo needs <changeSet>, a number', { actions: ['sfsync history'] })
  const ledger = await context.ledger()
  const changeSet = await changeSetNumbered(ledger, number)
  await carryOut(context, {
    ...options,
    words: ['undo', String(number)],
    prompted: false,
    decide: () => Promise.resolve(decideUndo(changeSet)),
  })
}

async function changeSetNumbered(ledger: Ledger, number: number): Promise<ChangeSet> {
  for await (const [head] of ledger.history({ number }))
    if (head !== undefined) {
      const changes: Change[] = []
      for await (const page of ledger.changesOf(number)) changes.push(...page)
      return { ...head, changes }
    }
  throw new SfsyncError('not-found', `there is no change set ${number}`, { actions: ['sfsync history'] })
}
