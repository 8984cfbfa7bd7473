import { readUndoFacts, filterChanges } from '../../app/undo.ts'
import { defineCommand, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import { type ChangeSet, type Decided, refuse } from '../../core/change.ts'
import { type UndoConflict, decideUndo } from '../../core/decide/undo.ts'
import { commandLine } from '../../core/hint.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { changeSetNumber, changeSetNumbered } from '../../app/history.ts'
import { conflictRows } from '../../app/conflicts.ts'

export interface UndoOptions extends WriteOptions {
  readonly changeSets: readonly string[]
  /** Undo only changes to these users, teams and settings. */
  readonly only: readonly string[]
}

export const undoCommand = defineCommand({
  name: 'undo',
  description: 'undo change sets; rows changed since are reported and skipped',
  examples: [
    { command: 'sfsync undo 12 --dry-run', purpose: 'see what would be undone' },
    {
      command: 'sfsync undo 12 --reason "wrong Ada"',
      purpose: 'undo it; this is recorded as a change set, too',
    },
    {
      command: 'sfsync undo 12 14 --only ada.lovelace@acme.example',
      purpose: 'undo changes to one user in two change sets',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[changeSet...]', 'numbers of change sets (sfsync history)')
        .option('--only <names...>', 'undo only changes to these users, teams or settings'),
    ),
  options: ([changeSets], flags): UndoOptions => ({
    changeSets,
    only: flags.only ?? [],
    ...writeOptions(flags),
  }),
  run: runUndo,
})

export async function runUndo(
  options: UndoOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode> {
  const numbers = wantedNumbers(options.changeSets)
  const ledger = await context.ledger()
  const changeSets: ChangeSet[] = []
  for (const number of numbers) changeSets.push(await changeSetNumbered(ledger, number))
  const wanted = await narrowed(ledger, changeSets, options.only)
  let isPartial = false
  await executeWrite(context, {
    ...options,
    invocation,
    decide: async () => {
      const { plan, conflicts } = decideUndo(await readUndoFacts(ledger, wanted))
      isPartial = conflicts.length > 0
      if (!isPartial) return plan
      const problems = await undoConflictRows(ledger, conflicts)
      return plan.changes.length === 0 ? refusal(conflicts, problems) : { ...plan, problems }
    },
  })
  return isPartial ? exitCodes.partial : exitCodes.done
}

// Newest first: each is undone from the state that the later ones left.
function wantedNumbers(texts: readonly string[]): number[] {
  const numbers =
    texts.length === 0
      ? [changeSetNumber(undefined, 'undo')]
      : texts.map((text) => changeSetNumber(text, 'undo'))
  return [...new Set(numbers)].toSorted((left, right) => right - left)
}

async function narrowed(
  ledger: Ledger,
  changeSets: readonly ChangeSet[],
  names: readonly string[],
): Promise<readonly ChangeSet[]> {
  if (names.length === 0) return changeSets
  return await filterChanges(ledger, changeSets, names)
}

function refusal(conflicts: readonly UndoConflict[], problems: readonly ErrorRow[]): Decided {
  return {
    ...(conflicts.some(({ isTouched }) => isTouched)
      ? refuse('conflict', 'cannot undo: every row was changed since; nothing was changed', [
          { text: 'undo the later changes first', command: commandLine('history') },
        ])
      : refuse('conflict', 'cannot undo: later changes depend on it; nothing was changed', [
          'undo the later changes first, or in the same command',
        ])),
    rows: problems,
  }
}

async function undoConflictRows(ledger: Ledger, conflicts: readonly UndoConflict[]): Promise<ErrorRow[]> {
  const rows = await conflictRows(ledger, conflicts)
  return rows.map((row, index) => ({ ...row, group: `change set ${conflicts[index]?.number ?? ''}` }))
}
