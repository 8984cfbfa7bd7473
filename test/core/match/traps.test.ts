import { describe, expect, test } from 'vitest'
import { suggest } from '../../../src/core/match/suggest.ts'
import type { MatchClass } from '../../../src/core/match/suggestion.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { User } from '../../../src/core/model.ts'
import { aSalesforceUser, aUser, email } from '../../support/builders.ts'

interface Someone {
  readonly first: string
  readonly last: string
  readonly at: string
}

type ScreenUser = Someone & Partial<User>
type DirectoryUser = Someone & Partial<SalesforceUser>

function screen({ first, last, at, ...rest }: ScreenUser): User {
  return aUser(at.replaceAll('@', '.'), { firstName: first, lastName: last, email: email(at), ...rest })
}

function directory({ first, last, at, ...rest }: DirectoryUser): SalesforceUser {
  return aSalesforceUser(`${at}.${rest.username ?? ''}`.replaceAll('@', '.'), {
    name: `${first} ${last}`,
    firstName: first,
    lastName: last,
    email: at,
    username: `${at}.prod`,
    ...rest,
  })
}

const colleagues = [
  ['Olga', 'Brandt'],
  ['Peer', 'Lindqvist'],
  ['Maja', 'Horvath'],
  ['Yusuf', 'Demir'],
  ['Claire', 'Moreau'],
  ['Tomas', 'Novak'],
  ['Ingrid', 'Solheim'],
  ['Pablo', 'Iglesias'],
].map(([first = '', last = '']) => ({
  first,
  last,
  at: `${first}.${last}@acme.example`.toLowerCase(),
}))

/** The class and the score of the first user among colleagues who are in both lists. */
function judged(
  users: readonly ScreenUser[],
  salesforceUsers: readonly DirectoryUser[],
): { readonly matchClass: MatchClass; readonly name: string | undefined; readonly score: number } {
  const [first] = suggest({
    users: [...users, ...colleagues].map((each) => ({ user: screen(each), teamName: null })),
    salesforceUsers: [...salesforceUsers, ...colleagues].map((each) => directory(each)),
    isRejected: () => false,
  })
  const [best] = first?.candidates ?? []
  if (first === undefined) throw new Error('nobody was asked for')
  return { matchClass: first.matchClass, name: best?.salesforceUser.name, score: best?.score ?? 0 }
}

const lee = { first: 'Min', last: 'Lee' }

