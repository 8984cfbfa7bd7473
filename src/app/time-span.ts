import { SfsyncError } from '../core/errors.ts'
import { isDay } from '../core/values.ts'

/** How instants (UTC, ISO 8601) are written: days and minutes. What is only a day stays as it is. */
export interface TimeTexts {
  day(at: string): string
  minute(at: string): string
}

/** A moment or a day: its first instant, and the first one after it (UTC, ISO 8601). */
interface TimeSpan {
  readonly from: string
  readonly to: string
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const

/** How `--since` and `--until` are written, for help. */
export const whenForms = '2026-11-01, 2026-11-01T08:00, today, 7d, 12h; in your time zone'

/**
 * Reads `2026-11-01`, `2026-11-01T08:00`, `today`, `yesterday`, or an age (`7d`, `12h`, `2w`). Days and times are those of
 * the time zone of this machine (`TZ`), unless a time names its own (`Z`, `+01:00`).
 */
export function parseWhen(text: string, now: Date, flag: string): TimeSpan {
  const plain = text.trim().toLowerCase()
  const ago = /^(\d{1,5})\s*([mhdw])$/.exec(plain)
  if (ago !== null) return instant(now.getTime() - Number(ago[1]) * lengthOf(ago[2] ?? ''))
  if (plain === 'today') return day(localDay(now))
  if (plain === 'yesterday')
    return day(localDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)))
  if (isDay(plain)) return day(plain)
  if (/^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(z|[+-]\d{2}:?\d{2})?$/.test(plain)) {
    // Without a zone it is a local time.
    const at = Date.parse(plain.replace(' ', 't').toUpperCase())
    // Date.parse accepts 31 February as a day in March.
    if (!Number.isNaN(at) && isDay(plain.slice(0, 10))) return instant(at, lastAt(plain, at))
  }
  throw new SfsyncError('usage', `${flag} must be a date, a time or an age, not "${text}"`, {
    actions: ['use for example 2026-11-01, 2026-11-01T08:00, today, 12h, 7d or 2w'],
  })
}

/** The day of a moment in the time zone of this machine, YYYY-MM-DD. */
export function localDay(at: Date): string {
  const [year, ...rest] = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
  return [String(year).padStart(4, '0'), ...rest.map((part) => String(part).padStart(2, '0'))].join('-')
}

/** Reads a day, YYYY-MM-DD. */
export function parseDay(text: string, flag: string): string {
  const plain = text.trim()
  if (isDay(plain)) return plain
  throw new SfsyncError('usage', `${flag} must be a day, not "${text}"`, {
    actions: ['write it like 2026-12-31'],
  })
}

function lengthOf(unit: string): number {
  return unit === 'm' || unit === 'h' || unit === 'd' || unit === 'w' ? units[unit] : 0
}

// A day may have 23 or 25 hours.
function day(text: string): TimeSpan {
  const [year = 0, month = 0, date = 0] = text.split('-').map(Number)
  return instant(new Date(year, month - 1, date).getTime(), new Date(year, month - 1, date + 1).getTime())
}

function instant(first: number, last = first): TimeSpan {
  return { from: new Date(first).toISOString(), to: new Date(last).toISOString() }
}

function clock(at: number): string {
  return new Date(at).toTimeString().slice(0, 8)
}

// When clocks are set back, a local time comes twice.
function lastAt(text: string, first: number): number {
  if (/(z|[+-]\d{2}:?\d{2})$/.test(text)) return first
  const again = [2, 1].map((half) => first + half * 30 * units.m).find((at) => clock(at) === clock(first))
  return again ?? first
}
