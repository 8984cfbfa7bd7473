import { address } from '../../core/match/address.ts'
import { nameRule, personName } from '../../core/match/person-name.ts'
import { idleness, type SalesforceUser } from '../../core/salesforce-user.ts'
import { fold } from '../../core/text.ts'
import { fullName, type User } from '../../core/user.ts'
import type { Option, Person } from './sitting.ts'

/** Whether two sides agree: equal, alike, different, or nothing to compare. */
export type Mark = '=' | '~' | '≠' | ' '

/** What both sides tell of one thing; empty: nothing. */
export interface Field {
  readonly label: string
  readonly left: string
  readonly mark: Mark
  readonly right: string
  /** Where there is little room, the lowest stay. */
  readonly rank: number
}

/** Both records side by side, in the order in which they are read; without an option the left side alone. */
export function fieldsOf({ user, teamName }: Person, option: Option | undefined): Field[] {
  const person = option?.salesforceUser ?? null
  const fields: Field[] = [
    {
      label: 'Name',
      left: fullName(user),
      mark: nameMark(user, person),
      right: person?.name ?? '',
      rank: 0,
    },
    {
      label: 'E-mail',
      left: user.email,
      mark: emailMark(user.email, person?.email ?? null),
      right: person?.email ?? '',
      rank: 1,
    },
    compared('Team', 3, teamName, person?.department),
    compared('Nickname', 7, user.nickname, person?.alias),
    compared('Username', 5, null, person?.username),
    compared('Title', 6, null, person?.title),
    compared('Manager', 8, null, person?.manager),
    compared('Last login', 9, null, person?.lastLoginAt?.slice(0, 10)),
    { ...compared('State', 2, user.state, person === null ? null : stateOf(person)), mark: ' ' },
    { ...compared('ID', 4, user.userId, person?.salesforceUserId), mark: ' ' },
  ]
  return fields.filter(({ left, right }) => left !== '' || right !== '')
}

function compared(label: string, rank: number, left: string | null, right: string | null | undefined): Field {
  const both = left !== null && right != null
  const mark = !both ? ' ' : fold(left) === fold(right) ? '=' : '≠'
  return { label, left: left ?? '', mark, right: right ?? '', rank }
}

function nameMark(user: User, person: SalesforceUser | null): Mark {
  if (person === null) return ' '
  const rule = nameRule(
    personName(`${user.firstName} ${user.lastName}`, user.nickname),
    personName(person.name),
  )
  if (rule === 'name-equal') return '='
  return rule === undefined || rule === 'name-contradicts' ? '≠' : '~'
}

function emailMark(email: string, other: string | null): Mark {
  const [left, right] = [address(email), address(other)]
  if (left === undefined || right === undefined) return ' '
  if (email === other) return '='
  return left.local === right.local ? '~' : '≠'
}

function stateOf(person: SalesforceUser): string {
  const state = idleness(person) ?? (person.active === null ? null : 'active')
  const type = person.type === 'Standard' ? null : person.type
  return [state, type, person.profile].filter(Boolean).join(', ')
}
