import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { SfsyncError } from '../core/errors.ts'
import {
  type Configuration,
  type ConfigurationKey,
  type ConfigurationName,
  keyNamed,
  problemWithValue,
  type Setting,
} from './keys.ts'
import type { RcFile } from './rc-file.ts'

/** Where the process stands; what the configuration depends on besides flags. */
export interface ConfigurationSources {
  readonly environment: Environment
  readonly folder: string
  readonly home: string
  readonly platform: string
}

/** Reads every source and settles each key: flag > environment > project `.sfsyncrc` > user `.sfsyncrc` > default. */
export async function loadConfiguration(
  flags: Readonly<Partial<Record<ConfigurationName, string>>>,
  surroundings: ConfigurationSources,
): Promise<Configuration> {
  const { environment, folder, home, platform } = surroundings
  const userFile = userRcFile(environment, home)
  const projectFile = projectRcFile(folder, userFile)
  const files: { from: 'project' | 'user'; rc: RcFile }[] = []
  if (projectFile !== undefined) files.push({ from: 'project', rc: await readLazily(projectFile) })
  if (existsSync(userFile)) files.push({ from: 'user', rc: await readLazily(userFile) })

  const settle = (key: ConfigurationKey, name: ConfigurationName, profile: string): Setting => {
    const flag = flags[name]
    if (flag !== undefined) return { value: flag, origin: { from: 'flag' } }
    const variable = environment[key.variable]
    if (variable !== undefined && variable !== '')
      return { value: variable, origin: { from: 'environment', variable: key.variable } }
    for (const { from, rc } of files) {
      const value = valueInFile(rc, key, profile)
      if (value !== undefined) return { value: atHome(key, value, rc.file), origin: { from, file: rc.file } }
    }
    return { value: key.fallback, origin: { from: 'default' } }
  }
  const atHome = (key: ConfigurationKey, value: string, file: string) =>
    key.kind === 'path' ? absolutePath(value, dirname(file), home) : value

  const profileKey = keyNamed('profile')
  const profile = validated(profileKey, settle(profileKey, 'profile', 'default'))
  const of = (name: ConfigurationName) => {
    const key = keyNamed(name)
    return validated(key, settle(key, name, profile.value))
  }
  const inFolder = (setting: Setting) =>
    setting.value === '' ? setting : { ...setting, value: absolutePath(setting.value, folder, home) }
  const data = dataFolder(environment, home, platform)
  const store = of('store')
  const path = store.value === '' ? defaultStore(data, profile.value) : inFolder(store).value
  const settings = {
    profile,
    store: { ...store, value: path },
    format: of('format'),
    color: of('color'),
    input: of('input'),
    actor: of('actor'),
    'instance-url': of('instance-url'),
    'token-variable': of('token-variable'),
    'target-org': of('target-org'),
    'client-id': of('client-id'),
    'login-url': of('login-url'),
    username: of('username'),
    'jwt-key-file': inFolder(of('jwt-key-file')),
    'callback-port': of('callback-port'),
    'sign-in-seconds': of('sign-in-seconds'),
    'secret-store': of('secret-store'),
    'api-version': of('api-version'),
    'timeout-seconds': of('timeout-seconds'),
    'retry-seconds': of('retry-seconds'),
    'deadline-seconds': of('deadline-seconds'),
    'requests-at-once': of('requests-at-once'),
    'bulk-from': of('bulk-from'),
    'refresh-after-minutes': of('refresh-after-minutes'),
    'removal-limit': of('removal-limit'),
    'removal-percent': of('removal-percent'),
    'match-rules': of('match-rules'),
  }
  return { settings, profileFolder: join(data, profile.value), projectFile, userFile }
}

// TOML and its schema cost start-up time, which commands without a configuration file do not pay.
async function readLazily(file: string): Promise<RcFile> {
  const { readRcFile } = await import('./rc-file.ts')
  return readRcFile(file)
}

// A ledger or an org named at the top is meant for the default profile; another profile must never fall into it.
function valueInFile(rc: RcFile, key: ConfigurationKey, profile: string): string | undefined {
  const own = rc.profiles[profile]?.[key.name]
  if (own !== undefined) return own
  return key.perProfile && profile !== 'default' ? undefined : rc.top[key.name]
}

function validated(key: ConfigurationKey, setting: Setting): Setting {
  if (setting.origin.from === 'default') return setting
  const problem = problemWithValue(key, setting.value)
  if (problem === undefined) return setting
  const where = setting.origin.from === 'environment' ? ` (from ${setting.origin.variable})` : ''
  throw new SfsyncError(setting.origin.from === 'flag' ? 'usage' : 'configuration', problem + where)
}

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
