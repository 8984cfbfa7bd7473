import type { Paint } from './paint.ts'

/** Where output goes, and what fits there. */
export interface Surface {
  readonly isTerminal: boolean
  /** Columns of the terminal. */
  readonly width: number
  readonly paint: Paint
  /** Resolves when more can be written. */
  write(text: string): Promise<void>
  now(): Date
}
