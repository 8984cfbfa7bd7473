import { SfsyncError } from '../core/errors.ts'
import type { Context } from './context.ts'

/** Several steps that each write for themselves: stopped between them, what was written is told, and how to go on. */
export async function walkThrough<Result>(
  context: Context,
  command: string,
  walk: () => Promise<Result>,
): Promise<Result> {
  const before = await written(context)
  try {
    return await walk()
  } catch (error) {
    const isPlain = error instanceof SfsyncError && error.code === 'interrupted' && error.actions.length === 0
    if (!isPlain || before === (await written(context))) throw error
    throw new SfsyncError('interrupted', 'stopped; what was written before stays', {
      actions: [command],
      cause: error,
    })
  }
}

async function written(context: Context): Promise<string> {
  const ledger = await context.ledger()
  const read = await ledger.directory.lastRead()
  return `${(await ledger.counts()).changeSets} ${read?.at ?? ''}`
}
