import { describe, expect, test } from 'vitest'
import {
  type DriftFacts,
  driftLine,
  driftOf,
  driftSince,
  isPendingTooLong,
  pendingText,
  type MappingPast,
} from '../../src/core/drift.ts'
import { commandLineText, hintText } from '../../src/app/hints.ts'
import { driftFix } from '../../src/core/drift-fix.ts'
import { aMapping, aSalesforceUser, aTeam, aUser, email, salesforceUserIdOf } from '../support/builders.ts'
import { change } from '../support/changes.ts'

const north = aTeam('North')
const org = '00DD0000000CpKpMAK'
const view = { organizationId: org }
const adaId = salesforceUserIdOf('ada')
const seen = { seenName: 'Ada Example', seenEmail: 'ada@example.com' }

/** Ada, of whom nothing has moved. */
function facts(rest: Partial<DriftFacts> = {}): DriftFacts {
  return {
    user: aUser('ada', { teamId: north.teamId }),
    team: north,
    mapping: aMapping('ada', 'ada', { ...seen, organizationId: org }),
    salesforceUser: aSalesforceUser('ada', { frozen: false }),
    sharedWith: [],
    crossed: null,
    ...rest,
  }
}

const person = (rest: Parameters<typeof aSalesforceUser>[1]) => ({
  salesforceUser: aSalesforceUser('ada', rest),
})
const user = (rest: Parameters<typeof aUser>[1]) => ({
  user: aUser('ada', { teamId: north.teamId, ...rest }),
})
const texts = (of: DriftFacts, seenIn: typeof view | null = view) =>
  driftOf(of, seenIn).drifts.map(({ kind, text }) => [kind, text])

describe('drift', () => {
  test('is nothing where all is as it was', () => {
    expect(driftOf(facts(), view)).toEqual({ drifts: [], notChecked: null })
  })

  test.each<[string, Partial<DriftFacts>, readonly (readonly [string, string])[]]>([
    [
      'a user inactive, whatever else happened to name and address',
      person({ active: false, frozen: true, name: 'Deleted User', email: 'gone@example.com' }),
      [['inactive', `is inactive in Salesforce (${adaId}, Deleted User)`]],
    ],
    [
      'a user frozen',
      person({ frozen: true }),
      [['frozen', `is frozen in Salesforce (${adaId}, Ada Example)`]],
    ],
    [
      'a new name and a new address',
      person({ name: 'Ada Wed', email: 'wed@example.com' }),
      [
        ['renamed', `is now called Ada Wed in Salesforce, not Ada Example (${adaId})`],
        [
          'email-changed',
          `now has the e-mail address wed@example.com in Salesforce, not ada@example.com (${adaId}, Ada Wed)`,
        ],
      ],
    ],
    ['the address of a sandbox, which is the same', person({ email: 'ada@example.com.invalid' }), []],
    ['an e-mail address that is unknown now', person({ email: null }), []],
    ['a name that was unknown then', { ...person({ name: 'Ada Wed' }), mapping: aMapping('ada') }, []],
    [
      'a user no longer in the directory',
      { salesforceUser: null },
      [['gone', `is mapped to ${adaId} (Ada Example), who is no longer in the Salesforce directory`]],
    ],
    [
      'a namesake, by the addresses of both sides',
      { crossed: { reason: 'each has the address of another user', meant: aSalesforceUser('bob') } },
      [['crossed', 'may be mapped to a namesake: each has the address of another user']],
    ],
    [
      'a user never in the directory',
      { salesforceUser: null, mapping: aMapping('ada') },
      [['never-seen', `is mapped to ${adaId}, which is not in the Salesforce directory`]],
    ],
    [
      'a user without a team',
      user({ teamId: null }),
      [['no-team', 'is not on a team, so no data will show']],
    ],
    [
      'a user pending without a team',
      user({ teamId: null, state: 'pending' }),
      [
        ['no-team', 'is not on a team, so no data will show'],
        ['pending', 'is pending in SalesScreen'],
      ],
    ],
    ['a spectator, who can be on no team', user({ teamId: null, state: 'spectating' }), []],
    ['a supporter, who brings no data', user({ teamId: null, state: 'supporter' }), []],
    [
      'a user deactivated on both sides',
      { ...user({ teamId: null, state: 'deactivated' }), ...person({ active: false }) },
      [],
    ],
    [
      'a Salesforce user who is mapped twice, also where one of the two left',
      { ...user({ state: 'deactivated' }), sharedWith: ['bob@example.com'] },
      [['id-used-twice', `shares ${adaId} with bob@example.com: one Salesforce user is mapped twice`]],
    ],
  ])('of %s', (_, rest, expected) => {
    expect(texts(facts(rest))).toEqual(expected)
  })
})

