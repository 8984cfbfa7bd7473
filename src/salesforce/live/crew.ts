/** What a piece of work has come to, and the pieces that it leaves behind. */
export interface Done<Piece, Result> {
  readonly result: Result
  readonly left: readonly Piece[]
}

/**
 * Works through pieces, so many at a time, and hands on what each brought in the order in which they are done. A piece
 * that waits begins as soon as another has landed; what has landed is finished only when its turn comes, so that little
 * of it lies in memory, and not more of it than there are hands. `finish` learns how many hands have nothing to do. The
 * first failure ends it all.
 */
export async function* crew<Piece, Landed, Result>(
  pieces: readonly Piece[],
  most: number,
  work: (piece: Piece) => Promise<Landed>,
  finish: (landed: Landed, idle: number) => Done<Piece, Result>,
): AsyncGenerator<{ readonly piece: Piece; readonly result: Result; readonly left: readonly Piece[] }> {
  const waiting = [...pieces]
  const landed: { readonly piece: Piece; readonly brought: Promise<Landed> }[] = []
  let flying = 0
  let somethingLands = Promise.withResolvers<void>()
  const launch = () => {
    while (flying < most && landed.length < most) {
      const [piece] = waiting.splice(0, 1)
      if (piece === undefined) return
      flying += 1
      const brought = work(piece)
      const land = () => {
        flying -= 1
        landed.push({ piece, brought })
        launch()
        somethingLands.resolve()
      }
      brought.then(land, land)
    }
  }
  launch()
  while (flying > 0 || landed.length > 0) {
    const [next] = landed.splice(0, 1)
    if (next === undefined) {
      somethingLands = Promise.withResolvers<void>()
      await somethingLands.promise
      continue
    }
    const { result, left } = finish(await next.brought, most - flying - waiting.length)
    waiting.push(...left)
    launch()
    yield { piece: next.piece, result, left }
  }
}
