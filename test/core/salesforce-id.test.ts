import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  idFromUrl,
  isSalesforceUserId,
  parseSalesforceUserId,
  repairCase,
  suffixOf,
} from '../../src/core/salesforce-id.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const base62 = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(letters)), minLength: length, maxLength: length })
const fifteen = base62(12).map((rest) => `005${rest}`)
const eighteen = fifteen.map((id) => id + suffixOf(id))
const cases = fc.array(fc.boolean(), { minLength: 18, maxLength: 18 })

function inCase(id: string, upper: readonly boolean[]): string {
  return Array.from(id, (character, index) =>
    upper[index] === true ? character.toUpperCase() : character.toLowerCase(),
  ).join('')
}

describe('the suffix', () => {
  // Measured on records of real orgs.
  test.each([
    ['00530000009M943', 'AAC'],
    ['005D0000001KyEI', 'IA0'],
    ['001D000000IRFma', 'IAH'],
    ['003D000000OY9om', 'IAD'],
    ['01gRO0000016PIA', 'YA2'],
    ['750R0000000zxr8', 'IAA'],
    ['005000000000001', 'AAA'],
  ])('of %s is %s', (id, suffix) => {
    expect(suffixOf(id)).toBe(suffix)
  })
})

describe('a Salesforce User ID', () => {
  test('of 15 characters is completed, and then accepted as it is', () => {
    fc.assert(
      fc.property(fifteen, (id) => {
        const complete = id + suffixOf(id)
        expect(parseSalesforceUserId(id)).toEqual({ salesforceUserId: complete, note: 'completed' })
        expect(parseSalesforceUserId(complete)).toEqual({ salesforceUserId: complete, note: 'exact' })
        expect(isSalesforceUserId(complete)).toBe(true)
      }),
    )
  })

  test('of 18 characters whose letter case was lost is repaired to itself', () => {
    fc.assert(
      fc.property(eighteen, cases, (id, upper) => {
        const damaged = inCase(id, upper)
        const note = damaged === id ? 'exact' : 'case-repaired'
        expect(parseSalesforceUserId(damaged)).toEqual({ salesforceUserId: id, note })
      }),
    )
  })

  test('with another suffix is repaired or refused, never accepted as it is', () => {
    fc.assert(
      fc.property(fifteen, base62(3), (id, suffix) => {
        fc.pre(suffix !== suffixOf(id))
        const parsed = parseSalesforceUserId(id + suffix)
        expect(parsed).not.toHaveProperty('note', 'exact')
        expect(parsed).not.toHaveProperty('salesforceUserId', id + suffix)
        if ('salesforceUserId' in parsed) expect(isSalesforceUserId(parsed.salesforceUserId)).toBe(true)
      }),
    )
  })

  test('is never made of anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parsed = parseSalesforceUserId(text)
        if ('salesforceUserId' in parsed) expect(isSalesforceUserId(parsed.salesforceUserId)).toBe(true)
        else expect(parsed.reason).not.toBe('')
      }),
    )
  })

  test('loses the white space around it', () => {
    expect(parseSalesforceUserId('\u00a0 005D0000001KyEI\t\n')).toEqual({
      salesforceUserId: '005D0000001KyEIIA0',
      note: 'completed',
    })
  })

  test('in lower case comes back as Salesforce writes it', () => {
    expect(repairCase('005d0000001kyeiia0')).toBe('005D0000001KyEIIA0')
  })

  test('cannot be repaired where the suffix asks for a capital digit, or is none', () => {
    expect(repairCase('005D0000001KyEIBA0')).toBe(undefined)
    expect(repairCase('005D0000001KyEII69')).toBe(undefined)
    expect(parseSalesforceUserId('005D0000001KyEIBA0')).toEqual({
      reason: '"005D0000001KyEIBA0" is damaged: its last three characters do not match the rest',
    })
  })
})