describe('could not look', () => {
  const moved = { ...person({ active: false }), ...user({ teamId: null }) }

  test.each<[string, Partial<DriftFacts>, typeof view | null, string | null]>([
    ['a directory that was never read', moved, null, 'directory-unread'],
    ['a directory of another org', moved, { organizationId: '00D5g0000001AbCEAU' }, 'other-org'],
  ])('into %s; what SalesScreen tells is told', (_, rest, seenIn, outOfSight) => {
    const judged = driftOf(facts(rest), seenIn)
    expect(judged.notChecked).toBe(outOfSight)
    expect(judged.drifts.map(({ kind }) => kind)).toEqual(['no-team'])
  })

  test('is not about activity where the source does not say; a new name is still reported', () => {
    const judged = driftOf(facts(person({ active: null, name: 'Ada Wed' })), view)
    expect(judged.notChecked).toBe('state-untold')
    expect(judged.drifts.map(({ kind }) => kind)).toEqual(['renamed'])
  })

  test.each([
    ['a mapping', { mapping: aMapping('ada') }, view],
    ['a directory', {}, { organizationId: null }],
  ])('%s that does not know its org agrees with any', (_, rest, seenIn) => {
    expect(driftOf(facts(rest), seenIn)).toEqual({ drifts: [], notChecked: null })
  })

  test('does not count users deactivated in SalesScreen', () => {
    expect(driftOf(facts(user({ state: 'deactivated' })), null).notChecked).toBe(null)
  })
})

const at = (day: number) => `2026-11-0${day}T12:00:00.000Z`
const told = (day: number, field: string, before: string | null, after: string | null) => ({
  at: at(day),
  what: 'changed' as const,
  fields: [{ field, before, after }],
})
const nothing: MappingPast = { changes: [], seen: [] }

function sinceOf(rest: Partial<DriftFacts>, past: Partial<MappingPast>): (string | null)[] {
  const { drifts } = driftOf(facts(rest), view)
  return drifts.map((drift) => driftSince(drift, { ...nothing, ...past }))
}

describe('since when', () => {
  const wed = person({ name: 'Ada Wed' })
  const homeless = user({ teamId: null })
  const pending = user({ state: 'pending' })
  const onTeam = aUser('ada', { teamId: north.teamId })

  test.each<[string, Partial<DriftFacts>, Partial<MappingPast>, string | null]>([
    ['not compared', wed, {}, null],
    [
      'the last time that the name turned away from the one seen',
      wed,
      {
        seen: [
          told(4, 'name', 'Ada Other', 'Ada Wed'),
          told(3, 'name', 'Ada Example', 'Ada Other'),
          told(2, 'name', 'Ada Wed', 'Ada Example'),
          told(1, 'name', 'Ada Example', 'Ada Wed'),
        ],
      },
      at(3),
    ],
    [
      'unknown where the log ends otherwise: a report came after it',
      wed,
      { seen: [told(1, 'name', 'Ada Example', 'Ada Other')] },
      null,
    ],
    ['inactive', person({ active: false }), { seen: [told(2, 'active', 'true', 'false')] }, at(2)],
    ['frozen', person({ frozen: true }), { seen: [told(2, 'frozen', null, 'true')] }, at(2)],
    [
      'a new address',
      person({ email: 'wed@example.com' }),
      { seen: [told(2, 'email', 'ada@example.com', 'wed@example.com')] },
      at(2),
    ],
    ['gone', { salesforceUser: null }, { seen: [{ at: at(5), what: 'dropped', fields: [] }] }, at(5)],
    ['gone without a trace', { salesforceUser: null }, { seen: [told(1, 'name', 'a', 'b')] }, null],
    [
      'mapped to an unknown Salesforce user',
      { salesforceUser: null, mapping: aMapping('ada') },
      { changes: [{ at: at(3), change: change.mapping(null, aMapping('ada')) }] },
      at(3),
    ],
    [
      'off the team, not the change of name after it',
      homeless,
      {
        changes: [
          { at: at(4), change: change.user({ ...homeless.user, firstName: 'Eda' }, homeless.user) },
          { at: at(3), change: change.mapping(null, aMapping('ada')) },
          { at: at(2), change: change.user(onTeam, homeless.user) },
          { at: at(1), change: change.user(null, onTeam) },
        ],
      },
      at(2),
    ],
    [
      'never on a team',
      homeless,
      { changes: [{ at: at(1), change: change.user(null, homeless.user) }] },
      at(1),
    ],
    [
      'pending',
      pending,
      {
        changes: [
          { at: at(2), change: change.user(onTeam, pending.user) },
          { at: at(1), change: change.user(null, pending.user) },
        ],
      },
      at(2),
    ],
  ])('%s', (_, rest, past, expected) => {
    expect(sinceOf(rest, past)).toEqual([expected])
  })

  test('"pending too long" starts after so many days, or where the start is unknown', () => {
    expect([9.9, 10, null].map((days) => isPendingTooLong(days, 10))).toEqual([false, true, true])
    expect([12.5, 14, null].map((days) => pendingText(days, '2026-11-24'))).toEqual([
      'has been pending in SalesScreen for 12 days; SalesScreen deactivates the user on 2026-11-24',
      'has been pending in SalesScreen for 14 days; SalesScreen deactivated the user on 2026-11-24, unless a license became free',
      'is pending in SalesScreen; SalesScreen deactivates pending users after 14 days',
    ])
  })
})

