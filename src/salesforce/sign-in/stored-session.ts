import type { Session } from '../session.ts'
import type { Asking } from './asking.ts'
import type { LoginRecord, LoginStore } from './login-store.ts'

/** The session of a login that is kept. Its secrets are read when the first token is needed. */
export class StoredSession implements Session {
  readonly way: LoginRecord['way']
  readonly instanceUrl: string
  readonly identity: Session['identity']
  readonly signInAgain = ['sign in again: sfsync login'] as const
  readonly #store: LoginStore
  readonly #asking: Asking
  readonly #record: LoginRecord
  #token: Promise<string> | undefined
  #renewing: { readonly refused: string; readonly token: Promise<string | undefined> } | undefined

  constructor(record: LoginRecord, store: LoginStore, asking: Asking) {
    this.way = record.way
    this.instanceUrl = record.instanceUrl
    this.identity = { identity: record.identity, organizationId: record.organizationId }
    this.#record = record
    this.#store = store
    this.#asking = asking
  }

  async token(): Promise<string> {
    this.#token ??= this.#store.secret(this.#record).then(({ accessToken }) => accessToken)
    return await this.#token
  }

  async renew(refused: string): Promise<string | undefined> {
    const latest = await this.token()
    if (latest !== refused) return latest
    // Several requests are refused at once; one renewal serves them all.
    if (this.#renewing?.refused !== refused) this.#renewing = { refused, token: this.#renewed(refused) }
    const renewed = await unlessInterrupted(this.#renewing.token, this.#asking.interrupted)
    if (renewed !== undefined) this.#token = Promise.resolve(renewed)
    return renewed
  }

  async #renewed(refused: string): Promise<string | undefined> {
    const { interrupted: _, ...asking } = this.#asking
    // Most commands never need it.
    const { renewLogin } = await import('./renew-login.ts')
    return await renewLogin(this.#record, refused, this.#store, asking)
  }
}

// The renewal itself goes on to its end, and the process with it.
async function unlessInterrupted<Result>(
  work: Promise<Result>,
  interrupted: AbortSignal | undefined,
): Promise<Result> {
  if (interrupted === undefined) return await work
  return await new Promise((resolve, reject) => {
    const stop = () => reject(interrupted.reason)
    if (interrupted.aborted) stop()
    interrupted.addEventListener('abort', stop)
    void work.then(resolve, reject).finally(() => interrupted.removeEventListener('abort', stop))
  })
}
