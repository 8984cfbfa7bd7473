const newline = 0x0a
const quote = 0x22
const sliceBytes = 512 * 1024

/**
 * Cuts a table of CSV into pieces that each end with a record, so that a large one is never read at once. Source: RFC
 * 4180: a line break inside quotes belongs to the value, and a quote inside them is doubled.
 */
export function* slices(table: Buffer): Generator<string> {
  let start = 0
  let end = 0
  let isQuoted = false
  for (let at = 0; at < table.length; at += 1) {
    const byte = table[at]
    if (byte === quote) isQuoted = !isQuoted
    if (byte !== newline || isQuoted) continue
    end = at + 1
    if (end - start < sliceBytes) continue
    yield table.toString('utf8', start, end)
    start = end
  }
  if (start < table.length) yield table.toString('utf8', start)
}
