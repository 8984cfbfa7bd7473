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

/** A whole number above zero, or why the text is none; for `--limit`. */
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

/** A JSON text as its value; undefined if the text is not valid JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
