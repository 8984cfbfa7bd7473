/** The links of the chain to Salesforce, in the order in which they are tested and told. */
export const linkNames = ['dns', 'proxy', 'tls', 'login', 'api', 'permissions', 'clock', 'calls'] as const

/** One of the links. */
export type LinkName = (typeof linkNames)[number]

/** What came of testing one link; `skipped` is not tried, because a link that it hangs on does not hold. */
export interface LinkFinding {
  readonly link: LinkName
  readonly result: 'ok' | 'warning' | 'problem' | 'skipped'
  readonly detail: string
  /** What to do, most useful first. */
  readonly actions: readonly string[]
}
