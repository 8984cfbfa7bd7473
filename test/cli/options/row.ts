/** One command line and the options that its command is given. */
export interface Row {
  /** The words after `sfsync`, as the title of the test. */
  readonly typed: string
  readonly words: readonly string[]
  readonly options: unknown
  /** The global flags that were typed. */
  readonly globals?: object
}

/** A row; the global flags are those of its command line. */
export function row(words: readonly string[], options: unknown, globals: object = {}): Row {
  return { typed: words.join(' '), words, options, globals }
}

/** The Salesforce User ID of somebody. */
export const id = '0055g0000004C92AAE'
