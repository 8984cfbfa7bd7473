import type { LiveConnection } from './connection.ts'
import type { Identity } from '../identity.ts'
import { countQuery } from './fields.ts'

/** Whom a live org sees when it is asked who asks. */
export interface LiveCheck extends Identity {
  /** API calls left in these 24 hours; null when the org does not tell. */
  readonly callsLeft: number | null
}

/** Asks a live org who asks, tries whether users can be queried, and counts the API calls left; throws `login-needed`, `configuration` or `remote`. */
export async function checkLive(connection: LiveConnection): Promise<LiveCheck> {
  // jsforce takes longer to load than all of sfsync.
  const { openOrg } = await import('./org.ts')
  const org = openOrg(connection)
  const { identity, organizationId } = await org.identity()
  await org.count(countQuery('people'))
  return { identity, organizationId, callsLeft: org.callsLeft() }
}
