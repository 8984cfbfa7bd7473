import type { Chance } from './chance.ts'
import { chosenName, drawFirst, drawLast, type LastName, languages } from './names.ts'
import type { GivenName, Written } from './names/language.ts'
import { withDigraphs, withoutAccents } from './names/writing.ts'
import type { Pattern, Style } from './style.ts'

/** Somebody as they are. */
export interface Person {
  readonly code: string
  readonly isWoman: boolean
  readonly first: GivenName
  readonly last: LastName
  /** The second of two last names; null for most. */
  readonly second: LastName | null
  /** An English name beside the own one; null for most. */
  readonly chosen: string | null
  /** The local part of the address at work, and the number of the employee. */
  readonly local: string
  readonly number: string
}

/** What the people of one company have in common while it is invented. */
export interface Workplace {
  readonly chance: Chance
  readonly style: Style
  /** The local parts in use, bare. */
  readonly taken: Set<string>
  /** The names that somebody has. */
  readonly names: Set<string>
}

/** Names that a person shares with somebody. */
export interface Shared {
  readonly code?: string
  readonly isWoman?: boolean
  readonly first?: GivenName
  readonly last?: LastName
}

/** A new person, who may share names with somebody. */
export function newPerson({ chance, style, taken, names }: Workplace, shared: Shared = {}): Person {
  const code = shared.code ?? languageFor(chance, style)
  const language = languages.get(code)
  if (language === undefined) throw new RangeError(`no names of ${code}`)
  const isWoman = shared.isWoman ?? chance.often(45)
  const draw = () => ({
    first: shared.first ?? drawFirst(chance, language, isWoman),
    last: shared.last ?? drawLast(chance, language, isWoman),
  })
  const drawn = draw()
  // The lists are shorter than life's, so that too many people would have the same name by chance.
  const isRepeated = names.has(keyOf(drawn.first, drawn.last))
  const { first, last } = isRepeated && chance.often(60) ? draw() : drawn
  names.add(keyOf(first, last))
  const second = chance.next() < (language.data.doubleLast ?? 0) ? drawLast(chance, language, isWoman) : null
  const chosen = ['zh', 'ko', 'vi'].includes(code) && chance.often(45) ? chosenName(chance, isWoman) : null
  const number = String(10_000 + taken.size * 7 + chance.below(7))
  const person = { code, isWoman, first, last, second, chosen, number, local: '' }
  return { ...person, local: freeLocal(chance, style, person, taken) }
}

function keyOf(first: Written, last: Written): string {
  return `${first.latin[0] ?? ''} ${last.latin[0] ?? ''}`
}

function languageFor(chance: Chance, { languages: spoken, mainShares: [most, second] }: Style): string {
  const at = chance.next() * 100
  if (at < most) return spoken[0] ?? 'en'
  if (at < most + second) return spoken[1] ?? 'en'
  return chance.of(spoken.slice(2))
}

// Namesakes get a number, another form or a middle initial.
function freeLocal(chance: Chance, style: Style, person: Person, taken: Set<string>): string {
  const usual = localOf(style.pattern, person, style)
  const full = localOf('first.last', person, style)
  const others = [
    ...(chance.often(30) ? [localOf('first_last', person, style), full] : []),
    ...(chance.often(20) ? [full.replace('.', `.${chance.of(middleLetters)}.`)] : []),
  ]
  let local = [usual, ...others].find((each) => !taken.has(bare(each))) ?? ''
  for (let next = 2; local === ''; next += 1)
    if (!taken.has(bare(`${usual}${next}`))) local = `${usual}${next}`
  taken.add(bare(local))
  return local
}

/** A local part without its separators: nobody gives `a.b@` to one person and `a_b@` to another. */
export function bare(local: string): string {
  return local.replaceAll(/[._-]/g, '')
}

const middleLetters = Array.from('abcdehjklmprst')

/** The local part of an address in one form. */
export function localOf(
  pattern: Pattern,
  person: Pick<Person, 'first' | 'last' | 'number'>,
  style: Pick<Style, 'digraphs'>,
): string {
  return joined(pattern, person.first, person.last, person.number, style.digraphs)
}

/** The same of names as texts. */
export function joined(
  pattern: Pattern,
  firstName: Written,
  lastName: Written,
  number: string,
  digraphs: boolean,
): string {
  const plain = (text: string) =>
    (digraphs ? withDigraphs(text) : withoutAccents(text)).toLowerCase().replaceAll(/[^a-z]/g, '')
  const first = plain((firstName.latin[0] ?? '').split(' ')[0] ?? '') || 'x'
  const last = plain(lastName.latin[0] ?? '') || 'x'
  const [f, l] = [first.slice(0, 1), last.slice(0, 1)]
  switch (pattern) {
    case 'first.last':
      return `${first}.${last}`
    case 'f.last':
      return `${f}.${last}`
    case 'flast':
      return `${f}${last}`
    case 'firstl':
      return `${first}${l}`
    case 'first':
      return first
    case 'last.first':
      return `${last}.${first}`
    case 'first_last':
      return `${first}_${last}`
    case 'lastf':
      return `${last}${f}`
    case 'number':
      return `${f}${l}${number}`
  }
}
