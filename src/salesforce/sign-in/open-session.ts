import { SfsyncError } from '../../core/errors.ts'
import type { Session } from '../session.ts'
import type { Asking } from './asking.ts'
import { environmentSession, type EnvironmentValues } from './environment.ts'
import type { LoginStore } from './login-store.ts'
import type { SfSurroundings } from './sf-program.ts'

/** Everything that can sign a profile in. */
export interface SessionSources {
  /** An org of the Salesforce CLI; empty where none is named. */
  readonly targetOrg: string
  readonly environment: EnvironmentValues
  /** Whether the address comes from the environment, where it is half of a sign-in, and not from a configuration file. */
  readonly addressIsHalf: boolean
  readonly store: LoginStore
}

/**
 * The session that counts for a profile: the Salesforce CLI's login where an org of it is named, else the token in the
 * environment, else the login that is kept. Half of an environment is an error and never falls through to another way.
 * Throws `login-needed` where nobody is signed in.
 */
export async function openSession(
  sources: SessionSources,
  sf: SfSurroundings,
  asking: Asking,
): Promise<Session> {
  if (sources.targetOrg !== '') return await openSf(sources.targetOrg, sf, asking)
  const { accessToken, instanceUrl, tokenVariable } = sources.environment
  const hasToken = accessToken.trim() !== ''
  if (hasToken) asking.learn(accessToken.trim())
  const hasAddress = instanceUrl.trim() !== ''
  if (hasToken || (hasAddress && sources.addressIsHalf)) return environmentSession(sources.environment)
  const record = await sources.store.record()
  if (record === undefined) {
    if (hasAddress) return environmentSession(sources.environment)
    throw new SfsyncError('login-needed', 'this profile has no login', {
      actions: ['sfsync login', `or set ${tokenVariable} and SF_ORG_INSTANCE_URL`],
    })
  }
  if (record.way === 'sf-cli' && record.targetOrg !== null) return await openSf(record.targetOrg, sf, asking)
  const { StoredSession } = await import('./stored-session.ts')
  return new StoredSession(record, sources.store, asking)
}

async function openSf(targetOrg: string, sf: SfSurroundings, asking: Asking): Promise<Session> {
  const { sfSession } = await import('./sf-session.ts')
  return await sfSession({ ...sf, targetOrg, learn: asking.learn })
}
