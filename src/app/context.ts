import type { Configuration } from '../config/keys.ts'
import type { Hint } from '../core/hint.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppDependencies } from './ports.ts'
import type { TimeTexts } from './time-span.ts'

/** The environment variable by which commands know that they run inside `sfsync try`. */
export const tryVariable = 'SFSYNC_TRY'

/** What a use case has at hand. It knows no command line: what it says goes through these methods. */
export interface AppContext {
  readonly dependencies: AppDependencies
  readonly configuration: Configuration
  /** The name of the profile in use. */
  readonly profile: string
  /** Who acts, as the history records it. */
  readonly actor: string
  /** Whether every problem and every warning is wanted, however many there are. */
  readonly allProblems: boolean
  /** UTC, ISO 8601. */
  now(): string
  /** The day in the time zone of this machine, YYYY-MM-DD; decisions expire by it. */
  today(): string
  /** How times are written in the result: for people, or for a machine. */
  readonly times: TimeTexts
  /** The ledger of the profile, opened on first use. */
  ledger(): Promise<Ledger>
  /** The path of the ledger file. */
  store(): Promise<string>
  /** Reports on the work; never part of the result. */
  note(text: Hint): Promise<void>
  /** Reports a detail that only `--verbose` shows. */
  detail(text: string): Promise<void>
  /** Reports what the admin should know although the command succeeds. */
  warn(hint: Hint): Promise<void>
  /** A hint as this admin would type it: commands in the profile and store in use. */
  typed(hint: Hint): string
  /** Says what to do next. */
  suggest(hint: Hint): Promise<void>
  /** Shows on a terminal how far a read is: `before` users are here already, `total` are promised; silent elsewhere. */
  startProgress(before: number, total: number): Progress
}

/** The progress of a read, on one line of the terminal. */
export interface Progress {
  /** So many more users were read. */
  read(users: number): Promise<void>
  /** Removes the line. */
  end(): Promise<void>
}
