import { describe, expect, test } from 'vitest'
import { newUserFromSalesforce } from '../../src/app/facts.ts'
import { splitName } from '../../src/core/salesforce-user.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { aSalesforceUser, salesforceUserIdOf } from '../support/builders.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const id = salesforceUserIdOf('ada')

async function newcomer(told: Parameters<typeof aSalesforceUser>[1] = {}) {
  return await newUserFromSalesforce(await aLedger({ people: [aSalesforceUser('ada', told)] }), id)
}

describe('a user created from the directory', () => {
  test('brings names, address, ID and where all of it was seen', async () => {
    expect(await newcomer()).toEqual({
      firstName: 'Ada',
      lastName: 'Example',
      email: 'ada@example.com',
      salesforceUserId: id,
      evidence: [`taken from ${id} (users.csv, read 2026-11-23T12:00:00.000Z)`],
      warnings: [],
      doubts: [],
    })
  })

  test('drops the suffix of a sandbox, with a notice', async () => {
    expect(await newcomer({ email: 'ada@example.com.invalid' })).toMatchObject({
      email: 'ada@example.com',
      warnings: ["ada@example.com.invalid is a sandbox's address: ada@example.com is used"],
    })
  })

  test('without an address brings none', async () => {
    const { email, warnings } = await newcomer({ email: null })
    expect({ email, warnings }).toEqual({ email: undefined, warnings: [] })
  })

  test('inactive and not a person is two doubts, each with its flag', async () => {
    expect((await newcomer({ active: false, type: 'AutomatedProcess' })).doubts).toEqual([
      { reason: 'Ada Example is inactive in Salesforce', confirmation: 'allow-inactive' },
      {
        reason: 'Ada Example is not a person (user type AutomatedProcess)',
        confirmation: 'allow-non-person',
      },
    ])
  })

  test('untold to be active is no doubt', async () => {
    expect((await newcomer({ active: null })).doubts).toEqual([])
  })

  test('unknown to the directory is not found, with how to read it', async () => {
    const error: unknown = await newUserFromSalesforce(await aLedger(), id).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SfsyncError)
    expect(error).toMatchObject({
      code: 'not-found',
      message: `${id} is not in the directory`,
      actions: ['sfsync sf-users import <report.csv>', 'sfsync sf-users refresh'],
    })
  })
})

describe('the names of a new user', () => {
  const people = [
    { told: { firstName: 'Ada', lastName: 'King' }, names: ['Ada', 'King'] },
    { told: { firstName: null, lastName: 'Cher' }, names: ['', 'Cher'] },
    { told: { firstName: 'Ada', lastName: null }, names: ['Ada', ''] },
    { told: { firstName: null, lastName: null, name: 'Ada King' }, names: ['Ada', 'King'] },
    { told: { firstName: null, lastName: null, name: 'Ada Byron King' }, names: ['Ada Byron', 'King'] },
    { told: { firstName: null, lastName: null, name: 'Cher' }, names: ['', 'Cher'] },
    { told: { firstName: null, lastName: null, name: '山田花子' }, names: ['', '山田花子'] },
  ]
  test.for(people)('$told', ({ told, names }) => {
    const { firstName, lastName } = splitName(aSalesforceUser('ada', told))
    expect([firstName, lastName]).toEqual(names)
  })
})
