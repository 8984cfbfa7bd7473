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
 * Whether a part of a name is the word `null` that programs write for nothing, and not the surname Null: nobody writes
 * one of two names in a case of its own. `beside` is the other part.
 */
export function isNoName(name: string, beside: string): boolean {
  if (!isNull(name)) return false
  if (beside === '' || isNull(beside)) return true
  return beside !== (name === 'null' ? beside.toLowerCase() : beside.toUpperCase())
}

const missingPart = /(?:^| )(?:null|undefined)(?= |$)/

/** A whole name without the words `null` and `undefined` that programs put where a part of it is missing. */
export function withoutMissingParts(name: string): string {
  if (isNull(name)) return ''
  if (!missingPart.test(name)) return name
  const words = name.split(' ')
  const kept = words.filter((word) => word !== 'null' && word !== 'undefined').join(' ')
  // In a name of small letters, null may be the surname.
  return kept !== '' && kept === kept.toLowerCase() ? name : kept
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
