import { countText, numberText } from '../../core/text.ts'
import type { Progress } from '../../app/context.ts'
import type { Surface } from './paint.ts'

const pauseMilliseconds = 100
const eraseLine = '\r\u001B[K'

/** A line on a terminal that shows how far a read is; `before` users are here already and do not count for the rate. */
export function startProgress(
  { stderr }: { readonly stderr: Surface },
  before: number,
  total: number,
): Progress {
  const began = stderr.now().getTime()
  let here = before
  let shownAt = 0
  return {
    read: async (users) => {
      here += users
      const now = stderr.now().getTime()
      if (now - shownAt < pauseMilliseconds) return
      shownAt = now
      await stderr.write(`${eraseLine}${progressText(before, here, total, (now - began) / 1_000)}`)
    },
    end: async () => {
      if (shownAt > 0) await stderr.write(eraseLine)
    },
  }
}

/** Progress that is not shown. */
export const silentProgress: Progress = {
  read: async () => await Promise.resolve(),
  end: async () => await Promise.resolve(),
}

/** How far a reading is, how fast, and how long it still takes; without a rate before the first second. */
export function progressText(before: number, here: number, promised: number, seconds: number): string {
  const head = `${numberText(here)} of ${countText(Math.max(promised, here), 'user')}`
  if (seconds < 1 || here === before) return head
  const rate = (here - before) / seconds
  const left = Math.ceil(Math.max(0, promised - here) / rate)
  return `${head}, ${numberText(Math.round(rate))} per second, ${leftText(left)} left`
}

function leftText(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
