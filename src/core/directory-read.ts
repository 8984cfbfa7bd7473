/** Where a reading of the directory came from. */
export type DirectorySource = 'live' | 'report' | 'demo'

/** What is known of one reading of the directory. */
export interface DirectoryRead {
  readonly source: DirectorySource
  /** The file or the host it was read from. */
  readonly origin: string
  /** Which Salesforce identity looked, where known. */
  readonly identity: string | null
  /** The 18-character organization ID, where the source tells it. */
  readonly organizationId: string | null
  /** UTC, ISO 8601. */
  readonly at: string
}
