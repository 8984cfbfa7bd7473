import { readFileSync } from 'node:fs'
import { distance } from 'fastest-levenshtein'
import { parse, TomlError } from 'smol-toml'
import * as z from 'zod/mini'
import { SfsyncError } from '../core/errors.ts'
import { type ConfigurationKey, configurationKeys, isConfigurationName, problemWithValue } from './keys.ts'

/** The content of a `.sfsyncrc`: values at the top and in `[profiles.<name>]` tables, all as text. */
export interface RcFile {
  readonly file: string
  readonly top: Readonly<Record<string, string>>
  readonly profiles: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const table = z.record(z.string(), z.unknown())
const scalar = z.union([z.string(), z.boolean(), z.number()])

/** Reads and checks the `.sfsyncrc` of a project or of the user; throws `configuration` with file and line. */
export function readRcFile(file: string, from: Source['from'] = 'user'): RcFile {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new SfsyncError('configuration', `cannot read ${file}`, {
      actions: ['check that it is a text file, and that you may read it'],
      cause: error,
    })
  }
  return parseRcFile(text, file, from)
}

/** Checks the text of a `.sfsyncrc`. */
export function parseRcFile(text: string, file: string, from: Source['from'] = 'user'): RcFile {
  const { profiles: profileTables = {}, ...topTable } = parsedToml(text, file)
  const source = { text, file, from }
  const top = checked(topTable, configurationKeys, source, [])
  const perProfile = configurationKeys.filter((key) => key.perProfile)
  const tables = table.safeParse(profileTables)
  if (!tables.success)
    throw wrong(file, lineOf(text, ['profiles']), 'profiles', 'profiles must be tables: [profiles.sandbox]')
  const profiles: Record<string, Record<string, string>> = {}
  for (const [name, value] of Object.entries(tables.data)) {
    const entries = table.safeParse(value)
    if (!entries.success)
      throw wrong(
        file,
        lineOf(text, ['profiles', name]),
        `profiles.${name}`,
        `a profile must be a table: [profiles.${name}]`,
      )
    profiles[name] = checked(entries.data, perProfile, source, ['profiles', name])
  }
  return { file, top, profiles }
}

/** The text that is checked, and where it comes from. */
interface Source {
  readonly text: string
  readonly file: string
  readonly from: 'project' | 'user'
}

function parsedToml(text: string, file: string): Record<string, unknown> {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const reason = error.message.split('\n')[0] ?? 'it is not TOML'
    throw new SfsyncError('configuration', `${file}:${error.line}: ${reason}`, {
      actions: [fixAction(file, error.line)],
      rows: [{ file, line: error.line, reason }],
    })
  }
}

function checked(
  entries: Readonly<Record<string, unknown>>,
  keys: readonly ConfigurationKey[],
  { text, file, from }: Source,
  path: readonly string[],
): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(entries)) {
    const key = keys.find((each) => each.name === name)
    const line = lineOf(text, [...path, name])
    if (key === undefined) throw unknownKey(name, keys, file, line, path)
    if (key.isOwn && from === 'project') throw notYourOwn(name, file, line)
    const given = scalar.safeParse(value)
    const problem = given.success
      ? problemWithValue(key, String(given.data))
      : `${name} must be a single value`
    if (problem !== undefined) throw wrong(file, line, [...path, name].join('.'), problem)
    values[name] = String(value)
  }
  return values
}

function notYourOwn(name: string, file: string, line: number): SfsyncError {
  const reason = `only your own .sfsyncrc can set ${name}: anyone who can write this file could send your access token elsewhere`
  return wrong(file, line, name, reason, `move line ${line} of ${file} to the .sfsyncrc in your home folder`)
}

function unknownKey(
  name: string,
  keys: readonly ConfigurationKey[],
  file: string,
  line: number,
  path: readonly string[],
): SfsyncError {
  const names = keys.map((key) => key.name)
  const nearest = names.toSorted((left, right) => distance(name, left) - distance(name, right))[0] ?? ''
  const reason = isConfigurationName(name)
    ? `${name} cannot be set per profile`
    : `unknown key "${[...path, name].join('.')}"; did you mean ${nearest}?`
  return wrong(file, line, name, reason, `valid keys: ${names.join(', ')}`)
}

function fixAction(file: string, line: number): string {
  return `fix line ${line} of ${file}; .sfsyncrc.example shows every key`
}

function wrong(file: string, line: number, key: string, reason: string, action?: string): SfsyncError {
  return new SfsyncError('configuration', `${file}:${line}: ${reason}`, {
    actions: [action ?? fixAction(file, line)],
    rows: [{ file, line, column: key, reason }],
  })
}

// The parser drops line numbers; this finds a key as admins write it: below the heading of its table, or dotted.
function lineOf(text: string, path: readonly string[]): number {
  const wanted = path.join('.')
  let heading = ''
  for (const [index, line] of text.split('\n').entries()) {
    const fresh = /^\s*\[([^\]]*)\]/.exec(line)?.[1]
    const key = /^\s*([^=#[]+)=/.exec(line)?.[1]
    if (fresh !== undefined) heading = `${plain(fresh)}.`
    const here = key === undefined ? heading : `${heading}${plain(key)}.`
    if (here.startsWith(`${wanted}.`)) return index + 1
  }
  return 1
}

function plain(key: string): string {
  return key.replaceAll(/["'\s]/g, '')
}
