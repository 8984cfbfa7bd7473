import { SfsyncError } from '../core/errors.ts'
import { isDay } from '../core/values.ts'

/** A moment or a whole day: its first instant, and the first one after it (UTC, ISO 8601). */
interface TimeSpan {
  readonly from: string
  readonly to: string
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const

/** Reads `2026-11-01`, `2026-11-01T08:00`, `today`, `yesterday`, or an age (`7d`, `12h`, `2w`); times are UTC. */
export function parseWhen(text: string, now: Date, flag: string): TimeSpan {
  const plain = text.trim().toLowerCase()
  const ago = /^(\d{1,5})\s*([mhdw])$/.exec(plain)
  if (ago !== null) return instant(now.getTime() - Number(ago[1]) * lengthOf(ago[2] ?? ''))
  const today = Date.parse(now.toISOString().slice(0, 10))
  if (plain === 'today') return day(today)
  if (plain === 'yesterday') return day(today - units.d)
  if (isDay(plain)) return day(Date.parse(plain))
  if (/^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(z|[+-]\d{2}:?\d{2})?$/.test(plain)) {
    const withZone = /(z|[+-]\d{2}:?\d{2})$/.test(plain) ? plain : `${plain}z`
    const at = Date.parse(withZone.replace(' ', 't').toUpperCase())
    // Date.parse accepts 31 February as a day in March.
    if (!Number.isNaN(at) && isDay(plain.slice(0, 10))) return instant(at)
  }
  throw new SfsyncError('usage', `${flag} must be a date, a time or an age, not "${text}"`, {
    actions: ['use for example 2026-11-01, 2026-11-01T08:00, today, 12h, 7d or 2w'],
  })
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

function day(start: number): TimeSpan {
  return { from: new Date(start).toISOString(), to: new Date(start + units.d).toISOString() }
}

function instant(at: number): TimeSpan {
  return { from: new Date(at).toISOString(), to: new Date(at).toISOString() }
}
