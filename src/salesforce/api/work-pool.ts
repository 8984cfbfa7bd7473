/** What a piece of work has come to, and the pieces that it leaves behind. */
export interface PieceResult<Piece, Result> {
  readonly result: Result
  readonly left: readonly Piece[]
}

/** A piece that is done, and what it has come to. */
export interface FinishedPiece<Piece, Result> extends PieceResult<Piece, Result> {
  readonly piece: Piece
}

/**
 * Works through pieces, so many at a time and from this moment on, and hands on what each brought in the order in which they are done. A piece
 * that waits begins as soon as another has landed; what has landed is finished only when its turn comes, so that little
 * of it lies in memory, and not more of it than there are hands. `finish` learns how many hands have nothing to do. The
 * first failure ends it all.
 */
export function workPool<Piece, Landed, Result>(
  pieces: readonly Piece[],
  most: number,
  work: (piece: Piece) => Promise<Landed>,
  finish: (landed: Landed, idle: number) => PieceResult<Piece, Result>,
): AsyncGenerator<FinishedPiece<Piece, Result>> {
  return finished(new Hands(pieces, most, work), finish)
}

async function* finished<Piece, Landed, Result>(
  hands: Hands<Piece, Landed>,
  finish: (landed: Landed, idle: number) => PieceResult<Piece, Result>,
): AsyncGenerator<FinishedPiece<Piece, Result>> {
  for (let next = await hands.next(); next !== undefined; next = await hands.next()) {
    const { result, left } = finish(next.landed, hands.idle)
    hands.give(left)
    yield { piece: next.piece, result, left }
  }
}

class Hands<Piece, Landed> {
  readonly #waiting: Piece[]
  readonly #most: number
  readonly #work: (piece: Piece) => Promise<Landed>
  readonly #landed: { readonly piece: Piece; readonly brought: Promise<Landed> }[] = []
  #flying = 0
  #wake: () => void = () => undefined

  constructor(pieces: readonly Piece[], most: number, work: (piece: Piece) => Promise<Landed>) {
    this.#waiting = [...pieces]
    this.#most = most
    this.#work = work
    this.#launch()
  }

  get idle(): number {
    return this.#most - this.#flying - this.#waiting.length
  }

  give(pieces: readonly Piece[]): void {
    this.#waiting.push(...pieces)
    this.#launch()
  }

  /** What landed first; undefined when nothing is left. */
  async next(): Promise<{ readonly piece: Piece; readonly landed: Landed } | undefined> {
    if (this.#landed.length === 0 && this.#flying > 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    const [first] = this.#landed.splice(0, 1)
    this.#launch()
    return first === undefined ? undefined : { piece: first.piece, landed: await first.brought }
  }

  #launch(): void {
    while (this.#flying < this.#most && this.#landed.length < this.#most) {
      const [piece] = this.#waiting.splice(0, 1)
      if (piece === undefined) return
      this.#flying += 1
      const brought = this.#work(piece)
      const land = () => {
        this.#flying -= 1
        this.#landed.push({ piece, brought })
        this.#launch()
        this.#wake()
      }
      brought.then(land, land)
    }
  }
}

/** Lets so many pieces of work happen at the same time; the others wait in the order they came. */
export class Semaphore {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(most: number) {
    this.#free = most
  }

  /** Does the work when there is room for it. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#free -= 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free += 1
      else next()
    }
  }
}
