import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod/mini'
import { parseJson } from '../core/text.ts'
import { readFileIfExists, replaceFile } from '../system/files.ts'

// Source: SalesScreen's API introduction: 15 requests a second and 200 a minute.
const limits = [
  { requests: 15, milliseconds: 1_000 },
  { requests: 200, milliseconds: 60_000 },
] as const
// Requests may arrive closer together than they were sent.
const marginMilliseconds = 200
const remembered = 200

/** When the next request may be sent, after those that were sent at these times (milliseconds, in order). */
export function nextSlot(sent: readonly number[], now: number): number {
  const slots = limits.map(({ requests, milliseconds }) => {
    const earlier = sent.at(-requests)
    return earlier === undefined ? now : earlier + milliseconds + marginMilliseconds
  })
  return Math.max(now, ...slots)
}

/** A clock that can be waited for. */
export interface PaceClock {
  now(): number
  wait(milliseconds: number, interrupted: AbortSignal): Promise<void>
}

const realClock: PaceClock = {
  now: () => Date.now(),
  wait: async (milliseconds, signal) => await pause(milliseconds, undefined, { signal }),
}

const times = z.array(z.number())

/**
 * Keeps requests within SalesScreen's limits, also those of processes that ended: the times of the last requests are in
 * a file. Only the process that has the lock of that file may use it.
 */
export class Pace {
  readonly #file: string
  readonly #clock: PaceClock
  #sent: readonly number[] | undefined

  constructor(file: string, clock: PaceClock = realClock) {
    this.#file = file
    this.#clock = clock
  }

  /** Waits until a request may be sent, and counts it; `waiting` learns of a pause of a second or more. */
  async turn(interrupted: AbortSignal, waiting?: (seconds: number) => void): Promise<void> {
    this.#sent ??= times.safeParse(parseJson((await readFileIfExists(this.#file)) ?? '')).data ?? []
    for (;;) {
      const now = this.#clock.now()
      // Times that are still to come were written before the clock was set back.
      this.#sent = this.#sent.map((time) => Math.min(time, now))
      const left = nextSlot(this.#sent, now) - now
      if (left <= 0) break
      if (left >= 1_000) waiting?.(Math.ceil(left / 1_000))
      await this.#clock.wait(left, interrupted)
    }
    this.#sent = [...this.#sent, this.#clock.now()].slice(-remembered)
    // Written before the request is sent: a process that is killed meanwhile has used its turn.
    await replaceFile(this.#file, JSON.stringify(this.#sent))
  }
}
