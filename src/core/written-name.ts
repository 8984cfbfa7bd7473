import { codePointName, hiddenCharacter, numberText, tidy } from './text.ts'
import { visible } from './visible-text.ts'
import { damageOf, readValue, shownText } from './written-text.ts'

/** A name as it was meant, or the reason why the text is not one. */
type ParsedName = { readonly name: string } | { readonly reason: string }

const longestName = 255
// What programs and people write where they have no name; in another spelling, each may be a name.
const placeholders = new Set('None none NONE NaN nan nil TBD tbd'.split(' '))
const directionMarks = /[\u061c\u200e\u200f]/gu

/**
 * Reads a new name of a user or a team, or a new key: the same rule for files, flags and prompts. The name may be empty.
 * `beside` is the other part of a name, whose letter case shows whether null is a surname.
 */
export function parseName(text: string, beside = ''): ParsedName {
  if (text.length > longestName)
    return { reason: `the name has ${numberText(text.length)} characters; it may have ${longestName}` }
  const value = readValue(text)
  const name = tidy(value.replace(directionMarks, ''))
  const reason = value === '' && text.trim() !== '' ? missingText(text.trim()) : nameProblem(name, beside)
  return reason === undefined ? { name } : { reason }
}

function nameProblem(name: string, beside: string): string | undefined {
  if (name === '') return undefined
  const damage = damageOf(name)
  if (damage !== undefined) return damage
  if (placeholders.has(name) || (isNull(name) && isNoName(name, beside))) return missingText(name)
  if (/^\[[A-Za-z]\w*\]$/.test(name)) return `${shownText(name)} stands for a record and is not a name`
  if (name.startsWith('=')) return `${shownText(name)} is a formula, not a name`
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(name)) return `${shownText(name)} has no letter or digit`
  const [hidden] = visible(name) === name ? [] : (hiddenCharacter.exec(name) ?? [])
  return hidden === undefined
    ? undefined
    : `the name contains the invisible character ${codePointName(hidden)}`
}

function missingText(name: string): string {
  const surname = isNull(name) ? '; the surname is written Null' : ''
  return `${shownText(name)} is a word for a missing value, not a name${surname}`
}

/** A name in two parts. */
export interface NameParts {
  readonly firstName: string
  readonly lastName: string
}

/** Whether a text is the word that programs and databases write for nothing. */
export function isNull(text: string): boolean {
  return text === 'null' || text === 'NULL'
}

/**
 * Whether a part of a name is the word `null` that programs write for nothing, and not the surname Null: no one writes
 * one of two names in a case of its own. `beside` is the other part.
 */
export function isNoName(name: string, beside: string): boolean {
  if (dashes.test(name)) return true
  if (!isNull(name)) return false
  if (beside === '' || isNull(beside)) return true
  return beside !== (name === 'null' ? beside.toLowerCase() : beside.toUpperCase())
}

// What people write where they must write something: a dash, or a dot where Salesforce wants a last name.
const dashes = /^[-–—.]+$/u

/** A part of a name; empty where it only says that there is none. */
export function withoutDashes(name: string): string {
  return dashes.test(name) ? '' : name
}

const missingPart = /(?:^| )(?:null|undefined)(?= |$)|^[-–—.]+(?: |$)|(?:^| )[-–—.]+$/u

/** Whether a text only says that there is none. */
export function isNoText(text: string): boolean {
  return isNull(text) || dashes.test(text)
}

/** A whole name without the words `null` and `undefined`, and the dashes at its ends, for a part that is missing. */
export function withoutMissingParts(name: string): string {
  if (isNoText(name)) return ''
  if (!missingPart.test(name)) return name
  const words = name.replace(/^[-–—.]+ | [-–—.]+$/gu, '').split(' ')
  const kept = words.filter((word) => word !== 'null' && word !== 'undefined').join(' ')
  // In a name of small letters, null may be the surname.
  return kept !== '' && kept === kept.toLowerCase() ? words.join(' ') : kept
}

// What follows a whole name after a comma, and what follows the name of a company.
const suffixes = new Set(
  'jr sr ii iii iv phd md mba cpa cfa pmp esq dds msc bsc inc llc llp ltd gmbh corp plc'.split(' '),
)
const commas = /[,\uff0c\u3001\u060c]/

/** The parts of a name that is written with the last name first, "Lovelace, Ada"; undefined for other names. */
export function lastNameFirst(name: string): NameParts | undefined {
  if (!commas.test(name)) return undefined
  const parts = name.split(commas).map((part) => part.trim())
  const [whole = ''] = parts
  const isTitle = (part: string) => isSuffix(part) || isCredential(part, whole)
  const titles = parts.slice(1).filter(isTitle)
  const [lastName, firstName, ...others] = parts.filter((part, index) => index === 0 || !isTitle(part))
  if (!hasLetter(lastName) || !hasLetter(firstName) || others.length > 0) return undefined
  return { firstName, lastName: [lastName, ...titles].join(', ') }
}

function hasLetter(text: string | undefined): text is string {
  return text !== undefined && /\p{L}/u.test(text)
}

function isSuffix(text: string): boolean {
  return suffixes.has(text.toLowerCase().replaceAll('.', ''))
}

// "Jane Doe, CFP": no list of what people put behind their names is complete.
function isCredential(text: string, name: string): boolean {
  return /^[A-Z][A-Z-]{1,7}$/.test(text) && name.includes(' ') && name !== name.toUpperCase()
}

/** Whether every name of a column that could tell is written with the last name first. */
export function areLastNameFirst(names: Iterable<string>): boolean {
  let found = false
  for (const name of names)
    if (lastNameFirst(name) !== undefined) found = true
    else if (name.includes(' ')) return false
  return found
}

/** Whether a name is not written as those of its column are, so that its parts are unclear. */
export function isOfOtherStyle(name: string, isLastFirst: boolean): boolean {
  const isTurned = lastNameFirst(name) !== undefined
  return isLastFirst ? !isTurned && name.includes(' ') : isTurned
}
