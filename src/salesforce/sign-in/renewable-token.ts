/** An access token that all requests share: read on first use, and renewed once for all requests it was refused for. */
export class RenewableToken {
  readonly #renewed: (refused: string) => Promise<string | undefined>
  readonly #read: () => Promise<string>
  #current: Promise<string> | undefined
  #renewal: { readonly refused: string; readonly token: Promise<string | undefined> } | undefined

  constructor(read: () => Promise<string>, renew: (refused: string) => Promise<string | undefined>) {
    this.#read = read
    this.#renewed = renew
  }

  async token(): Promise<string> {
    return await (this.#current ??= this.#read())
  }

  /** A token other than the refused one; undefined where there is no other. An interruption ends only the wait. */
  async renew(refused: string, interrupted?: AbortSignal): Promise<string | undefined> {
    const latest = await this.token()
    if (latest !== refused) return latest
    // Several requests are refused at once; one renewal serves them all.
    if (this.#renewal?.refused !== refused) this.#renewal = { refused, token: this.#renewed(refused) }
    const renewed = await unlessInterrupted(this.#renewal.token, interrupted)
    if (renewed !== undefined) this.#current = Promise.resolve(renewed)
    return renewed
  }
}

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
