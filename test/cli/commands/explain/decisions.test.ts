import { describe, expect, test } from 'vitest'
import { aMapping, aSalesforceUser, aUser, salesforceUserIdOf, userIdOf } from '../../../support/builders.ts'
import { aStage } from '../../../support/dependencies.ts'
import type { Seed } from '../../../support/seeded-ledger.ts'
import { ada, adaId, aWorld, explained, part } from './ada.ts'

const bobId = salesforceUserIdOf('bob')

describe('decisions in a story', () => {
  test('a rejected pair is reported from either side', async () => {
    const ledger = await aWorld({}, [
      { userId: ada.userId, salesforceUserId: adaId, reason: 'her mother', until: '2027-01-01' },
    ])
    const fromUser = await explained(ledger, 'ada@example.com')
    const fromSalesforce = await explained(ledger, adaId)
    const told = [
      `grace decided on 2026-11-01 that ada@example.com is never Ada Example (${adaId}), because: her mother. It counts until 2027-01-01.`,
      `sfsync decisions remove ada@example.com ${adaId}`,
    ]
    expect([part(fromUser, 'Decisions'), part(fromSalesforce, 'Decisions')]).toEqual([told, told])
    const why =
      'is no candidate although the e-mail is equal: never these two, as grace decided on 2026-11-01 (her mother).'
    expect(part(fromUser, 'Who it may be')).toEqual([`Ada Example (${adaId}) ${why}`])
    expect(part(fromSalesforce, 'Who it may be')).toEqual([`Ada Example (ada@example.com) ${why}`])
    expect([part(fromUser, 'Next'), part(fromSalesforce, 'Next')]).toEqual([
      ['sfsync map ada@example.com <salesforceUserId>'],
      ['sfsync explain ada@example.com'],
    ])
  })

  test('what is not a person is not to be mapped or created', async () => {
    const ledger = await aWorld({}, [{ kind: 'not-a-person', salesforceUserId: adaId }])
    const fromUser = await explained(ledger, 'ada@example.com')
    expect(part(fromUser, 'Who it may be')).toEqual([
      `Ada Example (${adaId}) is no candidate although the e-mail is equal: not a person, as grace decided on 2026-11-01.`,
    ])
    const fromSalesforce = await explained(ledger, adaId)
    expect(fromSalesforce.stdout.split('\n')[0]).toBe(
      `Ada Example (${adaId}) does not show up: no SalesScreen user is mapped to this person. It was decided that this is not a person.`,
    )
    expect(part(fromSalesforce, 'Next')).toEqual(['Nothing, as long as that is decided.'])
  })

  test('a user who was postponed can be mapped anyway; a decision that lapsed is reported as such', async () => {
    const later = { kind: 'later', userId: ada.userId } as const
    const putOff = await explained(await aWorld({}, [{ ...later, until: '2026-11-24' }]), ada.email)
    expect([part(putOff, 'Decisions')[0], part(putOff, 'Next')]).toEqual([
      'grace decided on 2026-11-01 that ada@example.com is to be looked at later. It counts until 2026-11-24.',
      [`sfsync map ada@example.com ${adaId}`],
    ])
    const lapsed = await explained(await aWorld({}, [{ ...later, until: '2026-11-23' }]), ada.email)
    expect(part(lapsed, 'Decisions')[0]).toBe(
      'grace decided on 2026-11-01 that ada@example.com is to be looked at later. It lapsed on 2026-11-23.',
    )
  })
})

test('each decision is removed by the command below it, whatever other decisions concern the same people', async () => {
  const ledger = await aWorld({ users: [ada, aUser('bob')] }, [
    { kind: 'later', userId: ada.userId },
    { userId: ada.userId, salesforceUserId: adaId },
    { userId: ada.userId, salesforceUserId: bobId },
    { userId: userIdOf('bob'), salesforceUserId: bobId },
  ])
  const typed = part(await explained(ledger, ada.email), 'Decisions').filter((line) =>
    line.startsWith('sfsync '),
  )
  expect(typed).toEqual([
    'sfsync decisions remove ada@example.com',
    `sfsync decisions remove ada@example.com ${adaId}`,
    `sfsync decisions remove ada@example.com ${bobId}`,
  ])
  for (const line of typed) {
    const stage = aStage({ ledger })
    expect(await stage.run(...line.split(' ').slice(1), '--quiet')).toMatchObject({ exitCode: 0 })
  }
  expect(part(await explained(ledger, ada.email), 'Decisions')).toEqual([])
})

describe('a user with the same e-mail address who is not a candidate', () => {
  test.each<[string, Seed, typed: string, told: string]>([
    [
      'because the Salesforce user is mapped to somebody else',
      {
        users: [ada, aUser('bob')],
        mappings: [aMapping('bob')],
        people: [aSalesforceUser('bob', { email: 'ada@example.com' })],
      },
      'ada@example.com',
      `Bob Example (${bobId}) is no candidate although the e-mail is equal: mapped to bob@example.com.`,
    ],
    [
      'because the SalesScreen user is mapped to somebody else',
      {
        mappings: [aMapping('ada', 'bob')],
        people: [aSalesforceUser('ada'), aSalesforceUser('bob')],
      },
      adaId,
      `Ada Example (ada@example.com) is no candidate although the e-mail is equal: mapped to ${bobId}.`,
    ],
    [
      'because the SalesScreen user is deactivated',
      { users: [{ ...ada, state: 'deactivated' }] },
      adaId,
      'Ada Example (ada@example.com) is no candidate although the e-mail is equal: deactivated in SalesScreen.',
    ],
  ])('%s', async (_why, seed, typed, told) => {
    const ledger = await aWorld(seed)
    expect(part(await explained(ledger, typed), 'Who it may be')).toEqual([told])
  })
})
