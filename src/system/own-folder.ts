import { mkdirSync } from 'node:fs'
import { SfsyncError } from '../core/errors.ts'

/**
 * Makes a folder that only this account can use, for what sfsync itself keeps; throws `configuration`, with how to have it
 * elsewhere, where it may not.
 */
export function makeOwnFolder(
  folder: string,
  elsewhere = 'set XDG_DATA_HOME to a folder that you can write to',
): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (!/^(?:EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EEXIST)$/.test(code)) throw cause
    const why = /^(?:ENOTDIR|EEXIST)$/.test(code) ? `: a file is in the way (${code})` : ` (${code})`
    throw new SfsyncError('configuration', `the folder ${folder} cannot be created${why}`, {
      actions: [elsewhere],
      cause,
    })
  }
}
