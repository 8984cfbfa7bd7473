import { homedir, userInfo } from 'node:os'
import { isAbsolute } from 'node:path'
import { SfsyncError } from '../core/errors.ts'

/** The home folder: HOME, else the one of this account; undefined where that is not an absolute path. */
export function homeFolder(
  environment: NodeJS.ProcessEnv,
  systemHome: () => string = homedir,
): string | undefined {
  try {
    const home = environment['HOME'] ?? systemHome()
    return isAbsolute(home) ? home : undefined
  } catch {
    // This user ID has no account, as in some containers.
    return undefined
  }
}

/** The name of this account; throws `configuration` where it has none. */
export function accountName(
  environment: NodeJS.ProcessEnv,
  systemName: () => string = () => userInfo().username,
): string {
  // Cron and containers set neither variable.
  const name = environment['USER'] || environment['USERNAME']
  if (name !== undefined && name !== '') return name
  try {
    return systemName()
  } catch (cause) {
    throw new SfsyncError('configuration', 'your user ID has no account name on this machine', {
      actions: ['set SFSYNC_ACTOR to the name that signs your change sets'],
      cause,
    })
  }
}
