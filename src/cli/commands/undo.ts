import { planUndo } from '../../app/undo.ts'
import { defineCommand, withAnswers, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import { askForChangeSet } from '../change-set-picker.ts'
import { type ChangeSetHead, type Decided, refuse } from '../../core/change.ts'
import type { UndoConflict } from '../../core/decide/undo.ts'
import { type CommandLine, commandLine, withOptions } from '../../core/hint.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { changeSetHeadNumbered, changeSetNumber, missingChangeSet } from '../../app/history.ts'
import { conflictRows, laterChangeSets } from '../../app/conflicts.ts'
import { countText } from '../../core/text.ts'

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
  const ledger = await context.ledger()
  if (options.changeSets.length === 0 && !context.canAsk)
    throw await missingChangeSet(context, ledger, 'undo')
  const isPicked = options.changeSets.length === 0
  const typed = isPicked ? [await askForChangeSet(context, 'undo')] : options.changeSets
  const numbers = wantedNumbers(typed)
  const heads: ChangeSetHead[] = []
  for (const number of numbers) heads.push(await changeSetHeadNumbered(ledger, number))
  let left: readonly UndoConflict[] = []
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(invocation, typed),
    ...(isPicked ? { isAlwaysAsked: true } : {}),
    decide: async () => {
      const { plan, conflicts } = await planUndo(ledger, heads, options.only)
      left = conflicts
      if (conflicts.length === 0) return plan
      const problems = await undoConflictRows(ledger, conflicts)
      return plan.changes.length === 0
        ? refusal(conflicts, problems, await undoAll(ledger, numbers, conflicts, options.only))
        : { ...plan, problems }
    },
  })
  if (left.length === 0) return exitCodes.done
  await reportLeft(context, ledger, { ...options, numbers }, left)
  return exitCodes.partial
}

// Newest first: each is undone from the state that the later ones left.
function wantedNumbers(texts: readonly string[]): number[] {
  return [...new Set(texts.map(changeSetNumber))].toSorted((left, right) => right - left)
}

function refusal(
  conflicts: readonly UndoConflict[],
  problems: readonly ErrorRow[],
  next: CommandLine | undefined,
): Decided {
  const action = next ?? commandLine('history')
  return {
    ...(conflicts.some(({ isTouched }) => isTouched)
      ? refuse('conflict', 'cannot undo: every row was changed since; nothing was changed', [
          { text: 'undo the later changes, too', command: action },
        ])
      : refuse('conflict', 'cannot undo: later changes depend on it; nothing was changed', [
          'undo the later changes first, or in the same command',
        ])),
    rows: problems,
  }
}

// After the rows, because it is what an admin reads who does not read all of them.
async function reportLeft(
  context: Context,
  ledger: Ledger,
  { numbers, only, dryRun }: UndoOptions & { readonly numbers: readonly number[] },
  conflicts: readonly UndoConflict[],
): Promise<void> {
  const later = await laterChangeSets(ledger, conflicts)
  const what = `${changeSetsText(numbers.toReversed())} ${dryRun ? 'would be' : 'was'} undone`
  const rows = countText(conflicts.length, 'change')
  const isAre = conflicts.length === 1 ? (dryRun ? 'is' : 'was') : dryRun ? 'are' : 'were'
  const why = later.length === 0 ? 'later changes depend on it' : `${changeSetsText(later)} came later`
  await context.warn(`only part of ${what}; ${rows} ${isAre} left alone because ${why}`)
  const command = await undoAll(ledger, numbers, conflicts, only)
  if (command !== undefined) await context.suggest({ text: 'to undo the later changes, too', command })
}

function changeSetsText(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? 'change set' : 'change sets'} ${numbers.join(', ')}`
}

// More change sets than these are an admin's own choice from the history.
const mostSuggested = 5

/** The command that undoes these change sets with the later ones that changed the same rows; undefined where those are not known. */
async function undoAll(
  ledger: Ledger,
  numbers: readonly number[],
  conflicts: readonly UndoConflict[],
  only: readonly string[],
): Promise<CommandLine | undefined> {
  const later = await laterChangeSets(ledger, conflicts)
  if (later.length === 0 || later.length > mostSuggested) return undefined
  const all = [...new Set([...numbers, ...later])].toSorted((left, right) => left - right)
  const command = { ...commandLine('undo', ...all.map(String)), isData: true } as const
  return only.length === 0 ? command : withOptions(command, { only })
}

async function undoConflictRows(ledger: Ledger, conflicts: readonly UndoConflict[]): Promise<ErrorRow[]> {
  const counts = new Map<number, number>()
  for (const { number } of conflicts) counts.set(number, (counts.get(number) ?? 0) + 1)
  const rows = await conflictRows(ledger, conflicts)
  return rows.map((row, index) => {
    const number = conflicts[index]?.number ?? 0
    const group = `${countText(counts.get(number) ?? 0, 'change')} of change set ${number} cannot be undone`
    return { ...row, group }
  })
}
