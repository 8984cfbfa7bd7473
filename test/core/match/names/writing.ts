import type { GivenName, Written } from './language.ts'

const beyondLatin = /[\u0370-\u1dff\u3000-\uffff]/u

/** Cyrillic letters in three ways of writing them: English, passports, German and scholarly mixed. */
const cyrillic: readonly string[] = [
  'а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g',
  'а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ=ie ы=y ь= э=e ю=iu я=ia і=i ї=i є=ie ґ=g',
  'а=a б=b в=w г=g д=d е=e ё=jo ж=sch з=s и=i й=j к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=ch ц=z ч=tsch ш=sch щ=schtsch ъ= ы=y ь= э=e ю=ju я=ja і=i ї=ji є=je ґ=g',
]

/** Greek letters as passports and as habit write them; digraphs come first. */
const greek: readonly string[] = [
  'ου=ou αι=ai ει=ei οι=oi αυ=av ευ=ev μπ=b ντ=nt γκ=gk γγ=ng τσ=ts α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o',
  'ου=u αι=e ει=i οι=i αυ=af ευ=ef μπ=mp ντ=d γκ=g γγ=gg τσ=ts α=a β=b γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=i φ=ph χ=h ψ=ps ω=o',
]

const tables = new Map<string, ReadonlyMap<string, string>>(
  [...cyrillic, ...greek].map((text) => [
    text,
    new Map(
      text.split(' ').map((pair) => {
        const [from = '', to = ''] = pair.split('=')
        return [from, to] as const
      }),
    ),
  ]),
)

/** A text of Cyrillic or Greek letters in Latin ones, in every way that differs. */
export function romanised(text: string): string[] {
  const ways = /[\u0370-\u03ff]/u.test(text.normalize('NFD')) ? greek : cyrillic
  return [...new Set(ways.map((way) => spelledBy(tables.get(way) ?? new Map(), text)))]
}

function spelledBy(table: ReadonlyMap<string, string>, text: string): string {
  // й and ё are letters of their own, accents of Greek are not.
  const plain = /[\u0400-\u04ff]/u.test(text) ? text : text.normalize('NFD').replaceAll(/\p{M}/gu, '')
  let spelled = ''
  for (let at = 0; at < plain.length; at += 1) {
    const pair = plain.slice(at, at + 2).toLowerCase()
    const both = pair.length === 2 ? table.get(pair) : undefined
    const letter = plain[at] ?? ''
    const one = both ?? table.get(letter.toLowerCase()) ?? letter
    spelled += letter === letter.toLowerCase() ? one : capital(one)
    if (both !== undefined) at += 1
  }
  return spelled
}

/** With the first letter large. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Reads `Usual/Other writing`. */
export function written(text: string): Written {
  const [first = '', ...others] = text.replaceAll('_', ' ').split('/')
  if (!beyondLatin.test(first)) return { latin: [first, ...others], native: null }
  return { latin: others.length > 0 ? others : romanised(first), native: first }
}

/** Reads a list of given names. */
export function givenNames(text: string): GivenName[] {
  return text.split(/\s+/).flatMap((token) => {
    const [name = '', nicknames] = token.split('=')
    if (name === '') return []
    return [
      {
        ...written(name),
        nicknames: nicknames === undefined ? [] : nicknames.split(',').map((each) => written(each)),
      },
    ]
  })
}

const plainLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ł: 'l',
  ı: 'i',
  đ: 'd',
  þ: 'th',
  ð: 'd',
}

/** Without accents, letter case kept. */
export function withoutAccents(text: string): string {
  return Array.from(text.normalize('NFD').replaceAll(/\p{M}/gu, ''))
    .map((letter) => {
      const plain = plainLetters[letter.toLowerCase()]
      if (plain === undefined) return letter
      return letter === letter.toLowerCase() ? plain : capital(plain)
    })
    .join('')
}

const digraphs: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ø: 'oe',
  å: 'aa',
  æ: 'ae',
  ß: 'ss',
}

/** With ae, oe, ue and aa as Germans and Scandinavians write them; other accents dropped. */
export function withDigraphs(text: string): string {
  const spelled = Array.from(text.normalize('NFC'))
    .map((letter) => {
      const pair = digraphs[letter.toLowerCase()]
      if (pair === undefined) return letter
      return letter === letter.toLowerCase() ? pair : capital(pair)
    })
    .join('')
  return withoutAccents(spelled)
}

/** Whether a text has letters that Latin keyboards do not. */
export function hasAccents(text: string): boolean {
  return withoutAccents(text) !== text.normalize('NFD')
}

/** The last name of a woman where it differs from her father's. */
export function feminine(code: string, { latin, native }: Written): Written {
  const changed = (text: string) => feminineOf(code, text)
  if (native === null) return { latin: latin.map(changed), native }
  const own = changed(native)
  return own === native ? { latin, native } : { latin: romanised(own), native: own }
}

function feminineOf(code: string, text: string): string {
  if (code === 'pl') return text.replace(/([sc]k|dzk)i$/u, '$1a')
  if (code === 'cs')
    return text.endsWith('ý')
      ? text.replace(/ý$/u, 'á')
      : /[íí]$/u.test(text)
        ? text
        : `${text.replace(/[ao]$/u, '').replace(/e([kc])$/u, '$1')}ová`
  if (code === 'ru') return text.replace(/(ский)$/u, 'ская').replace(/([оеё]в|ин)$/u, '$1а')
  if (code === 'uk') return text.replace(/ський$/u, 'ська').replace(/ів$/u, 'ова')
  if (code === 'el')
    return text
      .replace(/όπουλος$/u, 'οπούλου')
      .replace(/ίδης$/u, 'ίδου')
      .replace(/ης$/u, 'η')
      .replace(/ής$/u, 'ή')
      .replace(/ος$/u, 'ου')
      .replace(/ας$/u, 'α')
      .replace(/άς$/u, 'ά')
  return text
}
