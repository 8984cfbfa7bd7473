import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'

/** The environment variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Name of the configuration file, in a project or a home folder. */
export const rcFileName = '.sfsyncrc'

/** The user's own configuration file. */
export function userRcFile(environment: Environment, home: string): string {
  return join(environment['HOME'] ?? home, rcFileName)
}

/** The nearest configuration file from a folder upwards, other than the user's own. */
export function projectRcFile(folder: string, userFile: string): string | undefined {
  for (let current = resolve(folder); ; current = dirname(current)) {
    const file = join(current, rcFileName)
    if (file !== userFile && existsSync(file)) return file
    if (dirname(current) === current) return undefined
  }
}

/** Where ledgers are kept: XDG on Linux, the platform's own place elsewhere. */
export function dataFolder(environment: Environment, home: string, platform: string): string {
  const own = environment['XDG_DATA_HOME']
  // Source: XDG Base Directory Specification; a path that is not absolute is to be ignored.
  if (own !== undefined && isAbsolute(own)) return join(own, 'sfsync')
  const base = environment['HOME'] ?? home
  if (platform === 'darwin') return join(base, 'Library', 'Application Support', 'sfsync')
  if (platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'sfsync')
  return join(base, '.local', 'share', 'sfsync')
}

/** The ledger of a profile when nothing names another. */
export function defaultStore(folder: string, profile: string): string {
  return join(folder, profile, 'ledger.sqlite')
}

/** A path as configured, made absolute: `~/` is the home folder, relative paths start at `base`. */
export function absolutePath(path: string, base: string, home: string): string {
  if (path === '~' || path.startsWith('~/')) return join(home, path.slice(1))
  return resolve(base, path)
}
