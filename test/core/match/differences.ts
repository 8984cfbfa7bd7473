import type { Chance } from './chance.ts'
import { chosenName, drawLast, languages } from './names.ts'
import type { Written } from './names/language.ts'
import { capital, hasAccents, withDigraphs, withoutAccents } from './names/writing.ts'
import { joined, localOf, type Person } from './person.ts'
import { addressOf, type Sides } from './sides.ts'
import { patterns, type Style } from './style.ts'

/** Makes one side differ from the other; false if it cannot for this person. */
type Difference = (chance: Chance, style: Style, person: Person, sides: Sides) => boolean

const freeMail = [
  'gmail.com',
  'gmail.com',
  'gmail.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'icloud.com',
  'web.de',
]

/** The side on which a name differs: mostly SalesScreen. */
function someSide(chance: Chance, { salesforce, screen }: Sides): { first: string; last: string } {
  return chance.often(65) ? screen : salesforce
}

/** What two accounts of one person may differ by, and how many of a thousand people it is tried for. */
export const differences: ReadonlyMap<string, readonly [weight: number, apply: Difference]> = new Map<
  string,
  readonly [number, Difference]
>([
  ['accents dropped', [50, accentsDropped]],
  ['other romanisation', [50, otherRomanisation]],
  ['other script', [60, otherScript]],
  ['nickname', [40, (...all) => !all[2].last.isRare && nickname(...all)]],
  ['nickname, rare last name', [22, (...all) => all[2].last.isRare && nickname(...all)]],
  ['English given name', [60, englishName]],
  ['typo', [22, typo]],
  ['swapped order', [16, swapped]],
  ['one of two last names', [80, oneOfTwo]],
  ['double name after marriage', [20, doubleName]],
  ['new last name after marriage', [20, newLastName]],
  ['middle name', [20, middleName]],
  ['initials', [11, initials]],
  ['other form of address', [42, otherForm]],
  ['private address', [26, privateAddress]],
  ['plus tag', [8, plusTag]],
  ['address of the nickname', [12, nicknameAddress]],
  ['shared mailbox', [7, sharedMailbox]],
  ['username only', [9, usernameOnly]],
])

function accentsDropped(chance: Chance, _: Style, __: Person, sides: Sides): boolean {
  const side = someSide(chance, sides)
  if (!hasAccents(side.first) && !hasAccents(side.last)) return false
  const plain = chance.often(60) ? withoutAccents : withDigraphs
  side.first = plain(side.first)
  side.last = plain(side.last)
  return true
}

function other(chance: Chance, { latin }: Written): string {
  return latin.length > 1 ? chance.of(latin.slice(1)) : (latin[0] ?? '')
}

function otherRomanisation(chance: Chance, style: Style, person: Person, sides: Sides): boolean {
  const [first, last] = [other(chance, person.first), other(chance, person.last)]
  const differs = [first !== person.first.latin[0], last !== person.last.latin[0]]
  if (!differs.includes(true) || person.second !== null) return false
  const side = someSide(chance, sides)
  const both = chance.often(50) || !(differs[0] && differs[1])
  const which = both ? [true, true] : chance.often(50) ? [true, false] : [false, true]
  side.first = which[0] ? first : (person.first.latin[0] ?? '')
  side.last = which[1] ? last : (person.last.latin[0] ?? '')
  if (style.native) {
    const rest = side === sides.screen ? sides.salesforce : sides.screen
    rest.first = person.first.latin[0] ?? ''
    rest.last = person.last.latin[0] ?? ''
  }
  // Whoever writes the name another way often has the address from it.
  if (side === sides.screen && chance.often(25))
    sides.screen.email = addressOf(
      style,
      joined(
        style.pattern,
        { latin: [first], native: null },
        { latin: [last], native: null },
        person.number,
        style.digraphs,
      ),
      'screen',
    )
  return true
}

function otherScript(chance: Chance, _: Style, { first, last }: Person, sides: Sides): boolean {
  if (first.native === null || last.native === null) return false
  const [own, latin] = chance.often(60) ? [sides.screen, sides.salesforce] : [sides.salesforce, sides.screen]
  own.first = first.native
  own.last = last.native
  latin.first = chance.often(75) ? (first.latin[0] ?? '') : other(chance, first)
  latin.last = chance.often(75) ? (last.latin[0] ?? '') : other(chance, last)
  return true
}

function nickOf(chance: Chance, style: Style, { first }: Person): string | undefined {
  if (first.nicknames.length === 0) return undefined
  const { native, latin } = chance.often(60)
    ? (first.nicknames[0] ?? chance.of(first.nicknames))
    : chance.of(first.nicknames)
  return style.native && native !== null ? native : chance.often(75) ? latin[0] : latin.at(-1)
}

