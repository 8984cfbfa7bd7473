import { describe, expect, test } from 'vitest'
import { type MapConfirmation, mapConfirmations } from '../../../src/core/confirmation.ts'
import { planOf } from '../../../src/core/change.ts'
import { decideMap, decideRenewal, decideUnmap, type MapFacts } from '../../../src/core/decide/map.ts'
import { type CommandLine, commandLine } from '../../../src/core/hint.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { aMapping, aSalesforceUser, aTeam, aUser, salesforceUserIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

const ada = aUser('ada', { teamId: aTeam('North').teamId })
const adaId = salesforceUserIdOf('ada')
const nothingAllowed: ReadonlySet<MapConfirmation> = new Set()
const allAllowed: ReadonlySet<MapConfirmation> = new Set(mapConfirmations)

// As the directory told her when the mapping was decided.
const seenAda = { seenName: 'Ada Example', seenEmail: 'ada@example.com' }

function facts(rest: Partial<MapFacts> = {}): MapFacts {
  return {
    user: ada,
    mapping: null,
    salesforceUserId: adaId,
    salesforceUser: aSalesforceUser('ada'),
    sameAddress: [],
    owners: [],
    holder: null,
    rejected: null,
    seen: 'users.csv, today',
    organizationId: null,
    ...rest,
  }
}

function person(rest: Partial<SalesforceUser>): Partial<MapFacts> {
  return { salesforceUser: aSalesforceUser('ada', rest) }
}

function refused(confirmation: MapConfirmation, reason: string): object {
  return {
    code: 'decision-needed',
    message: `ada@example.com was not mapped to ${adaId}: confirmation needed`,
    rows: [{ value: adaId, reason, confirmation: confirmation }],
    actions: [],
  }
}

describe('mapping a user', () => {
  test('to the same person in Salesforce needs no decision', () => {
    expect(decideMap(facts(), nothingAllowed)).toEqual({
      changes: [change.mapping(null, aMapping('ada', 'ada', seenAda))],
      evidence: [`${adaId} is Ada Example, ada@example.com, active (users.csv, today)`],
      warnings: [],
      next: [commandLine('status', 'ada@example.com')],
    })
  })

  test('keeps the org the directory came from', () => {
    const organizationId = '00DD0000000CpKpMAK'
    expect(decideMap(facts({ organizationId }), nothingAllowed)).toHaveProperty('changes', [
      change.mapping(null, aMapping('ada', 'ada', { ...seenAda, organizationId })),
    ])
  })

  test('who is on no team has the team as the next step', () => {
    const user = aUser('ada')
    expect(decideMap(facts({ user }), nothingAllowed)).toMatchObject({
      warnings: ['ada@example.com is not on a team, so no data will show'],
      next: [commandLine('assign-team', 'ada@example.com', '<team>')],
    })
  })

  test('who is not active is warned of', () => {
    const user = { ...ada, state: 'pending' } as const
    expect(decideMap(facts({ user }), nothingAllowed)).toHaveProperty('warnings', [
      'ada@example.com is pending in SalesScreen, so no data will show',
    ])
  })

  test('an existing mapping changes nothing, but reports its problems', () => {
    const user = aUser('ada', { state: 'deactivated' })
    expect(decideMap(facts({ user, mapping: aMapping('ada') }), nothingAllowed)).toEqual(
      planOf([], {
        notices: [`ada@example.com is already mapped to ${adaId}; nothing was changed`],
        warnings: [
          'ada@example.com is not on a team, so no data will show',
          'ada@example.com is deactivated in SalesScreen, so no data will show',
        ],
      }),
    )
  })
})

