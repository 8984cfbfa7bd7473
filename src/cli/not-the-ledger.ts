import { SfsyncError } from '../core/errors.ts'
import type { Context } from './context.ts'

/** Throws `usage` where a file to be written is the ledger in use, or one of the files that SQLite keeps beside it. */
export async function notTheLedger(context: Context, file: string): Promise<void> {
  const { parts } = context
  const store = await parts.realPath(await context.store())
  const wanted = await parts.realPath(file)
  if (['', '-wal', '-shm', '-journal', '.everybody'].some((suffix) => wanted === store + suffix))
    throw new SfsyncError('usage', `${file} belongs to the ledger itself; nothing was written`, {
      actions: ['name another file'],
    })
}