function nickname(chance: Chance, style: Style, person: Person, sides: Sides): boolean {
  const nick = nickOf(chance, style, person)
  if (nick === undefined) return false
  someSide(chance, sides).first = nick
  if (style.nicknames && chance.often(20)) sides.screen.nickname = nick
  return true
}

function englishName(chance: Chance, _: Style, { chosen, code, isWoman }: Person, sides: Sides): boolean {
  if (!['zh', 'ko', 'vi', 'ja'].includes(code)) return false
  const name = chosen ?? chosenName(chance, isWoman)
  const side = someSide(chance, sides)
  side.first = chance.often(80) ? name : `${name} ${side.first}`
  return true
}

function typo(chance: Chance, _: Style, __: Person, sides: Sides): boolean {
  const side = someSide(chance, sides)
  const part = chance.often(65) ? 'last' : 'first'
  const slipped = slip(chance, side[part])
  if (slipped === side[part]) return false
  side[part] = slipped
  if (chance.often(15))
    sides.screen.email = sides.screen.email.replace(/^[^@]+/, (local) =>
      slip(chance, local)
        .replaceAll('..', '.')
        .replaceAll(/^\.|\.$/g, ''),
    )
  return true
}

const neighbours = 'qwertyuiopasdfghjklzxcvbnm'

function slip(chance: Chance, text: string): string {
  if (text.length < 4) return text
  const at = 1 + chance.below(text.length - 2)
  const [before, letter, after] = [text.slice(0, at), text[at] ?? '', text.slice(at + 1)]
  const kind = chance.next()
  if (kind < 0.3) return before + after
  if (kind < 0.55) return before + after.slice(0, 1) + letter + after.slice(1)
  if (kind < 0.75) return before + letter + letter + after
  const near = neighbours.indexOf(letter.toLowerCase())
  return near < 0 ? before + after : before + (neighbours[near + 1] ?? 'n') + after
}

function swapped(_: Chance, __: Style, ___: Person, { screen }: Sides): boolean {
  const { first, last } = screen
  screen.first = last
  screen.last = first
  return true
}

function oneOfTwo(chance: Chance, _: Style, { last, second }: Person, sides: Sides): boolean {
  if (second === null) return false
  someSide(chance, sides).last = (chance.often(85) ? last : second).latin[0] ?? ''
  return true
}

function partnersName(chance: Chance, { code, isWoman }: Person): Written | undefined {
  const language = languages.get(code)
  return language === undefined ? undefined : drawLast(chance, language, isWoman)
}

function doubleName(chance: Chance, style: Style, person: Person, sides: Sides): boolean {
  const partner = partnersName(chance, person)
  if (partner === undefined || (!person.isWoman && chance.often(85)) || style.native) return false
  const [own, theirs] = [person.last.latin[0] ?? '', partner.latin[0] ?? '']
  someSide(chance, sides).last = chance.of([
    `${own}-${theirs}`,
    `${theirs}-${own}`,
    `${own} ${theirs}`,
    `${theirs} ${own}`,
  ])
  return true
}

function newLastName(chance: Chance, style: Style, person: Person, sides: Sides): boolean {
  const partner = partnersName(chance, person)
  if (partner === undefined || (!person.isWoman && chance.often(85)) || style.native) return false
  const name = partner.latin[0] ?? ''
  const side = someSide(chance, sides)
  side.last = name
  if (chance.often(55)) return true
  const address = addressOf(
    style,
    joined(style.pattern, person.first, { latin: [name], native: null }, person.number, style.digraphs),
    side === sides.screen ? 'screen' : 'salesforce',
  )
  if (side === sides.screen) sides.screen.email = address
  else sides.salesforce.email = address
  return true
}

const middleInitials = Array.from('ABCDEFGHJKLMPRSTW')

function middleName(chance: Chance, style: Style, person: Person, sides: Sides): boolean {
  if (person.first.native !== null || style.native) return false
  const side = someSide(chance, sides)
  const kind = chance.next()
  const middle = kind < 0.4 ? `${chance.of(middleInitials)}.` : anotherFirst(chance, person)
  if (kind < 0.9) side.first = `${side.first} ${middle}`
  else side.first = `${middle} ${side.first}`
  return true
}

function anotherFirst(chance: Chance, { code, isWoman }: Person): string {
  const language = languages.get(code)
  if (language === undefined) return 'Lee'
  const { items } = isWoman ? language.women : language.men
  return items.length === 0 ? 'Lee' : (chance.of(items).latin[0] ?? 'Lee')
}

function initials(chance: Chance, style: Style, person: Person, sides: Sides): boolean {
  if (style.native) return false
  const side = someSide(chance, sides)
  const part = chance.often(75) ? 'first' : 'last'
  const letter = withoutAccents(person[part].latin[0] ?? '').slice(0, 1)
  side[part] = chance.often(60) ? `${letter}.` : letter
  return true
}

