import { mkdirSync } from 'node:fs'
import { SfsyncError } from '../core/errors.ts'

/** Makes a folder that only this account can use, for what sfsync itself keeps; throws `configuration` where it may not. */
export function makeOwnFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (!/^(?:EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EEXIST)$/.test(code)) throw cause
    throw new SfsyncError('configuration', `the folder ${folder} cannot be created (${code})`, {
      actions: ['set XDG_DATA_HOME to a folder that you can write to'],
      cause,
    })
  }
}
