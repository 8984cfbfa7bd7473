import { hintText } from '../../../src/app/hints.ts'
import { describe, expect, test } from 'vitest'
import { decideReview, type ReviewFacts, type ReviewRow } from '../../../src/core/review/decide-review.ts'
import {
  type ReviewColumn,
  reviewCells,
  type ReviewSubject,
  subjectDigest,
  subjectKey,
  type RowKey,
} from '../../../src/core/review/review-row.ts'
import { nearest } from '../../../src/app/hints.ts'
import { aMapping, aSalesforceUser, aTeam, aUser, salesforceUserIdOf } from '../../support/builders.ts'

function subject(rest: Partial<ReviewSubject>): ReviewSubject {
  return { user: null, teamName: null, mapping: null, salesforceUser: null, decision: null, ...rest }
}

const north = aTeam('North')
const ada = subject({
  user: aUser('ada', { teamId: north.teamId }),
  teamName: 'North',
  salesforceUser: aSalesforceUser('ada'),
})
const lonely = subject({ user: aUser('lonely') })
const zoe = subject({ salesforceUser: aSalesforceUser('zoe') })
const everybody = [ada, lonely, zoe]

/** A row as it was exported, with what was filled in since. */
function row(about: ReviewSubject, filled: Partial<Record<ReviewColumn, string>> = {}, line = 2): ReviewRow {
  const key = subjectKey(about)
  if (key === undefined) throw new Error('the subject has no user')
  const place = everybody.indexOf(about) + 1
  const cells = { rowKey: 'r', ...reviewCells(about), ...filled }
  return {
    line,
    key: { place, total: everybody.length, about: key, digest: subjectDigest(about) },
    cell: (column) => cells[column].trim(),
  }
}

function salesforceUserWith(id: string) {
  return id === salesforceUserIdOf('grace') ? aSalesforceUser('grace') : null
}

function decide(
  rows: readonly ReviewRow[],
  now: readonly ReviewSubject[] = everybody,
  decisionOn: ReviewFacts['decisionOn'] = () => null,
  allowed: readonly string[] = [],
) {
  const subjectOf = ({ about }: RowKey) =>
    now.find(({ user, salesforceUser: person }) =>
      about.userId === null
        ? person?.salesforceUserId === about.salesforceUserId
        : user?.userId === about.userId,
    )
  const facts = { subjectOf, decisionOn, salesforceUserWith, allowed: new Set(allowed) }
  return decideReview('r.csv', rows, facts, nearest)
}

const all = (...filled: Partial<Record<ReviewColumn, string>>[]) =>
  everybody.map((each, index) => row(each, filled[index], index + 2))

