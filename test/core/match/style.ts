import type { Chance } from './chance.ts'

/** The forms of address that a company may use. */
export const patterns = [
  'first.last',
  'f.last',
  'flast',
  'firstl',
  'first',
  'last.first',
  'first_last',
  'lastf',
  'number',
] as const

/** One of the forms. */
export type Pattern = (typeof patterns)[number]

/** The habits of one company. */
export interface Style {
  readonly domain: string
  /** The domain that Salesforce or SalesScreen still has; null if both have the same. */
  readonly oldDomain: string | null
  readonly oldSide: 'salesforce' | 'screen'
  readonly sandbox: boolean
  readonly pattern: Pattern
  /** Differs from the company's pattern where SalesScreen takes another address than Salesforce. */
  readonly screenPattern: Pattern
  /** Whether ü becomes ue in addresses. */
  readonly digraphs: boolean
  /** Whether people whose script is not Latin write their names in it. */
  readonly native: boolean
  /** Names without accents on one side. */
  readonly plainSide: 'salesforce' | 'screen' | null
  readonly capitals: boolean
  /** Salesforce names are one text, last name first. */
  readonly lastFirst: boolean
  readonly federation: 'none' | 'email' | 'number' | 'screen'
  readonly numbers: boolean
  readonly usernameEnd: string
  /** Usernames follow another form of address. */
  readonly usernamePattern: Pattern | null
  readonly nicknames: boolean
  /** Teams are named after who leads them. */
  readonly teamsByManager: boolean
  /** The directory is a report that has no more than names, addresses and a few other columns. */
  readonly isReport: boolean
  /** Some people use a free-mail address whose local part is that of their company address. */
  readonly freeMailTwins: boolean
  /** Codes of the languages, the first one spoken by most. */
  readonly languages: readonly string[]
  /** Per cent of the people who speak the first language, and of those who speak the second. */
  readonly mainShares: readonly [number, number]
}

const main = [
  ['en', 'us-es'],
  ['en', 'hi'],
  ['us-es', 'en'],
  ['no', 'sv'],
  ['sv', 'da'],
  ['da', 'no'],
  ['de', 'tr'],
  ['de', 'pl'],
  ['nl', 'tr'],
  ['nl', 'fr'],
  ['fr', 'ar'],
  ['es', 'pt'],
  ['pt', 'es'],
  ['it', 'ro'],
  ['pl', 'uk'],
  ['cs', 'hu'],
  ['hu', 'ro'],
  ['ro', 'hu'],
  ['el', 'en'],
  ['ru', 'uk'],
  ['uk', 'ru'],
  ['tr', 'ar'],
  ['ar', 'en'],
  ['hi', 'en'],
  ['zh', 'en'],
  ['ja', 'en'],
  ['ko', 'en'],
  ['vi', 'en'],
  ['en', 'no'],
  ['en', 'zh'],
  ['no', 'pl'],
  ['de', 'en'],
]

const others = [...new Set(main.flat())]

const words =
  'acme nordwind kontor fabrikam altura brightline corvus delphin estrella fjordkraft granit helio'.split(' ')
const ends = ['com', 'example', 'io', 'eu', 'net', 'co.example']

// How often companies use a form, from most to least.
const usual: readonly Pattern[] = [
  'first.last',
  'first.last',
  'first.last',
  'first.last',
  'first.last',
  'first.last',
  'first.last',
  'f.last',
  'f.last',
  'flast',
  'flast',
  'flast',
  'firstl',
  'first',
  'last.first',
  'first_last',
  'lastf',
  'number',
]

/** The habits of the company of this seed. */
export function styleOf(chance: Chance, seed: number): Style {
  const word = `${chance.of(words)}${seed}`
  const domain = `${word}.${chance.of(ends)}`
  const [first = 'en', second = 'en'] = main[(seed * 29 + 15) % main.length] ?? []
  const pattern = chance.of(usual)
  const other = chance.of(usual.filter((each) => each !== pattern))
  const most = 45 + chance.below(45)
  return {
    domain,
    oldDomain: chance.often(18)
      ? chance.of([`${word}-group.com`, `old-${domain}`, `${chance.of(words)}-${seed}.com`])
      : null,
    oldSide: chance.often(70) ? 'salesforce' : 'screen',
    sandbox: chance.often(12),
    pattern,
    screenPattern: chance.often(9) ? other : pattern,
    digraphs: chance.often(45),
    native: chance.often(30),
    plainSide: chance.often(14) ? (chance.often(50) ? 'salesforce' : 'screen') : null,
    capitals: chance.often(5),
    lastFirst: chance.often(7),
    federation: chance.of(['none', 'none', 'none', 'email', 'number', 'screen']),
    numbers: chance.often(40),
    usernameEnd: chance.of(['', '', '.crm', '.prod', '.sales', `.${word}`, '.sf']),
    usernamePattern: chance.often(20) ? chance.of(usual) : null,
    nicknames: chance.often(35),
    teamsByManager: chance.often(25),
    isReport: chance.often(10),
    freeMailTwins: chance.often(25),
    languages: [first, second, ...Array.from({ length: 3 }, () => chance.of(others))],
    mainShares: [most, chance.below(100 - most)],
  }
}
