import { type Change, type Plan, planOf } from '../core/change.ts'
import { checkHistory, loadChanges, checkRows } from '../core/decide/load.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { isPostgres } from '../core/store-address.ts'
import { countText } from '../core/text.ts'
import type { DirectoryLog, RowCounter, RowReader } from '../ledger/ledger.ts'
import { conflictError } from './conflicts.ts'
import type { AppContext } from './context.ts'
import { requireSameOrg } from './directory/import-directory.ts'
import { type DumpFile, readDump } from './dump-file.ts'
import { throwIfInterrupted } from './interrupts.ts'

/** A dump that was checked and can be loaded. */
export interface CheckedDump {
  /** The name of the file, or "standard input". */
  readonly name: string
  readonly dump: DumpFile
  /** The change sets to load as well; empty if only the rows are loaded. */
  readonly history: DumpFile['history']
}

/** Reads a dump and checks all of it; throws `invalid` with every problem, and `conflict` if it belongs to another org. */
export async function readCheckedDump(
  context: AppContext,
  file: string,
  rowsOnly: boolean,
): Promise<CheckedDump> {
  const name = file === '-' ? 'standard input' : file
  const dump = await readDump(name, await context.dependencies.readLines(file))
  const ledger = await context.ledger()
  const history = rowsOnly ? [] : dump.history
  refuseProblems(name, [
    ...dump.problems,
    ...checkRows(name, dump.rows, dump.unreadable),
    ...(dump.problems.length > 0 || history.length === 0 ? [] : checkHistory(name, history, dump.rows)),
  ])
  const known = (await ledger.directory.lastRead())?.organizationId ?? null
  for (const { entity, row } of dump.rows)
    if (entity === 'mapping') requireSameOrg(context, name, row.organizationId, known)
  return { name, dump, history }
}

/** Plans to make the ledger equal to a dump. */
export async function decideLoad(
  ledger: RowReader & RowCounter & { readonly directory: DirectoryLog },
  { name, dump, history }: CheckedDump,
  actor: string,
): Promise<Plan> {
  const now = await ledger.readTransaction(async () => {
    const rows = []
    for await (const page of ledger.rows()) rows.push(...page)
    return rows
  })
  const changes = loadChanges(name, now, dump.rows)
  if (changes.length === 0) return planOf([], { notices: [`no changes: the ledger already matches ${name}`] })
  if (history.length === 0 && (await ledger.counts()).changeSets > 0)
    refuseConfirmationsOfOthers(name, changes, actor)
  const lastRead = await ledger.directory.lastRead()
  return planOf(changes, {
    evidence: [`${name} has ${countText(dump.rows.length, 'row')}`],
    next:
      lastRead === undefined && dump.rows.some(({ entity }) => entity === 'mapping')
        ? [commandLine('sf-users refresh')]
        : [commandLine('status')],
  })
}

// A new ledger may be a copy of another one; in a ledger that is in use, no one confirms a setting for someone else.
function refuseConfirmationsOfOthers(name: string, changes: readonly Change[], actor: string): void {
  const rows = changes.flatMap((change): ErrorRow[] =>
    change.entity === 'fact' && change.after !== null && change.after.attestedBy !== actor
      ? [
          {
            value: change.key,
            reason: `the file says that ${change.after.attestedBy} confirmed ${change.key}, and you are ${actor}`,
            action: commandLine('settings set', change.key, change.after.value),
          },
        ]
      : [],
  )
  if (rows.length === 0) return
  throw new SfsyncError('invalid', `${name} confirms settings for someone else; nothing was changed`, {
    rows,
    actions: ['confirm them yourself, or load the dump with its history into a new ledger: --store <file>'],
  })
}

/**
 * Commits the history of a dump: each change set keeps its time, author and command, so it does not go through `write`.
 * Returns the number of change sets; throws `conflict` if the ledger already has a history.
 */
export async function commitHistory(context: AppContext, { name, history }: CheckedDump): Promise<number> {
  const ledger = await context.ledger()
  await throwIfInterrupted(context.dependencies.interrupted)
  const committed = await ledger.commitAll(
    history.map(({ draft }) => draft),
    0,
  )
  if ('conflicts' in committed) {
    if (committed.conflicts.length > 0) throw await conflictError(ledger, committed.conflicts)
    throw historyExists(context, name, (await ledger.counts()).changeSets)
  }
  return committed.length
}

/** Throws `conflict` if the ledger already has a history. */
export async function requireNoHistory(context: AppContext, { name }: CheckedDump): Promise<void> {
  const { changeSets } = await (await context.ledger()).counts()
  if (changeSets > 0) throw historyExists(context, name, changeSets)
}

function historyExists(context: AppContext, name: string, changeSets: number): SfsyncError {
  const isOnServer = isPostgres(context.configuration.settings.store.value)
  return new SfsyncError(
    'conflict',
    `${name} contains a history, but this ledger already has ${countText(changeSets, 'change set')}; nothing was changed`,
    {
      actions: [
        'load it into a new ledger: --store <file>',
        ...(isOnServer ? ["or, as the owner, into an empty schema: --store '<address>?schema=<name>'"] : []),
        {
          text: 'or load only the rows, as one change set',
          command: withOptions(commandLine('load', name === 'standard input' ? '-' : name), {
            'rows-only': true,
          }),
        },
      ],
    },
  )
}

function refuseProblems(name: string, problems: readonly ErrorRow[]): void {
  if (problems.length === 0) return
  throw new SfsyncError(
    'invalid',
    `${name} cannot be loaded: ${countText(problems.length, 'problem')}; nothing was changed`,
    {
      rows: problems.toSorted((left, right) => (left.line ?? Infinity) - (right.line ?? Infinity)),
      actions: ['fix these lines and load the file again, or dump the ledger again'],
    },
  )
}
