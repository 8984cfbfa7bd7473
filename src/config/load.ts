import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { SfsyncError } from '../core/errors.ts'
import {
  type Configuration,
  type ConfigurationKey,
  type ConfigurationName,
  keyNamed,
  problemWithSystem,
  problemWithValue,
  type Setting,
  settingsOf,
} from './keys.ts'
import { given } from '../core/values.ts'
import { isPostgres, postgresAddress, withoutPassword } from '../core/store-address.ts'
import { secretAddress, storeSecret } from './secrets/store-password.ts'
import type { RcFile } from './rc-file.ts'
import { ownAccounts, distrustOf, trustedFolders } from './trust.ts'

/** What the configuration depends on besides flags. */
interface ConfigurationSources {
  readonly environment: NodeJS.ProcessEnv
  /** The current folder. */
  readonly folder: string
  /** Undefined where the home folder is unknown. */
  readonly home: string | undefined
  readonly platform: string
}

/**
 * Reads every source and settles each key: flag > environment > project `.sfsyncrc` > user `.sfsyncrc` > default. Throws
 * `configuration` where a value is invalid, or where a path needs the home folder and that is unknown.
 */
export async function loadConfiguration(
  flags: Readonly<Partial<Record<ConfigurationName, string>>>,
  { environment, folder, home, platform }: ConfigurationSources,
  whereUnusable: 'refuse' | 'leave-out' = 'refuse',
): Promise<Configuration> {
  const userFile = home === undefined ? undefined : join(home, rcFileName)
  const projectFile = projectRcFile(folder, userFile)
  const files: { from: 'project' | 'user'; rc: RcFile }[] = []
  if (userFile !== undefined && existsSync(userFile))
    files.push({ from: 'user', rc: await readLazily(userFile, 'user') })

  let withoutAddress: SfsyncError | undefined
  const secret = (): string | undefined => {
    try {
      return secretAddress(environment)
    } catch (error) {
      if (whereUnusable === 'refuse' || !(error instanceof SfsyncError)) throw error
      withoutAddress = error
      return undefined
    }
  }

  const settle = (key: ConfigurationKey, profile: string): Setting => {
    const flag = flags[key.name]
    if (flag !== undefined) return { value: flag, origin: { from: 'flag' } }
    const inFiles = files.flatMap(({ from, rc }) => {
      const value = valueInFile(rc, key, profile)
      return value === undefined ? [] : [{ value, from, file: rc.file }]
    })
    const [first] = inFiles
    const isFirm = key.isFirm === true && (first?.value === 'true' || first?.value === '1')
    // A whole address with its password is a secret, which build servers keep in a variable of its own.
    for (const name of key.name === 'store' ? [storeSecret, key.variable] : [key.variable]) {
      const variable = name === storeSecret ? secret() : environment[name]
      if (variable !== undefined && variable !== '' && !isFirm)
        return {
          value: name === storeSecret ? withoutPassword(variable) : variable,
          origin: { from: 'environment', variable: name },
        }
    }
    if (first === undefined) return { value: key.fallback, origin: { from: 'default' } }
    const { value, from, file } = first
    const isPath = key.kind === 'path' && !isPostgres(value)
    return {
      value: isPath ? absolutePath(value, dirname(file), home) : value,
      origin: { from, file },
    }
  }

  const trusted = settle(keyNamed('trusted-folders'), 'default').value
  let leftOut: SfsyncError | undefined
  if (projectFile !== undefined) {
    const folders = trustedFolders(trusted).map((each) => absolutePath(each, home ?? folder, home))
    leftOut = distrustOf(projectFile, { owners: ownAccounts(environment), folders })
    if (leftOut !== undefined && whereUnusable === 'refuse') throw leftOut
    if (leftOut === undefined)
      files.unshift({ from: 'project', rc: await readLazily(projectFile, 'project') })
  }
  const profileKey = keyNamed('profile')
  const profile = validated(profileKey, settle(profileKey, 'default'), platform)
  const of = (name: ConfigurationName) => {
    const key = keyNamed(name)
    return validated(key, settle(key, profile.value), platform)
  }
  const data = dataFolder(environment, home, platform)
  const store = of('store')
  const keyFile = of('jwt-key-file')
  const ledger = store.value || (data && join(data, profile.value, 'ledger.sqlite'))
  if (ledger === undefined) throw homeUnknown(environment)
  return {
    settings: {
      ...settingsOf(of),
      store: {
        ...store,
        value: isPostgres(ledger)
          ? postgresAddress(ledger, schemaOf(profile.value)).shown
          : absolutePath(ledger, folder, home),
      },
      'jwt-key-file': { ...keyFile, value: keyFile.value && absolutePath(keyFile.value, folder, home) },
    },
    profileFolder: data && join(data, profile.value),
    profiles: [...new Set(files.flatMap(({ rc }) => Object.keys(rc.profiles)))],
    projectFile,
    userFile,
    ...given({ leftOut, withoutAddress }),
  }
}

