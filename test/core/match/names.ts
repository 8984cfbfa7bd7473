import { asian } from './names/asia.ts'
import { eastern } from './names/eastern.ts'
import { germanic } from './names/germanic.ts'
import type { GivenName, LanguageData, Written } from './names/language.ts'
import { romance } from './names/romance.ts'
import { capital, feminine, givenNames, romanised, written } from './names/writing.ts'
import type { Chance } from './chance.ts'

/** One language, ready to draw names from. */
export interface Language {
  readonly code: string
  readonly data: LanguageData
  readonly men: Ranked<GivenName>
  readonly women: Ranked<GivenName>
  readonly last: Ranked<Written>
  readonly starts: readonly string[]
  readonly ends: readonly string[]
}

interface Ranked<Item> {
  readonly items: readonly Item[]
  /** Sums of the weights up to each item. */
  readonly sums: readonly number[]
}

/** A last name, and whether few people have it. */
export interface LastName extends Written {
  readonly isRare: boolean
}

// Per cent of the people; the shares of the names after these fall as Zipf's law says.
const shares: Readonly<Record<string, readonly number[]>> = {
  vi: [31.5, 10.9, 8.9, 5.9, 5.8, 4.5, 3.9, 2.1, 2, 1.4, 1.3, 1.3, 1, 0.5],
  ko: [21.5, 14.7, 8.4, 4.7, 4.3, 2.3, 2.1, 2.1, 2, 1.7, 1.5, 1.5, 1.5, 1.5, 1.4, 1.3, 1.3, 1.3, 1.2, 1.1],
  zh: [7.2, 7.2, 6.8, 5.4, 4.5, 3.1, 2.2, 2.1, 2, 1.8, 1.5, 1.3, 1.3, 1.3, 1.2, 1.2, 1, 1, 0.9, 0.9],
  da: [4.3, 4.1, 3.6, 2.7, 2.7, 2.0, 1.9, 1.8, 1.6, 1.5, 1.3],
  sv: [2.3, 2.2, 1.7, 1.5, 1.2, 1.1, 1, 0.9, 0.9, 0.8],
  no: [1.0, 0.95, 0.93, 0.73, 0.72, 0.68, 0.67, 0.45, 0.44],
  es: [3.1, 2, 1.95, 1.9, 1.85, 1.8, 1.7, 1.65, 1, 1],
  pt: [9.4, 5.9, 5.2, 4.9, 3.7, 3.7, 3.6, 3.2, 2.9, 2.7],
  en: [1.1, 0.85, 0.7, 0.65, 0.62, 0.5, 0.5, 0.4, 0.38],
}

function ranked<Item>(items: readonly Item[], weight: (rank: number) => number): Ranked<Item> {
  let sum = 0
  return { items, sums: items.map((_, rank) => (sum += weight(rank))) }
}

const shareOfFirst = (rank: number) => 1 / (rank + 6) ** 0.8

const split = (text: string) => text.split(/\s+/).filter((part) => part !== '')

function languageOf(data: LanguageData): Language {
  const known = shares[data.code] ?? []
  const floor = known.at(-1) ?? 1
  return {
    code: data.code,
    data,
    men: ranked(givenNames(data.men), shareOfFirst),
    women: ranked(givenNames(data.women), shareOfFirst),
    last: ranked(
      split(data.last).map((each) => written(each)),
      (rank) => known[rank] ?? floor * ((known.length + 4) / (rank + 4)) ** (known.length > 0 ? 1.2 : 0.8),
    ),
    starts: split(data.starts),
    ends: split(data.ends),
  }
}

/** Every language. */
export const languages: ReadonlyMap<string, Language> = new Map(
  [...germanic, ...romance, ...eastern, ...asian].map((data) => [data.code, languageOf(data)]),
)

/** English names that colleagues with Chinese, Korean or Vietnamese names take. */
const chosenMen =
  'Kevin Jason Eric Tony Jack Leo Andy David Michael Peter Alex Jerry Sam Steven Daniel Brian Ken Vincent Frank Ryan'.split(
    ' ',
  )
