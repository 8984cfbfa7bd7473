import { SfsyncError } from '../core/errors.ts'
import type { AppContext } from './context.ts'

/** What may be replaced by a file that is to be written. */
export interface WriteGuard {
  /** The file that is read; it is never replaced. */
  readonly input?: string
  /** What such a file is called, "a plan". */
  readonly what: string
  /** Whether a file that begins with this line was written by the same command before. */
  isOurs(firstLine: string): boolean
}

/** Throws where a file must not be written: the ledger's own, the one that is read, or somebody else's that is there. */
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
    throw new SfsyncError('usage', `${file} is the file that is read; nothing was written`, {
      actions: ['name another file'],
    })
  await dependencies.requireRoom(file)
  const there = await dependencies.describeFile(file)
  if (there === undefined || !there.isFile || there.bytes === 0 || isOurs(await firstLineOf(context, file)))
    return
  throw new SfsyncError('usage', `${file} is there already and is not ${what}; nothing was written`, {
    actions: ['name another file, or remove this one first'],
  })
}

async function firstLineOf({ dependencies }: AppContext, file: string): Promise<string> {
  try {
    for await (const [first] of await dependencies.readLines(file)) return first?.text ?? ''
  } catch (error) {
    // No text, so none of ours.
    if (!(error instanceof SfsyncError)) throw error
  }
  return ''
}

/** Throws `usage` where a file to be written is the ledger in use, or one of the files that SQLite keeps beside it. */
export async function refuseLedgerFile(context: AppContext, file: string): Promise<void> {
  const { dependencies, configuration } = context
  const wanted = await dependencies.realPath(file)
  // Inside sfsync try these are two.
  const ledgers = [await context.store(), configuration.settings.store.value]
  const stores = await Promise.all(ledgers.map(async (path) => await dependencies.realPath(path)))
  const suffixes = ['', '-wal', '-shm', '-journal', '.refresh-full', '.refresh-delta']
  if (stores.some((store) => suffixes.some((suffix) => wanted === store + suffix)))
    throw new SfsyncError('usage', `${file} belongs to the ledger itself; nothing was written`, {
      actions: ['name another file'],
    })
}
