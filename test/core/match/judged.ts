import { type MatchFacts, suggest } from '../../../src/core/match/suggest.ts'
import type { MatchClass } from '../../../src/core/match/suggestion.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { User } from '../../../src/core/model.ts'
import { aSalesforceUser, aUser, email } from '../../support/builders.ts'

interface NamedUser {
  readonly first: string
  readonly last: string
  readonly at: string
}

export type ScreenUser = NamedUser & Partial<User>
export type DirectoryUser = NamedUser & Partial<SalesforceUser>

export function screen({ first, last, at, ...rest }: ScreenUser): User {
  return aUser(at.replaceAll('@', '.'), { firstName: first, lastName: last, email: email(at), ...rest })
}

export function directory({ first, last, at, ...rest }: DirectoryUser): SalesforceUser {
  return aSalesforceUser(`${at}.${rest.username ?? ''}`.replaceAll('@', '.'), {
    name: `${first} ${last}`.trim(),
    firstName: first,
    lastName: last,
    email: at,
    username: `${at}.prod`,
    ...rest,
  })
}

const firstNames =
  'Olga Peer Maja Yusuf Claire Tomas Ingrid Pablo Nina Stig Astrid Gunnar Helge Siri Bo Dag Else Finn Grete Rut'.split(
    ' ',
  )
const lastNames =
  'Brandt Lindqvist Horvath Demir Moreau Novak Solheim Iglesias Olsen Larsen Pedersen Nilsen Eriksen Haugen Hagen Dahl'.split(
    ' ',
  )

/** Colleagues who are in both lists, each with a name of their own; from the 321st on with a second last name. */
export function colleagues(count: number): readonly NamedUser[] {
  return Array.from({ length: count }, (_, at) => {
    const first = firstNames[at % firstNames.length] ?? ''
    const round = Math.floor(at / firstNames.length)
    const last = lastNames[(at + round) % lastNames.length] ?? ''
    const more =
      round < lastNames.length ? '' : `-${lastNames[(at + 2 * round + 1) % lastNames.length] ?? ''}${round}`
    return { first, last: last + more, at: `${first}.${last}${more}@acme.example`.toLowerCase() }
  })
}

const built = new Map<number, Pick<MatchFacts, 'users' | 'salesforceUsers'>>()

function builtColleagues(count: number): Pick<MatchFacts, 'users' | 'salesforceUsers'> {
  let known = built.get(count)
  if (known === undefined) {
    const all = colleagues(count)
    known = {
      users: all.map((each) => ({ user: screen(each), teamName: null })),
      salesforceUsers: all.map((each) => directory(each)),
    }
    built.set(count, known)
  }
  return known
}

/** The class and the best candidate of the first user among colleagues. */
export function judged(
  users: readonly ScreenUser[],
  salesforceUsers: readonly DirectoryUser[],
  others = 8,
): { readonly matchClass: MatchClass; readonly name: string | undefined; readonly at: string | null } {
  const rest = builtColleagues(others)
  const [first] = suggest({
    users: [...users.map((each) => ({ user: screen(each), teamName: null })), ...rest.users],
    salesforceUsers: [...salesforceUsers.map((each) => directory(each)), ...rest.salesforceUsers],
    isRejected: () => false,
  })
  const [best] = first?.candidates ?? []
  if (first === undefined) throw new Error('no user was asked for')
  return {
    matchClass: first.matchClass,
    name: best?.salesforceUser.name,
    at: best?.salesforceUser.email ?? null,
  }
}
