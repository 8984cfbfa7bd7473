import { SfsyncError } from '../../core/errors.ts'
import type { Asking } from './asking.ts'
import { readKeyFile } from './key-file.ts'
import { jwtForm } from './jwt.ts'
import type { LoginRecord, LoginSecret, LoginStore } from './login-store.ts'
import { askForToken } from './token-endpoint.ts'

const again = 'sign in again: sfsync login'

/**
 * A token other than the refused one, kept before anybody uses it: where Salesforce rotates refresh tokens the old one is
 * dead by then. Only one process renews at a time; the others find what it kept. Undefined where this way knows no other
 * token; throws `login-needed` and `remote`.
 */
export async function renewLogin(
  opened: LoginRecord,
  refused: string,
  store: LoginStore,
  // Not ended by Ctrl-C: an answer that nobody takes could hold the only refresh token that is still good.
  asking: Omit<Asking, 'interrupted'>,
): Promise<string | undefined> {
  return await store.alone(async () => {
    const record = await sameLogin(opened, store)
    const secret = await store.secret(record)
    if (secret.accessToken !== refused) return secret.accessToken
    const form = await renewalForm(record, secret)
    if (form === undefined || record.loginUrl === null) return undefined
    const petitioner = { way: record.way, loginUrl: record.loginUrl, signInAgain: [again] }
    const granted = await askForToken(petitioner, form, asking)
    const refreshToken = granted.refreshToken ?? secret.refreshToken
    await store.renew(record, { ...secret, accessToken: granted.accessToken, refreshToken })
    if (granted.instanceUrl !== record.instanceUrl) throw moved(record, granted.instanceUrl)
    return granted.accessToken
  })
}

// Somebody may have signed in or out since this command began.
async function sameLogin(opened: LoginRecord, store: LoginStore): Promise<LoginRecord> {
  const record = await store.record()
  if (record?.instanceUrl === opened.instanceUrl && record.identity === opened.identity) return record
  throw new SfsyncError(
    'login-needed',
    'somebody signed this profile out, or in as somebody else, while this command ran',
    {
      actions: ['run the command again'],
    },
  )
}

async function renewalForm(
  { way, clientId, identity, loginUrl, keyFile }: LoginRecord,
  { refreshToken, clientSecret, privateKey }: LoginSecret,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (clientId === null || loginUrl === null) return undefined
  const proof = clientSecret === null ? {} : { client_secret: clientSecret }
  if (way === 'jwt') {
    const pem = privateKey ?? (keyFile === null ? undefined : (await readKeyFile(keyFile)).text)
    return pem === undefined
      ? undefined
      : jwtForm({ clientId, username: identity, loginUrl, privateKey: pem, now: new Date() })
  }
  if (way === 'client-credentials') return { grant_type: 'client_credentials', client_id: clientId, ...proof }
  if (refreshToken === null) return undefined
  return { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, ...proof }
}

function moved({ instanceUrl }: LoginRecord, now: string): SfsyncError {
  return new SfsyncError('login-needed', `the org has moved from ${instanceUrl} to ${now}`, {
    actions: [again],
  })
}
