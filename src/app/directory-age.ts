import { commandLine } from '../core/hint.ts'
import type { Directory, DirectoryReadRecord } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'

/** Where and when the directory was read, in words. */
export function lastReadText({ origin, at }: Pick<DirectoryReadRecord, 'origin' | 'at'>): string {
  return `${origin}, read ${minuteText(at)}`
}

/** An instant for people, to the minute: `2026-11-28 09:22 UTC`. */
export function minuteText(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}

/** Says how many Salesforce users were listed and how old the directory is; or how to fill an empty directory. */
export async function noteDirectoryAge(
  context: AppContext,
  directory: Directory,
  rows: number,
  total: number,
): Promise<void> {
  const lastRead = await directory.lastRead()
  if (lastRead === undefined) {
    await context.note('no Salesforce users have been read yet')
    await context.suggest(commandLine('sf-users import', '<report.csv>'))
    return
  }
  const listed = rows < total ? `${rows} of ${total}` : String(rows)
  const users = total === 1 ? 'Salesforce user' : 'Salesforce users'
  await context.note(`${listed} ${users}; as of ${lastReadText(lastRead)}`)
}
