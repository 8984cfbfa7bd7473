import type { Context } from './context.ts'
import type { ExitCode } from './exit-codes.ts'

/** The work of one command: knows no commander. Gives back an exit code where it is not "done". */
export type Run<Options> = (options: Options, context: Context) => Promise<ExitCode | void>

/** What another command says when it does this one's work. */
export interface Caller {
  /** The admin was asked for something, so the plan is shown and confirmed. */
  readonly asked: boolean
}

/** The caller of a command that was typed. */
export const typedByAdmin: Caller = { asked: false }

/** Runs a command's work with its options; a test takes the place of it to see the options. */
export type Handle = <Options>(run: Run<Options>, options: Options) => Promise<void>
