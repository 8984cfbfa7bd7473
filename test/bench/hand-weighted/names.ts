import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { fold } from '../../../src/core/text.ts'
import { phoneticKey } from './latin.ts'
import { nicknameGroups } from './nicknames.ts'
import type { RuleName } from './rules.ts'

/** A name in the forms that are compared. */
export interface PersonName {
  /** Without case, accents and repeated spaces. */
  readonly folded: string
  /** Phonetic keys of the words, first names first. */
  readonly words: readonly string[]
  /** The words in alphabetical order, as one text. */
  readonly sorted: string
  /** Groups of interchangeable names of the first name and the nickname. */
  readonly groups: readonly number[]
}

/** Parses a name; a comma means that the last name comes first. */
export function personName(text: string, nickname: string | null = null): PersonName {
  const [last, first] = text.split(',', 2)
  const ordered = first === undefined ? text : `${first} ${last ?? ''}`
  const words = wordsOf(ordered)
  const nicknames = nickname === null ? [] : wordsOf(nickname).slice(0, 1)
  const groups = [words[0] ?? '', ...nicknames].flatMap((word) => nicknameGroups(word))
  return { folded: fold(ordered), words, sorted: words.toSorted().join(' '), groups }
}

/** First and last name in Salesforce; the full name if both are unknown. */
export function displayNameOf({
  firstName,
  lastName,
  name,
}: Pick<SalesforceUser, 'firstName' | 'lastName' | 'name'>): string {
  return firstName === null && lastName === null ? name : `${firstName ?? ''} ${lastName ?? ''}`
}

/** Phonetic keys of the words of a name, without titles. */
export function wordsOf(text: string): string[] {
  return phoneticKey(text)
    .replace(/['’`´]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !titles.has(word))
}

const titles: ReadonlySet<string> = new Set([
  'dr',
  'prof',
  'mr',
  'mrs',
  'ms',
  'ing',
  'dipl',
  'junior',
  'senior',
  'jr',
  'sr',
])

/** Whether one of first and last name is the same and the other differs by a typo. */
export function isNameTypo({ words: left }: PersonName, { words: right }: PersonName): boolean {
  if (left.length < 2 || left.length !== right.length) return false
  const [first = '', last = ''] = [left[0], left.at(-1)]
  if (first === right[0]) return isTypo(last, right.at(-1) ?? '')
  return last === right.at(-1) && isTypo(first, right[0] ?? '')
}

/** The best rule by which two names match, or the rule against a match; undefined if none applies. */
export function nameRuleFor(left: PersonName, right: PersonName): RuleName | undefined {
  if (left.words.length === 0 || right.words.length === 0) return undefined
  if (left.folded === right.folded) return 'name-equal'
  if (left.words.join(' ') === right.words.join(' ')) return 'name-transliterated'
  if (left.sorted === right.sorted) return 'name-swapped'
  if (left.words.length < 2 || right.words.length < 2) return undefined
  const shared = sharedWords(left, right)
  if (shared >= 2 && shared === Math.min(left.words.length, right.words.length)) return 'name-middle'
  if (isNickname(left, right)) return 'name-nickname'
  if (isOneWordTypo(left, right, shared)) return 'name-typo'
  if (isInitial(left, right)) return 'name-initials'
  return shared === 0 && !shareGroup(left, right) ? 'name-contradicts' : undefined
}

function isNickname(left: PersonName, right: PersonName): boolean {
  return left.words.at(-1) === right.words.at(-1) && shareGroup(left, right)
}

function shareGroup(left: PersonName, right: PersonName): boolean {
  return left.groups.some((group) => right.groups.includes(group))
}

function sharedWords({ words: left }: PersonName, { words: right }: PersonName): number {
  const unmatched = [...right]
  let shared = 0
  for (const word of left) {
    const at = unmatched.indexOf(word)
    if (at < 0) continue
    unmatched.splice(at, 1)
    shared += 1
  }
  return shared
}

// All words but one are the same, and that one differs by a typo.
function isOneWordTypo({ words: left }: PersonName, { words: right }: PersonName, shared: number): boolean {
  if (left.length !== right.length || shared !== left.length - 1) return false
  const [one = ''] = left.filter((word) => !right.includes(word))
  const [other = ''] = right.filter((word) => !left.includes(word))
  return isTypo(one, other)
}

function isInitial({ words: left }: PersonName, { words: right }: PersonName): boolean {
  const [first = '', other = ''] = [left[0], right[0]]
  const isShort = first.length === 1 || other.length === 1
  return isShort && first[0] === other[0] && left.at(-1) === right.at(-1)
}

/** Whether two words differ by a typo: one letter in words of four letters or more, two in words of eight or more; swapping two letters counts as one. */
export function isTypo(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length)
  const most = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0
  return most > 0 && Math.abs(left.length - right.length) <= most && editsBetween(left, right) <= most
}

// Most words that are compared have a long common beginning or end, which needs no edits.
function editsBetween(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length)
  let start = 0
  while (start < shorter && left[start] === right[start]) start += 1
  let end = 0
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1
  return editDistance(left.slice(start, left.length - end), right.slice(start, right.length - end))
}

// Optimal string alignment distance.
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const now = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + cost,
      )
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1])
        least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1)
      now.push(least)
    }
    beforeLast = last
    last = now
  }
  return last[right.length] ?? 0
}
