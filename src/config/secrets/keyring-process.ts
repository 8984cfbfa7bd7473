// A process of its own: a keyring that waits to be unlocked blocks the whole process that uses it.
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'

/** A request to the keyring, as JSON on standard input. */
export interface KeyringRequest {
  readonly action: 'read' | 'write' | 'remove'
  readonly service: string
  readonly account: string
  readonly secret?: string
}

/** Its result, as JSON on standard output. */
type KeyringAnswer =
  | { readonly found: string | null }
  | { readonly done: boolean }
  | { readonly reason: string }

interface Keyring {
  readonly Entry: typeof import('@napi-rs/keyring').Entry
}

async function answer(): Promise<KeyringAnswer> {
  try {
    const { action, service, account, secret = '' }: KeyringRequest = JSON.parse(await text(process.stdin))
    const { Entry }: Keyring = createRequire(import.meta.url)('@napi-rs/keyring')
    // Its default falls back to the kernel's keys, which a restart clears.
    const entry = new Entry(service, account, { linux: { store: 'secret-service' } })
    if (action === 'remove') return { done: entry.deleteCredential() }
    if (action === 'write') entry.setSecret(Buffer.from(secret))
    const bytes = entry.getSecret()
    return { found: bytes === null ? null : Buffer.from(bytes).toString('utf8') }
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND'
    if (missing) return { reason: 'the package @napi-rs/keyring is not installed' }
    return { reason: error instanceof Error ? error.message : 'unknown failure' }
  }
}

process.stdout.write(JSON.stringify(await answer()))
