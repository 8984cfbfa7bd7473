import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import type { Parts } from '../parts.ts'

/** The environment variable by which commands know that they run inside `sfsync try`. */
export const tryVariable = 'SFSYNC_TRY'

const insideSchema = z.object({
  /** The ledgers that are tried, each by its real path: the original, and for a nested try the copies around it. */
  ledgers: z.array(z.string()),
  /** The copy that stands in for all of them. */
  copy: z.string(),
})

/** What a command inside `sfsync try` knows of it. */
export type InsideTry = z.output<typeof insideSchema>

/** Reads the variable; throws `configuration` where somebody else wrote it. */
export function insideTry(text: string): InsideTry {
  try {
    return insideSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new SfsyncError('configuration', `${tryVariable} is not as sfsync try sets it`, {
      actions: [`take it out of the environment: unset ${tryVariable}`],
      cause: error,
    })
  }
}

/** The copy, for a command that would use the ledger being tried; throws `usage` for one that would use another. */
export async function storeInside(parts: Parts, text: string, configured: string): Promise<string> {
  const { ledgers, copy } = insideTry(text)
  const store = await parts.realPath(configured)
  if (store !== copy && !ledgers.includes(store))
    throw new SfsyncError(
      'usage',
      `inside sfsync try only ${ledgers[0] ?? copy} can be used, and this command would use ${configured}; nothing was written`,
      {
        actions: ['let both mean the same ledger: export SFSYNC_PROFILE or SFSYNC_STORE first'],
      },
    )
  // Somebody who runs on in the background must not begin a new ledger where the copy was.
  if ((await parts.describeFile(copy)) === undefined)
    throw new SfsyncError(
      'failure',
      'the sfsync try that this command belongs to has ended; nothing was written',
    )
  return copy
}
