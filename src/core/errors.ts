import type { Confirmation } from './confirmation.ts'
import type { Hint } from './hint.ts'

/**
 * Every way a command can fail, by name. The command line maps each name to one exit code;
 * scripts may rely on the names, which appear as `error.code` in JSON.
 */
export type ErrorCode =
  | 'failure'
  | 'usage'
  | 'configuration'
  | 'not-found'
  | 'invalid'
  | 'conflict'
  | 'ledger-unusable'
  | 'ledger-newer'
  | 'ledger-busy'
  | 'disk-full'
  | 'report-unreadable'
  | 'file-unreadable'
  | 'login-needed'
  | 'remote'
  | 'decision-needed'
  | 'limit'
  | 'waiting'
  | 'interrupted'

/** One row of input, or of the ledger, that is part of a failure. */
export interface ErrorRow {
  /** Name of the file as the admin gave it. */
  readonly file?: string
  /** Line in that file, counted from 1. */
  readonly line?: number
  readonly column?: string
  readonly value?: string
  readonly reason: string
  /** What would let the row through. */
  readonly confirmation?: Confirmation
  readonly action?: Hint
  /** What it has in common with other rows, as a heading. */
  readonly group?: string
}

/** What is needed to say what happened, where, why, and what to do next. */
export interface ErrorDetails {
  /** What to do next, most useful first. */
  readonly actions?: readonly Hint[]
  readonly rows?: readonly ErrorRow[]
  /** Only with the code `limit`. */
  readonly removals?: RemovalCount
  readonly cause?: unknown
}

/** How many people a run would take something away from, and the number that was confirmed instead, if any. */
export interface RemovalCount {
  readonly needed: number
  readonly given: number | undefined
}

/** The only error that crosses a folder border; anything else is a bug in sfsync. */
export class SfsyncError extends Error {
  readonly code: ErrorCode
  readonly actions: readonly Hint[]
  readonly rows: readonly ErrorRow[]
  readonly removals: RemovalCount | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.name = 'SfsyncError'
    this.code = code
    this.actions = details.actions ?? []
    this.rows = details.rows ?? []
    this.removals = details.removals
  }
}