describe('a doubtful mapping is a decision:', () => {
  const bob = aUser('bob')
  const cases: readonly [string, MapConfirmation, Partial<MapFacts>, string][] = [
    [
      'an ID that the directory does not know',
      'allow-unknown',
      { salesforceUser: null },
      `${adaId} is not in the Salesforce directory (users.csv, today)`,
    ],
    [
      'an ID while the directory is empty',
      'allow-unknown',
      { salesforceUser: null, seen: null },
      `no Salesforce users have been read yet, so it is unknown who ${adaId} is`,
    ],
    [
      'a user inactive in Salesforce',
      'allow-inactive',
      person({ active: false }),
      'Ada Example is inactive in Salesforce',
    ],
    [
      'something that is no person',
      'allow-non-person',
      person({ type: 'AutomatedProcess' }),
      'Ada Example is not a person (user type AutomatedProcess)',
    ],
    [
      'a Salesforce user mapped to another user',
      'take-over',
      { holder: { user: bob, mapping: aMapping('bob', 'ada') } },
      `${adaId} is already mapped to Bob Example (bob@example.com), who would lose the mapping`,
    ],
    [
      'a user who has another Salesforce user',
      'replace',
      { mapping: aMapping('ada', 'old') },
      `ada@example.com is already mapped to ${salesforceUserIdOf('old')}; that mapping would be removed`,
    ],
    [
      'two users rejected as not the same person',
      'allow-rejected',
      { rejected: { decidedBy: 'kari', reason: 'her sister' } },
      'kari decided that ada@example.com and Ada Example are never the same person (her sister)',
    ],
    [
      'the same for a user not in the Salesforce directory, without a reason',
      'allow-rejected',
      { rejected: { decidedBy: 'kari', reason: null } },
      'kari decided that ada@example.com and Ada Example are never the same person',
    ],
  ]

  test.each(cases)('%s (--%s)', (_, confirmation, rest, reason) => {
    const others = new Set(mapConfirmations.filter((each) => each !== confirmation))
    expect(decideMap(facts(rest), nothingAllowed)).toEqual(refused(confirmation, reason))
    expect(decideMap(facts(rest), others)).toEqual(refused(confirmation, reason))
    expect(decideMap(facts(rest), new Set([confirmation]))).toHaveProperty('changes')
  })

  test('all of them are reported at once', () => {
    const all = facts({
      ...person({ active: false, type: 'Guest' }),
      holder: { user: bob, mapping: aMapping('bob', 'ada') },
      mapping: aMapping('ada', 'old'),
    })
    expect(decideMap(all, nothingAllowed)).toMatchObject({
      rows: [
        { confirmation: 'allow-inactive' },
        { confirmation: 'allow-non-person' },
        { confirmation: 'take-over' },
        { confirmation: 'replace' },
      ],
    })
  })

  test('what is decided is no longer asked', () => {
    const both = facts({ ...person({ active: false }), mapping: aMapping('ada', 'old') })
    expect(decideMap(both, new Set(['replace'] as const))).toEqual(
      refused('allow-inactive', 'Ada Example is inactive in Salesforce'),
    )
  })

  test('with every decision taken the mapping changes hands', () => {
    const old = aMapping('ada', 'old')
    const holders = aMapping('bob', 'ada')
    const decided = decideMap(facts({ holder: { user: bob, mapping: holders }, mapping: old }), allAllowed)
    expect(decided).toHaveProperty('changes', [
      change.mapping(holders, null),
      change.mapping(old, aMapping('ada', 'ada', seenAda)),
    ])
  })
})

describe('the evidence of a mapping', () => {
  test.each<[Partial<MapFacts>, string]>([
    [{ salesforceUser: null }, `${adaId} was not in the Salesforce directory`],
    [
      person({ active: null, email: null }),
      `${adaId} is Ada Example, no e-mail, activity unknown (users.csv, today)`,
    ],
    [person({ active: false }), `${adaId} is Ada Example, ada@example.com, inactive (users.csv, today)`],
  ])('is what the directory says (%#)', (rest, sentence) => {
    expect(decideMap(facts(rest), allAllowed)).toHaveProperty('evidence', [sentence])
  })
})

