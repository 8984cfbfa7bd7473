import { describe, expect, test } from 'vitest'
import {
  addressesOf,
  identityDoubt,
  mayBeOneName,
  nameDoubt,
  ownerNote,
} from '../../../src/core/match/identity.ts'
import type { User } from '../../../src/core/model.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { aSalesforceUser, aUser, email } from '../../support/builders.ts'
import { company } from './company.ts'

const shared = email('sales@example.com')
const ada = aUser('ada', { lastName: 'Lovelace' })
const grace = aSalesforceUser('grace', { name: 'Grace Hopper', lastName: 'Hopper' })
const adaInSalesforce = aSalesforceUser('ada', { name: 'Ada Lovelace', lastName: 'Lovelace' })
const [adaId, graceId] = [adaInSalesforce.salesforceUserId, grace.salesforceUserId]

function of(
  user: typeof ada,
  salesforceUser: SalesforceUser,
  sameAddress: readonly SalesforceUser[] = [],
  owners: readonly (typeof ada)[] = [],
) {
  return identityDoubt({ user, salesforceUser, sameAddress, owners })
}

describe('a name or an address of its own is enough:', () => {
  test.each<[string, Partial<SalesforceUser>]>([
    ['both agree', {}],
    ['another address', { email: 'countess@example.org', username: null }],
    ['a sandbox address', { email: 'ada@example.com.invalid', lastName: 'King' }],
    ['another last name, as after a wedding', { lastName: 'King' }],
    ['a username that begins with the address', { email: 'x@example.org', lastName: 'King' }],
    ['a name in a script that no rule transliterates', { firstName: '艾达', lastName: '洛夫莱斯' }],
    [
      'nothing is known but the ID',
      { name: adaId, firstName: null, lastName: null, email: null, username: null },
    ],
  ])('%s', (_, rest) => {
    expect(of(ada, { ...adaInSalesforce, ...rest })).toBeNull()
  })
})

test('a nickname is the name', () => {
  const robert = aSalesforceUser('x', {
    name: 'Robert Example',
    firstName: 'Robert',
    email: null,
    username: null,
  })
  expect(of(aUser('bob'), robert)).toBeNull()
})

test('neither name nor address: somebody else, and who is meant if that is known', () => {
  const reason = `${graceId} is Grace Hopper (grace@example.com), not Ada Lovelace (ada@example.com)`
  expect(of(ada, grace)).toBe(reason)
  expect(of(ada, grace, [adaInSalesforce])).toBe(`${reason}, who is ${adaId}`)
})

test.each([
  ['no address', { email: null, username: null }, 'no e-mail'],
  ['a username alone', { email: null }, 'grace@example.com.sales'],
])('another name and %s: somebody else', (_, rest, known) => {
  expect(of(ada, { ...grace, ...rest })).toBe(
    `${graceId} is Grace Hopper (${known}), not Ada Lovelace (ada@example.com)`,
  )
})

test('a directory without names has only the address to compare', () => {
  const nameless = {
    name: 'x@example.org',
    firstName: null,
    lastName: null,
    email: 'x@example.org',
    username: null,
  }
  expect(of(ada, { ...grace, ...nameless })).toContain('not Ada Lovelace (ada@example.com)')
})

describe('a name of its own', () => {
  const withHerAddress = { ...ada, email: email('grace@example.com') }
  const reason = `grace@example.com is the e-mail address of Grace Hopper (${graceId}), not of Ada Lovelace (${adaId})`

  test.each<[string, readonly SalesforceUser[], string | null]>([
    ['the address of exactly one other user', [grace], reason],
    ['an address that several have', [grace, aSalesforceUser('x', { name: 'Bob X', lastName: 'X' })], null],
    [
      'the address of a namesake who works in Salesforce',
      [{ ...adaInSalesforce, salesforceUserId: graceId }],
      `grace@example.com is the e-mail address of Ada Lovelace (${graceId}), not of Ada Lovelace (${adaId})`,
    ],
    [
      'an address that an old account of the same name has',
      [{ ...adaInSalesforce, salesforceUserId: graceId, active: false }],
      null,
    ],
    [
      'an address that an integration user has',
      [{ ...adaInSalesforce, salesforceUserId: graceId, type: 'AutomatedProcess' }],
      null,
    ],
    ['an address that nobody has', [], null],
  ])('beside %s', (_, sameAddress, expected) => {
    expect(of(withHerAddress, adaInSalesforce, sameAddress)).toBe(expected)
  })
})

