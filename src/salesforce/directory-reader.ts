import type { DirectoryRead } from '../core/directory-read.ts'
import type { ErrorRow } from '../core/errors.ts'
import type { SalesforceUser } from '../core/salesforce-user.ts'

/** One reading of Salesforce users from a source, page by page, so that memory stays flat. */
export interface DirectoryReading {
  readonly read: Omit<DirectoryRead, 'at'>
  /** How many people the source promised; undefined when it does not tell. Fewer arriving is an error. */
  readonly promised: number | undefined
  readonly pages: AsyncIterable<readonly SalesforceUser[]>
  /** Rows that could not be taken; complete once the pages are read. */
  readonly problems: readonly ErrorRow[]
  /** What the admin should know: the guessed encoding, a footer, fields that were not readable. Complete once the pages are read. */
  readonly notices: readonly string[]
}