describe('an odd mapping is warned of:', () => {
  test.each<[string, Partial<MapFacts>, readonly string[]]>([
    [
      'an external user',
      person({ type: 'PowerPartner' }),
      ['Ada Example is an external user in Salesforce (PowerPartner)'],
    ],
    [
      'a Chatter user',
      person({ type: 'CsnOnly' }),
      ['Ada Example is an external user in Salesforce (CsnOnly)'],
    ],
    [
      'the address of another SalesScreen user',
      { ...person({ email: 'ada2@example.com', username: null }), owners: [aUser('ada2')] },
      [`Ada Example (${adaId}) has the address of another SalesScreen user, Ada2 Example (ada2@example.com)`],
    ],
    ['not when the e-mail agrees', person({ name: 'A. Lovelace' }), []],
    ['not when the name agrees but for case and accents', person({ name: 'ÁDA example', email: null }), []],
  ])('%s', (_, rest, warnings) => {
    expect(decideMap(facts(rest), nothingAllowed)).toHaveProperty('warnings', warnings)
  })
})

describe('unmapping a user', () => {
  test('removes the mapping', () => {
    expect(decideUnmap(ada, aMapping('ada'))).toEqual(planOf([change.mapping(aMapping('ada'), null)]))
  })

  test('changes nothing for a user who is not mapped', () => {
    expect(decideUnmap(ada, null)).toEqual(
      planOf([], { notices: ['ada@example.com is not mapped; nothing was changed'] }),
    )
  })
})

describe('renewing a mapping', () => {
  const refresh = commandLine('sf-users refresh')
  const then = aMapping('ada', 'ada', { ...seenAda, organizationId: '00DD0000000CpKpMAK' })
  const wed = person({ name: 'Ada Wed', email: 'wed@example.com' })

  test('stores the current name and e-mail of the directory, and the org', () => {
    const after = { ...then, seenName: 'Ada Wed', seenEmail: 'wed@example.com' }
    expect(decideRenewal(facts({ mapping: then, ...wed }), refresh)).toEqual(
      planOf([change.mapping(then, after)], {
        evidence: [`${adaId} is Ada Wed, wed@example.com, active (users.csv, today)`],
      }),
    )
    expect(
      decideRenewal(facts({ mapping: then, organizationId: '00D5g0000001AbCEAU' }), refresh),
    ).toMatchObject({
      changes: [change.mapping(then, { ...then, organizationId: '00D5g0000001AbCEAU' })],
    })
  })

  test('writes nothing where all is as it was', () => {
    expect(decideRenewal(facts({ mapping: then }), refresh)).toEqual(
      planOf([], {
        notices: [`the mapping of ada@example.com to ${adaId} is already up to date; nothing was changed`],
      }),
    )
  })

  test.each<[string, Partial<MapFacts>, string, CommandLine]>([
    [
      'no user is mapped',
      {},
      `ada@example.com is not mapped to ${adaId}, so there is nothing to renew`,
      commandLine('map', 'ada@example.com', adaId),
    ],
    [
      'another user is',
      { mapping: aMapping('ada', 'bob') },
      `ada@example.com is not mapped to ${adaId}, so there is nothing to renew`,
      commandLine('map', 'ada@example.com', adaId),
    ],
    [
      'the Salesforce user is not in the Salesforce directory',
      { mapping: then, salesforceUser: null },
      `${adaId} is not in the Salesforce directory, so its name and e-mail cannot be renewed`,
      refresh,
    ],
  ])('is refused where %s', (_, rest, message, action) => {
    expect(decideRenewal(facts(rest), refresh)).toEqual({
      code: 'conflict',
      message,
      rows: [],
      actions: [action],
    })
  })

  test('is suggested by mapping the same ID again where the name or e-mail changed', () => {
    expect(decideMap(facts({ mapping: then, ...wed }), nothingAllowed)).toEqual(
      planOf([], {
        notices: [`ada@example.com is already mapped to ${adaId}; nothing was changed`],
        warnings: [
          {
            text: `${adaId} was Ada Example, ada@example.com, and is now Ada Wed, wed@example.com; to confirm the mapping`,
            command: { command: 'map', arguments: ['ada@example.com', adaId], options: { renew: true } },
          },
        ],
      }),
    )
  })
})
