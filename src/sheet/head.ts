// Enough to see a byte order mark, NUL bytes and the kind of a file.
const headSize = 4096

/** The first bytes of a source: at least 4,096 unless it is shorter. */
export async function takeHead(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  while (size < headSize) {
    const next = await iterator.next()
    if (next.done) break
    parts.push(next.value)
    size += next.value.length
  }
  return Buffer.concat(parts)
}

/** The head again, then the rest of the source, which is closed when the reader stops early. */
export async function* startingWith<Piece>(
  head: Piece,
  iterator: AsyncIterator<Piece>,
): AsyncGenerator<Piece> {
  try {
    yield head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}
