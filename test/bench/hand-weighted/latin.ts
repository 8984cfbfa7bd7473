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
  let text = ''
  for (const letter of name.normalize('NFC').toLowerCase()) text += latinOf(letter)
  return text
}

// Each letter is decomposed only once.
const cache = new Map<string, string>()

function latinOf(letter: string): string {
  let found = cache.get(letter)
  if (found === undefined) {
    const base = letter.normalize('NFD').replace(marks, '')
    found = letters.get(letter) ?? letters.get(base) ?? base
    cache.set(letter, found)
  }
  return found
}