describe('never sure, nor likely, is', () => {
  test.each<[string, readonly ScreenUser[], readonly DirectoryUser[]]>([
    [
      'whoever got the address of somebody who left',
      [{ first: 'Tor', last: 'Aasen', at: 'taasen@acme.example' }],
      [{ first: 'Thea', last: 'Aasen', at: 'taasen@acme.example', active: false }],
    ],
    [
      'a newcomer with another name and the address of somebody who left',
      [{ first: 'Zoe', last: 'Quist', at: 'zquist@acme.example' }],
      [{ first: 'Zacharias', last: 'Quade', at: 'zquist@acme.example', active: false }],
    ],
    [
      'somebody whose address has a number more',
      [{ ...lee, at: 'lee2@acme.example' }],
      [{ ...lee, at: 'lee@acme.example' }],
    ],
    [
      'somebody whose address has a number less',
      [{ ...lee, at: 'min.lee@acme.example' }],
      [{ ...lee, at: 'min.lee7@acme.example' }],
    ],
    [
      'somebody with a middle initial more in the address',
      [{ ...lee, at: 'min.lee@acme.example' }],
      [{ ...lee, at: 'min.k.lee@acme.example' }],
    ],
    [
      'a relative whose address begins with the same letter',
      [{ first: 'Ahmed', last: 'Othman', at: 'aothman@acme.example' }],
      [{ first: 'Aisha', last: 'Othman', at: 'aisha_othman@acme.example' }],
    ],
    [
      'a brother with an address of his own',
      [{ first: 'Jan', last: 'Kvist', at: 'jan.kvist@acme.example' }],
      [{ first: 'Nils', last: 'Kvist', at: 'nils.kvist@acme.example' }],
    ],
    [
      'somebody who shares only a first name and a domain',
      [{ first: 'Gudrun', last: 'Weber', at: 'gudrun.weber@acme.example' }],
      [{ first: 'Gudrun', last: 'Falk', at: 'gudrun.falk@acme.example' }],
    ],
    [
      'whoever has one of two last names in another place',
      [{ first: 'Ana', last: 'Oliveira Santos', at: 'ana.oliveira@acme.example' }],
      [{ first: 'Anabela', last: 'Santos Pinto', at: 'anabela.santos@acme.example' }],
    ],
    [
      'a woman of the same last name in the letters of a private address',
      [{ first: 'Kim', last: 'Berg', at: 'kb@gmail.com' }],
      [{ first: 'Karin', last: 'Berg', at: 'karin.berg@acme.example' }],
    ],
    [
      'an initial that fits two',
      [{ first: 'K.', last: 'Berg', at: 'k@gmail.com' }],
      [
        { first: 'Karin', last: 'Berg', at: 'karin.berg@acme.example' },
        { first: 'Knut', last: 'Berg', at: 'knut.berg@acme.example' },
      ],
    ],
    [
      'one of two users who fit one Salesforce user equally well',
      [
        { ...lee, at: 'min.lee@gmail.com' },
        { ...lee, at: 'min.lee@yahoo.com' },
      ],
      [{ ...lee, at: 'mlee@acme.example' }],
    ],
    [
      'one of two namesakes without an address of their own',
      [{ ...lee, at: 'lee@partner.example' }],
      [
        { ...lee, at: 'min.lee@acme.example' },
        { ...lee, at: 'lee.min@acme.example' },
      ],
    ],
  ])('%s', (_, users, salesforceUsers) => {
    expect(['unclear', 'none']).toContain(judged(users, salesforceUsers).matchClass)
  })
})

describe('never sure, although it may be likely, is', () => {
  test.each<[string, readonly ScreenUser[], readonly DirectoryUser[]]>([
    [
      'a shared mailbox',
      [{ first: 'Sales', last: 'Desk', at: 'sales@acme.example' }],
      [{ first: 'Sales', last: 'Desk', at: 'sales@acme.example' }],
    ],
    [
      'an address that two Salesforce users have',
      [{ ...lee, at: 'min.lee@acme.example' }],
      [
        { ...lee, at: 'min.lee@acme.example' },
        { first: 'Crm', last: 'Import', at: 'min.lee@acme.example', username: 'crm@acme.example' },
      ],
    ],
    [
      'somebody frozen',
      [{ ...lee, at: 'min.lee@acme.example' }],
      [{ ...lee, at: 'min.lee@acme.example', frozen: true }],
    ],
    [
      'a partner',
      [{ ...lee, at: 'min.lee@acme.example' }],
      [{ ...lee, at: 'min.lee@acme.example', type: 'PowerPartner' }],
    ],
    [
      'a namesake with an equal address',
      [{ ...lee, at: 'min.lee@acme.example' }],
      [
        { ...lee, at: 'min.lee@acme.example' },
        { ...lee, at: 'min.lee2@acme.example' },
      ],
    ],
    [
      'an equal address with another first name',
      [{ first: 'Mandy', last: 'Chen', at: 'meiling.chen@acme.example' }],
      [{ first: 'Mei Ling', last: 'Chen', at: 'meiling.chen@acme.example' }],
    ],
    [
      'an equal name with an address elsewhere',
      [{ first: 'Berit', last: 'Aune', at: 'beritaune@gmail.com' }],
      [{ first: 'Berit', last: 'Aune', at: 'berit.aune@acme.example' }],
    ],
    [
      'a username that is the address, beside another address of the same domain',
      [{ first: 'Berit', last: 'Aune', at: 'berit.aune@acme.example' }],
      [{ first: 'Berit', last: 'Aune', at: 'b.aune@acme.example', username: 'berit.aune@acme.example' }],
    ],
  ])('%s', (_, users, salesforceUsers) => {
    expect(judged(users, salesforceUsers).matchClass).not.toBe('sure')
  })
})

