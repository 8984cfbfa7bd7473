// Without a sign of strain, so many short requests disturb no other integration of an org.
const firstLimit = 8

/** What an attempt to send a request says about how much Salesforce has to do. */
export type Strain = 'none' | 'unknown' | 'some'

/**
 * Decides how many requests are under way at the same time: one more after each answer without strain, and half as many
 * at the first sign of it; the others wait in the order they came.
 */
export class InFlight {
  readonly #most: number
  #limit: number
  #running = 0
  // A request that began before the limit was halved says nothing about whether half is enough.
  #lowered = 0
  readonly #waiting: (() => void)[] = []

  /** Never more than `most` at the same time. */
  constructor(most: number) {
    this.#most = most
    this.#limit = Math.min(firstLimit, most)
  }

  /** Makes one attempt when it is its turn; a pause before the next one belongs outside. */
  async run<Outcome>(
    attempt: () => Promise<Outcome>,
    strainIn: (outcome: Outcome, seconds: number) => Strain,
  ): Promise<Outcome> {
    if (this.#running >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running += 1
    const [began, lowered] = [performance.now(), this.#lowered]
    try {
      const outcome = await attempt()
      this.#learn(strainIn(outcome, (performance.now() - began) / 1_000), lowered)
      return outcome
    } finally {
      this.#running -= 1
      this.#start()
    }
  }

  #learn(strain: Strain, lowered: number): void {
    if (strain === 'none') this.#limit = Math.min(this.#most, this.#limit + 1)
    if (strain !== 'some' || lowered !== this.#lowered) return
    this.#limit = Math.max(1, Math.floor(this.#limit / 2))
    this.#lowered += 1
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
