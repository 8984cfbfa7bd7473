/** What a piece of work has come to, and the pieces that it leaves behind. */
export interface Done<Piece, Result> {
  readonly result: Result
  readonly left: readonly Piece[]
}

/**
 * Works through pieces, so many at a time, and hands on what each brought in the order in which they are done. What has
 * landed is finished only when its turn comes, so that little of it lies in memory; `finish` learns how many hands are
 * free to take what a piece leaves behind. New work begins before a result is handed on, so that the line is busy while
 * somebody writes. The first failure ends it all.
 */
export async function* crew<Piece, Landed, Result>(
  pieces: readonly Piece[],
  most: number,
  work: (piece: Piece) => Promise<Landed>,
  finish: (landed: Landed, free: number) => Done<Piece, Result> | Promise<Done<Piece, Result>>,
): AsyncGenerator<{ readonly piece: Piece; readonly landed: Result; readonly left: readonly Piece[] }> {
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
    const { result, left } = await finish(landed, most - flying.size - waiting.length)
    waiting.push(...left)
    launch()
    yield { piece, landed: result, left }
  }
}
