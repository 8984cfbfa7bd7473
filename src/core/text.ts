import { unicodeDomain } from './punycode.ts'

const marks = /\p{M}/gu
const ascii = /^[\x20-\x7e]*$/

/** Removes surrounding white space, folds inner white space to single spaces and composes characters (NFC). */
export function tidy(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/** The value of a JSON text; undefined where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The form in which names are compared, searched and sorted: tidy, lower case in full Unicode, without diacritics.
 * "Åse  ØRLAND" and "ase ørland" are equal; letters that are not composed (ø, ł, ß) stay themselves.
 */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').trim()
  return tidy(text.normalize('NFKD').replace(marks, '').toLowerCase().normalize('NFKC'))
}

/** Invisible or directional characters, which can make two different texts look the same. */
export const hiddenCharacter =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/u

/** Names a character by its code point, "U+200B", for messages about characters that cannot be seen. */
export function codePointName(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

declare const emailBrand: unique symbol

/** A normalized e-mail address: NFC, trimmed, lower case in full Unicode; compared exactly. */
export type Email = string & { readonly [emailBrand]: true }

/** An e-mail address, or the reason why the text is not one. */
type ParsedEmail = { readonly email: Email } | { readonly reason: string }

const plainAddress = /^[\x21-\x7e]+$/
const fullWidth = /[\uff01-\uff5e]/g

/**
 * The one form of an address, without validating it: NFC, trimmed, lower case, full-width letters as usual ones, a
 * dotted capital I as i, and the domain in Unicode rather than Punycode. Doing it twice changes nothing.
 */
export function normalizeEmail(text: string): string {
  if (plainAddress.test(text)) return withUnicodeDomain(text.toLowerCase())
  const narrow = text.replace(fullWidth, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
  // Lower case of "İ" is an i with a second dot, which no keyboard types.
  const lower = narrow.normalize('NFC').trim().toLowerCase()
  const normal = lower
    .replace(/i\u0307+/g, 'i')
    .normalize('NFC')
    .trim()
  return withUnicodeDomain(normal)
}

function withUnicodeDomain(address: string): string {
  const at = address.lastIndexOf('@')
  return address.includes('xn--', at + 1) && at >= 0
    ? address.slice(0, at + 1) + unicodeDomain(address.slice(at + 1))
    : address
}

// One @ with something before it and a dotted host behind it: stricter rules refuse addresses that receive mail.
const shape =
  /^(?!.*(?:\.\.|\.@))[^\s@"(),:;<>[\\\].'`{|/][^\s@"(),:;<>[\\\]`]*@(?!-)[\p{L}\p{M}\p{N}_-]+(?<!-)(?:\.(?!-)[\p{L}\p{M}\p{N}_-]+(?<!-))+$/u

// What nearly every address looks like: it is valid and has one form, which is seen in a fraction of the time.
const usual = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,}$/

function isUsual(text: string): text is Email {
  return usual.test(text)
}

function isEmail(text: string): text is Email {
  return shape.test(text) && !hiddenCharacter.test(text) && text === normalizeEmail(text)
}

/** Reads an address that an admin typed or imported; quotes, brackets, slashes and separators around it are left out. */
export function parseEmail(text: string): ParsedEmail {
  if (isUsual(text)) return { email: text }
  const normal = normalizeEmail(text)
  if (normal === '') return { reason: 'the e-mail address is empty' }
  if (isEmail(normal)) return { email: normal }
  const several = normal.split(/[\s,;|/]+/).filter((part) => isEmail(withoutWrapping(part)))
  if (several.length > 1)
    return { reason: `"${tidy(normal)}" holds ${several.length} e-mail addresses: keep one of them` }
  const hidden = hiddenCharacter.exec(normal)
  if (hidden)
    return { reason: `the e-mail address contains the invisible character ${codePointName(hidden[0])}` }
  const bare = normalizeEmail(withoutWrapping(normal))
  if (isEmail(bare)) return { email: bare }
  if (!normal.includes('@')) return { reason: `"${normal}" is not an e-mail address: it has no @` }
  return { reason: `"${normal}" is not an e-mail address${whatIsWrong(bare)}` }
}

/** An e-mail address in the one form in which spellings are compared, also of a text that is not a valid address. */
export function addressKey(text: string): string {
  const parsed = parseEmail(text)
  return 'email' in parsed ? parsed.email : normalizeEmail(text)
}

/** Whether two spellings are one e-mail address. */
export function sameAddress(left: string, right: string): boolean {
  return addressKey(left) === addressKey(right)
}

// What programs put around an address: each opening sign with its closing one.
const wrappings = ['<>', '()', '[]', '{}', '""', "''", '``', '//', '||', '“”', '„“', '‘’', '«»', '‹›']

function withoutWrapping(text: string): string {
  const inner = text.replace(/^mailto:/, '').replace(/^[\s,;]+|[\s,;]+$/g, '')
  const isWrapped = inner.length > 2 && wrappings.some((pair) => pair === `${inner.at(0)}${inner.at(-1)}`)
  const bare = isWrapped ? inner.slice(1, -1) : inner
  return bare === text ? text : withoutWrapping(bare)
}

function whatIsWrong(text: string): string {
  const [first] = /^["(),:;<>[\]\\.'`{|/]/.exec(text) ?? []
  if (first !== undefined) return `: it begins with ${first === '.' ? 'a dot' : first}`
  const [last] = /[^\p{L}\p{M}\p{N}@_]$/u.exec(text) ?? []
  if (last !== undefined) return `: it ends with ${last === '.' ? 'a dot' : last}`
  if (text.split('@').length > 2) return ': it has more than one @'
  if (/\s/.test(text)) return ': it contains a space'
  if (text.includes('..')) return ': it has two dots in a row'
  if (text.includes('.@')) return ': it has a dot before the @'
  if (/[@.]-|-\./.test(text.slice(text.indexOf('@')))) return ': a part of its domain begins or ends with -'
  const [sign] = /["(),:;<>[\]\\`]/.exec(text) ?? []
  return sign === undefined ? ' (expected something like name@example.com)' : `: it contains ${sign}`
}

/** Whether a sandbox made the address unusable by appending `.invalid` (Salesforce does so on every copy). */
export function isSandboxEmail(text: string): boolean {
  return normalizeEmail(text).endsWith('.invalid')
}

/** The address without the `.invalid` that a sandbox copy appends. */
export function withoutSandboxSuffix(text: string): string {
  return normalizeEmail(text).replace(/\.invalid$/, '')
}

const longest = 2_000
const shownOfLong = 300

/** A text of a length that can be read: of a longer one, its beginning and its end. */
export function shortText(text: string): string {
  if (text.length <= longest) return text
  const left = numberText(text.length - 2 * shownOfLong)
  return `${text.slice(0, shownOfLong)} ... (${left} characters left out) ... ${text.slice(-shownOfLong)}`
}

/** A number with its noun: `1 team`, `2,000 teams`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`
}

/** A whole number with separators of thousands: `2,000`. */
export function numberText(count: number): string {
  // `toLocaleString` loads the data of all locales, at every start.
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
