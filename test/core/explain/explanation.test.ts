import { describe, expect, test } from 'vitest'
import { explain } from '../../../src/core/explain/explain.ts'
import { type ExplanationFacts, rejectedByMatcher } from '../../../src/core/explain/facts.ts'
import { commandLine } from '../../../src/core/hint.ts'
import { aFact, aMapping, aSalesforceUser, salesforceUserIdOf } from '../../support/builders.ts'
import { ada, adaId, alike, decided, facts, noon, notInSalesScreen, unmapped } from './ada.ts'

function taken(rest: Partial<ExplanationFacts>): Record<string, boolean | null> {
  return Object.fromEntries(explain(facts(rest)).steps.map(({ step, ok }) => [step, ok]))
}

describe('the steps', () => {
  const all = {
    'auto-sync': true,
    salesscreen: true,
    active: true,
    team: true,
    mapping: true,
    salesforce: true,
  }

  test.each<[string, Partial<ExplanationFacts>, Partial<typeof all> | Record<string, boolean | null>]>([
    ['are all taken by whoever shows up', {}, {}],
    [
      'automatic sync that is on is one that is missing',
      { autoSync: aFact('auto-sync', 'on') },
      { 'auto-sync': false },
    ],
    ['automatic sync that nobody attested is unknown', { autoSync: null }, { 'auto-sync': null }],
    [
      'without a user those about the user wait',
      notInSalesScreen,
      { salesscreen: false, active: null, team: null, mapping: false },
    ],
    ['without a mapping nobody knows whom to look for', unmapped, { mapping: false, salesforce: null }],
    ['a supporter is not active', { user: { ...ada, state: 'supporter' } }, { active: false }],
    ['a team may be missing', { teamName: null }, { team: false }],
    [
      'who is frozen is not active there',
      { salesforceUser: aSalesforceUser('ada', { frozen: true }) },
      { salesforce: false },
    ],
    ['what the directory does not know is unknown', { salesforceUser: null }, { salesforce: null }],
    ['what could not be looked at is unknown', { outOfSight: 'other-org' }, { salesforce: null }],
  ])('%s', (_title, rest, missing) => {
    expect(taken(rest)).toEqual({ ...all, ...missing })
  })
})

test('a whole story, section by section', () => {
  const bob = aSalesforceUser('bob', { email: 'ada@example.com', lastLoginAt: '01/11/2026 09:00' })
  const story = explain(
    facts({
      ...unmapped,
      likenesses: [
        alike('eda', { matchClass: 'unclear', whyNot: 'too little agrees to be sure' }),
        rejectedByMatcher(ada, bob, 'mapped to bob@example.com'),
      ],
      decisions: [
        decided({
          kind: 'never',
          userId: ada.userId,
          salesforceUserId: salesforceUserIdOf('cleo'),
          until: '2026-11-02',
          reason: 'her sister',
        }),
      ],
      past: {
        newest: [
          {
            head: { number: 4, at: noon, actor: 'jane', command: 'sfsync users edit ada' },
            changes: [
              { entity: 'user', key: ada.userId, before: { ...ada, nickname: 'countess' }, after: ada },
              { entity: 'mapping', key: ada.userId, before: aMapping('ada'), after: null },
            ],
          },
        ],
        total: 3,
      },
    }),
  )
  expect(story.sections).toEqual([
    {
      heading: 'In SalesScreen',
      sentences: [
        `There is a SalesScreen user: Ada Example, ada@example.com (${ada.userId}).`,
        'The user is active.',
        'The user is on team North.',
        'Automatic sync is off, as ada attested on 2026-11-23.',
      ],
      commands: [],
    },
    { heading: 'Mapping', sentences: ['The user is not mapped to a Salesforce user.'], commands: [] },
    {
      heading: 'In Salesforce',
      sentences: ['Whom to look for in Salesforce is known once the user is mapped.'],
      commands: [],
    },
    {
      heading: 'Who it may be',
      sentences: [
        `Eda Example (${salesforceUserIdOf('eda')}): unclear, score 0.5; name nearly equal; but too little agrees to be sure.`,
        `Bob Example (${salesforceUserIdOf('bob')}) is no candidate although the e-mail is equal: mapped to bob@example.com.`,
      ],
      commands: [],
    },
    {
      heading: 'Decisions',
      sentences: [
        `grace decided on 2026-11-01 that ada@example.com is never ${salesforceUserIdOf('cleo')}, because: her sister. It lapsed on 2026-11-02.`,
      ],
      commands: [commandLine('decisions remove', 'ada@example.com', salesforceUserIdOf('cleo'))],
    },
    {
      heading: 'History',
      sentences: [
        `2026-11-23, jane: nickname countess became none, unmapped from ${adaId} (change set 4).`,
        'And 2 older change sets.',
      ],
      commands: [],
    },
    { heading: 'Next', sentences: [], commands: [commandLine('review', 'ada@example.com')] },
  ])
})
