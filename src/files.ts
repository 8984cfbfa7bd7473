import { constants } from 'node:fs'
import { access, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileFacts } from './cli/parts.ts'

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

/** Removes a folder with all that is in it. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true })
}
