import type { SalesforceUser } from '../salesforce-user.ts'
import { fold } from '../text.ts'
import type { User } from '../model.ts'
import { type Address, isNumberedVariant, type ObservedEvidence } from './address.ts'
import type { IndexedSalesforceUser } from './index.ts'
import { phoneticKey } from './latin.ts'
import { nameRuleFor, type PersonName } from './names.ts'
import type { RuleName } from './rules.ts'

/** A SalesScreen user in the forms in which it is compared. */
export interface UserSide {
  readonly user: User
  readonly teamName: string | null
  readonly email: Address
  readonly name: PersonName
}

const nameTexts: Readonly<Partial<Record<RuleName, string>>> = {
  'name-equal': 'name equal',
  'name-transliterated': 'name equal but for accents or transliteration',
  'name-swapped': 'name equal with its words in another order',
  'name-nickname': 'name equal but for a nickname',
  'name-middle': 'name equal but for middle or double names',
  'name-typo': 'name equal but for a slip',
  'name-initials': 'last name equal, and the initial fits',
  'name-contradicts': 'no part of the name agrees',
}

/** Speaks against somebody whose address differs in a number alone. */
export function numberedVariantEvidence(
  email: Address,
  entry: IndexedSalesforceUser,
  isRenamed: (one: string, other: string) => boolean,
): ObservedEvidence[] {
  if (!isNumberedVariant(email, entry, isRenamed)) return []
  const theirs = entry.person.email ?? ''
  return [
    {
      rule: 'email-numbered',
      text: () => `e-mail equal but for a number (${theirs}): somebody of the same name`,
    },
  ]
}

/** What the names say. */
export function nameEvidence(
  { name, email }: UserSide,
  { name: theirs, email: theirEmail, person }: IndexedSalesforceUser,
): ObservedEvidence[] {
  const rule = nameRuleFor(name, theirs)
  if (rule === undefined || (rule === 'name-typo' && areSpelled(email, name, theirEmail, theirs))) return []
  return [{ rule, text: () => `${nameTexts[rule] ?? rule} (${person.name})` }]
}

// Where both addresses spell their own names, it is two names and no slip.
function areSpelled(
  email: Address,
  name: PersonName,
  other: Address | undefined,
  theirs: PersonName,
): boolean {
  return other !== undefined && spells(email, name) && spells(other, theirs)
}

function spells({ local }: Address, { words }: PersonName): boolean {
  const plain = phoneticKey(local)
  return words.every((word) => plain.includes(word))
}

/** What says little by itself. */
export function weakEvidence(
  { user, teamName }: UserSide,
  { department, manager, title, alias }: SalesforceUser,
): ObservedEvidence[] {
  const seen: ObservedEvidence[] = []
  if (teamName !== null) {
    const isTeam = (text: string | null) => text !== null && fold(text) === fold(teamName)
    if (isTeam(department))
      seen.push({ rule: 'team-department', text: () => `team and department are ${teamName}` })
    if (isTeam(manager))
      seen.push({ rule: 'team-manager', text: () => 'the team is called like the manager' })
    if (title !== null && !isTeam(department) && names(title, teamName))
      seen.push({ rule: 'team-title', text: () => `the title names the team (${title})` })
  }
  if (alias !== null && user.nickname !== null && fold(alias) === fold(user.nickname))
    seen.push({ rule: 'nickname-alias', text: () => `nickname and alias are ${alias}` })
  return seen
}

// "Team Lead, Sales North" names the team Sales North.
function names(title: string, team: string): boolean {
  return team.trim() !== '' && spaced(title).includes(spaced(team))
}

function spaced(text: string): string {
  return ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `
}
