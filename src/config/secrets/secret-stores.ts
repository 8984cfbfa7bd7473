import { spawn } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { parseJson } from '../../core/text.ts'
import { readFileIfExists, replaceFile } from '../../system/files.ts'
import type { KeyringRequest } from './keyring-process.ts'

/** Stores secrets, each under a name. Every method throws `SecretStoreUnavailable` where the store cannot be used. */
export interface SecretStore {
  readonly kind: 'keyring' | 'file'
  /** Undefined where there is no secret of that name. */
  read(name: string): Promise<string | undefined>
  /** Writes or replaces a secret, and has read it back before it returns. */
  write(name: string, secret: string): Promise<void>
  /** Whether there was one to remove. */
  remove(name: string): Promise<boolean>
}

/** Why a store could not save or return a secret; never contains the secret. */
export class SecretStoreUnavailable extends Error {}

/** Secrets in files of one folder, each readable only by its owner (0600). */
export function fileSecretStore(folder: string): SecretStore {
  const fileOf = (name: string) => join(folder, `secret-${name}.json`)
  return {
    kind: 'file',
    read: (name) => available(fileOf(name), async () => await readFileIfExists(fileOf(name))),
    write: (name, secret) =>
      available(fileOf(name), async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await replaceFile(fileOf(name), secret)
        if ((await readFileIfExists(fileOf(name))) !== secret)
          throw new SecretStoreUnavailable('it did not store what was written')
      }),
    remove: (name) =>
      available(fileOf(name), async () => {
        const isThere = (await readFileIfExists(fileOf(name))) !== undefined
        await rm(fileOf(name), { force: true })
        return isThere
      }),
  }
}

async function available<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SecretStoreUnavailable) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure'
    throw new SecretStoreUnavailable(`${file}: ${code}`)
  }
}

/** How to reach the keyring of this account. */
interface KeyringOptions {
  /** The folder of the profile, which separates these secrets from those of other profiles. */
  readonly folder: string
  /** How long the keyring may take; its owner may have to unlock it. */
  readonly seconds: number
  /** The program that asks the keyring, as `keyring-process.ts` does. */
  readonly program?: string
}

const keyringAnswer = z.union([
  z.object({ found: z.nullable(z.string()) }),
  z.object({ done: z.boolean() }),
  z.object({ reason: z.string() }),
])

/** The keyring of the operating system: Keychain, Credential Manager, or the Secret Service of a Linux desktop. */
export function keyringSecretStore({ folder, seconds, program = ownProgram() }: KeyringOptions): SecretStore {
  const ask = async (action: KeyringRequest['action'], name: string, secret?: string) =>
    await askKeyring(
      {
        action,
        service: 'sfsync',
        account: `${folder}#${name}`,
        ...(secret === undefined ? {} : { secret }),
      },
      seconds,
      program,
    )
  return {
    kind: 'keyring',
    read: async (name) => {
      const answer = await ask('read', name)
      return 'found' in answer ? (answer.found ?? undefined) : undefined
    },
    write: async (name, secret) => {
      const answer = await ask('write', name, secret)
      if (!('found' in answer) || answer.found !== secret)
        throw new SecretStoreUnavailable('the keyring did not store what was written')
    },
    remove: async (name) => {
      const answer = await ask('remove', name)
      return 'done' in answer && answer.done
    },
  }
}

async function askKeyring(request: KeyringRequest, seconds: number, program: string) {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'ignore'] })
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    child.kill('SIGKILL')
  }, seconds * 1_000)
  try {
    const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
    child.stdin.on('error', () => undefined)
    child.stdin.end(JSON.stringify(request))
    const [output] = await Promise.all([text(child.stdout), ended])
    if (timedOut) throw new SecretStoreUnavailable(`the keyring did not respond within ${seconds} seconds`)
    const answer = keyringAnswer.safeParse(parseJson(output))
    if (!answer.success) throw new SecretStoreUnavailable('the keyring could not be reached')
    if ('reason' in answer.data) throw new SecretStoreUnavailable(answer.data.reason)
    return answer.data
  } catch (error) {
    throw error instanceof SecretStoreUnavailable
      ? error
      : new SecretStoreUnavailable('the keyring could not be reached')
  } finally {
    clearTimeout(timer)
  }
}

// Beside the bundle, or beside this source.
function ownProgram(): string {
  const name = import.meta.url.endsWith('.ts') ? './keyring-process.ts' : './keyring-process.js'
  return fileURLToPath(new URL(name, import.meta.url))
}

// Enough time to unlock a keyring by hand.
const keyringSeconds = 30

/** The stores of a folder that a setting allows, in the order in which they are tried, and all that may hold something. */
export function secretStores(folder: string, secretStore: string) {
  const keyring = keyringSecretStore({ folder, seconds: keyringSeconds })
  const file = fileSecretStore(folder)
  const stores = secretStore === 'file' ? [file] : secretStore === 'keyring' ? [keyring] : [keyring, file]
  return { stores, knownStores: [keyring, file] }
}