describe('decisions', () => {
  test('map: this user to the Salesforce user of the row', () => {
    expect(decide(all({ decision: ' MAP ' })).rows).toEqual([
      { line: 2, values: { user: aUser('ada').userId, salesforceUser: salesforceUserIdOf('ada') } },
    ])
  })

  test('map: another user, where another ID was filled in; a Salesforce user to the SalesScreen user who was filled in', () => {
    const rows = all(
      { decision: 'map', salesforceUserId: 'x@example.com.sales' },
      {},
      { decision: 'map', user: 'lonely@example.com' },
    )
    expect(decide(rows).rows).toEqual([
      { line: 2, values: { user: aUser('ada').userId, salesforceUser: 'x@example.com.sales' } },
      { line: 4, values: { user: 'lonely@example.com', salesforceUser: salesforceUserIdOf('zoe') } },
    ])
  })

  test('new: the SalesScreen user is made of the Salesforce user, on a team if one is filled in', () => {
    expect(decide(all({}, {}, { decision: 'new', team: 'South' })).rows).toEqual([
      { line: 4, values: { salesforceUser: salesforceUserIdOf('zoe'), team: 'South' } },
    ])
  })

  test('never: not this pair, or where there is one side only, not a person; later: not now', () => {
    const rows = all({ decision: 'never', reason: 'twins' }, { decision: 'never' }, { decision: 'later' })
    expect(decide(rows).decisions).toEqual([
      {
        line: 2,
        kind: 'never',
        userId: aUser('ada').userId,
        salesforceUserId: salesforceUserIdOf('ada'),
        reason: 'twins',
      },
      { line: 3, kind: 'not-a-person', userId: aUser('lonely').userId, salesforceUserId: null, reason: null },
      { line: 4, kind: 'later', userId: null, salesforceUserId: salesforceUserIdOf('zoe'), reason: null },
    ])
  })

  test('imported a second time are already decided, also where the candidate is no longer suggested', () => {
    const rows = all({ decision: 'never', reason: 'twins' }, { decision: 'never' }, { decision: 'later' })
    const standing = decide(rows).decisions.map((wish) => ({
      ...wish,
      until: null,
      decidedBy: 'jane',
      decidedAt: '2026-11-01T00:00:00.000Z',
    }))
    const decisionOn: ReviewFacts['decisionOn'] = (userId, salesforceUserId) =>
      standing.find((each) => each.userId === userId && each.salesforceUserId === salesforceUserId) ?? null
    const now = [{ ...ada, salesforceUser: null }, lonely, zoe]
    expect(decide(rows, now, decisionOn)).toEqual({
      rows: [],
      decisions: [],
      problems: [],
      warnings: ['3 rows are already decided'],
    })
    const other = all({ decision: 'never', reason: 'cousins' })
    expect(decide(other, now, decisionOn).problems).toHaveLength(1)
  })

  test('keep and nothing change nothing, and are counted', () => {
    expect(decide(all({ decision: 'keep' }))).toEqual({
      rows: [],
      decisions: [],
      problems: [],
      warnings: ['1 row is unchanged (keep)', '2 rows are not decided yet'],
    })
  })

  test.each<[string, ReviewRow, string]>([
    ['another word', row(ada, { decision: 'mapp' }), 'Decision: unknown decision "mapp": did you mean map?'],
    [
      'a word like none',
      row(ada, { decision: 'perhaps' }),
      'Decision: unknown decision "perhaps": use one of map, new, later, never, keep',
    ],
    [
      'new for an existing user',
      row(ada, { decision: 'new' }),
      'Decision: ada@example.com is already a SalesScreen user: decide map, later, never or keep',
    ],
    [
      'map without an ID',
      row(lonely, { decision: 'map' }),
      'Salesforce User ID: the row has no Salesforce User ID: fill it in: sfsync sf-users find <name>',
    ],
    [
      'map without a user',
      row(zoe, { decision: 'map' }),
      'SalesScreen user: the row has no SalesScreen user: fill it in, or decide "new"',
    ],
  ])('%s is a problem', (_, each, expected) => {
    const { problems, rows } = decide([each])
    expect(
      problems.map(({ column, reason, action }) => `${column}: ${reason}: ${hintText(action ?? '')}`),
    ).toEqual([expected])
    expect(rows).toEqual([])
  })
})

