import type { Confirmation } from './confirmation.ts'
import type { Hint } from './hint.ts'

/**
 * Every way a command can fail. The command line maps each code to an exit code; scripts may rely on the codes, which
 * appear as `error.code` in JSON.
 */
export const errorCodes = [
  'failure',
  'usage',
  'configuration',
  'not-found',
  'invalid',
  'conflict',
  'ledger-unusable',
  'ledger-newer',
  'ledger-busy',
  'disk-full',
  'report-unreadable',
  'file-unreadable',
  'login-needed',
  'remote',
  'decision-needed',
  'limit',
  'waiting',
  'interrupted',
] as const

/** One of these codes. */
export type ErrorCode = (typeof errorCodes)[number]

/** A row of input, or of the ledger, that caused a failure. */
export interface ErrorRow {
  /** Name of the file as the admin gave it. */
  readonly file?: string
  /** Line in that file, counted from 1. */
  readonly line?: number
  readonly column?: string
  readonly value?: string
  readonly reason: string
  /** The confirmation that lets the row through. */
  readonly confirmation?: Confirmation
  readonly action?: Hint
  /** The heading of rows that failed for the same reason. */
  readonly group?: string
}

/** Where, why, and what to do next. */
export interface ErrorDetails {
  /** What to do next, most useful first. */
  readonly actions?: readonly Hint[]
  readonly rows?: readonly ErrorRow[]
  /** What the rows without problems would change, in one line. */
  readonly summary?: string
  /** Only with the code `limit`. */
  readonly removals?: RemovalCount
  /** How it ended, said after the message: `nothing was changed`. */
  readonly outcome?: string
  readonly cause?: unknown
}

/** How many users a run would remove something from, and the different number that was confirmed, if any. */
export interface RemovalCount {
  readonly needed: number
  readonly given: number | undefined
}

/** The only error that leaves a room of sfsync on purpose; any other one is a bug. */
export class SfsyncError extends Error {
  readonly code: ErrorCode
  /** The message without the outcome: at the question that may lift a limit, the end is not known yet. */
  readonly reason: string
  readonly actions: readonly Hint[]
  readonly rows: readonly ErrorRow[]
  readonly summary: string | undefined
  readonly removals: RemovalCount | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(details.outcome === undefined ? message : `${message}; ${details.outcome}`, {
      cause: details.cause,
    })
    this.reason = message
    this.name = 'SfsyncError'
    this.code = code
    this.actions = details.actions ?? []
    this.rows = details.rows ?? []
    this.summary = details.summary
    this.removals = details.removals
  }
}
