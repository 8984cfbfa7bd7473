import { describe, expect, test } from 'vitest'
import { hintText } from '../../src/app/hints.ts'
import { zeros } from '../../src/app/report/tally.ts'
import { findingKinds } from '../../src/core/drift.ts'
import { standings } from '../../src/core/visibility.ts'
import { actionsOf } from '../../src/report/actions.ts'
import { headline } from '../../src/report/people-sections.ts'
import { type ReportFacts, spareReasons } from '../../src/report/facts.ts'
import { aReport } from '../support/report-facts.ts'

const report = aReport()

/** A company in which all is well. */
const well: ReportFacts = {
  ...report,
  people: {
    ...report.people,
    standings: { ...zeros(standings), 'shows-up': 9 },
    pending: { rows: [], total: 0 },
  },
  licenses: { ...report.licenses, licenses: 10, used: 9, spare: zeros(spareReasons) },
  drift: { ...report.drift, kinds: zeros(findingKinds), changedUsers: 0 },
}

const told = (facts: ReportFacts) =>
  actionsOf(facts).map(
    ({ level, text, command }) => `${level}: ${text} ${command === null ? '' : hintText(command)}`,
  )

describe('what to do now', () => {
  test('is nothing where all is well', () => {
    expect(told(well)).toEqual([])
  })

  test('begins with what keeps data from everyone or is lost soon', () => {
    expect(actionsOf(report).map(({ level }) => level)).toEqual([
      'stop',
      'wrong',
      'wrong',
      'wrong',
      'wrong',
      'open',
      'open',
      'open',
      'open',
    ])
    expect(told(report)[0]).toBe(
      'stop: 3 users are Pending and have no license. SalesScreen deactivates the first of them in 2 days. sfsync users licenses',
    )
  })

  test.each([
    [null, 'SalesScreen deactivates Pending users after 14 days.'],
    [-1, 'SalesScreen deactivates the user any day: the 14 days are over.'],
    [0, 'SalesScreen deactivates the user within a day.'],
    [1, 'SalesScreen deactivates the user in 1 day.'],
  ])('says of a Pending user with %s days left how urgent that is', (daysLeft, expected) => {
    const [row] = report.people.pending.rows
    const rows = row === undefined ? [] : [{ ...row, daysLeft }]
    expect(told({ ...well, people: { ...well.people, pending: { rows, total: 1 } } })).toEqual([
      `stop: 1 user is Pending and has no license. ${expected} sfsync users licenses`,
    ])
  })

  test.each<[string, Partial<ReportFacts>, string]>([
    [
      'automatic sync is on',
      { autoSync: 'on' },
      'stop: Automatic sync is on in SalesScreen: it can create and move users on its own. sfsync settings check',
    ],
    [
      'no one confirmed automatic sync',
      { autoSync: null },
      'open: No one has confirmed that automatic sync is off in SalesScreen. sfsync settings set auto-sync off',
    ],
    [
      'the connection has a problem',
      { connection: { holder: null, answers: [{ about: 'active', result: 'problem', detail: null }] } },
      'stop: The connection user has a problem: SalesScreen may get no data from Salesforce. sfsync check',
    ],
    [
      'there are too few licenses',
      { licenses: { ...well.licenses, licenses: 8 } },
      'stop: 1 more license is in use than you have: SalesScreen makes new users Pending. sfsync users licenses',
    ],
    [
      'no one was read',
      { directory: { ...well.directory, last: null } },
      'wrong: No Salesforce users have been read yet, so nothing can be compared with Salesforce. sfsync sf-users import <report.csv>',
    ],
    [
      'the directory is old',
      { at: '2026-12-24T10:22:00.000Z' },
      'wrong: The Salesforce users were last read 28 days ago: changes since then are not in this report. sfsync sf-users refresh',
    ],
    [
      'one is only in Salesforce',
      { people: { ...well.people, standings: { ...well.people.standings, 'not-in-salesscreen': 1 } } },
      'open: 1 active Salesforce user is not in SalesScreen. sfsync create-user',
    ],
    [
      'many are only in Salesforce',
      { people: { ...well.people, standings: { ...well.people.standings, 'not-in-salesscreen': 121 } } },
      'open: 121 active Salesforce users are not in SalesScreen. sfsync suggest --for-salesforce --class none --output new-users.csv',
    ],
    [
      'the people of a team wait',
      { team: 'North', people: { ...well.people, standings: { ...well.people.standings, waiting: 2 } } },
      'open: 2 people are waiting to be entered in SalesScreen. sfsync todo --team North',
    ],
    [
      'someone changed in Salesforce',
      {
        drift: {
          ...well.drift,
          kinds: { ...zeros(findingKinds), renamed: 1, 'email-changed': 1 },
          changedUsers: 1,
        },
      },
      'wrong: 1 mapped user changed in Salesforce: new name, new address, or no longer there. sfsync check --fix',
    ],
  ])('where %s', (_, change, expected) => {
    expect(told({ ...well, ...change })).toEqual([expected])
  })

  test('names the guide where there is no one', () => {
    const people = { ...well.people, standings: zeros(standings) }
    expect(told({ ...well, people, autoSync: null })).toEqual(['open: There are no users yet. sfsync guide'])
  })
})

test.each([
  [0, 0, 'There are no people yet.'],
  [1, 1, 'The one person shows up in SalesScreen.'],
  [1, 0, 'The one person does not show up in SalesScreen.'],
  [7, 7, 'All 7 people show up in SalesScreen.'],
  [7, 0, 'None of 7 people show up in SalesScreen (0%).'],
  [1200, 1, '1 of 1,200 people shows up in SalesScreen (under 1%).'],
])('of %i people, %i show up', (known, showsUp, expected) => {
  const funnel = { ...report.people.funnel, known, 'shows-up': showsUp }
  expect(headline({ ...report, people: { ...report.people, funnel } })).toBe(expected)
})
