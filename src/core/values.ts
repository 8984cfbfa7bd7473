/** Only the entries that have a value, for options that may be left out. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  for (const key in values) {
    const value = values[key]
    if (isGiven(value)) kept[key] = value
  }
  return kept
}

function isGiven<V>(value: V): value is Exclude<V, undefined> {
  return value !== undefined
}

/** A whole number above zero, of at most ten digits; undefined for any other text. */
export function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined
}

/** A comma-separated list, tidied. */
export function commaList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

const monthsOf30 = new Set([4, 6, 9, 11])

/** Whether a text is a day that exists, YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = month === 2 ? (isLeapYear ? 29 : 28) : monthsOf30.has(month) ? 30 : 31
  return month >= 1 && month <= 12 && day >= 1 && day <= last
}

/** Whether a text is a moment that exists, in UTC, `2026-11-23T12:00:00.000Z`. */
export function isTime(text: string): boolean {
  return isDay(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$/.test(text.slice(10))
}

/** A text that no ledger can store, and why. */
export interface BrokenText {
  readonly text: string
  readonly reason: string
}

/** The first text in a JSON value that no ledger can store: it holds half a character (a lone surrogate) or NUL. */
export function brokenText(value: unknown): BrokenText | undefined {
  if (typeof value === 'string') {
    if (!value.isWellFormed())
      return { text: value, reason: 'a text holds half a character (a lone surrogate)' }
    // PostgreSQL stores none, and a ledger can move there.
    return value.includes('\0')
      ? { text: value, reason: 'a text holds the character NUL (U+0000)' }
      : undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const broken = brokenText(name) ?? brokenText(inner)
    if (broken !== undefined) return broken
  }
  return undefined
}