test('private addresses that agree before the @ do not make Gmail the new name of a company', () => {
  const people = ['anna.berg', 'bo.dahl', 'cai.ek', 'dag.falk', 'eli.grøn', 'finn.holm'].map((name) => {
    const [first = '', last = ''] = name.split('.')
    return { first, last, local: name.replace('ø', 'o') }
  })
  const found = suggest({
    users: people.map((each) => ({
      user: screen({ ...each, at: `${each.local}@gmail.com` }),
      teamName: null,
    })),
    salesforceUsers: people.map((each) => directory({ ...each, at: `${each.local}@acme.example` })),
    isRejected: () => false,
  })
  expect(found.map(({ matchClass }) => matchClass)).not.toContain('sure')
})

const isSure = ({ matchClass }: { readonly matchClass: MatchClass }) => matchClass === 'sure'

test('a renamed company is known by its users, and only if a fifth of them agree', () => {
  const people = Array.from({ length: 30 }, (_, at) => ({
    first: `Per${at}`,
    last: `Ås${at}`,
    local: `per${at}.as`,
  }))
  const renamed = (share: number) =>
    suggest({
      users: people.map((each) => ({
        user: screen({ ...each, at: `${each.local}@new.example` }),
        teamName: null,
      })),
      salesforceUsers: people.map((each, at) =>
        directory({ ...each, at: `${at < share ? each.local : `p${at}`}@old.example` }),
      ),
      isRejected: () => false,
    })
  expect(renamed(6).filter(isSure)).toHaveLength(6)
  expect(renamed(5).filter(isSure)).toHaveLength(0)
})

test('an equal address is never none', () => {
  const { matchClass } = judged(
    [{ first: 'Zoe', last: 'Quist', at: 'zquist@acme.example' }],
    [{ first: 'Bartholomew', last: 'Ng', at: 'zquist@acme.example', active: false }],
  )
  expect(matchClass).toBe('unclear')
})

describe('the account in use is meant', () => {
  const used = { first: 'Jane', last: 'Tveit', at: 'jane.tveit@acme.example' }
  test.each<[string, DirectoryUser]>([
    [
      'beside an old one',
      { ...used, at: 'jtveit@acme.example', username: 'jane.tveit.old@acme.example', active: false },
    ],
    ['beside the one of an admin', { ...used, at: 'adm.jane.tveit@acme.example' }],
    [
      'beside one of somebody who left and had the same name',
      { ...used, at: 'tveitj@acme.example', active: false },
    ],
  ])('%s', (_, other) => {
    const found = suggest({
      users: [used, ...colleagues].map((each) => ({ user: screen(each), teamName: null })),
      salesforceUsers: [directory(other), directory(used), ...colleagues.map((each) => directory(each))],
      isRejected: () => false,
    })[0]
    expect(found?.matchClass).toBe('likely')
    expect(found?.candidates[0]?.salesforceUser.email).toBe(used.at)
  })

  test('also by whoever is known in SalesScreen under the address of the old one', () => {
    const old = {
      first: 'Jane',
      last: 'Tveit',
      at: 'jtveit@acme.example',
      username: 'jane.tveit.old@acme.example',
      active: false,
    }
    const found = suggest({
      users: [{ ...used, at: 'jtveit@acme.example' }, ...colleagues].map((each) => ({
        user: screen(each),
        teamName: null,
      })),
      salesforceUsers: [directory(old), directory(used), ...colleagues.map((each) => directory(each))],
      isRejected: () => false,
    })[0]
    expect(found?.candidates[0]?.salesforceUser.email).toBe(used.at)
  })
})
