import { SfsyncError } from '../core/errors.ts'
import type { Context } from './context.ts'

/** Throws `usage` where a file to be written is the ledger in use, or one of the files that SQLite keeps beside it. */
export async function notTheLedger(context: Context, file: string): Promise<void> {
  const { parts, configuration } = context
  const wanted = await parts.realPath(file)
  // Inside sfsync try these are two.
  const ledgers = [await context.store(), configuration.settings.store.value]
  const stores = await Promise.all(ledgers.map(async (path) => await parts.realPath(path)))
  const suffixes = ['', '-wal', '-shm', '-journal', '.everybody']
  if (stores.some((store) => suffixes.some((suffix) => wanted === store + suffix)))
    throw new SfsyncError('usage', `${file} belongs to the ledger itself; nothing was written`, {
      actions: ['name another file'],
    })
}
