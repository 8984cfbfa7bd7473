import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { fold } from '../../../src/core/text.ts'
import type { User } from '../../../src/core/model.ts'
import { type Address, isNumberedVariant, type ObservedEvidence } from './address.ts'
import type { IndexedSalesforceUser } from './index.ts'
import { phoneticKey } from './latin.ts'
import { nameRuleFor, type PersonName } from './names.ts'
import type { RuleName } from './rules.ts'

/** A SalesScreen user with the parsed address and name. */
export interface UserSide {
  readonly user: User
  readonly teamName: string | null
  readonly email: Address
  readonly name: PersonName
}

const nameTexts: Readonly<Partial<Record<RuleName, string>>> = {
  'name-equal': 'same name',
  'name-transliterated': 'same name except for accents or transliteration',
  'name-swapped': 'same name in another order',
  'name-nickname': 'same name except for a nickname',
  'name-middle': 'same name except for middle or double names',
  'name-typo': 'same name except for a typo',
  'name-initials': 'same last name and initial',
  'name-contradicts': 'no part of the name matches',
}

/** Evidence against a user whose address differs only by a number. */
export function numberedVariantEvidence(
  email: Address,
  entry: IndexedSalesforceUser,
  isRenamed: (one: string, other: string) => boolean,
): ObservedEvidence[] {
  if (!isNumberedVariant(email, entry, isRenamed)) return []
  const other = entry.salesforceUser.email ?? ''
  return [
    {
      rule: 'email-numbered',
      text: () => `same e-mail address except for a number (${other}), typical of a namesake`,
    },
  ]
}

/** The evidence of the names. */
export function nameEvidence(
  { name, email }: UserSide,
  { name: otherName, email: otherEmail, salesforceUser }: IndexedSalesforceUser,
): ObservedEvidence[] {
  const rule = nameRuleFor(name, otherName)
  if (rule === undefined) return []
  // If each address spells its own name, these are two names and not a typo.
  if (
    rule === 'name-typo' &&
    spells(email, name) &&
    otherEmail !== undefined &&
    spells(otherEmail, otherName)
  )
    return []
  return [{ rule, text: () => `${nameTexts[rule] ?? rule} (${salesforceUser.name})` }]
}

function spells({ local }: Address, { words }: PersonName): boolean {
  const key = phoneticKey(local)
  return words.every((word) => key.includes(word))
}

/** Evidence that counts little by itself. */
export function weakEvidence(
  { user, teamName }: UserSide,
  { department, manager, title, alias }: SalesforceUser,
): ObservedEvidence[] {
  const found: ObservedEvidence[] = []
  if (teamName !== null) {
    const isTeam = (text: string | null) => text !== null && fold(text) === fold(teamName)
    if (isTeam(department))
      found.push({ rule: 'team-department', text: () => `team and department are ${teamName}` })
    if (isTeam(manager)) found.push({ rule: 'team-manager', text: () => 'team is named after the manager' })
    if (title !== null && !isTeam(department) && containsTeam(title, teamName))
      found.push({ rule: 'team-title', text: () => `title contains the team (${title})` })
  }
  if (alias !== null && user.nickname !== null && fold(alias) === fold(user.nickname))
    found.push({ rule: 'nickname-alias', text: () => `nickname and alias are ${alias}` })
  return found
}

// "Team Lead, Sales North" contains the team Sales North.
function containsTeam(title: string, team: string): boolean {
  return team.trim() !== '' && spaced(title).includes(spaced(team))
}

function spaced(text: string): string {
  return ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `
}
