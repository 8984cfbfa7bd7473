import { tryVariable } from '../../app/context.ts'
import { SfsyncError } from '../../core/errors.ts'
import { isPostgres } from '../../core/store-address.ts'
import { countText } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import { visible } from '../../core/visible-text.ts'
import type { PreparedRestore } from '../../ledger/ledger.ts'
import { confirm } from '../write.ts'
import { isLedgerFile } from '../../app/output-files.ts'
import { commandLineOf, defineCommand, type Invocation } from '../command.ts'
import { dumpAndLoad, withOptions } from '../../core/hint.ts'
import type { Context } from '../context.ts'
import { backupFiles } from '../file-kinds.ts'
import { typedFile } from '../file-question.ts'
import { jsonDocument } from '../output/render.ts'

export interface RestoreOptions {
  readonly file?: string
  /** Replace the ledger without asking. */
  readonly force: boolean
}

export const restoreCommand = defineCommand({
  name: 'restore',
  description:
    'put a backup in place of the ledger, whatever state that is in; the earlier ledger is kept beside it',
  examples: [
    { command: 'sfsync restore monday.sqlite', purpose: 'go back to the ledger as it was backed up' },
  ],
  declare: (command) =>
    command
      .argument('[file]', 'file that sfsync backup wrote; it is not changed')
      .option('--force', 'replace the ledger without asking'),
  options: ([file], flags): RestoreOptions => ({ ...given({ file }), force: flags.force === true }),
  run: runRestore,
})

export async function runRestore(
  { file: typed, force }: RestoreOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  if ((context.dependencies.environment[tryVariable] ?? '') !== '')
    throw new SfsyncError('usage', 'restore cannot be used inside sfsync try; nothing was changed')
  const file = await typedFile(context, typed, {
    command: 'restore',
    question: 'Which backup?',
    kind: backupFiles,
    action: 'name a file that sfsync backup wrote',
  })
  if (await isLedgerFile(context, file))
    throw new SfsyncError('usage', `${file} is the ledger itself or a part of it; nothing was changed`, {
      actions: ['name a file that sfsync backup wrote'],
    })
  const store = await context.store()
  if (isPostgres(store)) throw onServer(file)
  const prepared = await context.dependencies.prepareRestore(store, file)
  try {
    requireSound(file, prepared)
    if (prepared.replaces && !force) await confirmReplacement(store, prepared, context, invocation)
    context.dependencies.interrupted.throwIfAborted()
    await report(file, prepared, prepared.place(), context)
  } finally {
    prepared.discard()
  }
}

function onServer(file: string): SfsyncError {
  const { dump, load } = dumpAndLoad(file)
  return new SfsyncError(
    'usage',
    'restore puts a file in place of a ledger, and this one is on a server; nothing was changed',
    {
      actions: [
        { text: 'make a dump of the file', command: dump },
        { text: 'then, as the owner, load that into an empty schema', command: load },
        'or restore the database with pg_restore',
      ],
    },
  )
}

function requireSound(file: string, { problems }: PreparedRestore): void {
  if (problems.length === 0) return
  throw new SfsyncError('ledger-unusable', `${file} is damaged; nothing was changed`, {
    rows: problems.map((reason) => ({ reason })),
    actions: ['restore another backup'],
  })
}

async function confirmReplacement(
  store: string,
  { changeSets }: PreparedRestore,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  const question = `Replace the ledger ${store} by this backup of ${countText(changeSets, 'change set')}?`
  if (!context.canAsk && !context.yes)
    throw new SfsyncError('decision-needed', `there is a ledger at ${store}; nothing was changed`, {
      actions: [
        {
          text: 'to replace it; the earlier ledger is kept beside it',
          command: withOptions(commandLineOf(invocation), { force: true }),
        },
      ],
    })
  await confirm(context, { text: question })
}

async function report(
  file: string,
  { changeSets }: PreparedRestore,
  kept: string | undefined,
  context: Context,
): Promise<void> {
  if (context.format === 'json' || context.format === 'ndjson') {
    await context.stdout.write(jsonDocument({ file, changeSets, kept: kept ?? null }, context.format))
    return
  }
  await context.stdout.write(`restored ${visible(file)}: ${countText(changeSets, 'change set')}, checked\n`)
  if (kept !== undefined) await context.note(`the earlier ledger is now ${kept}`)
}
