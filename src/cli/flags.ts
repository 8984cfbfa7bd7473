import type { Command } from 'commander'
import { SfsyncError } from '../core/errors.ts'
import type { WriteOptions } from './carry-out.ts'

/** What commander gives for the flags of a writing command. */
export interface WriteFlags {
  readonly dryRun?: boolean
  readonly reason?: string
  readonly allowRemovals?: string
}

/** Adds the flags that every writing command takes. */
export function writing(command: Command): Command {
  return command
    .option('-n, --dry-run', 'show what would be written, and write nothing')
    .option('--reason <text>', 'why; kept with the change set')
    .option('--allow-removals <number>', 'open the limit for exactly this many people who lose something')
}

/** The options of a writing command from its flags. */
export function writeOptions(flags: WriteFlags): WriteOptions {
  const { dryRun, reason, allowRemovals } = flags
  const people = allowRemovals === undefined ? undefined : wholeNumber(allowRemovals)
  if (allowRemovals !== undefined && people === undefined)
    throw new SfsyncError('usage', `--allow-removals is the number of people, not "${allowRemovals}"`)
  return { dryRun: dryRun === true, ...given({ reason, allowRemovals: people }) }
}

/** Only the entries that have a value, for options that may be left out. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  for (const key in values) {
    const value = values[key]
    if (isGiven(value)) kept[key] = value
  }
  return kept
}

function isGiven<V>(value: V): value is Exclude<V, undefined> {
  return value !== undefined
}

/** A whole number above zero, or why the text is none; for `--limit`. */
export function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined
}

/** A comma-separated list, tidied. */
export function commaList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}
