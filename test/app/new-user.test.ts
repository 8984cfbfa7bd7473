import { describe, expect, test } from 'vitest'
import { newUserFromSalesforce } from '../../src/app/new-user.ts'
import { commandLine } from '../../src/core/hint.ts'
import { splitName } from '../../src/core/salesforce-user.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { aSalesforceUser, salesforceUserIdOf } from '../support/builders.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const id = salesforceUserIdOf('ada')

async function newUser(told: Parameters<typeof aSalesforceUser>[1] = {}) {
  return await newUserFromSalesforce(await aLedger({ people: [aSalesforceUser('ada', told)] }), id)
}

describe('a new user from the directory', () => {
  test('brings names, address, ID and where all of it was seen', async () => {
    expect(await newUser()).toEqual({
      firstName: 'Ada',
      lastName: 'Example',
      email: 'ada@example.com',
      salesforceUserId: id,
      evidence: [`taken from ${id} (users.csv, read 2026-11-23 12:00 UTC)`],
      warnings: [],
      doubts: [],
    })
  })

  test("loses a sandbox's suffix, with a warning", async () => {
    expect(await newUser({ email: 'ada@example.com.invalid' })).toMatchObject({
      email: 'ada@example.com',
      warnings: ['ada@example.com.invalid is a sandbox address; using ada@example.com instead'],
    })
  })

  test('without an address brings none', async () => {
    const { email, warnings } = await newUser({ email: null })
    expect({ email, warnings }).toEqual({ email: undefined, warnings: [] })
  })

  test('inactive and not a person is two doubts, each with its confirmation', async () => {
    expect((await newUser({ active: false, type: 'AutomatedProcess' })).doubts).toEqual([
      { reason: 'Ada Example is inactive in Salesforce', confirmation: 'allow-inactive' },
      {
        reason: 'Ada Example is not a person (user type AutomatedProcess)',
        confirmation: 'allow-non-person',
      },
    ])
  })

  test('of unknown state is no doubt', async () => {
    expect((await newUser({ active: null })).doubts).toEqual([])
  })

  test('unknown to the directory is not found, with how to read the directory', async () => {
    const error: unknown = await newUserFromSalesforce(await aLedger(), id).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SfsyncError)
    expect(error).toMatchObject({
      code: 'not-found',
      message: `${id} is not in the Salesforce directory`,
      actions: [commandLine('sf-users refresh'), commandLine('sf-users import', '<report.csv>')],
    })
  })
})

describe('first and last name', () => {
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
