import type { SalesforceUser } from '../salesforce-user.ts'
import { fold } from '../text.ts'
import { phoneticKey } from './latin.ts'
import { nicknameGroups } from './nicknames.ts'
import type { RuleName } from './rules.ts'

/** A name in the forms in which it is compared. */
export interface PersonName {
  /** Without case, accents and double spaces. */
  readonly folded: string
  /** In plain Latin letters, first names first. */
  readonly words: readonly string[]
  /** The words in order of the alphabet, as one text. */
  readonly sorted: string
  /** Groups of names used for one another, of the first name and of the nickname. */
  readonly groups: readonly number[]
}

/** A name out of its parts; a comma tells that the last name stands first. */
export function personName(text: string, nickname: string | null = null): PersonName {
  const [last, first] = text.split(',', 2)
  const ordered = first === undefined ? text : `${first} ${last ?? ''}`
  const words = wordsOf(ordered)
  const called = nickname === null ? [] : wordsOf(nickname).slice(0, 1)
  const groups = [words[0] ?? '', ...called].flatMap((word) => nicknameGroups(word))
  return { folded: fold(ordered), words, sorted: words.toSorted().join(' '), groups }
}

/** How Salesforce calls somebody, first name first; the whole name where its parts are not told. */
export function displayNameOf({
  firstName,
  lastName,
  name,
}: Pick<SalesforceUser, 'firstName' | 'lastName' | 'name'>): string {
  return firstName === null && lastName === null ? name : `${firstName ?? ''} ${lastName ?? ''}`
}

/** The words of a name in plain Latin letters, without titles. */
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

/** Whether one of first and last name is the same and the other one nearly. */
export function isNameTypo({ words: left }: PersonName, { words: right }: PersonName): boolean {
  if (left.length < 2 || left.length !== right.length) return false
  const [first = '', last = ''] = [left[0], left.at(-1)]
  if (first === right[0]) return isTypo(last, right.at(-1) ?? '')
  return last === right.at(-1) && isTypo(first, right[0] ?? '')
}

/** The best rule that makes two names one person's, or the one that speaks against it; undefined where neither does. */
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
  return shared === 0 && !haveOneGroup(left, right) && !isInitial(left, right)
    ? 'name-contradicts'
    : undefined
}

function isNickname(left: PersonName, right: PersonName): boolean {
  return left.words.at(-1) === right.words.at(-1) && haveOneGroup(left, right)
}

function haveOneGroup(left: PersonName, right: PersonName): boolean {
  return left.groups.some((group) => right.groups.includes(group))
}

function sharedWords({ words: left }: PersonName, { words: right }: PersonName): number {
  const rest = [...right]
  let shared = 0
  for (const word of left) {
    const at = rest.indexOf(word)
    if (at < 0) continue
    rest.splice(at, 1)
    shared += 1
  }
  return shared
}

// All words but one are the same, and that one nearly is.
function isOneWordTypo({ words: left }: PersonName, { words: right }: PersonName, shared: number): boolean {
  if (left.length !== right.length || shared !== left.length - 1) return false
  const [other = ''] = left.filter((word) => !right.includes(word))
  const [wanted = ''] = right.filter((word) => !left.includes(word))
  return isTypo(other, wanted)
}

function isInitial({ words: left }: PersonName, { words: right }: PersonName): boolean {
  const [first = '', other = ''] = [left[0], right[0]]
  const isShort = first.length === 1 || other.length === 1
  return isShort && first[0] === other[0] && left.at(-1) === right.at(-1)
}

/** Whether two words differ by a slip: one letter in words from four letters on, two from eight on; two swapped letters are one slip. */
export function isTypo(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length)
  const most = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0
  return most > 0 && Math.abs(left.length - right.length) <= most && slipsBetween(left, right) <= most
}

// What both begin and end with has no slip in it; most words have little else.
function slipsBetween(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length)
  let from = 0
  while (from < shorter && left[from] === right[from]) from += 1
  let behind = 0
  while (behind < shorter - from && left.at(-1 - behind) === right.at(-1 - behind)) behind += 1
  return slips(left.slice(from, left.length - behind), right.slice(from, right.length - behind))
}

// Optimal string alignment distance.
function slips(left: string, right: string): number {
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