const chosenWomen =
  'Amy Jenny Grace Cindy Lily Emily Vivian Tina Alice Jessica Helen Joyce Coco Sophia Michelle Angela Claire Nina Ivy Wendy'.split(
    ' ',
  )

/** An English given name as taken beside the own one. */
export function chosenName(chance: Chance, isWoman: boolean): string {
  return chance.of(isWoman ? chosenWomen : chosenMen)
}

function draw<Item>(chance: Chance, { items, sums }: Ranked<Item>): Item {
  const at = chance.next() * (sums.at(-1) ?? 0)
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) > at) high = middle
    else low = middle + 1
  }
  const item = items[low]
  if (item === undefined) throw new RangeError('no name to choose from')
  return item
}

/** A given name, the common ones more often. */
export function drawFirst(chance: Chance, language: Language, isWoman: boolean): GivenName {
  const { syllablesOf } = language.data
  const listed = isWoman ? language.women : language.men
  if (syllablesOf === undefined) {
    const first = draw(chance, listed)
    return chance.often(doubleFirst[language.code] ?? 8)
      ? doubled(chance, first, draw(chance, listed))
      : first
  }
  const all = (isWoman ? syllablesOf.women : syllablesOf.men).split(/\s+/)
  const count = language.code === 'zh' && chance.often(18) ? 1 : 2
  const parts = Array.from({ length: count }, () => syllableOf(chance.of(all)))
  const native = parts.map(({ native: each }) => each).join('')
  const usual = parts.map(({ latin }) => latin[0] ?? '')
  const other = parts.map(({ latin }) => latin.at(-1) ?? '')
  const latin =
    count === 1
      ? [capital(usual.join(''))]
      : [
          capital(usual.join(language.code === 'ko' ? '-' : '')),
          usual.map(capital).join(' '),
          capital(usual.join('')),
          capital(other.join('-')),
          capital(other.join('')),
        ]
  return { latin: [...new Set(latin)], native, nicknames: [] }
}

// Of a hundred people, how many have two given names that both sides write.
const doubleFirst: Readonly<Record<string, number>> = {
  vi: 65,
  ar: 12,
  fr: 12,
  no: 14,
  da: 10,
  ru: 0,
  uk: 0,
  el: 0,
  ja: 0,
}

function doubled(chance: Chance, first: GivenName, second: GivenName): GivenName {
  const [one = '', other = ''] = [first.latin[0], second.latin[0]]
  if (one === other || /[ -]/.test(one + other)) return first
  return {
    ...first,
    latin: chance.often(40) ? [`${one}-${other}`, `${one} ${other}`] : [`${one} ${other}`, `${one}-${other}`],
  }
}

function syllableOf(text: string): Written {
  const native = Array.from(text)[0] ?? ''
  return { native, latin: text.slice(native.length).split('/') }
}

/** A last name, the common ones more often; rare ones are made of the parts that such names have. */
export function drawLast(chance: Chance, language: Language, isWoman: boolean): LastName {
  const isRare = chance.next() > language.data.lastShare && language.starts.length > 0
  const name = isRare ? rareLast(chance, language) : draw(chance, language.last)
  return { ...(isWoman ? feminine(language.code, name) : name), isRare }
}

function rareLast(chance: Chance, { code, data, starts, ends }: Language): Written {
  const [start, end] = [chance.of(starts), chance.of(ends)]
  const middle = code !== 'ja' && chance.often(60) ? chance.of(starts).toLowerCase() : ''
  if (code === 'ja') {
    const [one, other] = [syllableOf(start), syllableOf(end)]
    const latin = [...new Set([`${one.latin[0] ?? ''}${other.latin[0] ?? ''}`])]
    return { native: `${one.native ?? ''}${other.native ?? ''}`, latin: latin.map(capital) }
  }
  const joined = `${start}${middle}${end}`.replaceAll('_', ' ')
  if (data.code === 'ru' || data.code === 'uk' || data.code === 'el')
    return { native: joined, latin: romanised(joined) }
  const particle =
    data.particles !== undefined && chance.often(18)
      ? `${chance.of(data.particles.split(' ')).replaceAll('_', ' ')} `
      : ''
  return { native: null, latin: [`${particle}${joined}`] }
}
