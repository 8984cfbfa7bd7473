import { constants, existsSync, readFileSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { SfsyncError } from '../core/errors.ts'
import { replaceFile } from '../system/files.ts'
import { type ConfigurationName, keyNamed } from './keys.ts'
import { parseRcFile } from './rc-file.ts'

/**
 * The text of a `.sfsyncrc` with one key at the top set, or removed (value null); comments and order stay. Throws
 * `configuration` where the edited text would say anything else, for example because a value spans several lines.
 */
export function editedRcText(
  text: string,
  file: string,
  name: ConfigurationName,
  value: string | null,
): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
  const firstTable = lines.findIndex((line) => /^\s*\[/.test(line))
  const top = lines.slice(0, firstTable === -1 ? undefined : firstTable)
  const at = top.findIndex((line) => new RegExp(`^\\s*["']?${name}["']?\\s*=`).test(line))
  const fresh = value === null ? [] : [`${name} = ${tomlValue(name, value)}${commentOf(lines[at])}`]
  if (at === -1) lines.splice(firstTable === -1 ? lines.length : placeAbove(lines, firstTable), 0, ...fresh)
  else lines.splice(at, 1, ...fresh)
  const edited = lines.length === 0 ? '' : `${lines.join(lineEnd)}${lineEnd}`
  const before = parseRcFile(text, file)
  const { [name]: _, ...others } = before.top
  const expected = { ...before, top: value === null ? others : { ...others, [name]: value } }
  if (!isDeepStrictEqual(parseRcFile(edited, file), expected))
    throw new SfsyncError('configuration', `cannot edit ${file} safely`, {
      actions: [`edit ${name} in ${file} by hand`],
    })
  return edited
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

/** Sets or removes (value null) one key of a `.sfsyncrc`; creates the file (0600) where it is missing. */
export async function editRcFile(file: string, name: ConfigurationName, value: string | null): Promise<void> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const edited = editedRcText(text, file, name, value)
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
