import { parseEmail } from '../../../src/core/text.ts'
import { parseSalesforceUserId, suffixOf, type SalesforceUserId } from '../../../src/core/salesforce-id.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { isUserId, type UserState } from '../../../src/core/model.ts'
import type { UserToMatch } from '../../../src/core/match/suggest.ts'
import type { Chance } from './chance.ts'
import { withoutAccents } from './names/writing.ts'
import { localOf, type Person } from './person.ts'
import type { Style } from './style.ts'

/** A Salesforce user while a company is invented; what is not here follows from it. */
export interface SalesforceDraft {
  first: string
  last: string
  email: string
  username: string
  active: boolean
  type: string
  federationId: string | null
  employeeNumber: string | null
  team: string
  manager: string | null
}

/** A SalesScreen user while a company is invented. */
export interface ScreenDraft {
  first: string
  last: string
  email: string
  nickname: string | null
  state: UserState
  team: string | null
}

/** Both accounts of a person. */
export interface Sides {
  readonly salesforce: SalesforceDraft
  readonly screen: ScreenDraft
}

const teams = [
  'Sales North',
  'Sales South',
  'Inside Sales',
  'Partners',
  'Key Accounts',
  'Renewals',
  'Field Sales',
]

const managers = ['Kari Moen', 'Tom Baker', 'Eva Lang', 'Raj Mehta', 'Ana Vega', 'Luc Petit']
const handles = ['Ace', 'Rocket', 'The Closer', 'Champ', 'Turbo', 'Boss', 'Tiger']

function usualNickname(chance: Chance, { first, chosen }: Person): string {
  const own = first.nicknames[0]?.latin[0] ?? chosen ?? first.latin[0] ?? ''
  return chance.often(70) ? own : chance.of(handles)
}

/** The address of a person at work, as one side has it. */
export function addressOf(style: Style, local: string, side: 'salesforce' | 'screen'): string {
  return `${local}@${style.oldDomain !== null && style.oldSide === side ? style.oldDomain : style.domain}`
}

/** A name as a company writes it by default. */
export function usualName(style: Style, person: Person): { first: string; last: string } {
  const { first, last, second } = person
  if (style.native && first.native !== null && last.native !== null)
    return { first: first.native, last: last.native }
  const latin = last.latin[0] ?? ''
  return {
    first: first.latin[0] ?? '',
    last: second === null ? latin : `${latin} ${second.latin[0] ?? ''}`,
  }
}

/** The accounts of a person where nothing differs but what differs in the whole company. */
export function usualSides(chance: Chance, style: Style, person: Person): Sides {
  const name = usualName(style, person)
  const manager = chance.of(managers)
  const team = chance.of(teams)
  const screenTeam = style.teamsByManager ? `Team ${manager.split(' ')[0] ?? ''}` : team
  const email = addressOf(style, person.local, 'salesforce')
  const screenLocal =
    style.screenPattern === style.pattern ? person.local : localOf(style.screenPattern, person, style)
  const screenEmail = addressOf(style, screenLocal, 'screen')
  const username =
    style.usernamePattern === null || style.usernamePattern === style.pattern
      ? email
      : addressOf(style, localOf(style.usernamePattern, person, style), 'salesforce')
  const federations = { none: null, email, number: person.number, screen: screenEmail }
  return {
    salesforce: {
      ...name,
      email,
      username: `${username}${style.usernameEnd}`,
      active: !chance.often(2.5),
      type: 'Standard',
      federationId: federations[style.federation],
      employeeNumber: style.numbers ? person.number : null,
      team,
      manager: chance.often(60) ? manager : null,
    },
    screen: {
      ...name,
      email: screenEmail,
      nickname: style.nicknames && chance.often(30) ? usualNickname(chance, person) : null,
      state: chance.often(4) ? 'deactivated' : 'active',
      team: chance.often(65) ? screenTeam : chance.often(50) ? chance.of(teams) : null,
    },
  }
}

/** Writes both names as a company does on one side. */
function sideName(
  style: Style,
  side: 'salesforce' | 'screen',
  { first, last }: { first: string; last: string },
) {
  return style.plainSide === side
    ? { first: withoutAccents(first), last: withoutAccents(last) }
    : { first, last }
}

/** The finished Salesforce user. */
export function salesforceUserOf(
  chance: Chance,
  style: Style,
  draft: SalesforceDraft,
  number: number,
): SalesforceUser {
  let { first, last } = sideName(style, 'salesforce', draft)
  if (style.capitals || chance.often(1)) last = last.toUpperCase()
  if (style.capitals) first = first.toUpperCase()
  const isOneText = style.lastFirst || chance.often(0.7)
  return {
    salesforceUserId: salesforceIdOf(number),
    name: isOneText ? `${last}, ${first}` : `${first} ${last}`.trim(),
    firstName: isOneText ? null : first || null,
    lastName: isOneText ? null : last,
    username: style.isReport ? null : draft.username.toLowerCase(),
    email: style.sandbox ? `${draft.email}.invalid` : draft.email,
    alias: `${first.slice(0, 1)}${last.slice(0, 4)}`.toLowerCase(),
    active: draft.active,
    frozen: chance.often(0.5) ? true : null,
    type: style.isReport ? null : draft.type,
    profile: chance.of(['Sales User', 'Sales Manager', 'Standard User']),
    role: null,
    department: draft.team,
    title: null,
    manager: draft.manager,
    employeeNumber: draft.employeeNumber,
    federationId: style.isReport ? null : draft.federationId,
    lastLoginAt: lastLogin(chance, style, draft.active),
  }
}

function lastLogin(chance: Chance, { isReport }: Style, active: boolean): string | null {
  if (isReport || chance.often(10)) return null
  const day = String(1 + chance.below(28)).padStart(2, '0')
  return `${active ? '2026-11' : `202${chance.below(6)}-0${1 + chance.below(9)}`}-${day}T08:00:00.000Z`
}

function salesforceIdOf(number: number): SalesforceUserId {
  const fifteen = `005${number.toString(36).padStart(12, '0')}`
  const parsed = parseSalesforceUserId(fifteen + suffixOf(fifteen))
  if ('reason' in parsed) throw new Error(parsed.reason)
  return parsed.salesforceUserId
}

/** The finished SalesScreen user. */
export function screenUserOf(chance: Chance, style: Style, draft: ScreenDraft, number: number): UserToMatch {
  const { first, last } = sideName(style, 'screen', draft)
  const isLoud = chance.often(0.8)
  const userId = `u-${number.toString(16).padStart(8, '0')}`
  const parsed = parseEmail(draft.email)
  if (!isUserId(userId) || 'reason' in parsed) throw new Error(`no user can be made of ${draft.email}`)
  return {
    user: {
      userId,
      email: parsed.email,
      firstName: isLoud ? first.toUpperCase() : first,
      lastName: isLoud ? last.toUpperCase() : last,
      nickname: draft.nickname,
      state: draft.state,
      teamId: null,
    },
    teamName: draft.team,
  }
}
