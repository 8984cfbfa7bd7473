import { commandLine } from '../core/hint.ts'
import type { Directory, DirectoryReadRecord } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { localDay, type TimeTexts } from './time-span.ts'

/** Where and when the directory was read, in words that are kept in the ledger: in UTC, the same for everyone. */
export function lastReadText({ origin, at }: Pick<DirectoryReadRecord, 'origin' | 'at'>): string {
  return `${origin}, read ${timesInUtc.minute(at)}`
}

/** The same for a reader at this machine, in its time zone. */
export function lastReadHere({ origin, at }: Pick<DirectoryReadRecord, 'origin' | 'at'>): string {
  return `${origin}, read ${minuteText(at)}`
}

/** An instant (UTC, ISO 8601) for people, to the minute, in the time zone of this machine: `2026-11-28 10:22 UTC+1`. */
export function minuteText(at: string): string {
  const date = new Date(at)
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0'))
  return `${localDay(date)} ${hours}:${minutes} ${zoneText(-date.getTimezoneOffset())}`
}

/** The day of an instant in the time zone of this machine; what is only a day, or unknown, stays as it is. */
export function dayText(at: string | null): string | null {
  return at !== null && /^\d{4}-\d\d-\d\dT/.test(at) ? localDay(new Date(at)) : at
}

/** For people: in the time zone of this machine. */
export const timesHere: TimeTexts = { day: (at) => dayText(at) ?? at, minute: minuteText }

/** For the formats of machines: in UTC. */
export const timesInUtc: TimeTexts = {
  day: (at) => (/^\d{4}-\d\d-\d\dT/.test(at) ? at.slice(0, 10) : at),
  minute: (at) => `${at.slice(0, 16).replace('T', ' ')} UTC`,
}

function zoneText(minutesAhead: number): string {
  if (minutesAhead === 0) return 'UTC'
  const [hours, minutes] = [Math.floor(Math.abs(minutesAhead) / 60), Math.abs(minutesAhead) % 60]
  const more = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`
  return `UTC${minutesAhead < 0 ? '-' : '+'}${hours}${more}`
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
  await context.note(`${listed} ${users}; as of ${lastReadHere(lastRead)}`)
}
