// Source: the romanization of passports (ICAO 9303) where it has the letter; different spellings are unified below.
const letters: ReadonlyMap<string, string> = new Map(
  `
  æ=ae ø=oe å=aa ä=ae ö=oe ü=ue ß=ss þ=th ð=d đ=d ł=l ı=i œ=oe ŋ=n ħ=h ə=e
  а=a б=b в=v г=g ґ=g д=d е=e ё=e є=ie ж=zh з=z и=i і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t
  у=u ў=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=iu я=ia ђ=d ј=j љ=lj њ=nj ћ=c џ=dz
  α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps
  ω=o
  `
    .trim()
    .split(/\s+/)
    .map((pair) => [pair.slice(0, 1), pair.slice(2)]),
)

// Different spellings of one sound become the same, whatever script a name was written in.
const spellings: readonly (readonly [RegExp, string])[] = [
  [/aa|ae/g, 'a'],
  [/oe|oo/g, 'o'],
  [/ue/g, 'u'],
  [/ks/g, 'x'],
  [/kh/g, 'h'],
  [/ph/g, 'f'],
  [/[jy](?=[aeou])|i(?=[aeou])/g, 'i'],
  [/ij|yi|iy|ii|yy/g, 'i'],
  [/[yj]/g, 'i'],
  [/w/g, 'v'],
  [/ou/g, 'u'],
]

// Greek writes several sounds with two letters; an accent on the first of two vowels keeps them apart.
const greekPairs: readonly (readonly [RegExp, string])[] = [
  [/ο[υύ]/gu, 'ou'],
  [/α[υύ](?=[θκξπσςτφχψ]|(?!\p{L}))/gu, 'af'],
  [/ε[υύ](?=[θκξπσςτφχψ]|(?!\p{L}))/gu, 'ef'],
  [/α[υύ]/gu, 'av'],
  [/ε[υύ]/gu, 'ev'],
  [/γ(?=[γξχ])/gu, 'n'],
  [/(?<!\p{L})μπ/gu, 'b'],
  [/(?<!\p{L})ντ/gu, 'd'],
  [/(?<!\p{L})γκ/gu, 'g'],
]
const greek = /\p{Script=Greek}/u

// Korean last names are written as their bearers do, not by the official romanization.
const koreanLastNames: ReadonlyMap<string, string> = new Map(
  `
  김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho 윤=yoon 장=jang 임=lim 한=han 오=oh 서=seo 신=shin
  권=kwon 황=hwang 안=ahn 송=song 류=ryu 유=yoo 홍=hong 전=jeon 고=ko 문=moon 양=yang 손=son 배=bae 백=baek
  허=heo 남=nam 심=shim 노=noh 하=ha 곽=kwak 성=sung 차=cha 주=joo 우=woo 구=koo 민=min 나=na 진=jin
  `
    .trim()
    .split(/\s+/)
    .map((pair) => [pair.slice(0, 1), pair.slice(2)]),
)
const hangul = /\p{Script=Hangul}/u
const loneSyllable = /(?<!\p{L})\p{Script=Hangul}(?!\p{L})/gu

const foreign = /(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Letter}/u

const marks = /\p{M}/gu
const ascii = /^[\x20-\x7e]*$/

/** A key that is the same for every usual transliteration of a name: Åse, Aase and Ase; Müller and Mueller. */
export function phoneticKey(name: string): string {
  let text = toLatin(name)
  for (const [pattern, replacement] of spellings) text = text.replace(pattern, replacement)
  return text
}

/** A name in Latin letters without accents, in one of its usual transliterations. */
export function toLatin(name: string): string {
  if (ascii.test(name)) return name.toLowerCase()
  let composed = name.normalize('NFC').toLowerCase()
  if (greek.test(composed))
    for (const [pattern, replacement] of greekPairs) composed = composed.replace(pattern, replacement)
  if (hangul.test(composed))
    composed = composed.replace(loneSyllable, (syllable) => koreanLastNames.get(syllable) ?? syllable)
  let text = ''
  for (const letter of composed) text += latinOf(letter)
  return text
}

