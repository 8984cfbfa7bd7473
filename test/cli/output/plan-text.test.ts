import { describe, expect, test } from 'vitest'
import { fieldChanges } from '../../../src/cli/output/field-changes.ts'
import { planText } from '../../../src/cli/output/plan.ts'
import { paintFor } from '../../../src/cli/output/paint.ts'
import type { Change } from '../../../src/core/change.ts'
import {
  aFact,
  aMapping,
  aTeam,
  aUser,
  email,
  salesforceUserIdOf,
  teamIdOf,
  userIdOf,
} from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

const surface = { isTerminal: false, width: 80, paint: await paintFor(0) }
const names = {
  user: (userId: string) => (userId === userIdOf('ada') ? 'ada@example.com' : userId),
  person: (userId: string) => userId,
  team: (teamId: string) => (teamId === teamIdOf('North') ? 'North' : teamId),
}
const ada = aUser('ada')
const north = aTeam('North')
const onNorth = { ...ada, teamId: north.teamId }
const [adaInSalesforce, bobInSalesforce] = [salesforceUserIdOf('ada'), salesforceUserIdOf('bob')]

const lines: readonly (readonly [change: Change, line: string])[] = [
  [change.user(null, ada), '+ user     ada@example.com  Ada Example, no team'],
  [
    change.user(null, { ...onNorth, nickname: 'Countess', state: 'pending' }),
    '+ user     ada@example.com  Ada Example, "Countess", team North, pending',
  ],
  [change.user(null, { ...ada, firstName: '' }), '+ user     ada@example.com  Example, no team'],
  [change.user(onNorth, null), '- user     ada@example.com  Ada Example, team North'],
  [change.user(ada, onNorth), '~ user     ada@example.com  team: no team -> North'],
  [
    change.user(onNorth, {
      ...ada,
      firstName: '',
      lastName: 'King',
      nickname: 'A',
      email: email('king@example.com'),
      state: 'deactivated',
    }),
    '~ user     ada@example.com  first name: Ada -> none, last name: Example -> King, nickname: none -> A, e-mail: ada@example.com -> king@example.com, state: active -> deactivated, team: North -> no team',
  ],
  [change.team(null, north), '+ team     North'],
  [change.team(null, { ...north, key: 'n' }), '+ team     North, key n'],
  [change.team({ ...north, key: 'n' }, null), '- team     North, key n'],
  [change.team(north, { ...north, name: 'Far North' }), '~ team     North -> Far North'],
  [change.team(north, { ...north, key: 'n' }), '~ team     North  key: none -> n'],
  [
    change.team({ ...north, key: 'n' }, { ...north, name: 'Far North', key: null }),
    '~ team     North -> Far North  key: n -> none',
  ],
  [change.mapping(null, aMapping('ada')), `+ mapping  ada@example.com -> ${adaInSalesforce}`],
  [change.mapping(aMapping('ada'), null), `- mapping  ada@example.com -> ${adaInSalesforce}`],
  [
    change.mapping(aMapping('ada'), aMapping('ada', 'bob')),
    `~ mapping  ada@example.com -> ${bobInSalesforce} (was ${adaInSalesforce})`,
  ],
  [change.mapping(null, aMapping('bob')), `+ mapping  ${userIdOf('bob')} -> ${bobInSalesforce}`],
  [change.fact(null, aFact('auto-sync', 'off')), '+ setting  auto-sync: off (confirmed by ada)'],
  [
    change.fact(aFact('auto-sync', 'on'), aFact('auto-sync', 'off', { attestedBy: 'bob' })),
    '~ setting  auto-sync: on -> off (confirmed by bob)',
  ],
  [change.fact(aFact('licenses', '50'), null), '- setting  licenses: 50 -> not set'],
  [
    change.user(null, { ...ada, firstName: 'A\u001b[31m\nda' }),
    '+ user     ada@example.com  A␛[31m␊da Example, no team',
  ],
]

describe('a plan is printed one change per line', () => {
  test.for(lines.map(([each, line]) => ({ each, line })))('$line', async ({ each, line }) => {
    expect(await planText([each], names, surface)).toBe(`${line}\n`)
  })

  test('in their order; a plan without changes prints nothing', async () => {
    expect(await planText([change.team(null, north), change.user(ada, onNorth)], names, surface)).toBe(
      '+ team     North\n~ user     ada@example.com  team: no team -> North\n',
    )
    expect(await planText([], names, surface)).toBe('')
  })

  test('and wraps on a narrow terminal, all of it in its color', async () => {
    const narrow = { isTerminal: true, width: 40, paint: await paintFor(1) }
    expect(await planText([change.user(ada, onNorth)], names, narrow)).toBe(
      '\u001b[33m~ user     ada@example.com  team: no\u001b[39m\n\u001b[33m  team -> North\u001b[39m\n',
    )
  })
})

describe('changes field by field', () => {
  test('leave out what stays and what is not there', () => {
    expect(
      fieldChanges([
        change.user(ada, { ...onNorth, nickname: 'Countess' }),
        change.team({ ...north, key: 'n' }, null),
        change.mapping(null, aMapping('ada')),
      ]),
    ).toEqual([
      { entity: 'user', key: ada.userId, field: 'nickname', before: null, after: 'Countess' },
      { entity: 'user', key: ada.userId, field: 'teamId', before: null, after: north.teamId },
      { entity: 'team', key: north.teamId, field: 'teamId', before: north.teamId, after: null },
      { entity: 'team', key: north.teamId, field: 'name', before: 'North', after: null },
      { entity: 'team', key: north.teamId, field: 'key', before: 'n', after: null },
      { entity: 'mapping', key: ada.userId, field: 'userId', before: null, after: ada.userId },
      { entity: 'mapping', key: ada.userId, field: 'salesforceUserId', before: null, after: adaInSalesforce },
    ])
  })
})
