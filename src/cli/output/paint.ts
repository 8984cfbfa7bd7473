import type { OutputStream } from '../../app/ports.ts'
import { wholeNumber } from '../../core/values.ts'

/** Colors that carry no meaning of their own. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  cyan(text: string): string
}

/** What the decision about color depends on. */
export interface ColorWish {
  readonly flag: 'auto' | 'always' | 'never'
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly isTerminal: boolean
}

/** 0 for no color, 1 for the sixteen basic ones. The flag wins, then NO_COLOR, then FORCE_COLOR, then the terminal. */
export function colorLevel({ flag, environment, isTerminal }: ColorWish): 0 | 1 {
  if (flag !== 'auto') return flag === 'always' ? 1 : 0
  // Source: no-color.org; any value that is not empty counts.
  if ((environment['NO_COLOR'] ?? '') !== '') return 0
  const forced = environment['FORCE_COLOR']
  if (forced !== undefined) return forced === '0' || forced === 'false' ? 0 : 1
  return isTerminal && environment['TERM'] !== 'dumb' ? 1 : 0
}

/** How a stream is laid out; `SFSYNC_FORCE_TTY` is a number of columns, as on a terminal, for a pipe, too. */
export function roomOf(
  { isTerminal, width }: Pick<OutputStream, 'isTerminal' | 'width'>,
  environment: Readonly<Record<string, string | undefined>>,
): Pick<Surface, 'isTerminal' | 'width'> {
  const columns = wholeNumber(environment['SFSYNC_FORCE_TTY'] ?? '')
  return columns === undefined ? { isTerminal, width } : { isTerminal: true, width: columns }
}

const same = (text: string) => text
/** No colors: for files, and for streams that want none. */
export const plain: Paint = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same }

/** The colors of a level; pipes do not pay for loading chalk. */
export async function paintFor(level: 0 | 1): Promise<Paint> {
  if (level === 0) return plain
  const { Chalk } = await import('chalk')
  const chalk = new Chalk({ level })
  return {
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    red: (text) => chalk.red(text),
    green: (text) => chalk.green(text),
    yellow: (text) => chalk.yellow(text),
    cyan: (text) => chalk.cyan(text),
  }
}
/** Where output goes, and what fits there. */
export interface Surface {
  readonly isTerminal: boolean
  /** Columns of the terminal. */
  readonly width: number
  readonly paint: Paint
  /** Whether its reader quit, so that what is written is dropped. */
  isUnread?(): boolean
  /** Resolves when more can be written. */
  write(piece: string | Uint8Array): Promise<void>
  now(): Date
  /** The address of a Salesforce record by its ID; absent where the terminal has no links, undefined where no org is known. */
  recordAddresses?(): Promise<RecordAddress | undefined>
}

/** The address of a Salesforce record by its ID. */
export type RecordAddress = (salesforceId: string) => string
