import { parseEmail } from '../../../src/core/text.ts'
import { parseSalesforceUserId, suffixOf } from '../../../src/core/salesforce-id.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { isUserId, type User } from '../../../src/core/model.ts'
import type { MatchFacts, UserToMatch } from '../../../src/core/match/suggest.ts'
import { languages, nicknames } from './names.ts'

/** An invented company: both sides, and who is who. */
export interface Company {
  readonly facts: MatchFacts
  /** The Salesforce User ID of every SalesScreen user; null for users without a match. */
  readonly truth: ReadonlyMap<string, string | null>
}

/** Numbers by chance, the same for the same seed (mulberry32). */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  next(): number {
    this.#state = (this.#state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** True so often of a hundred times. */
  often(percent: number): boolean {
    return this.next() * 100 < percent
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)]
    if (item === undefined) throw new RangeError('nothing to choose from')
    return item
  }
}

/** Somebody as they are. */
interface Person {
  readonly first: string
  readonly last: string
  readonly email: string
}

/** A company of so many people on both sides, and a tenth as many on each side only; each seed is another company. */
export function company(seed: number, people: number): Company {
  const chance = new Chance(seed)
  const domain = `${chance.of(['acme', 'nordwind', 'kontor', 'fabrikam'])}${seed}.example`
  const renamed = chance.often(25) ? `old-${domain}` : null
  const sandbox = chance.often(20)
  const users: UserToMatch[] = []
  const directory: SalesforceUser[] = []
  const truth = new Map<string, string | null>()
  const taken = new Set<string>()
  const person = () => inventedPerson(chance, domain, taken)
  for (let number = 0; number < people; number += 1) {
    const somebody = person()
    const theirs = salesforceSide(chance, somebody, directory.length, { renamed, sandbox, domain })
    directory.push(theirs)
    const user = screenSide(chance, somebody, users.length, domain)
    users.push(user)
    truth.set(user.user.userId, theirs.salesforceUserId)
    if (chance.often(1.5))
      directory.push({
        ...salesforceSide(chance, somebody, directory.length, { renamed, sandbox, domain }),
        active: false,
        email: `former.${directory.length}@${domain}`,
        username: `former.${directory.length}@${domain}.prod`,
        federationId: null,
      })
    if (chance.often(0.4))
      directory.push(
        salesforceSide(
          chance,
          { ...somebody, email: `${local(somebody.email)}2@${domain}` },
          directory.length,
          { renamed, sandbox, domain },
        ),
      )
  }
  for (let number = 0; number < people / 10; number += 1) {
    directory.push(salesforceSide(chance, person(), directory.length, { renamed, sandbox, domain }))
    const alone = screenSide(chance, person(), users.length, domain)
    users.push(alone)
    truth.set(alone.user.userId, null)
    // Somebody left, and the address was given to somebody else.
    if (chance.often(2)) {
      const heir = person()
      directory.push({
        ...salesforceSide(chance, heir, directory.length, { renamed: null, sandbox: false, domain }),
        email: alone.user.email,
      })
    }
  }
  return { facts: { users, salesforceUsers: directory, isRejected: () => false }, truth }
}

function local(email: string): string {
  return email.split('@', 1).join('')
}

const syllables =
  'bar den fel gor hal kin lem mor nas pol rin sol tan vel wes zor bru cal dor eld fen gar'.split(' ')

function inventedPerson(chance: Chance, domain: string, taken: Set<string>): Person {
  const language = chance.of(languages)
  const first = chance.of(language.firstNames)
  // Families are many: most last names are of somebody's own.
  const last = chance.often(18)
    ? chance.of(language.lastNames)
    : `${capital(chance.of(syllables))}${chance.of(syllables)}${chance.of(syllables)}${chance.of(['', 'sen', 'son', 'mann', 'ez', 'ov', 'ström', 'gård'])}`
  const plain = `${latin(first)}.${latin(last)}`
  let name = plain
  for (let number = 2; taken.has(name); number += 1) name = `${plain}${number}`
  taken.add(name)
  return { first, last, email: `${name}@${domain}` }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

const table: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
  ß: 'ss',
  ł: 'l',
  ı: 'i',
  đ: 'd',
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'yo',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  α: 'a',
  β: 'v',
  γ: 'g',
  δ: 'd',
  ε: 'e',
  ζ: 'z',
  η: 'i',
  θ: 'th',
  ι: 'i',
  κ: 'k',
  λ: 'l',
  μ: 'm',
  ν: 'n',
  ξ: 'x',
  ο: 'o',
  π: 'p',
  ρ: 'r',
  σ: 's',
  ς: 's',
  τ: 't',
  υ: 'y',
  φ: 'f',
  χ: 'ch',
  ψ: 'ps',
  ω: 'o',
}

function latin(text: string): string {
  return Array.from(text.toLowerCase())
    .map((letter) => table[letter] ?? letter.normalize('NFD').replaceAll(/\p{M}/gu, ''))
    .join('')
    .replaceAll(/[^a-z]/g, '')
}

