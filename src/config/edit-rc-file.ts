import { constants, existsSync, readFileSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { SfsyncError } from '../core/errors.ts'
import { replaceFile } from '../system/files.ts'
import { type ConfigurationName, keyNamed } from './keys.ts'
import { parseRcFile, type RcFile } from './rc-file.ts'

/**
 * The text of a `.sfsyncrc` with one key set, or removed (value null), at the top or for one profile; comments and order stay. Throws
 * `configuration` where the edited text would say anything else, for example because a value spans several lines.
 */
export function editedRcText(
  text: string,
  file: string,
  name: ConfigurationName,
  value: string | null,
  profile?: string,
): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
  const before = parseRcFile(text, file)
  if (profile !== undefined && before.profiles[profile] === undefined && value !== null)
    lines.push(...(lines.length === 0 ? [] : ['']), `[profiles.${profile}]`)
  const from = profile === undefined ? 0 : lines.findIndex((line) => headingOf(profile).test(line)) + 1
  const nextTable = lines.findIndex((line, index) => index >= from && /^\s*\[/.test(line))
  const at = lines.findIndex(
    (line, index) =>
      index >= from &&
      (nextTable === -1 || index < nextTable) &&
      new RegExp(`^\\s*["']?${name}["']?\\s*=`).test(line),
  )
  const fresh = value === null ? [] : [`${name} = ${tomlValue(name, value)}${commentOf(lines[at])}`]
  if (at === -1) lines.splice(nextTable === -1 ? lines.length : placeAbove(lines, nextTable), 0, ...fresh)
  else lines.splice(at, 1, ...fresh)
  const edited = lines.length === 0 ? '' : `${lines.join(lineEnd)}${lineEnd}`
  if (!isDeepStrictEqual(parseRcFile(edited, file), expectedOf(before, name, value, profile)))
    throw new SfsyncError('configuration', `cannot edit ${file} safely`, {
      actions: [`edit ${name} in ${file} by hand`],
    })
  return edited
}

function headingOf(profile: string): RegExp {
  return new RegExp(`^\\s*\\[\\s*profiles\\s*\\.\\s*["']?${profile}["']?\\s*\\]`)
}

function expectedOf(
  before: RcFile,
  name: ConfigurationName,
  value: string | null,
  profile: string | undefined,
): RcFile {
  const { [name]: _, ...others } = profile === undefined ? before.top : (before.profiles[profile] ?? {})
  const table = value === null ? others : { ...others, [name]: value }
  return profile === undefined
    ? { ...before, top: table }
    : { ...before, profiles: { ...before.profiles, [profile]: table } }
}

function commentOf(line = ''): string {
  return /=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s#"']+)(\s+#.*)$/.exec(line)?.[1] ?? ''
}

// The comment right above a table is about the table.
function placeAbove(lines: readonly string[], table: number): number {
  let place = table
  while (/^\s*#/.test(lines[place - 1] ?? '')) place -= 1
  while (place > 0 && lines[place - 1]?.trim() === '') place -= 1
  return place
}

/** Sets or removes (value null) one key of a `.sfsyncrc`, at the top or for one profile; creates the file (0600) where it is missing. */
export async function editRcFile(
  file: string,
  name: ConfigurationName,
  value: string | null,
  profile?: string,
): Promise<void> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const edited = editedRcText(text, file, name, value, profile)
  try {
    await requireWritable(file)
    await replaceFile(file, edited, true)
  } catch (error) {
    throw new SfsyncError('configuration', `cannot write ${file}`, {
      actions: ['check that you may write it'],
      cause: error,
    })
  }
}

// A file can be replaced in a folder although it is read-only; that was done on purpose.
async function requireWritable(file: string): Promise<void> {
  if (existsSync(file)) await access(file, constants.W_OK)
}

function tomlValue(name: ConfigurationName, value: string): string {
  const { kind } = keyNamed(name)
  return kind === 'flag' || kind === 'number' ? value : JSON.stringify(value)
}
