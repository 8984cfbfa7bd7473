import { describe, expect, test } from 'vitest'
import { suggest } from '../../../src/core/match/suggest.ts'
import type { MatchClass } from '../../../src/core/match/suggestion.ts'
import { colleagues, directory, type DirectoryUser, judged, screen, type ScreenUser } from './judged.ts'

// A rare name says more in a large company, so each trap is set in a small company and in a large one.
const sizes = [8, 1000]

const acme = (local: string) => `${local}@acme.example`
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
    [
      'a user with the first name alone as the address elsewhere',
      [{ first: 'Anna', last: 'Quist', at: 'anna@gmail.com' }],
      [{ first: 'Anna', last: 'Ng', at: acme('anna') }],
    ],
    ...[
      ['min.lee.2', 'min.lee'],
      ['minlee2', 'min.lee'],
      ['min.lee.jr', 'min.lee'],
      ['mnlee', 'mlee'],
      ['12345', '67890'],
      ['crew+min', 'crew+mina'],
    ].map(([one = '', other = '']): [string, ScreenUser[], DirectoryUser[]] => [
      `${one}@ of a namesake of ${other}@`,
      [{ ...lee, at: acme(one) }],
      [{ ...lee, at: acme(other) }],
    ]),
    ...[
      ['Quist Jr.', 'Quist Sr.'],
      ['Quist II', 'Quist III'],
    ].map(([one = '', other = '']): [string, ScreenUser[], DirectoryUser[]] => [
      `John ${one}, who is not John ${other}`,
      [{ first: 'John', last: one, at: acme('john.quist.2') }],
      [{ first: 'John', last: other, at: acme('jquist') }],
    ]),
    [
      'a user with another middle initial',
      [{ first: 'Jane M.', last: 'Quist', at: acme('jane.m.quist') }],
      [{ first: 'Jane K.', last: 'Quist', at: acme('jane.k.quist') }],
    ],
    ...[
      ['Kari', 'Karin'],
      ['Alexander', 'Alexandra'],
      ['Martin', 'Martina'],
      ['Andrea', 'Andreas'],
      ['Daniel', 'Danielle'],
    ].map(([one = '', other = '']): [string, ScreenUser[], DirectoryUser[]] => [
      `${one}, who has a relative ${other}, each with an own address`,
      [{ first: one, last: 'Quist', at: acme(`${one}.quist`.toLowerCase()) }],
      [{ first: other, last: 'Quist', at: acme(`${other}.quist`.toLowerCase()) }],
    ]),
    [
      'a user with the address of an old account of a relative',
      [{ first: 'Tor', last: 'Aasen', at: acme('north7') }],
      [
        { first: 'Thea', last: 'Aasen', at: acme('north7'), active: false, username: acme('thea.aasen.old') },
        { first: 'Thea', last: 'Aasen', at: acme('thea.aasen') },
      ],
    ],
    [
      'a user with the address, written with a dot, of a relative who left',
      [{ first: 'Tor', last: 'Aasen', at: acme('t.aasen') }],
      [{ first: 'Thea', last: 'Aasen', at: acme('taasen'), active: false }],
    ],
    [
      'an equal address of a user whose name is wholly different',
      [{ first: 'Zoe', last: 'Quist', at: acme('zquist') }],
      [{ first: 'Bart', last: 'Ng', at: acme('zquist') }],
    ],
    [
      'an equal address with only a plus tag',
      [{ first: 'Anna', last: 'Quist', at: acme('+anna') }],
      [{ first: 'Anniken', last: 'Quist', at: acme('+anniken') }],
    ],
  ])('%s', (_, users, salesforceUsers) => {
    for (const size of sizes)
      expect([size, judged(users, salesforceUsers, size).matchClass]).toEqual([
        size,
        expect.stringMatching(/^(?:unclear|none)$/),
      ])
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
    ...[
      ['Maria', 'Marta', 'mquist'],
      ['J.', 'Jenny', 'quist'],
      ['Ann', 'Anniken', 'aquist'],
      ['', 'Jenny', 'quist'],
      ['Alex', 'Alexandra', 'alex'],
      ['Jan', 'Jon', 'jquist'],
    ].map(([one = '', other = '', local = '']): [string, ScreenUser[], DirectoryUser[]] => [
      `${one} with the address of ${other}, which fits both`,
      [{ first: one, last: 'Quist', at: acme(local) }],
      [{ first: other, last: 'Quist', at: acme(local) }],
    ]),
    [
      'a user with the name of an integration',
      [{ first: 'Per', last: 'Quist', at: acme('per.quist') }],
      [{ first: 'Per (Integration)', last: 'Quist', at: acme('per.quist') }],
    ],
    [
      'a username in a country of another company',
      [{ first: 'Zoe', last: 'Quist', at: 'zoe@acme.co' }],
      [{ first: 'Zoe', last: 'Quist', at: 'zq@other.example', username: 'zoe@acme.co.uk' }],
    ],
    [
      'a last name that is a title elsewhere',
      [{ first: 'Pierre', last: 'Mba', at: acme('pierre') }],
      [{ first: 'Pierre', last: 'Ing', at: acme('pierre') }],
    ],
  ])('%s', (_, users, salesforceUsers) => {
    for (const size of sizes)
      expect([size, judged(users, salesforceUsers, size).matchClass]).not.toEqual([size, 'sure'])
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

test('two companies in which first names are the addresses are not one that was renamed', () => {
  const people = ['Anna', 'Bernt', 'Carl', 'David', 'Emma', 'Frank'].map((first) => first.toLowerCase())
  const found = suggest({
    users: people.map((first, at) => ({
      user: screen({ first, last: lastOf(at), at: `${first}@partner.example` }),
      teamName: null,
    })),
    salesforceUsers: people.map((first, at) =>
      directory({ first, last: lastOf(at + 1), at: `${first}@brand.example` }),
    ),
    isRejected: () => false,
  })
  expect(found.filter(({ matchClass }) => matchClass === 'sure' || matchClass === 'likely')).toEqual([])
})

function lastOf(at: number): string {
  return ['Quist', 'Strand', 'Vik', 'Lunde', 'Moe', 'Foss', 'Ruud'][at] ?? ''
}

describe('an equal address is never none', () => {
  const zoe = { first: 'Zoe', last: 'Quist', at: acme('zquist') }

  test.each(sizes)('among %i colleagues, of an idle user with another name', (size) => {
    const idle = { first: 'Bartholomew', last: 'Ng', at: zoe.at, active: false }
    expect(judged([zoe], [idle], size)).toMatchObject({ matchClass: 'unclear', at: zoe.at })
  })

  test('although a hundred Salesforce users have it', () => {
    const many = Array.from({ length: 100 }, (_, at) => ({
      first: 'Robot',
      last: `Nr${at}`,
      at: zoe.at,
      username: `robot${at}@acme.example`,
    }))
    expect(judged([zoe], many)).toMatchObject({ matchClass: 'unclear', at: zoe.at })
  })
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
      users: [used, ...colleagues(8)].map((each) => ({ user: screen(each), teamName: null })),
      salesforceUsers: [directory(other), directory(used), ...colleagues(8).map((each) => directory(each))],
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
      users: [{ ...used, at: 'jtveit@acme.example' }, ...colleagues(8)].map((each) => ({
        user: screen(each),
        teamName: null,
      })),
      salesforceUsers: [directory(old), directory(used), ...colleagues(8).map((each) => directory(each))],
      isRejected: () => false,
    })[0]
    expect(found?.candidates[0]?.salesforceUser.email).toBe(used.at)
  })
})
