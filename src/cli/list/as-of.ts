import { commandText } from '../../core/command-text.ts'
import type { Directory, DirectoryReadRecord } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'

/** Where and when the directory was read, in words. */
export function seenText({ origin, at }: Pick<DirectoryReadRecord, 'origin' | 'at'>): string {
  return `${origin}, read ${at}`
}

/** Says how many people were listed, and how old the directory is; or how to fill an empty one. */
export async function noteSource(
  context: Context,
  directory: Directory,
  rows: number,
  total: number,
): Promise<void> {
  const lastRead = await directory.lastRead()
  if (lastRead === undefined) {
    await context.note('the directory is empty: nobody has been read from Salesforce yet')
    await context.suggest(commandText('sf-users', 'import', '<report.csv>'))
    return
  }
  const people =
    rows < total
      ? `${rows} of ${total} Salesforce users`
      : `${rows} Salesforce ${rows === 1 ? 'user' : 'users'}`
  await context.note(`${people}; as of ${seenText(lastRead)}`)
}