function otherForm(chance: Chance, style: Style, person: Person, sides: Sides): boolean {
  const form = chance.of(patterns.filter((each) => each !== style.pattern && each !== style.screenPattern))
  const local = localOf(form, person, style)
  if (chance.often(70)) sides.screen.email = addressOf(style, local, 'screen')
  else {
    sides.salesforce.email = addressOf(style, local, 'salesforce')
    sides.salesforce.username = `${sides.salesforce.email}${style.usernameEnd}`
    if (style.federation === 'email') sides.salesforce.federationId = sides.salesforce.email
  }
  return true
}

/** An address at a free-mail provider, as people make them. */
function privateAddress(chance: Chance, style: Style, person: Person, sides: Sides): boolean {
  const end = () =>
    chance.of([
      '',
      '',
      String(60 + chance.below(40)),
      String(1 + chance.below(99)),
      String(1970 + chance.below(32)),
    ])
  const [firstLast, flast, first] = [
    localOf('first.last', person, style),
    localOf('flast', person, style),
    localOf('first', person, style),
  ]
  const nick = nickOf(chance, { ...style, native: false }, person)
  const local = chance.of([
    firstLast,
    firstLast,
    firstLast.replace('.', ''),
    localOf('last.first', person, style),
    flast,
    flast,
    first,
    `${withoutAccents(nick ?? first)
      .toLowerCase()
      .replaceAll(/[^a-z]/g, '')}.${firstLast.split('.')[1] ?? ''}`,
    chance.of(['sunshine', 'skifreak', 'the.real', 'dancing', 'bigbear', 'nightowl']) + chance.below(99),
  ])
  sides.screen.email = `${local}${end()}@${chance.of(freeMail)}`
  return true
}

function plusTag(chance: Chance, _: Style, __: Person, { screen }: Sides): boolean {
  screen.email = screen.email.replace('@', `+${chance.of(['screen', 'salesscreen', 'sales', 'tv', 'test'])}@`)
  return true
}

function nicknameAddress(chance: Chance, style: Style, person: Person, sides: Sides): boolean {
  const nick = nickOf(chance, { ...style, native: false }, person)
  if (nick === undefined) return false
  const local = joined(
    style.pattern,
    { latin: [nick], native: null },
    person.last,
    person.number,
    style.digraphs,
  )
  if (local === person.local) return false
  sides.screen.email = addressOf(style, local, 'screen')
  if (chance.often(50)) sides.screen.first = nick
  return true
}

/** Local parts of addresses that several people read. */
export const mailboxes: ReadonlySet<string> = new Set([
  'sales',
  'info',
  'team.north',
  'support',
  'crm',
  'salesforce',
  'it',
])

function sharedMailbox(chance: Chance, style: Style, _: Person, sides: Sides): boolean {
  const mailbox = chance.of([...mailboxes])
  sides.salesforce.email = addressOf(style, mailbox, 'salesforce')
  if (chance.often(30)) sides.salesforce.username = `${mailbox}.${chance.below(900)}@${style.domain}`
  if (chance.often(20)) sides.screen.email = addressOf(style, mailbox, 'screen')
  return true
}

function usernameOnly(chance: Chance, style: Style, person: Person, { salesforce, screen }: Sides): boolean {
  salesforce.username = `${screen.email}${style.usernameEnd}`
  salesforce.federationId = null
  salesforce.email = chance.often(50)
    ? `${localOf('flast', person, style)}${chance.below(99)}@${chance.of(freeMail)}`
    : addressOf(style, chance.of(['crm', 'salesforce', 'it']), 'salesforce')
  if (chance.often(20)) screen.first = capital(screen.first.slice(0, 1))
  return true
}

/** How often, of a hundred times, the address is another one as well: the name has to be recognised by itself. */
const addressDiffersToo: ReadonlyMap<string, number> = new Map([
  ['accents dropped', 15],
  ['other romanisation', 45],
  ['other script', 45],
  ['nickname', 20],
  ['nickname, rare last name', 90],
  ['English given name', 40],
  ['typo', 15],
  ['swapped order', 25],
  ['one of two last names', 40],
  ['double name after marriage', 45],
  ['middle name', 30],
  ['initials', 10],
])

/** A difference by chance that this person can have; null if none was found in a few tries. */
export function applyDifference(chance: Chance, style: Style, person: Person, sides: Sides): string | null {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    let at = chance.below(total)
    for (const [name, [weight, apply]] of differences) {
      at -= weight
      if (at >= 0) continue
      if (apply(chance, style, person, sides)) {
        if (chance.often(addressDiffersToo.get(name) ?? 0))
          (chance.often(50) ? otherForm : privateAddress)(chance, style, person, sides)
        return name
      }
      break
    }
  }
  return null
}

const total = [...differences.values()].reduce((sum, [weight]) => sum + weight, 0)
