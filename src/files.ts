import { constants } from 'node:fs'
import { access, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileFacts } from './cli/parts.ts'
import { SfsyncError } from './core/errors.ts'

/** What doctor wants to know of a file; undefined where there is none. */
export async function describeFile(path: string): Promise<FileFacts | undefined> {
  try {
    const { mode, size } = await stat(path)
    const writable = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    )
    return { mode, bytes: size, writable }
  } catch {
    return undefined
  }
}

/** A new folder (0700) in the system's place for temporary files. */
export async function temporaryFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'sfsync-'))
}

/** Writes a text beside a file and puts it in its place; throws `failure` and leaves nothing where that cannot be. */
export async function writePrivately(path: string, text: string | AsyncIterable<string>): Promise<void> {
  const beside = `${path}.${process.pid}.new`
  try {
    await writeFile(beside, text, { mode: 0o600 })
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    if (error instanceof SfsyncError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new SfsyncError('failure', `${path} cannot be written: ${reason}`, {
      actions: ['name a file in a folder where you may write'],
      cause: error,
    })
  }
}

/** Removes a folder with all that is in it. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true })
}
