import { describe, expect, test } from 'vitest'
import type { Decision } from '../../src/core/decision.ts'
import { explain } from '../../src/core/explain/explain.ts'
import type { StoryFacts, ToldDecision } from '../../src/core/explain/facts.ts'
import { passedOver } from '../../src/core/explain/likeness.ts'
import { standings } from '../../src/core/visibility.ts'
import {
  aFact,
  aMapping,
  aRead,
  aSalesforceUser,
  aTeam,
  aUser,
  salesforceUserIdOf,
  userIdOf,
} from '../support/builders.ts'

const adaId = salesforceUserIdOf('ada')
const ada = aUser('ada', { teamId: aTeam('North').teamId })
const noon = '2026-11-23T12:00:00.000Z'

/** Ada has taken every step; nothing was ever decided about her. */
function facts(rest: Partial<StoryFacts> = {}): StoryFacts {
  return {
    user: ada,
    teamName: 'North',
    mapping: aMapping('ada'),
    salesforceUserId: adaId,
    salesforceUser: aSalesforceUser('ada'),
    seenAt: noon,
    idleSince: null,
    lastRead: aRead(),
    outOfSight: null,
    autoSync: aFact('auto-sync', 'off'),
    likenesses: null,
    decisions: [],
    drifts: [],
    blames: [],
    past: { newest: [], total: 0 },
    teamNameOf: (teamId) => teamId,
    today: '2026-11-23',
    ...rest,
  }
}

const unmapped = { mapping: null, salesforceUserId: null, salesforceUser: null, likenesses: [] } as const
const notInSalesScreen = { user: null, teamName: null, mapping: null, likenesses: [] } as const

function decided(rest: Partial<Decision>): ToldDecision {
  const decision = {
    kind: 'later',
    userId: null,
    salesforceUserId: null,
    until: null,
    reason: null,
    decidedBy: 'grace',
    decidedAt: '2026-11-01T00:00:00.000Z',
    ...rest,
  } as const
  return { decision, email: decision.userId === null ? null : 'ada@example.com', salesforceName: null }
}

const stories: readonly (readonly [title: string, facts: Partial<StoryFacts>, told: object])[] = [
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
      likenesses: [passedOver(ada, aSalesforceUser('ada'), 'deactivated in SalesScreen')],
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
    expect(explain(facts(rest)).verdict).toEqual(told)
  })

  test('every standing has a story', () => {
    const told = new Set(stories.map(([, rest]) => explain(facts(rest)).verdict.standing))
    expect([...told].toSorted()).toEqual([...standings].toSorted())
  })
})

describe('the steps', () => {
  const taken = (rest: Partial<StoryFacts>) =>
    Object.fromEntries(explain(facts(rest)).steps.map(({ step, ok }) => [step, ok]))
  const all = {
    'auto-sync': true,
    salesscreen: true,
    active: true,
    team: true,
    mapping: true,
    salesforce: true,
  }

  test.each<[string, Partial<StoryFacts>, Partial<typeof all> | Record<string, boolean | null>]>([
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
        {
          ...passedOver(ada, aSalesforceUser('eda'), 'too little agrees to be sure'),
          score: 0.5,
          certainty: 'unclear',
          evidence: ['name equal but for a slip'],
        },
        passedOver(ada, bob, 'mapped to bob@example.com'),
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
        `Eda Example (${salesforceUserIdOf('eda')}): unclear, score 0.5; name equal but for a slip; but too little agrees to be sure.`,
        `Bob Example (${salesforceUserIdOf('bob')}) is no candidate although the e-mail is equal: mapped to bob@example.com.`,
      ],
      commands: [],
    },
    {
      heading: 'Decisions',
      sentences: [
        `grace decided on 2026-11-01 that ada@example.com is never ${salesforceUserIdOf('cleo')}, because: her sister. It lapsed on 2026-11-02.`,
      ],
      commands: [`sfsync decisions remove ada@example.com ${salesforceUserIdOf('cleo')}`],
    },
    {
      heading: 'History',
      sentences: [
        `2026-11-23, jane: nickname countess became none, unmapped from ${adaId} (change set 4).`,
        'And 2 older change sets.',
      ],
      commands: [],
    },
    { heading: 'Next', sentences: [], commands: ['sfsync map ada@example.com <salesforceUserId>'] },
  ])
})