const commands = (rest: Partial<DriftFacts>) =>
  driftOf(facts(rest), view).drifts.map((drift) =>
    driftFix(drift).commands.map((command) => commandLineText(command)),
  )

describe('what fixes it', () => {
  const renew = `sfsync map ada@example.com ${adaId} --renew`

  test('a new last name is followed, and the mapping renewed', () => {
    expect(commands(person({ name: 'Ada Wed', firstName: 'Ada', lastName: 'Wed' }))).toEqual([
      ['sfsync users edit ada@example.com --last-name Wed', renew],
    ])
  })

  test('a user with a different name in SalesScreen keeps that name and address', () => {
    const otherwise = user({ firstName: 'Countess', email: email('countess@example.com') })
    expect(commands({ ...otherwise, ...person({ name: 'Ada Wed', email: 'wed@example.com' }) })).toEqual([
      [`sfsync map countess@example.com ${adaId} --renew`],
      [`sfsync map countess@example.com ${adaId} --renew`],
    ])
  })

  test('a new address is followed, unless it is none', () => {
    expect(commands(person({ email: 'wed@example.com' }))).toEqual([
      [
        'sfsync users edit ada@example.com --email wed@example.com',
        `sfsync map wed@example.com ${adaId} --renew`,
      ],
    ])
    expect(commands(person({ email: 'nobody' }))).toEqual([[renew]])
  })

  test.each<[Partial<DriftFacts>, readonly string[], readonly string[], string | null]>([
    [
      person({ active: false }),
      ['sfsync users deactivate ada@example.com'],
      ['sfsync unmap ada@example.com'],
      null,
    ],
    [person({ frozen: true }), [], [], 'nothing to do in sfsync: a Salesforce admin can unfreeze the user'],
    [
      { salesforceUser: null },
      [],
      ['sfsync unmap ada@example.com', 'sfsync users deactivate ada@example.com'],
      'Salesforce users cannot be deleted: check first whether the directory was read with fewer permissions, for fewer user types, or from a partial report',
    ],
    [user({ teamId: null }), ['sfsync assign-team ada@example.com <team>'], [], null],
    [
      user({ state: 'pending' }),
      ['sfsync users edit ada@example.com --state active'],
      ['sfsync users deactivate ada@example.com'],
      'in SalesScreen: Manage > Users > Ada Example: give the user a license',
    ],
    [
      { sharedWith: ['bob@example.com'] },
      [],
      ['sfsync unmap ada@example.com'],
      'unmap all but the right one; another program wrote to the ledger file, or it is damaged: sfsync doctor',
    ],
  ])('is one way, others to choose, and advice (%#)', (rest, ...expected) => {
    const fixes = driftOf(facts(rest), view).drifts.map((drift) => driftFix(drift))
    expect(
      fixes.map((fix) => [
        fix.commands.map((command) => commandLineText(command)),
        fix.instead.map((command) => commandLineText(command)),
        fix.advice === null ? null : hintText(fix.advice),
      ]),
    ).toEqual([expected])
  })

  test('a name with a quote in it stays one word', () => {
    expect(commands(person({ name: "Ada O'Neil; x", firstName: 'Ada', lastName: "O'Neil; x" }))[0]?.[0]).toBe(
      "sfsync users edit ada@example.com --last-name 'O'\\''Neil; x'",
    )
  })
})

test('a user without a name is shown by the address alone', () => {
  const nameless = facts(user({ firstName: '', lastName: '', teamId: null }))
  expect(driftOf(nameless, view).drifts.map((drift) => driftLine(drift, null))).toEqual([
    'ada@example.com is not on a team, so no data will show',
  ])
})