/** Whether a name has letters that only a transliteration given to `transliterateWith` can read, such as Chinese ones. */
export function needsTransliteration(name: string): boolean {
  return !ascii.test(name) && foreign.test(name)
}

/** Sets how letters of other scripts than Latin, Greek and Cyrillic are written in Latin ones; without it they stay as they are. */
export function transliterateWith(transliterate: (letter: string) => string): void {
  cache.clear()
  readings += 1
  transliterateOther = transliterate
}

let readings = 0

/** How often it has changed how other scripts are read: what was made of names before is out of date. */
export function transliterations(): number {
  return readings
}

let transliterateOther: ((letter: string) => string) | undefined

// Each letter is decomposed only once.
const cache = new Map<string, string>()

function latinOf(letter: string): string {
  let found = cache.get(letter)
  if (found === undefined) {
    const base = letter.normalize('NFD').replace(marks, '')
    found = letters.get(letter) ?? letters.get(base) ?? otherOf(letter) ?? base
    cache.set(letter, found)
  }
  return found
}

// The decomposition of a Korean syllable is not a letter of the alphabet without its accent.
function otherOf(letter: string): string | undefined {
  return foreign.test(letter) ? transliterateOther?.(letter).toLowerCase() : undefined
}

// What romanizations of one consonant have in common; capitals stand for sounds without a letter of their own.
const consonants: readonly (readonly [RegExp, string])[] = [
  [/[^a-z]/g, ''],
  [/ksh|x/g, 'ks'],
  [/schtsch|stsch|szcz|shch/g, 'S'],
  [/tsch|tch|cz|(?<!s)ch/g, 'C'],
  [/sch|sh|sz/g, 'S'],
  [/kh/g, 'h'],
  [/zh/g, 'z'],
  [/^dj|^dz(?=[aeiou])/g, 'j'],
  [/ph/g, 'f'],
  [/(?<=.)t[sz](?=.)|c(?=[eiy])/g, 's'],
  [/ck|[cq]/g, 'k'],
  [/z/g, 's'],
  [/ow(?=d)/g, 'ou'],
  [/w/g, 'v'],
  [/(?<=[bdgt])h/g, ''],
  [/^[yij]e(?=.)/g, 'e'],
  [/^[jyi](?=[aou])/g, 'J'],
  [/[jy]/g, 'i'],
  [/([^aeiou])\1+/g, '$1'],
  [/ee/g, 'i'],
  [/(?<=[aeiou])h$/g, ''],
]

// What spellings of one vowel have in common, for words too short for their consonants to tell them apart.
const vowels: readonly (readonly [RegExp, string])[] = [
  [/oo|ou|ow/g, 'u'],
  [/ee/g, 'i'],
  [/(?:ei|ai|ay|ey|aj|ej)(?=.)/g, 'ai'],
  [/oe$|oy$/g, 'oi'],
]

/**
 * A key that names share whose romanizations differ in vowels or in how a consonant is written: Mohammed and Muhamad,
 * Tchaikovsky and Chaikovskii. It is a hint, no proof. Words of fewer than three consonants keep their vowels.
 */
export function consonantKey(word: string): string {
  const latin = toLatin(word)
  const key = reduce(latin, consonants)
  const [, start = '', vowel = '', rest = ''] = /^([^aeiou]*)([aeiou]*)(.*)$/.exec(key) ?? []
  if (`${start}${rest}`.replace(/[aeiou]/g, '').length < 3)
    return reduce(reduce(latin, vowels), consonants).replace(/(?<=.)h/g, '')
  // The first vowel tells Martin from Morton, a last `a` or `e` women's names from men's.
  const end = /[^aeiou][ei]*([ae])$/.exec(rest)?.[1] ?? ''
  return `${start}${vowelClass(vowel)}${rest.replace(/[aeiouh]/g, '').replace(/(.)\1+/g, '$1')}${end}`
}

function vowelClass(run: string): string {
  if (/u|^o/.test(run)) return 'u'
  if (/^[ae]i/.test(run)) return 'y'
  return run.startsWith('i') ? 'i' : run.slice(0, 1).replace('e', 'a')
}

function reduce(text: string, steps: readonly (readonly [RegExp, string])[]): string {
  return steps.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text)
}
