/** The result of one piece of work, and the pieces that it leaves to do. */
interface PieceResult<Piece, Result> {
  readonly result: Result
  readonly remaining: readonly Piece[]
}

/** A finished piece and its result. */
export interface FinishedPiece<Piece, Result> extends PieceResult<Piece, Result> {
  readonly piece: Piece
}

/**
 * Works through pieces with up to `workers` at a time, starting at once, and yields the results in the order in which
 * they arrive. A waiting piece starts as soon as a worker is free; a result is finished only when it is its turn, so
 * that no more results than workers lie in memory. `finish` learns how many workers are idle. The first failure ends
 * everything.
 */
export function workPool<Piece, Work, Result>(
  pieces: readonly Piece[],
  workers: number,
  work: (piece: Piece) => Promise<Work>,
  finish: (done: Work, idle: number) => PieceResult<Piece, Result>,
): AsyncGenerator<FinishedPiece<Piece, Result>> {
  return results(new WorkPool(pieces, workers, work), finish)
}

async function* results<Piece, Work, Result>(
  pool: WorkPool<Piece, Work>,
  finish: (done: Work, idle: number) => PieceResult<Piece, Result>,
): AsyncGenerator<FinishedPiece<Piece, Result>> {
  for (let next = await pool.next(); next !== undefined; next = await pool.next()) {
    const { result, remaining } = finish(next.done, pool.idle)
    pool.add(remaining)
    yield { piece: next.piece, result, remaining }
  }
}

class WorkPool<Piece, Work> {
  readonly #waiting: Piece[]
  readonly #workers: number
  readonly #work: (piece: Piece) => Promise<Work>
  readonly #done: { readonly piece: Piece; readonly outcome: Promise<Work> }[] = []
  #running = 0
  #wake: () => void = () => undefined

  constructor(pieces: readonly Piece[], workers: number, work: (piece: Piece) => Promise<Work>) {
    this.#waiting = [...pieces]
    this.#workers = workers
    this.#work = work
    this.#start()
  }

  get idle(): number {
    return this.#workers - this.#running - this.#waiting.length
  }

  add(pieces: readonly Piece[]): void {
    this.#waiting.push(...pieces)
    this.#start()
  }

  /** The piece that was done first; undefined when nothing is left. */
  async next(): Promise<{ readonly piece: Piece; readonly done: Work } | undefined> {
    if (this.#done.length === 0 && this.#running > 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    const first = this.#done.shift()
    this.#start()
    return first === undefined ? undefined : { piece: first.piece, done: await first.outcome }
  }

  #start(): void {
    while (this.#running < this.#workers && this.#done.length < this.#workers) {
      const [piece] = this.#waiting.splice(0, 1)
      if (piece === undefined) return
      this.#running += 1
      const outcome = this.#work(piece)
      const settled = () => {
        this.#running -= 1
        this.#done.push({ piece, outcome })
        this.#start()
        this.#wake()
      }
      outcome.then(settled, settled)
    }
  }
}
