import { describe, expect, test } from 'vitest'
import { hintText } from '../../../src/app/hints.ts'
import type { LedgerRow } from '../../../src/core/change.ts'
import { decisionKey, type Decision } from '../../../src/core/model.ts'
import { checkHistory, checkRows, type DumpedRow, loadChanges } from '../../../src/core/decide/load.ts'
import { aFact, aMapping, aStamp, aTeam, aUser, teamIdOf, userIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

const row = {
  fact: (name: 'auto-sync' | 'licenses', value: string): LedgerRow => ({
    entity: 'fact',
    key: name,
    row: aFact(name, value),
  }),
  team: (name: string, rest = {}): LedgerRow => ({
    entity: 'team',
    key: teamIdOf(name),
    row: aTeam(name, rest),
  }),
  user: (name: string, rest = {}): LedgerRow => ({
    entity: 'user',
    key: userIdOf(name),
    row: aUser(name, rest),
  }),
  mapping: (name: string, salesforceUser = name): LedgerRow => ({
    entity: 'mapping',
    key: userIdOf(name),
    row: aMapping(name, salesforceUser),
  }),
  decision: (rest: Partial<Decision>): LedgerRow => {
    const decision: Decision = {
      kind: 'later',
      userId: null,
      salesforceUserId: null,
      until: null,
      reason: null,
      decidedBy: 'ada',
      decidedAt: '2026-11-23T12:00:00.000Z',
      ...rest,
    }
    return { entity: 'decision', key: decisionKey(decision), row: decision }
  },
}

/** The rows as lines 2 and on of a file, whose first line is its head. */
function lines(...rows: readonly LedgerRow[]): DumpedRow[] {
  return rows.map((each, index) => ({ ...each, line: index + 2 }))
}

function told(...rows: readonly LedgerRow[]): string[] {
  return checkRows('dump', lines(...rows), new Set()).map(
    ({ file, line, column, reason }) => `${file}:${line} ${column}: ${reason}`,
  )
}

describe('the rows of a dump are checked', () => {
  test('a whole ledger is sound', () => {
    const rows = [
      row.fact('auto-sync', 'off'),
      row.team('North'),
      row.user('ada', { teamId: teamIdOf('North') }),
      row.mapping('ada'),
      row.decision({ userId: userIdOf('ada'), until: '2027-01-01' }),
    ]
    expect(told(...rows)).toEqual([])
  })

  test.for<readonly [what: string, rows: readonly LedgerRow[], told: readonly string[]]>([
    [
      'a row that comes twice',
      [row.user('ada'), row.user('ada')],
      [`dump:3 key: the user ${userIdOf('ada')} is already in line 2`],
    ],
    [
      'one e-mail address of two users',
      [row.user('ada'), row.user('bob', { email: aUser('ada').email })],
      ['dump:3 email: the e-mail address ada@example.com is already in line 2'],
    ],
    [
      'two teams whose names differ in case and accents only',
      [row.team('Zürich'), row.team('ZURICH')],
      ['dump:3 name: a team called ZURICH is already in line 2'],
    ],
    [
      'one key of two teams',
      [row.team('North', { key: 'n' }), row.team('South', { key: 'n' })],
      ['dump:3 team key: the team key n is already in line 2'],
    ],
    [
      'one Salesforce user of two users',
      [row.user('ada'), row.user('bob'), row.mapping('ada'), row.mapping('bob', 'ada')],
      [`dump:5 salesforceUserId: a mapping to ${aMapping('ada').salesforceUserId} is already in line 4`],
    ],
    [
      'a team that is not there',
      [row.user('ada', { teamId: teamIdOf('North') })],
      [`dump:2 teamId: the file has no team ${teamIdOf('North')}`],
    ],
    [
      'a mapping of no user',
      [row.mapping('ada')],
      [`dump:2 userId: the file has no user ${userIdOf('ada')}`],
    ],
    [
      'a decision about an unknown user',
      [row.decision({ userId: userIdOf('ada') })],
      [`dump:2 userId: the file has no user ${userIdOf('ada')}`],
    ],
    ['a decision about no user', [row.decision({})], ['dump:2 key: the decision names no user']],
    [
      'a day that is none',
      [row.user('ada'), row.decision({ userId: userIdOf('ada'), until: 'soon', decidedAt: 'today' })],
      ['dump:3 until: not a day', 'dump:3 decidedAt: not a time in UTC'],
    ],
    [
      'another key than that of its row',
      [{ entity: 'user', key: userIdOf('bob'), row: aUser('ada') }],
      [`dump:2 key: the key is ${userIdOf('bob')}, but the row has ${userIdOf('ada')}`],
    ],
    [
      'a spectator on a team',
      [row.team('North'), row.user('ada', { teamId: teamIdOf('North'), state: 'spectating' })],
      ['dump:3 state: a spectator cannot be on a team'],
    ],
    ['a team without a name', [row.team('')], ['dump:2 name: a team needs a name without spaces around it']],
    [
      'a fact with another value',
      [row.fact('auto-sync', 'perhaps')],
      ['dump:2 value: auto-sync must be on or off, not "perhaps"'],
    ],
  ])('%s', ([, rows, expected]) => {
    expect(told(...rows)).toEqual(expected)
  })

  test('a row whose line could not be read is not reported as missing', () => {
    const unreadable = new Set([`user ${userIdOf('ada')}`])
    expect(checkRows('dump', lines(row.mapping('ada')), unreadable)).toEqual([])
  })
})

describe('a ledger becomes equal to a dump', () => {
  test('by adding, changing and removing, each change with its line', () => {
    const now = [row.team('North'), row.user('ada'), row.user('bob'), row.mapping('bob')]
    const wanted = lines(row.team('North'), row.user('ada', { nickname: 'countess' }), row.mapping('ada'))
    expect(loadChanges('dump', now, wanted)).toEqual([
      { ...change.user(aUser('ada'), aUser('ada', { nickname: 'countess' })), origin: 'dump:3' },
      { ...change.mapping(null, aMapping('ada')), origin: 'dump:4' },
      change.user(aUser('bob'), null),
      change.mapping(aMapping('bob'), null),
    ])
  })

  test('by nothing where it is equal already', () => {
    const rows = [
      row.fact('licenses', '50'),
      row.decision({ salesforceUserId: aMapping('ada').salesforceUserId }),
    ]
    expect(loadChanges('dump', rows, lines(...rows))).toEqual([])
  })
})

describe('a history leads to the rows beside it', () => {
  const ada = change.user(null, aUser('ada'))
  const countess = change.user(aUser('ada'), aUser('ada', { nickname: 'countess' }))
  const history = (...changes: readonly (typeof ada)[]) =>
    changes.map((each, index) => ({
      line: index + 10,
      draft: { ...aStamp(), evidence: [], changes: [each] },
    }))

  test('or nothing is said', () => {
    const rows = lines(row.user('ada', { nickname: 'countess' }))
    expect(checkHistory('dump', history(ada, countess), rows)).toEqual([])
  })

  test.for<readonly [string, ReturnType<typeof history>, DumpedRow[], object]>([
    [
      'a change that comes too early is reported',
      history(countess, ada),
      lines(row.user('ada')),
      {
        line: 10,
        reason: `change set 1 changes user ${userIdOf('ada')}, which is different at that point of the history`,
      },
    ],
    [
      'a row that it does not lead to is reported',
      history(ada),
      lines(row.user('ada', { nickname: 'countess' })),
      { line: 2, reason: 'the history does not lead to this user' },
    ],
    [
      'a row that only the history has is reported',
      history(ada),
      [],
      { reason: `the history leads to user ${userIdOf('ada')}, which is missing from the rows` },
    ],
  ])('%s', ([, changeSets, rows, expected]) => {
    const [{ action = '', ...found } = { reason: '' }, ...others] = checkHistory('dump', changeSets, rows)
    expect([found, ...others]).toEqual([{ file: 'dump', ...expected }])
    expect(hintText(action)).toBe(
      'dump the ledger again, or load only the rows: sfsync load <file> --rows-only',
    )
  })
})
