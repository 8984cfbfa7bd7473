import type { Context } from '../context.ts'

const pauseMilliseconds = 100
const eraseLine = '\r\u001B[K'

/** Tells on a terminal how far a reading is; elsewhere it is silent. */
export interface Progress {
  /** So many more people are here. */
  read(people: number): Promise<void>
  /** Takes the line away. */
  end(): Promise<void>
}

/** Begins to tell; `before` people are here already, of whom the rate knows nothing. */
export function startProgress(context: Context, before: number, promised: number): Progress {
  if (!context.showsProgress)
    return { read: async () => await Promise.resolve(), end: async () => await Promise.resolve() }
  const began = context.parts.now().getTime()
  let here = before
  let told = 0
  return {
    read: async (people) => {
      here += people
      const now = context.parts.now().getTime()
      if (now - told < pauseMilliseconds) return
      told = now
      await context.stderr.write(`${eraseLine}${progressText(before, here, promised, (now - began) / 1_000)}`)
    },
    end: async () => {
      if (told > 0) await context.stderr.write(eraseLine)
    },
  }
}

/** How far a reading is, how fast, and how long it still takes; without a rate before the first second. */
export function progressText(before: number, here: number, promised: number, seconds: number): string {
  const head = `${here} of ${Math.max(promised, here)} people`
  if (seconds < 1 || here === before) return head
  const rate = (here - before) / seconds
  const left = Math.ceil(Math.max(0, promised - here) / rate)
  return `${head}, ${Math.round(rate)} a second, ${leftText(left)} left`
}

function leftText(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
