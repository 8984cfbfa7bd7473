import { SfsyncError } from '../core/errors.ts'
import { type ConfigurationKey, configurationKeys } from './key-list.ts'

export { type ConfigurationKey, configurationKeys } from './key-list.ts'

/** The key of a name. */
export function keyNamed(name: ConfigurationName): ConfigurationKey {
  const key: ConfigurationKey | undefined = configurationKeys.find((each) => each.name === name)
  if (key === undefined) throw new SfsyncError('configuration', `unknown key "${name}"`)
  return key
}

/** Name of a key. */
export type ConfigurationName = (typeof configurationKeys)[number]['name']

/** Where a value came from; the first of these that has one wins. */
export type Origin =
  | { readonly from: 'flag' }
  | { readonly from: 'environment'; readonly variable: string }
  | { readonly from: 'project' | 'user'; readonly file: string }
  | { readonly from: 'default' }

/** A value and where it came from. */
export interface Setting {
  readonly value: string
  readonly origin: Origin
}

/** Every key with its value, for one profile. */
export interface Configuration {
  readonly settings: Readonly<Record<ConfigurationName, Setting>>
  /** The folder of the profile, where its login is kept. */
  readonly profileFolder: string
  /** The `.sfsyncrc` of the project, where one was found. */
  readonly projectFile: string | undefined
  /** Where the user's own `.sfsyncrc` is or would be. */
  readonly userFile: string
}

/** Whether a text names a key of the local configuration. */
export function isConfigurationName(text: string): text is ConfigurationName {
  return configurationKeys.some((key) => key.name === text)
}
