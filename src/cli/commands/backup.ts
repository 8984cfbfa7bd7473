import { commandLine, dumpAndLoad, withOptions } from '../../core/hint.ts'
import { isPostgres } from '../../core/store-address.ts'
import { defineCommand } from '../command.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { typedNewFile } from '../file-question.ts'
import { refuseLedgerFile } from '../../app/output-files.ts'
import { jsonDocument } from '../output/render.ts'
import { countText, numberText } from '../../core/text.ts'
import { visible } from '../../core/visible-text.ts'
import { given } from '../../core/values.ts'

export interface BackupOptions {
  readonly file?: string
  /** Overwrite an existing file. */
  readonly force: boolean
}

export const backupCommand = defineCommand({
  name: 'backup',
  description: 'back up the whole ledger, with history and directory, even while others write',
  examples: [
    {
      command: 'sfsync backup monday.sqlite',
      purpose: 'a copy ready to use with --store monday.sqlite',
    },
  ],
  declare: (command) =>
    command
      .argument('[file]', 'file for the copy; readable only by you')
      .option('--force', 'overwrite an existing file'),
  options: ([file], flags): BackupOptions => ({ ...given({ file }), force: flags.force === true }),
  run: runBackup,
})

export async function runBackup(options: BackupOptions, context: Context): Promise<void> {
  const { force } = options
  const file = await typedNewFile(context, options.file, {
    command: 'backup',
    question: 'File for the copy',
    initial: `sfsync-${context.today()}.sqlite`,
    action: 'name the file for the copy',
    force,
  })
  await refuseLedgerFile(context, file)
  const { dependencies } = context
  await notInUse(context, file)
  let changeSets = 0
  await dependencies.putInPlace(file, force, async (beside) => {
    changeSets = await copySoundly(context, file, beside)
    dependencies.interrupted.throwIfAborted()
  })
  const bytes = (await dependencies.describeFile(file))?.bytes ?? 0
  if (context.format === 'json' || context.format === 'ndjson') {
    await context.stdout.write(jsonDocument({ file, bytes, changeSets }, context.format))
    return
  }
  const count = countText(changeSets, 'change set')
  await context.stdout.write(`${visible(file)}: ${numberText(bytes)} bytes, ${count}, checked\n`)
  if (isPostgres(await context.store())) await suggestOnServer(context, file)
  else
    await context.suggest({ text: 'to put it in place of the ledger', command: commandLine('restore', file) })
}

// A file cannot take the place of a ledger on a server.
async function suggestOnServer(context: Context, file: string): Promise<void> {
  const { dump, load } = dumpAndLoad(file)
  await context.suggest({
    text: 'to look at it',
    command: { ...withOptions(commandLine('status'), { store: file }), isData: true },
  })
  await context.suggest({ text: 'to bring it back, make a dump of it', command: dump })
  await context.suggest({ text: 'then, as the owner, load that into an empty schema', command: load })
}

// SQLite would treat a log beside the old file as part of the new one.
async function notInUse({ dependencies }: Context, file: string): Promise<void> {
  for (const suffix of ['-wal', '-journal'])
    if ((await dependencies.describeFile(file + suffix)) !== undefined)
      throw new SfsyncError('conflict', `another program has ${file} open (${file}${suffix} exists)`, {
        actions: ['wait until the file is closed, or choose another file'],
      })
}

// A backup that cannot be read is worthless, so the copy is checked.
async function copySoundly(context: Context, file: string, beside: string): Promise<number> {
  const ledger = await context.ledger()
  try {
    await ledger.copyTo(beside)
    // Opened as a ledger, the copy would begin to keep a log.
    const { problems, changeSets } = await context.dependencies.inspectLedger(beside)
    if (problems.length > 0) throw unsound(problems)
    return changeSets
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code !== 'disk-full') throw error
    throw new SfsyncError('disk-full', `the disk is full; no backup was written to ${file}`, {
      actions: ['free some space, or choose a file on another disk'],
      cause: error,
    })
  }
}

function unsound(problems: readonly string[]): SfsyncError {
  return new SfsyncError('ledger-unusable', 'the ledger is damaged; no backup was written', {
    rows: problems.map((reason) => ({ reason })),
    actions: [commandLine('doctor')],
  })
}
