import { isParticle, isTypo, type NamePart, type PersonName, sortedWords, wordsOfName } from './names.ts'
import type { Agreement, firstNameLevels, lastNameLevels } from './rules.ts'

/** How two last names compare. */
export type LastNameLevel = keyof typeof lastNameLevels

/** How two first names compare. */
export type FirstNameLevel = keyof typeof firstNameLevels

/** How two names compare; a part that either side lacks says nothing. */
export interface NameLevels {
  readonly last: LastNameLevel | 'unknown'
  readonly first: FirstNameLevel | 'unknown'
  /** First and last name stand in each other's field. */
  readonly swapped: boolean
}

/** Compares two names in the order that fits better. */
export function compareNames(left: PersonName, right: PersonName): NameLevels {
  const straight: NameLevels = {
    last: lastLevel(left.last, right.last),
    first: firstLevel(left, right),
    swapped: false,
  }
  if (isSameWord(straight.last) || isSameWord(straight.first)) return straight
  return wholeName(left, right) ?? swappedName(left, right) ?? straight
}

function isSameWord(level: string): boolean {
  return level === 'exact' || level === 'near'
}

// A name in one field, or in two that are divided elsewhere, is compared as a whole.
function wholeName(left: PersonName, right: PersonName): NameLevels | undefined {
  const [own, theirs] = [wordsOfName(left), wordsOfName(right)]
  if (own.length === 0 || theirs.length === 0) return undefined
  if (own.join('') !== theirs.join('') && sortedWords(left) !== sortedWords(right)) return undefined
  const isSwapped = own[0] !== theirs[0] && own.length > 1
  return { last: 'exact', first: own.length > 1 ? 'exact' : 'unknown', swapped: isSwapped }
}

function swappedName(left: PersonName, right: PersonName): NameLevels | undefined {
  if (left.last.key === '' || right.last.key === '') return undefined
  const last = lastLevel(left.last, right.first)
  const first = lastLevel(left.first, right.last)
  const isOne = isSameWord(last) && isSameWord(first)
  return isOne ? { last: sameWord(last), first: sameWord(first), swapped: true } : undefined
}

function sameWord(level: string): 'exact' | 'near' {
  return level === 'exact' ? 'exact' : 'near'
}

function lastLevel(left: NamePart, right: NamePart): NameLevels['last'] {
  if (left.key === '' || right.key === '') return 'unknown'
  if (left.key === right.key) return 'exact'
  if (left.words.length > 1 || right.words.length > 1) {
    const [one, other] = [left.words.filter(isName), right.words.filter(isName)]
    const [isIn, isOtherIn] = [
      one.every((word) => other.includes(word)),
      other.every((word) => one.includes(word)),
    ]
    if (isIn && isOtherIn) return 'near'
    if (isIn || isOtherIn) return 'subset'
    if (one.some((word) => other.includes(word))) return 'similar'
  }
  if (isTypo(left.key, right.key) || areAlike(left, right)) return 'near'
  // A name in another script says nothing where its letters are read in another way.
  if (left.isForeign !== right.isForeign) return 'unknown'
  if (left.key.length === 1 || right.key.length === 1)
    return left.key[0] === right.key[0] ? 'initial' : 'differs'
  return sharesBeginning(left.key, right.key, 4) ? 'similar' : 'differs'
}

function isName(word: string): boolean {
  return !isParticle(word)
}

function areAlike({ sounds: one }: NamePart, { sounds: other }: NamePart): boolean {
  return one !== '' && one === other
}

function sharesBeginning(left: string, right: string, letters: number): boolean {
  return left.length > letters && right.length > letters && left.startsWith(right.slice(0, letters))
}

function firstLevel(left: PersonName, right: PersonName): NameLevels['first'] {
  const [one, other] = [left.first, right.first]
  if (one.key === '' || other.key === '') return 'unknown'
  if (one.key === other.key) return 'exact'
  const [own = '', theirs = ''] = [one.words[0], other.words[0]]
  if (own === theirs) return 'first'
  if (left.called === theirs || right.called === own || shareGroup(left, right)) return 'nickname'
  if (isTypo(one.key, other.key) || isTypo(own, theirs) || areAlike(one, other)) return 'near'
  if (one.isForeign !== other.isForeign) return 'unknown'
  if (own.length === 1 || theirs.length === 1) return initialLevel(own, theirs, left, right)
  if (one.words.includes(theirs) || other.words.includes(own)) return 'other'
  return isPrefix(own, theirs) ? 'prefix' : 'differs'
}

function initialLevel(own: string, theirs: string, left: PersonName, right: PersonName): FirstNameLevel {
  if (own[0] === theirs[0]) return 'initial'
  const initials = [left.called, right.called].map((called) => called?.[0])
  return initials.includes(own.length === 1 ? own : theirs) ? 'initial' : 'differs'
}

function shareGroup(left: PersonName, right: PersonName): boolean {
  return left.groups.some((group) => right.groups.includes(group))
}

const shortestPrefix = 3

function isPrefix(one: string, other: string): boolean {
  return (
    Math.min(one.length, other.length) >= shortestPrefix && (one.startsWith(other) || other.startsWith(one))
  )
}

const sameLast: ReadonlySet<string> = new Set(['exact', 'near', 'subset', 'spelled'])
const anotherFirst: ReadonlySet<string> = new Set(['nickname', 'other'])
const nearFirst: ReadonlySet<string> = new Set(['near', 'spelled', 'prefix', 'initial'])

/** How well two names agree as a whole. */
export function agreementOf({ last, first }: NameLevels): Agreement {
  if (!sameLast.has(last)) return last === 'initial' && first === 'exact' ? 'nearly' : 'not'
  if (first === 'exact' || first === 'first') return last === 'exact' ? 'wholly' : 'nearly'
  if (anotherFirst.has(first)) return 'another'
  if (nearFirst.has(first)) return 'nearly'
  return first === 'unknown' && last === 'exact' ? 'nearly' : 'last'
}