describe('what a spreadsheet does to a sheet', () => {
  test('an ID that differs in its letter case alone is another user', () => {
    const shown = salesforceUserIdOf('ada').slice(0, 15)
    const other = Array.from(shown, (letter, index) =>
      index < 4 ? letter : letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    ).join('')
    const rows = decide([row(ada, { decision: 'map', salesforceUserId: other })]).rows
    expect(rows).toEqual([
      { line: 2, values: { user: aUser('ada').userId, salesforceUser: expect.any(String) } },
    ])
    expect(rows[0]?.values.salesforceUser?.slice(0, 15)).toBe(other)
  })

  test('an ID that lost its letter case is repaired, with 18 characters and with 15', () => {
    const id = salesforceUserIdOf('ada')
    const short = id.slice(0, 15)
    for (const salesforceUserId of [
      id.toLowerCase(),
      id.toUpperCase(),
      short.toLowerCase(),
      short.toUpperCase(),
    ]) {
      const { rows, warnings } = decide([row(ada, { decision: 'map', salesforceUserId })])
      expect(rows[0]?.values.salesforceUser).toBe(id)
      expect(warnings).toContain('1 row had lost the letter case of its Salesforce User ID, now restored')
    }
  })

  test('missing rows are reported', () => {
    expect(decide([row(zoe)]).warnings[0]).toBe(
      '2 of the 3 exported rows are missing (1, 2) and stay undecided',
    )
  })

  test('rows that were added are a problem', () => {
    const added = { ...row(ada, { decision: 'map' }, 9), key: undefined }
    expect(decide([added]).problems).toMatchObject([{ line: 9, column: 'Row key', group: 'added rows' }])
  })

  test('repeated rows count once, unless they disagree', () => {
    const same = [row(ada, { decision: 'later' }), row(ada, { decision: 'Later' }, 3)]
    expect(decide(same)).toMatchObject({ problems: [], decisions: [{ line: 2 }] })
    expect(decide(same).warnings).toContain('1 row is repeated and counts once')
    expect(
      decide([row(ada, { decision: 'later' }), row(ada, { decision: 'map' }, 3)]).problems,
    ).toMatchObject([{ line: 3, reason: 'line 2 decides differently about the same user' }])
  })

  test('a row that is older than the ledger is a problem, and says what is different', () => {
    const pending = { ...ada, user: aUser('ada', { state: 'pending', teamId: north.teamId }) }
    const moved = { ...ada, teamName: 'South' }
    const reasons = (now: readonly ReviewSubject[]) =>
      decide([row(ada, { decision: 'map' })], now).problems.map(({ reason }) => reason)
    expect(reasons([pending])).toEqual([
      'the row is older than the ledger: State was "active" and is now "pending"',
    ])
    expect(reasons([moved])).toEqual([
      'the row is older than the ledger: its team, e-mail address or mapping has changed',
    ])
    expect(reasons([])).toEqual(['the user of the row no longer exists'])
  })

  test('imported a second time, what was done is noticed', () => {
    const mapped = { ...ada, mapping: aMapping('ada') }
    const made = subject({
      user: aUser('zoe'),
      mapping: aMapping('zoe'),
      salesforceUser: aSalesforceUser('zoe'),
    })
    const rows = [row(ada, { decision: 'map' }), row(zoe, { decision: 'new' }, 3)]
    expect(decide(rows, [mapped, made])).toMatchObject({ rows: [], problems: [] })
    expect(decide(rows, [mapped, made]).warnings).toContain('2 rows are already decided')
  })
})

