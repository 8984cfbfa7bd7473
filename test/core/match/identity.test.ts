import { describe, expect, test } from 'vitest'
import { identityDoubt, mayBeOneName, nameDoubt } from '../../../src/core/match/identity.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { aSalesforceUser, aUser, email } from '../../support/builders.ts'

const shared = email('sales@example.com')
const ada = aUser('ada', { lastName: 'Lovelace' })
const grace = aSalesforceUser('grace', { name: 'Grace Hopper', lastName: 'Hopper' })
const adaInSalesforce = aSalesforceUser('ada', { name: 'Ada Lovelace', lastName: 'Lovelace' })
const [adaId, graceId] = [adaInSalesforce.salesforceUserId, grace.salesforceUserId]

function of(user: typeof ada, salesforceUser: SalesforceUser, sameAddress: readonly SalesforceUser[] = []) {
  return identityDoubt({ user, salesforceUser, sameAddress })
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
      'an address that a second account of the same name has',
      [{ ...adaInSalesforce, salesforceUserId: graceId }],
      null,
    ],
    [
      'an address of a user without a name',
      [{ ...grace, name: graceId, firstName: null, lastName: null }],
      null,
    ],
    ['an address that nobody has', [], null],
  ])('beside %s', (_, sameAddress, expected) => {
    expect(of(withHerAddress, adaInSalesforce, sameAddress)).toBe(expected)
  })
})

test('a name alone is compared without an address', () => {
  const claimed = { firstName: 'Grace', lastName: 'Hopper', email: '' }
  expect(identityDoubt({ user: claimed, salesforceUser: adaInSalesforce, sameAddress: [] })).toBe(
    `${adaId} is Ada Lovelace (ada@example.com), not Grace Hopper`,
  )
  const nameless = { ...adaInSalesforce, name: adaId, firstName: null, lastName: null }
  expect(identityDoubt({ user: claimed, salesforceUser: nameless, sameAddress: [] })).toBeNull()
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
