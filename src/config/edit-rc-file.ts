import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { SfsyncError } from '../core/errors.ts'
import { keyNamed, type ConfigurationName } from './keys.ts'
import { parseRcFile } from './rc-file.ts'

/**
 * The text of a `.sfsyncrc` with one key at the top set, or taken away (value null); comments and order stay.
 * Throws `configuration` when the result would not say that, for example because the value spans several lines.
 */
export function editedRcText(
  text: string,
  file: string,
  name: ConfigurationName,
  value: string | null,
): string {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
  const firstTable = lines.findIndex((line) => /^\s*\[/.test(line))
  const end = firstTable === -1 ? lines.length : firstTable
  const at = lines.slice(0, end).findIndex((line) => new RegExp(`^\\s*["']?${name}["']?\\s*=`).test(line))
  if (value === null && at !== -1) lines.splice(at, 1)
  if (value !== null)
    lines.splice(at === -1 ? end : at, at === -1 ? 0 : 1, `${name} = ${tomlValue(name, value)}`)
  const edited = lines.length === 0 ? '' : `${lines.join('\n')}\n`
  const found = parseRcFile(edited, file).top[name]
  if (found !== (value ?? undefined))
    throw new SfsyncError('configuration', `${file} cannot be edited safely`, {
      actions: [`change ${name} in ${file} by hand`],
    })
  return edited
}

/** Writes one key of a `.sfsyncrc`, making the file (0600) where it is missing. */
export function editRcFile(file: string, name: ConfigurationName, value: string | null): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const edited = editedRcText(text, file, name, value)
  try {
    writeFileSync(file, edited, { mode: 0o600 })
  } catch (error) {
    throw new SfsyncError('configuration', `${file} cannot be written`, {
      actions: ['check that you may write it'],
      cause: error,
    })
  }
}

function tomlValue(name: ConfigurationName, value: string): string {
  const { kind } = keyNamed(name)
  return kind === 'flag' || kind === 'number' ? value : JSON.stringify(value)
}