describe('a column that was sorted apart from the others', () => {
  const grace = salesforceUserIdOf('grace')

  test.each<[string, ReviewRow, string, string]>([
    [
      'the name',
      row(ada, { decision: 'map', name: 'Grace Example' }),
      'Name',
      'the row says Grace Example, but ada@example.com is Ada Example',
    ],
    [
      'the name, for a decision that maps nothing',
      row(ada, { decision: 'never', name: 'Grace Example' }),
      'Name',
      'the row says Grace Example, but ada@example.com is Ada Example',
    ],
    [
      'the Salesforce name',
      row(ada, { decision: 'map', salesforceName: 'Grace Example' }),
      'Salesforce name',
      `${salesforceUserIdOf('ada')} is Ada Example (ada@example.com), not Grace Example`,
    ],
    [
      'the Salesforce name of a new user',
      row(zoe, { decision: 'new', salesforceName: 'Grace Example' }),
      'Salesforce name',
      `${salesforceUserIdOf('zoe')} is Zoe Example (zoe@example.com), not Grace Example`,
    ],
    [
      'a name beside a new user',
      row(zoe, { decision: 'new', name: 'Grace Example' }),
      'Name',
      `${salesforceUserIdOf('zoe')} is Zoe Example (zoe@example.com), not Grace Example`,
    ],
    [
      'the Salesforce e-mail',
      row(ada, { decision: 'map', salesforceEmail: 'grace@example.com' }),
      'Salesforce e-mail',
      `${salesforceUserIdOf('ada')} is Ada Example (ada@example.com), not grace@example.com`,
    ],
    [
      'a name where there is no Salesforce user',
      row(lonely, { decision: 'never', salesforceName: 'Grace Example' }),
      'Salesforce name',
      'column "Salesforce name" has Grace Example, but the row has no Salesforce user',
    ],
  ])('%s needs a confirmation', (_, each, column, reason) => {
    const { problems, rows, decisions } = decide([each])
    expect(problems).toMatchObject([{ column, reason, confirmation: 'allow-mismatch' }])
    expect([rows, decisions]).toEqual([[], []])
    const confirmed = decide([each], everybody, () => null, ['allow-mismatch'])
    expect(confirmed.problems).toEqual([])
    expect([...confirmed.rows, ...confirmed.decisions]).toHaveLength(1)
  })

  test.each<[string, ReviewRow, string, string]>([
    [
      'the SalesScreen user',
      row(ada, { decision: 'map', user: 'grace@example.com' }),
      'SalesScreen user',
      'the row is about ada@example.com, not about grace@example.com',
    ],
    [
      'the ID, for a decision that does not take another one',
      row(ada, { decision: 'never', salesforceUserId: grace }),
      'Salesforce User ID',
      `the row is about ${salesforceUserIdOf('ada')}, not about ${grace}`,
    ],
    [
      'the ID of a new user',
      row(zoe, { decision: 'new', salesforceUserId: grace }),
      'Salesforce User ID',
      `the row is about ${salesforceUserIdOf('zoe')}, not about ${grace}`,
    ],
    [
      'an ID where there was none, and no mapping is asked for',
      row(lonely, { decision: 'later', salesforceUserId: grace }),
      'Salesforce User ID',
      `the row is about a user without a Salesforce user, not about ${grace}`,
    ],
  ])('%s cannot be confirmed', (_, each, column, reason) => {
    const { problems, rows, decisions } = decide([each], everybody, () => null, ['allow-mismatch'])
    expect(problems).toMatchObject([{ column, reason, group: 'columns that contradict each other' }])
    expect(problems[0]?.confirmation).toBeUndefined()
    expect([rows, decisions]).toEqual([[], []])
  })

  test.each<[string, ReviewRow]>([
    ['emptied columns', row(ada, { decision: 'map', name: '', user: '', salesforceName: '' })],
    ['a user named otherwise', row(ada, { decision: 'map', user: 'Ada Example' })],
    ['another spelling', row(ada, { decision: 'map', name: 'EXAMPLE, Ada', user: 'ADA@example.com' })],
    ['a last name after a wedding', row(ada, { decision: 'map', name: 'Ada King' })],
    [
      'the columns of the Salesforce user whose ID was filled in',
      row(ada, {
        decision: 'map',
        salesforceUserId: grace,
        salesforceName: 'Grace Example',
        salesforceEmail: 'grace@example.com',
      }),
    ],
    [
      'an ID of 15 characters',
      row(ada, { decision: 'later', salesforceUserId: salesforceUserIdOf('ada').slice(0, 15) }),
    ],
  ])('%s: the same users', (_, each) => {
    expect(decide([each]).problems).toEqual([])
  })
})

test('an ID of 15 characters stays as it is written, so that its letter case can be checked', () => {
  const short = salesforceUserIdOf('grace').slice(0, 15).toLowerCase()
  expect(decide([row(ada, { decision: 'map', salesforceUserId: short })]).rows).toMatchObject([
    { values: { salesforceUser: short } },
  ])
})
