import { describe, expect, test } from 'vitest'
import { aMapping, aSalesforceUser, aUser, salesforceUserIdOf, userIdOf } from '../../../support/builders.ts'
import { aStage } from '../../../support/dependencies.ts'
import type { Seed } from '../../../support/seeded-ledger.ts'
import { ada, adaId, aWorld, explained, part } from './ada.ts'

const bobId = salesforceUserIdOf('bob')

describe('decisions in an explanation', () => {
  test('about a pair are shown from either side', async () => {
    const ledger = await aWorld({}, [
      { userId: ada.userId, salesforceUserId: adaId, reason: 'her mother', until: '2027-01-01' },
    ])
    const fromUser = await explained(ledger, 'ada@example.com')
    const fromSalesforce = await explained(ledger, adaId)
    const expected = [
      `grace decided on 2026-11-01 that ada@example.com and Ada Example (${adaId}) are not the same person, because: her mother. It expires on 2027-01-01.`,
      `sfsync decisions remove ada@example.com ${adaId}`,
    ]
    expect([part(fromUser, 'Decisions'), part(fromSalesforce, 'Decisions')]).toEqual([expected, expected])
    const why =
      'has the same e-mail address, but is ruled out: not the same person (decided by grace, 2026-11-01: her mother).'
    expect(part(fromUser, 'Possible matches')).toEqual([`Ada Example (${adaId}) ${why}`])
    expect(part(fromSalesforce, 'Possible matches')).toEqual([`Ada Example (ada@example.com) ${why}`])
    expect([part(fromUser, 'Next'), part(fromSalesforce, 'Next')]).toEqual([
      ['sfsync map ada@example.com'],
      ['sfsync explain ada@example.com'],
    ])
  })

  test('"not a person" leaves nothing to map or create', async () => {
    const ledger = await aWorld({}, [{ kind: 'not-a-person', salesforceUserId: adaId }])
    const fromUser = await explained(ledger, 'ada@example.com')
    expect(part(fromUser, 'Possible matches')).toEqual([
      `Ada Example (${adaId}) has the same e-mail address, but is ruled out: not a person (decided by grace, 2026-11-01).`,
    ])
    const fromSalesforce = await explained(ledger, adaId)
    expect(fromSalesforce.stdout.split('\n')[0]).toBe(
      `Ada Example (${adaId}) does not show up: no SalesScreen user is mapped to this person. It was decided that this is not a person.`,
    )
    expect(part(fromSalesforce, 'Next')).toEqual(['Nothing to do while that decision is in force.'])
  })

  test('"later" does not prevent a mapping; an expired decision says so', async () => {
    const later = { kind: 'later', userId: ada.userId } as const
    const putOff = await explained(await aWorld({}, [{ ...later, until: '2026-11-24' }]), ada.email)
    expect([part(putOff, 'Decisions')[0], part(putOff, 'Next')]).toEqual([
      'grace decided on 2026-11-01 that ada@example.com should be reviewed later. It expires on 2026-11-24.',
      [`sfsync map ada@example.com ${adaId}`],
    ])
    const lapsed = await explained(await aWorld({}, [{ ...later, until: '2026-11-23' }]), ada.email)
    expect(part(lapsed, 'Decisions')[0]).toBe(
      'grace decided on 2026-11-01 that ada@example.com should be reviewed later. It expired on 2026-11-23.',
    )
  })
})

test('each decision is removed by its command, whatever other decisions are about the same users', async () => {
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

describe('a user with the same e-mail address is ruled out', () => {
  test.each<[string, Seed, typed: string, text: string]>([
    [
      'because the Salesforce user is mapped to somebody else',
      {
        users: [ada, aUser('bob')],
        mappings: [aMapping('bob')],
        people: [aSalesforceUser('bob', { email: 'ada@example.com' })],
      },
      'ada@example.com',
      `Bob Example (${bobId}) has the same e-mail address, but is ruled out: mapped to bob@example.com.`,
    ],
    [
      'because the SalesScreen user is mapped to somebody else',
      {
        mappings: [aMapping('ada', 'bob')],
        people: [aSalesforceUser('ada'), aSalesforceUser('bob')],
      },
      adaId,
      `Ada Example (ada@example.com) has the same e-mail address, but is ruled out: mapped to ${bobId}.`,
    ],
    [
      'because the SalesScreen user is deactivated',
      { users: [{ ...ada, state: 'deactivated' }] },
      adaId,
      'Ada Example (ada@example.com) has the same e-mail address, but is ruled out: deactivated in SalesScreen.',
    ],
  ])('%s', async (_why, seed, typed, text) => {
    const ledger = await aWorld(seed)
    expect(part(await explained(ledger, typed), 'Possible matches')).toEqual([text])
  })
})
