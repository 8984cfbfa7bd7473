import { spawn } from 'node:child_process'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { readFileIfExists, writePrivateFile } from './lock.ts'
import type { KeyringRequest } from './keyring-process.ts'

/** Secrets in files of one folder, each readable by its owner alone (0600). */
export function filePlace(folder: string): SecretPlace {
  const fileOf = (name: string) => join(folder, `secret-${name}.json`)
  return {
    kind: 'file',
    read: (name) => usable(fileOf(name), async () => await readFileIfExists(fileOf(name))),
    write: (name, secret) =>
      usable(fileOf(name), async () => {
        await writePrivateFile(fileOf(name), secret)
        if ((await readFileIfExists(fileOf(name))) !== secret)
          throw new PlaceUnusable('it did not keep what was written')
      }),
    remove: (name) =>
      usable(fileOf(name), async () => {
        const there = await stat(fileOf(name)).catch(() => undefined)
        await rm(fileOf(name), { force: true })
        return there !== undefined
      }),
  }
}

async function usable<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PlaceUnusable) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure'
    throw new PlaceUnusable(`${file}: ${code}`)
  }
}

/** Why a place could not keep or give a secret; never holds the secret. */
export class PlaceUnusable extends Error {}

/** Where secrets rest, each under a name. Every method throws `PlaceUnusable` where the place cannot be used. */
export interface SecretPlace {
  readonly kind: 'keyring' | 'file'
  /** Undefined where there is none of that name. */
  read(name: string): Promise<string | undefined>
  /** Writes it, or replaces what is there, and has read it back before it returns. */
  write(name: string, secret: string): Promise<void>
  /** Tells whether there was one. */
  remove(name: string): Promise<boolean>
}

/** How to reach the keyring of this account. */
export interface KeyringOptions {
  /** What tells these secrets from those of other folders: the folder of the profile. */
  readonly folder: string
  /** How long the keyring may take; it may have to ask its owner. */
  readonly seconds: number
  /** What asks the keyring, as `keyring-process.ts` does. */
  readonly program?: string
}

const service = 'sfsync'
const answer = z.union([
  z.object({ found: z.nullable(z.string()) }),
  z.object({ done: z.boolean() }),
  z.object({ reason: z.string() }),
])

/** The keyring of the operating system: Keychain, Credential Manager, or the Secret Service of a Linux desktop. */
export function keyringPlace({ folder, seconds, program = ownProgram() }: KeyringOptions): SecretPlace {
  const ask = async (action: KeyringRequest['action'], name: string, secret?: string) =>
    await asked(
      { action, service, account: `${folder}#${name}`, ...(secret === undefined ? {} : { secret }) },
      seconds,
      program,
    )
  return {
    kind: 'keyring',
    read: async (name) => {
      const answered = await ask('read', name)
      return 'found' in answered ? (answered.found ?? undefined) : undefined
    },
    write: async (name, secret) => {
      const answered = await ask('write', name, secret)
      if (!('found' in answered) || answered.found !== secret)
        throw new PlaceUnusable('the keyring did not keep what was written')
    },
    remove: async (name) => {
      const answered = await ask('remove', name)
      return 'done' in answered && answered.done
    },
  }
}

async function asked(request: KeyringRequest, seconds: number, program: string) {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'ignore'] })
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, seconds * 1_000)
  try {
    const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
    child.stdin.on('error', () => undefined)
    child.stdin.end(JSON.stringify(request))
    const [printed] = await Promise.all([text(child.stdout), ended])
    return understood(late ? '' : printed)
  } catch (error) {
    throw error instanceof PlaceUnusable ? error : new PlaceUnusable('the keyring could not be asked')
  } finally {
    clearTimeout(timer)
  }

  function understood(printed: string) {
    if (late) throw new PlaceUnusable(`the keyring did not answer within ${seconds} seconds`)
    const parsed = printed === '' ? undefined : answer.safeParse(JSON.parse(printed))
    if (parsed?.success !== true) throw new PlaceUnusable('the keyring could not be asked')
    if ('reason' in parsed.data) throw new PlaceUnusable(parsed.data.reason)
    return parsed.data
  }
}

// Beside the bundle, or beside this source.
function ownProgram(): string {
  const name = import.meta.url.endsWith('.ts') ? './keyring-process.ts' : './keyring-process.js'
  return fileURLToPath(new URL(name, import.meta.url))
}
