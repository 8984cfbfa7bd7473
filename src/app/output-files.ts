import { SfsyncError } from '../core/errors.ts'
import { isWorkbookName } from '../sheet/write-sheet.ts'
import type { AppContext } from './context.ts'

/** Which existing file may be replaced. */
interface WriteGuard {
  /** The input file; it is never replaced. */
  readonly input?: string
  /** The kind of file, "a plan". */
  readonly what: string
  /** Whether a file that begins with this line was written by the same command before. */
  isOurs(firstLine: string): boolean
}

/** Throws if a file must not be written: a file of the ledger, the input file, or an existing file that the same command did not write. */
export async function requireSafeToWrite(
  context: AppContext,
  file: string,
  { input, what, isOurs }: WriteGuard,
): Promise<void> {
  const { dependencies } = context
  await refuseLedgerFile(context, file)
  const isInput =
    input !== undefined && (await dependencies.realPath(file)) === (await dependencies.realPath(input))
  if (isInput)
    throw new SfsyncError('usage', `${file} is the input file; not overwritten`, {
      actions: ['name another file'],
    })
  await dependencies.requireRoom(file)
  const there = await dependencies.describeFile(file)
  if (there === undefined || !there.isFile || there.bytes === 0 || isOurs(await firstLineOf(context, file)))
    return
  throw new SfsyncError('usage', `${file} already exists and is not ${what}; not overwritten`, {
    actions: ['name another file, or remove this one first'],
  })
}

/** Throws `usage` for a file that exists already. */
export async function requireNewFile({ dependencies }: AppContext, file: string): Promise<void> {
  if ((await dependencies.describeFile(file)) === undefined) return
  throw new SfsyncError('usage', `${file} already exists; it was not overwritten`, {
    actions: ['choose another file, or replace it with --force'],
  })
}

async function firstLineOf({ dependencies }: AppContext, file: string): Promise<string> {
  try {
    if (isWorkbookName(file)) return (await dependencies.readSheet({ file })).labels.join('\t')
    for await (const [first] of await dependencies.readLines(file)) return first?.text ?? ''
  } catch (error) {
    // Not a text file or a workbook, so not one of ours.
    if (!(error instanceof SfsyncError)) throw error
  }
  return ''
}

/** Throws `usage` if an output file is the ledger in use or one of the files beside it. */
export async function refuseLedgerFile(context: AppContext, file: string): Promise<void> {
  if (await isLedgerFile(context, file))
    throw new SfsyncError('usage', `${file} belongs to the ledger; not overwritten`, {
      actions: ['name another file'],
    })
}

/** Whether a file is the ledger in use or one of the files beside it. */
export async function isLedgerFile(context: AppContext, file: string): Promise<boolean> {
  const { dependencies, configuration } = context
  const wanted = await dependencies.realPath(file)
  // Inside sfsync try there are two.
  const ledgers = [await context.store(), configuration.settings.store.value]
  const stores = await Promise.all(ledgers.map(async (path) => await dependencies.realPath(path)))
  const suffixes = ['', '-wal', '-shm', '-journal', '.refresh-full', '.refresh-delta', '.push']
  return stores.some(
    (store) => wanted.startsWith(`${store}.notify-`) || suffixes.some((suffix) => wanted === store + suffix),
  )
}
