import { SecretStoreUnavailable, type SecretStore } from '../../../src/config/secrets/secret-stores.ts'

/** Secrets in memory; `broken` while the place cannot be used. */
export class FakePlace implements SecretStore {
  readonly kind: SecretStore['kind']
  readonly kept = new Map<string, string>()
  broken = false

  constructor(kind: SecretStore['kind'] = 'keyring') {
    this.kind = kind
  }

  async read(name: string): Promise<string | undefined> {
    return await this.#usable(() => this.kept.get(name))
  }

  async write(name: string, secret: string): Promise<void> {
    await this.#usable(() => this.kept.set(name, secret))
  }

  async remove(name: string): Promise<boolean> {
    return await this.#usable(() => this.kept.delete(name))
  }

  async #usable<Result>(work: () => Result): Promise<Result> {
    if (this.broken) throw new SecretStoreUnavailable('it is locked')
    return await Promise.resolve(work())
  }
}