describe('a text that is not a Salesforce User ID is refused with the reason', () => {
  const onlyLetters = 'is not a Salesforce User ID: only letters and digits are allowed'
  const number = 'was turned into a number by a spreadsheet: format the column as text and export it again'
  const zeros = 'lost its leading zeros in a spreadsheet: format the column as text and export it again'
  test.each([
    ['  ', 'the Salesforce User ID is empty'],
    ['5E+54', `"5E+54" ${number}`],
    ['5.00E+14', `"5.00E+14" ${number}`],
    ['5,3e14', `"5,3e14" ${number}`],
    ['5000000000123', `"5000000000123" ${zeros}`],
    ['ada@example.com', `"ada@example.com" ${onlyLetters}`],
    ["'005D0000001KyEI", `"'005D0000001KyEI" ${onlyLetters}`],
    ['005D0000001KyE', '"005D0000001KyE" has 14 characters; a Salesforce User ID has 15 or 18'],
    ['005D0000001KyEIIA', '"005D0000001KyEIIA" has 17 characters; a Salesforce User ID has 15 or 18'],
    ['003D000000OY9om', wrong('003D000000OY9om', 'a contact')],
    ['001D000000IRFmaIAH', wrong('001D000000IRFmaIAH', 'an account')],
    ['00DD0000000CpKp', wrong('00DD0000000CpKp', 'an organization')],
    ['00eD0000000CpKp', wrong('00eD0000000CpKp', 'a profile')],
    ['00ED0000000CpKp', wrong('00ED0000000CpKp', 'a role')],
    ['00GD0000000CpKp', wrong('00GD0000000CpKp', 'a queue or group')],
    ['a0BD0000000CpKp', wrong('a0BD0000000CpKp', 'another kind of record')],
  ])('%j', (text, reason) => {
    expect(parseSalesforceUserId(text)).toEqual({ reason })
  })
})

function wrong(id: string, object: string): string {
  return `"${id}" is the ID of ${object}: a Salesforce User ID starts with 005`
}

describe('the address of a record', () => {
  test.each([
    'https://acme.lightning.force.com/lightning/r/User/005D0000001KyEIIA0/view',
    'https://acme.lightning.force.com/lightning/r/User/005D0000001KyEIIA0/view?0.source=alohaHeader',
    'https://acme.my.salesforce.com/005D0000001KyEI',
    'HTTPS://ACME.my.salesforce.com/005D0000001KyEI?noredirect=1&isUserEntityOverride=1',
    'https://acme.my.salesforce.com/005D0000001KyEI#top',
    'https://acme.my.salesforce.com/_ui/core/userprofile/UserProfilePage?id=005D0000001KyEI',
    'https://acme.my.salesforce.com/page?tab=1&userId=005D0000001KyEIIA0&x=1',
    'https://acme.lightning.force.com/lightning/setup/ManageUsers/page?address=%2F005D0000001KyEI%3Fnoredirect%3D1',
    '/lightning/r/User/005D0000001KyEIIA0/view',
    '/005D0000001KyEI',
    '/005d0000001kyeiia0',
  ])('%s names the user', (address) => {
    expect(parseSalesforceUserId(address)).toHaveProperty('salesforceUserId', '005D0000001KyEIIA0')
  })

  test.each([
    'https://acme.lightning.force.com/lightning/r/Contact/003D000000OY9omIAD/view',
    'https://acme.my.salesforce.com/',
    'https://acme.my.salesforce.com/005D0000001KyEIIA0XYZ',
    '/setup/home',
  ])('%s names no user', (address) => {
    expect(parseSalesforceUserId(address)).toEqual({
      reason: 'the address does not name a Salesforce user (expected /005... or ...?id=005...)',
    })
  })

  test('of another object is reported', () => {
    expect(parseSalesforceUserId('https://acme.my.salesforce.com/page?id=003D000000OY9om')).toEqual({
      reason: '"003D000000OY9om" is the ID of a contact: a Salesforce User ID starts with 005',
    })
  })

  test('is only an address with a scheme or a slash before it', () => {
    expect(idFromUrl('005D0000001KyEI')).toBe(undefined)
  })
})
