import { describe, expect, test } from 'vitest'
import { commandLineText } from '../../../src/app/hints.ts'
import { explain } from '../../../src/core/explain/explain.ts'
import { type ExplanationFacts, rejectedByMatcher } from '../../../src/core/explain/facts.ts'
import { standings } from '../../../src/core/visibility.ts'
import { aSalesforceUser, userIdOf } from '../../support/builders.ts'
import { ada, adaId, decided, facts, notInSalesScreen, unmapped } from './ada.ts'

const stories: readonly (readonly [title: string, facts: Partial<ExplanationFacts>, told: object])[] = [
  [
    'who has taken every step shows up',
    {},
    {
      standing: 'shows-up',
      showsUp: true,
      text: 'Ada Example (ada@example.com) shows up in SalesScreen.',
      next: null,
    },
  ],
  [
    'who shows up while nobody has looked at automatic sync is told to look',
    { autoSync: null },
    {
      standing: 'shows-up',
      showsUp: true,
      text: 'Ada Example (ada@example.com) shows up in SalesScreen.',
      next: 'sfsync settings set auto-sync off',
    },
  ],
  [
    'who is in Salesforce only is to be created',
    notInSalesScreen,
    {
      standing: 'not-in-salesscreen',
      showsUp: false,
      text: `Ada Example (${adaId}) does not show up: no SalesScreen user is mapped to this person.`,
      next: `sfsync create-user --from-sf ${adaId}`,
    },
  ],
  [
    'whose e-mail address a SalesScreen user has who is no candidate is not to be created: that user is the next question',
    {
      ...notInSalesScreen,
      likenesses: [rejectedByMatcher(ada, aSalesforceUser('ada'), 'deactivated in SalesScreen')],
    },
    {
      standing: 'not-in-salesscreen',
      showsUp: false,
      text: `Ada Example (${adaId}) does not show up: no SalesScreen user is mapped to this person.`,
      next: 'sfsync explain ada@example.com',
    },
  ],
  [
    'who was deactivated is to be reactivated',
    { user: { ...ada, state: 'deactivated' } },
    {
      standing: 'not-active',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is deactivated, not active.',
      next: 'sfsync users reactivate ada@example.com',
    },
  ],
  [
    'who is pending is to be activated',
    { user: { ...ada, state: 'pending' } },
    {
      standing: 'not-active',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is pending, not active.',
      next: 'sfsync users edit ada@example.com --state active',
    },
  ],
  [
    'who is on no team is to be given one',
    { user: { ...ada, teamId: null }, teamName: null },
    {
      standing: 'no-team',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is on no team.',
      next: 'sfsync assign-team ada@example.com <team>',
    },
  ],
  [
    'who is not mapped is to be mapped',
    unmapped,
    {
      standing: 'not-mapped',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user.',
      next: 'sfsync map ada@example.com <salesforceUserId>',
    },
  ],
  [
    'who is not mapped while nobody was read from Salesforce waits for that',
    { ...unmapped, likenesses: null, lastRead: null, outOfSight: 'directory-unread' },
    {
      standing: 'not-mapped',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user.',
      next: 'sfsync sf-users refresh',
    },
  ],
  [
    'who was put off is told so, with what comes next all the same',
    { ...unmapped, decisions: [decided({ userId: ada.userId, until: '2026-12-01' })] },
    {
      standing: 'not-mapped',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user. It was decided to look at this later.',
      next: 'sfsync map ada@example.com <salesforceUserId>',
    },
  ],
  [
    'who was put off until today is put off no longer',
    { ...unmapped, decisions: [decided({ userId: ada.userId, until: '2026-11-23' })] },
    {
      standing: 'not-mapped',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user.',
      next: 'sfsync map ada@example.com <salesforceUserId>',
    },
  ],
  [
    'to whom nobody belongs is left alone',
    { ...unmapped, decisions: [decided({ kind: 'never', userId: ada.userId })] },
    {
      standing: 'not-mapped',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: the SalesScreen user is not mapped to a Salesforce user. It was decided that nobody belongs to this person.',
      next: null,
    },
  ],
  [
    'what is not a person is left alone',
    { ...notInSalesScreen, decisions: [decided({ kind: 'not-a-person', salesforceUserId: adaId })] },
    {
      standing: 'not-in-salesscreen',
      showsUp: false,
      text: `Ada Example (${adaId}) does not show up: no SalesScreen user is mapped to this person. It was decided that this is not a person.`,
      next: null,
    },
  ],
  [
    'who is inactive in Salesforce is to be deactivated, since when is told',
    { salesforceUser: aSalesforceUser('ada', { active: false }), idleSince: '2026-11-20T08:00:00.000Z' },
    {
      standing: 'salesforce-inactive',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: Ada Example is inactive in Salesforce since 2026-11-20.',
      next: 'sfsync users deactivate ada@example.com',
    },
  ],
  [
    'who is in Salesforce only, and inactive there, is nothing to do about',
    { ...notInSalesScreen, salesforceUser: aSalesforceUser('ada', { active: false }) },
    {
      standing: 'salesforce-inactive',
      showsUp: false,
      text: `Ada Example (${adaId}) does not show up: Ada Example is inactive in Salesforce.`,
      next: null,
    },
  ],
  [
    'who is frozen is looked at in Salesforce',
    { salesforceUser: aSalesforceUser('ada', { frozen: true }) },
    {
      standing: 'salesforce-frozen',
      showsUp: false,
      text: 'Ada Example (ada@example.com) does not show up: Ada Example is frozen in Salesforce.',
      next: `sfsync sf-users show ${adaId}`,
    },
  ],
  [
    'whom the directory does not know nobody can tell about',
    { salesforceUser: null, seenAt: null },
    {
      standing: 'salesforce-unknown',
      showsUp: null,
      text: `Nobody can tell whether Ada Example (ada@example.com) shows up: the directory does not know ${adaId}.`,
      next: 'sfsync sf-users refresh',
    },
  ],
  [
    'who was mapped in another org nobody can tell about, whoever has the ID in this one',
    { outOfSight: 'other-org' },
    {
      standing: 'salesforce-unknown',
      showsUp: null,
      text: 'Nobody can tell whether Ada Example (ada@example.com) shows up: the directory was read from another org.',
      next: 'sfsync sf-users refresh',
    },
  ],
  [
    'of whom a report does not tell whether they are active nobody can tell',
    { salesforceUser: aSalesforceUser('ada', { active: null }), outOfSight: 'state-untold' },
    {
      standing: 'salesforce-unknown',
      showsUp: null,
      text: 'Nobody can tell whether Ada Example (ada@example.com) shows up: the directory does not tell who is active in Salesforce.',
      next: 'sfsync sf-users refresh',
    },
  ],
  [
    'an ID that is known by a decision alone does not show up',
    {
      ...notInSalesScreen,
      salesforceUser: null,
      likenesses: null,
      decisions: [decided({ kind: 'never', userId: userIdOf('ada'), salesforceUserId: adaId })],
    },
    {
      standing: 'salesforce-unknown',
      showsUp: false,
      text: `${adaId} does not show up: nobody is mapped to it, and the directory does not know it.`,
      next: 'sfsync sf-users refresh',
    },
  ],
  [
    'an ID nobody can tell about while nobody was read',
    {
      ...notInSalesScreen,
      salesforceUser: null,
      likenesses: null,
      lastRead: null,
      outOfSight: 'directory-unread',
    },
    {
      standing: 'salesforce-unknown',
      showsUp: null,
      text: `Nobody can tell whether ${adaId} shows up: nobody has been read from Salesforce yet.`,
      next: 'sfsync sf-users refresh',
    },
  ],
]

describe('the verdict: somebody', () => {
  test.each(stories)('%s', (_title, rest, told) => {
    const { next, ...verdict } = explain(facts(rest)).verdict
    expect({ ...verdict, next: next === null ? null : commandLineText(next) }).toEqual(told)
  })

  test('every standing has a story', () => {
    const told = new Set(stories.map(([, rest]) => explain(facts(rest)).verdict.standing))
    expect([...told].toSorted()).toEqual([...standings].toSorted())
  })
})
