import { describe, expect, test } from 'vitest'
import { commandLineText } from '../../../src/app/hints.ts'
import { explain } from '../../../src/core/explain/explain.ts'
import { type ExplanationFacts, ruledOut } from '../../../src/core/explain/facts.ts'
import { standings } from '../../../src/core/visibility.ts'
import { aSalesforceUser, userIdOf } from '../../support/builders.ts'
import { ada, adaId, decided, facts, notInSalesScreen, toCreate, unmapped } from './ada.ts'

const cases: readonly (readonly [title: string, facts: Partial<ExplanationFacts>, expected: object])[] = [
  [
    'a person with every step done shows up',
    {},
    {
      standing: 'shows-up',
      showsUp: true,
      text: 'Ada Example (ada@example.com) shows up in SalesScreen.',
      next: null,
    },
  ],
  [
    'a person who shows up while automatic sync is not confirmed needs that',
    { autoSync: null },
    {
      standing: 'shows-up',
      showsUp: true,
      text: 'Ada Example (ada@example.com) shows up in SalesScreen.',
      next: 'sfsync settings set auto-sync off',
    },
  ],
  [
    'a person with everything decided and nothing entered waits',
    { entered: null, todos: [toCreate] },
    {
      standing: 'waiting',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up yet: everything is decided, but not all of it is known to be entered in SalesScreen.',
      next: 'sfsync todo ada@example.com',
    },
  ],
  [
    'a Salesforce user without a SalesScreen user is created',
    notInSalesScreen,
    {
      standing: 'not-in-salesscreen',
      showsUp: false,
      text: `Ada Example (${adaId}) does not show up: no SalesScreen user is mapped to this person.`,
      next: `sfsync create-user --from-sf ${adaId}`,
    },
  ],
  [
    'no user is created if another one with the same e-mail address is ruled out: that one is explained first',
    {
      ...notInSalesScreen,
      candidates: [ruledOut(ada, aSalesforceUser('ada'), 'deactivated in SalesScreen')],
    },
    {
      standing: 'not-in-salesscreen',
      showsUp: false,
      text: `Ada Example (${adaId}) does not show up: no SalesScreen user is mapped to this person.`,
      next: 'sfsync explain ada@example.com',
    },
  ],
  [
    'a deactivated user is reactivated',
    { user: { ...ada, state: 'deactivated' } },
    {
      standing: 'not-active',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is deactivated, not active.',
      next: 'sfsync users reactivate ada@example.com',
    },
  ],
  [
    'a pending user is activated',
    { user: { ...ada, state: 'pending' } },
    {
      standing: 'pending',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is pending, which means that a license is missing.',
      next: 'sfsync users edit ada@example.com --state active',
    },
  ],
  [
    'a user without a team gets one',
    { user: { ...ada, teamId: null }, teamName: null },
    {
      standing: 'no-team',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not on a team.',
      next: 'sfsync assign-team ada@example.com <team>',
    },
  ],
  [
    'an unmapped user is mapped',
    unmapped,
    {
      standing: 'not-mapped',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user.',
      next: 'sfsync map ada@example.com',
    },
  ],
  [
    'an unmapped user waits until Salesforce users are read',
    { ...unmapped, candidates: null, lastRead: null, notChecked: 'directory-unread' },
    {
      standing: 'not-mapped',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user.',
      next: 'sfsync sf-users refresh',
    },
  ],
  [
    'a postponed user says so, and still has a next command',
    { ...unmapped, decisions: [decided({ userId: ada.userId, until: '2026-12-01' })] },
    {
      standing: 'not-mapped',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user. It was decided to review this later.',
      next: 'sfsync map ada@example.com',
    },
  ],
  [
    'a decision that expires today is no longer in force',
    { ...unmapped, decisions: [decided({ userId: ada.userId, until: '2026-11-23' })] },
    {
      standing: 'not-mapped',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user.',
      next: 'sfsync map ada@example.com',
    },
  ],
  [
    'a user without a match is left alone',
    { ...unmapped, decisions: [decided({ kind: 'never', userId: ada.userId })] },
    {
      standing: 'not-mapped',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user. It was decided that this user has no match.',
      next: null,
    },
  ],
  [
    'a Salesforce user who is not a person is left alone',
    { ...notInSalesScreen, decisions: [decided({ kind: 'not-a-person', salesforceUserId: adaId })] },
    {
      standing: 'not-in-salesscreen',
      showsUp: false,
      text: `Ada Example (${adaId}) does not show up: no SalesScreen user is mapped to this person. It was decided that this is not a person.`,
      next: null,
    },
  ],
  [
    'a user who is inactive in Salesforce is deactivated',
    { salesforceUser: aSalesforceUser('ada', { active: false }), idleSince: '2026-11-20T08:00:00.000Z' },
    {
      standing: 'salesforce-inactive',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: Ada Example has been inactive in Salesforce since 2026-11-20.',
      next: 'sfsync users deactivate ada@example.com',
    },
  ],
  [
    'an inactive Salesforce user without a SalesScreen user needs nothing',
    { ...notInSalesScreen, salesforceUser: aSalesforceUser('ada', { active: false }) },
    {
      standing: 'salesforce-inactive',
      showsUp: false,
      text: `Ada Example (${adaId}) does not show up: Ada Example is inactive in Salesforce.`,
      next: null,
    },
  ],
  [
    'a frozen user is shown',
    { salesforceUser: aSalesforceUser('ada', { frozen: true }) },
    {
      standing: 'salesforce-frozen',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: Ada Example is frozen in Salesforce.',
      next: `sfsync sf-users show ${adaId}`,
    },
  ],
  [
    'a user who is not in the Salesforce directory is unknown',
    { salesforceUser: null, seenAt: null },
    {
      standing: 'salesforce-unknown',
      showsUp: null,
      text: `It is unknown whether Ada Example (ada@example.com) shows up: ${adaId} is not in the Salesforce directory.`,
      next: 'sfsync sf-users import <report.csv>',
    },
  ],
  [
    'a user who was mapped in another org is unknown',
    { notChecked: 'other-org' },
    {
      standing: 'salesforce-unknown',
      showsUp: null,
      text: 'It is unknown whether Ada Example (ada@example.com) shows up: the directory is from another org (users.csv) than the mapping.',
      next: 'sfsync sf-users import <report.csv>',
    },
  ],
  [
    'a user of unknown state is unknown',
    { salesforceUser: aSalesforceUser('ada', { active: null }), notChecked: 'state-untold' },
    {
      standing: 'salesforce-unknown',
      showsUp: null,
      text: 'It is unknown whether Ada Example (ada@example.com) shows up: users.csv does not say who is active.',
      next: 'sfsync sf-users import <report.csv>',
    },
  ],
  [
    'an ID that is only in a decision does not show up',
    {
      ...notInSalesScreen,
      salesforceUser: null,
      candidates: null,
      decisions: [decided({ kind: 'never', userId: userIdOf('ada'), salesforceUserId: adaId })],
    },
    {
      standing: 'salesforce-unknown',
      showsUp: false,
      text: `${adaId} does not show up: no SalesScreen user is mapped to it, and it is not in the Salesforce directory.`,
      next: 'sfsync sf-users import <report.csv>',
    },
  ],
  [
    'an ID is unknown until Salesforce users are read',
    {
      ...notInSalesScreen,
      salesforceUser: null,
      candidates: null,
      lastRead: null,
      notChecked: 'directory-unread',
    },
    {
      standing: 'salesforce-unknown',
      showsUp: null,
      text: `It is unknown whether ${adaId} shows up: no Salesforce users have been read yet.`,
      next: 'sfsync sf-users refresh',
    },
  ],
]

describe('the verdict', () => {
  test.each(cases)('%s', (_title, rest, expected) => {
    const { next, ...verdict } = explain(facts(rest)).verdict
    expect({ ...verdict, next: next === null ? null : commandLineText(next) }).toEqual(expected)
  })

  test('every status has a case', () => {
    const found = new Set(cases.map(([, rest]) => explain(facts(rest)).verdict.standing))
    expect([...found].toSorted()).toEqual([...standings].toSorted())
  })
})