describe('two namesakes are not swapped:', () => {
  const second = aUser('ada2', { firstName: 'Ada', lastName: 'Lovelace' })
  const names = { name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' }
  const secondInSalesforce = { ...grace, ...names, email: second.email, username: null }
  const theirs = { ...adaInSalesforce, active: false }
  const reason = `Ada Lovelace (${graceId}) has the address of another SalesScreen user, Ada Lovelace (ada2@example.com); ada@example.com is the address of Ada Lovelace (${adaId})`

  test('each has the address of another one', () => {
    expect(of(ada, secondInSalesforce, [theirs], [second])).toBe(reason)
    const nameless = { ...second, firstName: '', lastName: '' }
    expect(of(ada, secondInSalesforce, [theirs], [nameless])).toContain('SalesScreen user, ada2@example.com;')
  })

  test.each<[string, Partial<SalesforceUser>, readonly SalesforceUser[], readonly (typeof ada)[]]>([
    ['the address of the user itself', { email: ada.email }, [theirs], [second]],
    ['an address that nobody has in Salesforce', {}, [], [second]],
    ['an address that nobody has in SalesScreen', {}, [theirs], []],
    ['where there are no addresses, the username', { email: null, username: ada.email }, [theirs], [second]],
  ])('not with %s', (_, rest, sameAddress, owners) => {
    expect(of(ada, { ...secondInSalesforce, ...rest }, sameAddress, owners)).toBeNull()
  })

  test('one address of another user is worth a note', () => {
    const facts = { user: ada, salesforceUser: secondInSalesforce, sameAddress: [], owners: [second] }
    expect(ownerNote(facts)).toBe(
      `Ada Lovelace (${graceId}) has the address of another SalesScreen user, Ada Lovelace (ada2@example.com)`,
    )
    expect(ownerNote({ ...facts, owners: [] })).toBeNull()
    expect(ownerNote({ ...facts, salesforceUser: adaInSalesforce })).toBeNull()
  })

  test('the addresses of a Salesforce user are its e-mail address and username, as SalesScreen writes them', () => {
    expect(addressesOf({ email: 'Ada@example.com.invalid', username: 'ada@example.com.sales' })).toEqual([
      'ada@example.com',
      'ada@example.com.sales',
    ])
    expect(addressesOf({ email: null, username: 'no address' })).toEqual([])
  })
})

test('of invented companies no true pair is doubted because of its addresses, unless one was given to another', () => {
  const doubted = [21, 22, 23, 24, 25].flatMap((seed) => {
    const { facts, truth, kinds } = company(seed, 600)
    const known = new Map<string, SalesforceUser>(
      facts.salesforceUsers.map((each) => [each.salesforceUserId, each]),
    )
    const withAddress = Map.groupBy(facts.salesforceUsers, (each) => each.email ?? each.username ?? '')
    const users = new Map<string, User>(facts.users.map(({ user: each }) => [each.email, each]))
    return facts.users.flatMap(({ user: each }) => {
      const salesforceUser = known.get(truth.get(each.userId) ?? '')
      if (salesforceUser === undefined) return []
      const owners = addressesOf(salesforceUser).flatMap((address) =>
        address === each.email ? [] : (users.get(address) ?? []),
      )
      const doubt = of(each, salesforceUser, withAddress.get(each.email), owners)
      return doubt === null || of(each, salesforceUser) !== null ? [] : [kinds.get(each.userId)]
    })
  })
  expect(doubted.filter((kind) => kind !== 'recycled address')).toEqual([])
})

test('a name alone is compared without an address', () => {
  const claimed = { firstName: 'Grace', lastName: 'Hopper', email: '' }
  expect(identityDoubt({ user: claimed, salesforceUser: adaInSalesforce, sameAddress: [], owners: [] })).toBe(
    `${adaId} is Ada Lovelace (ada@example.com), not Grace Hopper`,
  )
  const nameless = { ...adaInSalesforce, name: adaId, firstName: null, lastName: null }
  expect(identityDoubt({ user: claimed, salesforceUser: nameless, sameAddress: [], owners: [] })).toBeNull()
})

describe('the same address', () => {
  test('does not help against a name that contradicts', () => {
    const user = { ...ada, email: shared }
    expect(of(user, { ...grace, email: shared })).toBe(
      `${graceId} is Grace Hopper, not Ada Lovelace, although the e-mail address is the same`,
    )
    expect(of(user, { ...grace, lastName: 'Lovelace', email: shared })).not.toBeNull()
  })

  test('that several have is no sign without a name', () => {
    const both = [adaInSalesforce, grace].map((each) => ({ ...each, email: shared }))
    const [first = adaInSalesforce] = both
    const unknown = { ...ada, firstName: '', lastName: '', email: shared }
    expect(of(unknown, first, both)).toBe(
      'sales@example.com is the e-mail address of 2 Salesforce users: Ada Lovelace, Grace Hopper',
    )
    expect(of(unknown, first, [first])).toBeNull()
    expect(of({ ...ada, email: shared }, first, both)).toBeNull()
  })

  test('names three of many', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => aSalesforceUser(name, { email: shared }))
    const [first = grace] = many
    expect(of({ ...ada, firstName: '', lastName: '', email: shared }, first, many)).toBe(
      'sales@example.com is the e-mail address of 5 Salesforce users: A Example, B Example, C Example and 2 more',
    )
  })
})

test.each([
  ['Grace', 'Hopper', 'the row says Grace Hopper, but ada@example.com is Ada Lovelace'],
  ['Ada', 'King', null],
  ['', '', null],
])('a row that says %s %s', (firstName, lastName, doubt) => {
  expect(nameDoubt(ada, { email: ada.email, firstName, lastName })).toBe(doubt)
})

test.each([
  ['Ada Lovelace', 'Lovelace, Ada', true],
  ['Bob Smith', 'Robert Smith', true],
  ['Ada', 'Ada Lovelace', true],
  ['Bob', 'Robert', true],
  ['Taro Yamada', '山田 太郎', true],
  ['Ada Lovelace', 'Grace Hopper', false],
  ['Ada Lovelace', 'Ada Hopper', false],
])('"%s" and "%s" may be one name: %s', (left, right, expected) => {
  expect(mayBeOneName(left, right)).toBe(expected)
})
