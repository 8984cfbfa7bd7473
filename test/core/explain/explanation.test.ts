import { describe, expect, test } from 'vitest'
import { explain } from '../../../src/core/explain/explain.ts'
import { type ExplanationFacts, ruledOut } from '../../../src/core/explain/facts.ts'
import { commandLine } from '../../../src/core/hint.ts'
import { aFact, aMapping, aSalesforceUser, salesforceUserIdOf } from '../../support/builders.ts'
import { ada, adaId, alike, decided, facts, noon, notInSalesScreen, toCreate, unmapped } from './ada.ts'

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
    entered: true,
    salesforce: true,
  }

  test.each<[string, Partial<ExplanationFacts>, Partial<typeof all> | Record<string, boolean | null>]>([
    ['are all done for a person who shows up', {}, {}],
    [
      'automatic sync that is on is a missing step',
      { autoSync: aFact('auto-sync', 'on') },
      { 'auto-sync': false },
    ],
    ['automatic sync that nobody confirmed is unknown', { autoSync: null }, { 'auto-sync': null }],
    [
      'without a user the steps of the user are unknown',
      notInSalesScreen,
      { salesscreen: false, active: null, team: null, mapping: false, entered: null },
    ],
    [
      'without a mapping there is no Salesforce user to check',
      unmapped,
      { mapping: false, salesforce: null },
    ],
    ['a supporter is not active', { user: { ...ada, state: 'supporter' } }, { active: false }],
    ['a team may be missing', { teamName: null }, { team: false }],
    [
      'a frozen user is not active in Salesforce',
      { salesforceUser: aSalesforceUser('ada', { frozen: true }) },
      { salesforce: false },
    ],
    [
      'a user who is not in the Salesforce directory is unknown',
      { salesforceUser: null },
      { salesforce: null },
    ],
    ['a to-do is a missing step', { entered: null, todos: [toCreate] }, { entered: false }],
    [
      'nothing is to be entered of a user who never was in SalesScreen',
      { entered: null, user: { ...ada, state: 'deactivated' } },
      { active: false, entered: null },
    ],
    ['what could not be checked is unknown', { notChecked: 'other-org' }, { salesforce: null }],
  ])('%s', (_title, rest, missing) => {
    expect(taken(rest)).toEqual({ ...all, ...missing })
  })
})

test('an explanation, section by section', () => {
  const bob = aSalesforceUser('bob', { email: 'ada@example.com', lastLoginAt: '01/11/2026 09:00' })
  const { sections } = explain(
    facts({
      ...unmapped,
      candidates: [
        alike('eda', { matchClass: 'unclear', whyNot: 'not enough evidence to be sure' }),
        ruledOut(ada, bob, 'mapped to bob@example.com'),
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
  expect(sections).toEqual([
    {
      heading: 'In SalesScreen',
      sentences: [
        `The SalesScreen user is Ada Example, ada@example.com (${ada.userId}).`,
        'The user is active.',
        'The user is on team North.',
        'All of it is entered in SalesScreen (confirmed by ada, 2026-11-23).',
        'Automatic sync is off (confirmed by ada, 2026-11-23).',
      ],
      commands: [],
    },
    { heading: 'Mapping', sentences: ['The user is not mapped to a Salesforce user.'], commands: [] },
    {
      heading: 'In Salesforce',
      sentences: ['The user must be mapped before there is a Salesforce user to check.'],
      commands: [],
    },
    {
      heading: 'Possible matches',
      sentences: [
        `Eda Example (${salesforceUserIdOf('eda')}): unclear, score 0.5; similar name; but not enough evidence to be sure.`,
        `Bob Example (${salesforceUserIdOf('bob')}) has the same e-mail address, but is ruled out: mapped to bob@example.com.`,
      ],
      commands: [],
    },
    {
      heading: 'Decisions',
      sentences: [
        `grace decided on 2026-11-01 that ada@example.com and ${salesforceUserIdOf('cleo')} are not the same person, because: her sister. It expired on 2026-11-02.`,
      ],
      commands: [commandLine('decisions remove', 'ada@example.com', salesforceUserIdOf('cleo'))],
    },
    {
      heading: 'History',
      sentences: [
        `2026-11-23, jane: nickname changed from countess to none, unmapped from ${adaId} (change set 4).`,
        '2 older change sets not shown.',
      ],
      commands: [],
    },
    { heading: 'Next', sentences: [], commands: [commandLine('review', 'ada@example.com')] },
  ])
})
