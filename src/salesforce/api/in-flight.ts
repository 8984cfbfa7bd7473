// Without a sign of trouble, so many short requests disturb no other integration of an org.
const firstLimit = 8
// Source: "API Request Limits and Allocations": only requests of 20 seconds or more count as concurrent ones.
const quickSeconds = 5

/** What came of one attempt to send a request. */
export interface AttemptOutcome {
  readonly seconds: number
  /** Whether Salesforce has too much to do: 429, 503, or its limit on concurrent requests. */
  readonly isBusy: boolean
}

/**
 * Decides how many requests are under way at the same time: one more after each quick answer, half as many where
 * Salesforce is busy; the others wait in the order they came.
 */
export class InFlight {
  readonly #most: number
  #limit: number
  #running = 0
  readonly #waiting: (() => void)[] = []

  /** Never more than `most` at the same time. */
  constructor(most: number) {
    this.#most = most
    this.#limit = Math.min(firstLimit, most)
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running += 1
    try {
      return await work()
    } finally {
      this.#running -= 1
      this.#start()
    }
  }

  /** Learns from an attempt, also one that is to be repeated. */
  note({ seconds, isBusy }: AttemptOutcome): void {
    if (isBusy) this.#limit = Math.max(1, Math.floor(this.#limit / 2))
    else if (seconds < quickSeconds) this.#limit = Math.min(this.#most, this.#limit + 1)
    this.#start()
  }

  #start(): void {
    while (this.#running < this.#limit) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#running += 1
      next()
    }
  }
}
