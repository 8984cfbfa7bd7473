/**
 * Leaves out the spaces between a separator and the quotes of a cell, `a, "b, c"`: CSV takes a quote behind a space for
 * a letter, and people do not. The text begins at a cell.
 */
export function withoutSpacesBeforeQuotes(
  text: string,
  { separator, newline }: { readonly separator: string; readonly newline: string },
): string {
  if (!text.includes(' "')) return text
  const kept: string[] = []
  let copied = 0
  let cell = 0
  let line = -1
  while (cell < text.length) {
    let quote = cell
    while (text[quote] === ' ') quote += 1
    let end = quote
    if (text[quote] === '"') {
      const closed = behindQuotes(text, quote)
      if (quote === cell) end = closed
      else if (endsCell(text, closed, separator, newline)) {
        kept.push(text.slice(copied, cell))
        copied = quote
        end = closed
      }
    }
    if (line < end) line = placeOf(newline, text, end)
    cell = Math.min(line, placeOf(separator, text, end, line)) + 1
  }
  return kept.join('') + text.slice(copied)
}

/** The place behind the quote that closes the one at `open`; the end of the text where none does. */
function behindQuotes(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at + 1
  return text.length
}

function endsCell(text: string, from: number, separator: string, newline: string): boolean {
  let at = from
  while (text[at] === ' ') at += 1
  // The line end of Windows.
  if (text.startsWith('\r\n', at) && newline === '\n') return true
  return at >= text.length || text[at] === separator || text[at] === newline
}

/** Where a sign is, looked for up to `until`; the end where it is not there. */
function placeOf(sign: string, text: string, from: number, until = text.length): number {
  for (let at = from; at < until; at += 1) if (text[at] === sign) return at
  return until
}
