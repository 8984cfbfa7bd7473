/**
 * Works through pieces, so many at a time, and hands on what each brought in the order in which they are done. A piece
 * may leave others behind; `leftOf` learns how many hands are free to take them. New work begins before the last result
 * is taken, so that the line is busy while somebody writes. The first failure ends it all.
 */
export async function* crew<Piece, Landed>(
  pieces: readonly Piece[],
  most: number,
  work: (piece: Piece) => Promise<Landed>,
  leftOf: (landed: Landed, free: number) => readonly Piece[],
): AsyncGenerator<{ readonly piece: Piece; readonly landed: Landed; readonly left: readonly Piece[] }> {
  const waiting = [...pieces]
  const flying = new Set<Promise<() => { piece: Piece; landed: Landed }>>()
  const launch = () => {
    for (const piece of waiting.splice(0, most - flying.size)) {
      const flight = work(piece).then((landed) => () => {
        flying.delete(flight)
        return { piece, landed }
      })
      // Heard by the race below, unless another failed first.
      flight.catch(() => undefined)
      flying.add(flight)
    }
  }
  launch()
  while (flying.size > 0) {
    const { piece, landed } = (await Promise.race(flying))()
    const left = leftOf(landed, most - flying.size - waiting.length)
    waiting.push(...left)
    launch()
    yield { piece, landed, left }
  }
}
