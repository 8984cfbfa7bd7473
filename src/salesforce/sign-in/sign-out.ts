import type { Asking } from './asking.ts'
import type { LoginRecord, LoginSecret, LoginStore } from './login-store.ts'
import { revokeToken } from './token-endpoint.ts'

/** What came of signing out. */
export interface SignedOut {
  /** The login that was kept; undefined where there was none. */
  readonly record: LoginRecord | undefined
  /** Whether Salesforce took the token back; undefined where there was none of ours. */
  readonly revoked: boolean | undefined
}

/** Forgets the login here first, and then asks Salesforce to take its token back, as well as that can be done. */
export async function signOut(store: LoginStore, asking: Asking): Promise<SignedOut> {
  // A damaged record is there, too.
  const there = await store.record().then(
    (record) => record !== undefined,
    () => true,
  )
  if (!there) return { record: undefined, revoked: undefined }
  const { record, secret } = await store.alone(async () => {
    const kept = await store.record().catch(() => undefined)
    const found =
      kept === undefined || kept.secretRests === 'nowhere'
        ? undefined
        : await store.secret(kept).catch(() => undefined)
    await store.forget()
    return { record: kept, secret: found }
  })
  return { record, revoked: await revoked(record, secret, asking) }
}

// A token from the environment belongs to whoever put it there.
async function revoked(
  record: LoginRecord | undefined,
  secret: LoginSecret | undefined,
  asking: Asking,
): Promise<boolean | undefined> {
  if (record === undefined || record.loginUrl === null) return undefined
  if (secret === undefined) return false
  return await revokeToken(record.loginUrl, secret.refreshToken ?? secret.accessToken, asking)
}
