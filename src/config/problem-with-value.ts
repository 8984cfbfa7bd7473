import type { ConfigurationKey } from './keys.ts'

/** Why a text cannot be the value of a key; undefined when it can. */
export function problemWithValue(key: ConfigurationKey, value: string): string | undefined {
  if (key.choices !== undefined && !key.choices.includes(value))
    return `${key.name} is one of ${key.choices.join(', ')}, not "${value}"`
  if (key.kind === 'flag' && !/^(?:true|false|1|0)$/.test(value))
    return `${key.name} is true or false, not "${value}"`
  if (key.kind === 'number' && !/^[1-9]\d{0,5}$/.test(value))
    return `${key.name} is a whole number above 0, not "${value}"`
  if (key.name === 'profile' && !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(value))
    return `a profile's name has letters, digits, - and _ only, not "${value}"`
  if (key.kind === 'path' && value === '') return `${key.name} is the name of a file, which is missing`
  // What was given may be the token itself, so it is not repeated.
  if (key.name === 'token-variable' && !/^[A-Za-z_]\w*$/.test(value))
    return 'token-variable is the name of an environment variable (letters, digits and _), never the token itself'
  if (key.name === 'callback-port' && Number(value) > 65_535)
    return `callback-port is 1 to 65535, not "${value}"`
  if (key.name === 'api-version' && !/^\d+\.0$/.test(value))
    return `api-version looks like 68.0, not "${value}"`
  return undefined
}
