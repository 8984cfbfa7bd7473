import { type ErrorCode, type ErrorDetails, SfsyncError } from '../core/errors.ts'
import type { Refusal } from '../core/change.ts'

/** Every exit code of sfsync, by name. Scripts rely on the numbers. */
export const exitCodes = {
  done: 0,
  failure: 1,
  usage: 2,
  partial: 3,
  loginNeeded: 4,
  remote: 5,
  confirmationNeeded: 6,
  limit: 7,
  waiting: 10,
  interrupted: 130,
} as const

/** What each exit code means, in one line; flags and commands are in backticks. */
export const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'success, including when there was nothing to do',
  failure:
    'failure: nothing was changed, `doctor` found a problem, or the command of `check --notify` failed',
  usage: 'invalid command line or configuration',
  partial: 'partly done: `--keep-going` or `undo` left some rows out',
  loginNeeded: 'not signed in to Salesforce, or no valid key for the SalesScreen API',
  remote: 'Salesforce or SalesScreen could not be reached, or the answer was incomplete',
  confirmationNeeded: 'confirmation needed: nothing was changed, and the error names the flag to add',
  limit: 'safety limit reached, or the author of a plan may not apply it: nothing was changed',
  waiting:
    'changes, drift or things to enter found by `plan --detailed-exitcode`, `try`, `check`, `settings check`, `todo --exit-code` or `status --require`',
  interrupted: 'interrupted with Ctrl-C',
}

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const byError: Readonly<Record<ErrorCode, ExitCode>> = {
  failure: exitCodes.failure,
  usage: exitCodes.usage,
  configuration: exitCodes.usage,
  'not-found': exitCodes.failure,
  invalid: exitCodes.failure,
  conflict: exitCodes.failure,
  'ledger-unusable': exitCodes.failure,
  'ledger-newer': exitCodes.failure,
  'ledger-busy': exitCodes.failure,
  'disk-full': exitCodes.failure,
  'report-unreadable': exitCodes.failure,
  'file-unreadable': exitCodes.failure,
  'login-needed': exitCodes.loginNeeded,
  remote: exitCodes.remote,
  'decision-needed': exitCodes.confirmationNeeded,
  limit: exitCodes.limit,
  waiting: exitCodes.waiting,
  interrupted: exitCodes.interrupted,
}

/** The exit code that a failure ends with. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return byError[code]
}

/** A program that an admin named has failed, and sfsync ends with its exit code. */
export class ProgramFailed extends SfsyncError {
  readonly exitCode: number

  constructor(exitCode: number, message: string, details: ErrorDetails) {
    super('failure', message, details)
    this.exitCode = exitCode
  }
}

/** The failure that a refusal ends with. */
export function refusalError({ code, message, ...details }: Refusal): SfsyncError {
  return new SfsyncError(code, message, {
    ...details,
    ...(code === 'limit' ? { outcome: 'nothing was changed' } : {}),
  })
}
