const ascii = /^[\x20-\x7e]*$/
let wide: ((text: string) => number) | undefined

/** Must be awaited before texts are measured: what knows wide characters takes as long to load as Node itself. */
export async function prepareWidths(texts: Iterable<string>): Promise<void> {
  if (wide !== undefined) return
  for (const text of texts)
    if (!ascii.test(text)) {
      wide = (await import('string-width')).default
      return
    }
}

/** Columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  return ascii.test(text) || wide === undefined ? text.length : wide(text)
}