// TOML and its schema cost start-up time, so they load only where there is a configuration file.
async function readLazily(file: string, from: 'project' | 'user'): Promise<RcFile> {
  const { readRcFile } = await import('./rc-file.ts')
  return readRcFile(file, from)
}

// A ledger or an org at the top belongs to the default profile; another profile must never use it.
function valueInFile(rc: RcFile, key: ConfigurationKey, profile: string): string | undefined {
  const own = rc.profiles[profile]?.[key.name]
  if (own !== undefined) return own
  return key.perProfile && profile !== 'default' ? undefined : rc.top[key.name]
}

function validated(key: ConfigurationKey, setting: Setting, platform: string): Setting {
  if (setting.origin.from === 'default') return setting
  const problem = problemWithValue(key, setting.value) ?? problemWithSystem(key, setting.value, platform)
  if (problem === undefined) return setting
  const { origin } = setting
  if (origin.from === 'environment')
    throw new SfsyncError('configuration', `${problem} (from ${origin.variable})`, {
      actions: [`correct ${origin.variable}, or unset it`],
    })
  throw new SfsyncError(origin.from === 'flag' ? 'usage' : 'configuration', problem, {
    actions: [`correct ${origin.from === 'flag' ? `--${key.name}` : origin.file}`],
  })
}

// Each profile has a ledger of its own, so that several companies share a database.
function schemaOf(profile: string): string {
  return profile === 'default' ? 'sfsync' : `sfsync_${profile}`
}

/** Name of the configuration file, in a project or a home folder. */
const rcFileName = '.sfsyncrc'

/** The nearest configuration file from a folder upwards, other than the user's own. */
function projectRcFile(folder: string, userFile: string | undefined): string | undefined {
  for (let current = resolve(folder); ; current = dirname(current)) {
    const file = join(current, rcFileName)
    if (file !== userFile && existsSync(file)) return file
    if (dirname(current) === current) return undefined
  }
}

/** Where ledgers are stored: XDG on Linux, the platform's own place elsewhere; undefined where that needs an unknown home folder. */
export function dataFolder(
  environment: NodeJS.ProcessEnv,
  home: string | undefined,
  platform: string,
): string | undefined {
  const xdg = environment['XDG_DATA_HOME']
  // Source: XDG Base Directory Specification; a path that is not absolute is to be ignored.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'sfsync')
  const local = environment['LOCALAPPDATA']
  if (platform === 'win32' && local !== undefined) return join(local, 'sfsync')
  if (home === undefined) return undefined
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'sfsync')
  return platform === 'win32'
    ? join(home, 'AppData', 'Local', 'sfsync')
    : join(home, '.local', 'share', 'sfsync')
}

/** A path as configured, made absolute: `~/` is the home folder, relative paths start at `base`. */
export function absolutePath(path: string, base: string, home: string | undefined): string {
  if (path !== '~' && !path.startsWith('~/')) return resolve(base, path)
  if (home !== undefined) return join(home, path.slice(1))
  throw new SfsyncError('configuration', `cannot resolve ${path}: your home folder is unknown`, {
    actions: ['set HOME to an absolute path, or use an absolute path'],
  })
}

function homeUnknown({ HOME: home }: NodeJS.ProcessEnv): SfsyncError {
  const reason =
    home === undefined
      ? 'HOME is not set and this account has no home folder'
      : `HOME is "${home}", which is not an absolute path`
  return new SfsyncError('configuration', `there is no folder for your ledger: ${reason}`, {
    actions: ['set HOME or XDG_DATA_HOME to an absolute path, or name a ledger with --store <file>'],
  })
}