function transliterated(text: string): string {
  const spelled = text
    .replaceAll('å', 'aa')
    .replaceAll('Å', 'Aa')
    .replaceAll('ø', 'oe')
    .replaceAll('Ø', 'Oe')
    .replaceAll('ü', 'ue')
    .replaceAll('Ü', 'Ue')
    .replaceAll('ö', 'oe')
    .replaceAll('Ö', 'Oe')
    .replaceAll('ä', 'ae')
    .replaceAll('Ä', 'Ae')
    .replaceAll('ß', 'ss')
  return /[\u0370-\u04ff]/.test(spelled) ? capital(latin(spelled)) : spelled
}

function withoutAccents(text: string): string {
  return /[\u0370-\u04ff]/.test(text)
    ? capital(latin(text))
    : text
        .normalize('NFD')
        .replaceAll(/\p{M}/gu, '')
        .replaceAll('ø', 'o')
        .replaceAll('Ø', 'O')
        .replaceAll('ł', 'l')
        .replaceAll('Ł', 'L')
        .replaceAll('æ', 'ae')
        .replaceAll('ß', 'ss')
        .replaceAll('ı', 'i')
}

interface Circumstances {
  readonly renamed: string | null
  readonly sandbox: boolean
  readonly domain: string
}

function salesforceSide(
  chance: Chance,
  { first, last, email }: Person,
  number: number,
  { renamed, sandbox, domain }: Circumstances,
): SalesforceUser {
  const id = number.toString(36).padStart(12, '0')
  const fifteen = `005${id}`
  const parsed = parseSalesforceUserId(fifteen + suffixOf(fifteen))
  if ('reason' in parsed) throw new Error(parsed.reason)
  const address = renamed === null ? email : email.replace(domain, renamed)
  const mailbox = chance.often(1) ? `sales@${domain}` : address
  return {
    salesforceUserId: parsed.salesforceUserId,
    name: `${first} ${last}`,
    firstName: first,
    lastName: last,
    username: `${address}.${chance.of(['prod', 'sales', 'crm'])}`,
    email: sandbox ? `${mailbox}.invalid` : mailbox,
    alias: latin(first).slice(0, 1) + latin(last).slice(0, 4),
    active: !chance.often(2),
    frozen: null,
    type: 'Standard',
    profile: 'Sales User',
    role: null,
    department: chance.of(['Sales North', 'Sales South', 'Inside Sales', 'Partners']),
    title: null,
    manager: null,
    employeeNumber: chance.often(30) ? String(100_000 + number) : null,
    federationId: chance.often(30) ? email : null,
    lastLoginAt: null,
  }
}

function screenSide(chance: Chance, person: Person, number: number, domain: string): UserToMatch {
  const userId = `u-${number.toString(16).padStart(8, '0')}`
  const parsed = parseEmail(screenEmail(chance, person, number, domain))
  if (!isUserId(userId) || 'reason' in parsed) throw new Error(`no user can be made of ${person.email}`)
  const [firstName, lastName] = screenName(chance, person)
  const user: User = {
    userId,
    email: parsed.email,
    firstName,
    lastName,
    nickname: null,
    state: 'active',
    teamId: null,
  }
  return { user, teamName: chance.of(['Sales North', 'Sales South', null]) }
}

function screenEmail(chance: Chance, { first, last, email }: Person, number: number, domain: string): string {
  const kind = chance.next() * 100
  const [one, other] = [latin(first) || 'x', latin(last) || 'y']
  if (kind < 82) return email
  if (kind < 86) return email.replace('@', '+screen@')
  if (kind < 92) return `${one.slice(0, 1)}${other}${number}@${domain}`
  if (kind < 96) return `${one}${number}@private.example`
  return `${other}.${one}.${number}@${domain}`
}

function screenName(chance: Chance, { first, last }: Person): [string, string] {
  const kind = chance.next() * 100
  if (kind < 72) return [first, last]
  if (kind < 77) return [transliterated(first), transliterated(last)]
  if (kind < 82) return [withoutAccents(first), withoutAccents(last)]
  if (kind < 86) return [last, first]
  if (kind < 91) return [nicknames[first] ?? first, last]
  if (kind < 94) return [`${first} ${chance.of(['Maria', 'Johan', 'Lee', 'Anne'])}`, last]
  if (kind < 97) return [first, slip(chance, last)]
  if (kind < 98.5) return [`${first.slice(0, 1)}.`, last]
  return [first, `${capital(chance.of(syllables))}${chance.of(syllables)}ung`]
}

function slip(chance: Chance, text: string): string {
  const at = 1 + Math.floor(chance.next() * Math.max(1, text.length - 2))
  const kind = chance.next()
  if (kind < 0.4) return text.slice(0, at) + text.slice(at + 1)
  if (kind < 0.7) return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)
  return text.slice(0, at) + (text[at] ?? '') + text.slice(at)
}
