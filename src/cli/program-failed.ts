import { type ErrorDetails, SfsyncError } from '../core/errors.ts'

/** A program that an admin named has failed, and sfsync ends with its exit code. */
export class ProgramFailed extends SfsyncError {
  readonly exitCode: number

  constructor(exitCode: number, message: string, details: ErrorDetails) {
    super('failure', message, details)
    this.exitCode = exitCode
  }
}
