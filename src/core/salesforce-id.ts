declare const salesforceUserIdBrand: unique symbol

/** A Salesforce User ID in its 18-character form; compared exactly, case included. */
export type SalesforceUserId = string & { readonly [salesforceUserIdBrand]: true }

/** How an ID was read; all but `exact` should be checked against the directory. */
type IdNote = 'exact' | 'completed' | 'case-repaired'

/** A Salesforce User ID, or the reason why the text is not one. */
export type ParsedId =
  | { readonly salesforceUserId: SalesforceUserId; readonly note: IdNote }
  | { readonly reason: string }

// Source: Salesforce's own rule for the case-safe suffix; five characters, one bit each, index into this alphabet.
const suffixAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
const userPrefix = '005'
const base62 = /^[0-9A-Za-z]+$/

const otherObjects: Readonly<Record<string, string>> = {
  '001': 'an account',
  '003': 'a contact',
  '006': 'an opportunity',
  '00D': 'an organization',
  '00E': 'a role',
  '00G': 'a queue or group',
  '00O': 'a report',
  '00Q': 'a lead',
  '00T': 'a task',
  '00U': 'an event',
  '00e': 'a profile',
  '0PS': 'a permission set',
  '500': 'a case',
  '701': 'a campaign',
}

/** The three characters that complete a 15-character ID: each says which of five characters are upper case. */
export function suffixOf(fifteen: string): string {
  let suffix = ''
  for (let start = 0; start < 15; start += 5) {
    let bits = 0
    for (let offset = 0; offset < 5; offset += 1) {
      const code = fifteen.charCodeAt(start + offset)
      if (code >= 65 && code <= 90) bits |= 1 << offset
    }
    suffix += suffixAlphabet[bits] ?? ''
  }
  return suffix
}

/** Whether a text is a complete, correct 18-character Salesforce User ID. */
export function isSalesforceUserId(text: string): text is SalesforceUserId {
  return (
    text.length === 18 &&
    text.startsWith(userPrefix) &&
    base62.test(text) &&
    suffixOf(text) === text.slice(15)
  )
}

/** Restores the letter case of an 18-character ID from its suffix; undefined if the suffix cannot be right. */
export function repairCase(eighteen: string): string | undefined {
  const suffix = eighteen.slice(15).toUpperCase()
  let fixed = ''
  for (let index = 0; index < 15; index += 1) {
    const bits = suffixAlphabet.indexOf(suffix[Math.floor(index / 5)] ?? '')
    const character = eighteen[index] ?? ''
    if (bits < 0) return undefined
    const upper = ((bits >> (index % 5)) & 1) === 1
    if (upper && !/[A-Za-z]/.test(character)) return undefined
    fixed += upper ? character.toUpperCase() : character.toLowerCase()
  }
  return fixed + suffix
}

/** Finds the ID inside a record address (Lightning, Classic or `?id=`); undefined if the text is not one. */
export function idFromUrl(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) && !text.startsWith('/')) return undefined
  const match = /(?:\/r\/User\/|[?&](?:id|userId)=|\/(?=005))([0-9A-Za-z]{15,18})(?=[/?#&]|$)/i.exec(
    safelyDecoded(text),
  )
  return match?.[1]
}

function safelyDecoded(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Reads a Salesforce User ID: 15 or 18 characters, in any case if the suffix can restore it, or a record address. */
export function parseSalesforceUserId(text: string): ParsedId {
  const trimmed = withScheme(text.trim())
  const fromUrl = idFromUrl(trimmed)
  if (fromUrl === undefined && (/^https?:\/\//i.test(trimmed) || trimmed.startsWith('/')))
    return { reason: 'the address does not name a Salesforce user (expected /005... or ...?id=005...)' }
  const id = fromUrl ?? trimmed
  const damage = damageOf(id)
  if (damage !== undefined) return { reason: damage }
  if (id.length === 15) return branded(id + suffixOf(id), 'completed', id)
  if (suffixOf(id) === id.slice(15)) return branded(id, 'exact', id)
  const repaired = repairCase(id)
  if (repaired === undefined)
    return { reason: `"${id}" is damaged: its last three characters do not match the rest` }
  return branded(repaired, 'case-repaired', id)
}

// Browsers copy addresses without their scheme.
function withScheme(text: string): string {
  return /^[a-z0-9.-]+\.(salesforce|force)\.com\//i.test(text) ? `https://${text}` : text
}

function branded(candidate: string, note: IdNote, given: string): ParsedId {
  if (isSalesforceUserId(candidate)) return { salesforceUserId: candidate, note }
  return { reason: `"${given}" is not a Salesforce User ID` }
}

function damageOf(id: string): string | undefined {
  if (id === '') return 'the Salesforce User ID is empty'
  if (/^\d(?:[.,]\d+)?E\+?\d+$/i.test(id) && id.length < 15)
    return `"${id}" was turned into a number by a spreadsheet: format the column as text and export it again`
  if (/^5\d{1,13}$/.test(id))
    return `"${id}" lost its leading zeros in a spreadsheet: format the column as text and export it again`
  if (!base62.test(id)) return `"${id}" is not a Salesforce User ID: only letters and digits are allowed`
  if (id.length !== 15 && id.length !== 18)
    return `"${id}" has ${id.length} characters; a Salesforce User ID has 15 or 18`
  if (!id.startsWith(userPrefix)) return wrongObject(id)
  return undefined
}

function wrongObject(id: string): string {
  const object = otherObjects[id.slice(0, 3)]
  const what = object === undefined ? 'another kind of record' : object
  return `"${id}" is the ID of ${what}: a Salesforce User ID starts with 005`
}
