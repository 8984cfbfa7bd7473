import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandLineText } from '../../src/app/hints.ts'
import type { EnteredUser } from '../../src/core/entered.ts'
import { userStates } from '../../src/core/model.ts'
import { lacksLicense, userTodos } from '../../src/core/todo.ts'
import {
  type PersonFacts,
  type Standing,
  standings,
  type Visibility,
  visibilityOf,
} from '../../src/core/visibility.ts'
import {
  aMapping,
  anEnteredUser,
  aSalesforceUser,
  aTeam,
  aUser,
  salesforceUserIdOf,
} from '../support/builders.ts'

const adaId = salesforceUserIdOf('ada')
const ada = aUser('ada', { teamId: aTeam('North').teamId })
const enteredAda = anEnteredUser('ada', { teamId: aTeam('North').teamId, salesforceUserId: adaId })

type Facts = Omit<PersonFacts, 'entered'> & { readonly entered: EnteredUser | null }

function facts(rest: Partial<Facts> = {}): PersonFacts {
  return withTodos({
    user: ada,
    teamName: 'North',
    salesforceUserId: adaId,
    salesforceUser: aSalesforceUser('ada'),
    candidates: [],
    entered: enteredAda,
    lastRead: { source: 'live' },
    ...rest,
  })
}

/** With what is to be entered for the user. */
function withTodos(person: Omit<Facts, 'todos'>): PersonFacts {
  const { user, entered, salesforceUserId } = person
  const mapping = user === null || salesforceUserId === null ? null : aMapping('ada')
  const todos = userTodos({
    user,
    team: null,
    mapping,
    entered,
    userSince: null,
    mappingSince: null,
  })
  return { ...person, todos }
}

const visible: Visibility = {
  name: 'Ada Example',
  email: 'ada@example.com',
  exists: true,
  active: true,
  state: 'active',
  team: 'North',
  mapped: true,
  salesforceUserId: adaId,
  salesforceActive: true,
  decided: true,
  entered: true,
  showsUp: true,
  standing: 'shows-up',
  next: null,
}
const nobody = { user: null, teamName: null, entered: null } as const
const unmapped = { salesforceUserId: null, salesforceUser: null }
const notMapped = {
  mapped: false,
  salesforceUserId: null,
  salesforceActive: null,
  decided: false,
  entered: false,
  showsUp: false,
  standing: 'not-mapped',
} as const

/** What is otherwise; the next command as it is typed. */
type Differences = Partial<Omit<Visibility, 'next'>> & { readonly next?: string }

describe('a user', () => {
  test.each<[string, Partial<Facts>, Differences]>([
    ['who has taken all steps shows up', {}, {}],
    [
      'in Salesforce only is not in SalesScreen',
      nobody,
      {
        exists: false,
        active: false,
        state: null,
        team: null,
        mapped: false,
        decided: false,
        entered: false,
        showsUp: false,
        standing: 'not-in-salesscreen',
        next: `sfsync create-user --from-sf ${adaId}`,
      },
    ],
    [
      'in Salesforce only whose e-mail address a SalesScreen user has is not created again',
      { ...nobody, isEmailTaken: true },
      {
        exists: false,
        active: false,
        state: null,
        team: null,
        mapped: false,
        decided: false,
        entered: false,
        showsUp: false,
        standing: 'not-in-salesscreen',
        next: `sfsync explain ${adaId}`,
      },
    ],
    [
      'in Salesforce only without an e-mail address needs one',
      { ...nobody, salesforceUser: aSalesforceUser('ada', { email: null }) },
      {
        exists: false,
        active: false,
        state: null,
        team: null,
        email: null,
        mapped: false,
        decided: false,
        entered: false,
        showsUp: false,
        standing: 'not-in-salesscreen',
        next: `sfsync create-user --from-sf ${adaId} --email <email>`,
      },
    ],
    [
      'who was deactivated is not active',
      { user: { ...ada, state: 'deactivated' } },
      {
        active: false,
        state: 'deactivated',
        decided: false,
        entered: false,
        showsUp: false,
        standing: 'not-active',
        next: 'sfsync users reactivate ada@example.com',
      },
    ],
    [
      'who is pending needs a license',
      { user: { ...ada, state: 'pending' }, entered: { ...enteredAda, state: 'pending' } },
      {
        active: false,
        state: 'pending',
        decided: false,
        showsUp: false,
        standing: 'pending',
        next: 'sfsync users licenses',
      },
    ],
    [
      'who is pending here only has become active',
      { user: { ...ada, state: 'pending' } },
      {
        active: false,
        state: 'pending',
        decided: false,
        showsUp: false,
        standing: 'pending',
        next: 'sfsync users edit ada@example.com --state active',
      },
    ],
    [
      'who is on no team shows nothing',
      { user: aUser('ada'), teamName: null },
      {
        team: null,
        decided: false,
        entered: false,
        showsUp: false,
        standing: 'no-team',
        next: 'sfsync assign-team ada@example.com <team>',
      },
    ],
    ['who is not mapped shows nothing', unmapped, { ...notMapped, next: 'sfsync explain ada@example.com' }],
    [
      'who is not mapped may be the only one with that e-mail address',
      { ...unmapped, candidates: [aSalesforceUser('ada')] },
      { ...notMapped, next: `sfsync map ada@example.com ${adaId}` },
    ],
    [
      'who is not mapped may be one of several with that e-mail address',
      { ...unmapped, candidates: [aSalesforceUser('ada'), aSalesforceUser('twin')] },
      { ...notMapped, next: 'sfsync explain ada@example.com' },
    ],
    [
      'of whom nothing is known to be entered waits',
      { entered: null },
      { entered: false, showsUp: false, standing: 'waiting', next: 'sfsync todo ada@example.com' },
    ],
    [
      'who is on another team in SalesScreen waits',
      { entered: { ...enteredAda, teamId: aTeam('South').teamId } },
      { entered: false, showsUp: false, standing: 'waiting', next: 'sfsync todo ada@example.com' },
    ],
    [
      'who is mapped to somebody else in SalesScreen waits',
      { entered: { ...enteredAda, salesforceUserId: salesforceUserIdOf('bob') } },
      { entered: false, showsUp: false, standing: 'waiting', next: 'sfsync todo ada@example.com' },
    ],
    [
      'who is pending in SalesScreen only has everything entered, and needs a license',
      { entered: { ...enteredAda, state: 'pending' } },
      { showsUp: false, standing: 'pending', next: 'sfsync users licenses' },
    ],
    [
      'who is not in the Salesforce directory, with something to enter, waits',
      { entered: null, salesforceUser: null },
      {
        salesforceActive: null,
        entered: false,
        showsUp: false,
        standing: 'waiting',
        next: 'sfsync todo ada@example.com',
      },
    ],
    [
      'who left Salesforce is deactivated rather than entered',
      { entered: null, salesforceUser: aSalesforceUser('ada', { active: false }) },
      {
        salesforceActive: false,
        entered: false,
        showsUp: false,
        standing: 'salesforce-inactive',
        next: 'sfsync users deactivate ada@example.com',
      },
    ],
    [
      'not in the Salesforce directory cannot be judged',
      { salesforceUser: null },
      {
        salesforceActive: null,
        showsUp: null,
        standing: 'salesforce-unknown',
        next: 'sfsync sf-users refresh',
      },
    ],
    [
      'not in a directory that was read from a report needs another report',
      { salesforceUser: null, lastRead: { source: 'report' } },
      {
        salesforceActive: null,
        showsUp: null,
        standing: 'salesforce-unknown',
        next: 'sfsync sf-users import <report.csv>',
      },
    ],
    [
      'without an active state in the directory cannot be judged',
      { salesforceUser: aSalesforceUser('ada', { active: null }) },
      {
        salesforceActive: null,
        showsUp: null,
        standing: 'salesforce-unknown',
        next: 'sfsync sf-users refresh',
      },
    ],
    [
      'who left Salesforce shows nothing',
      { salesforceUser: aSalesforceUser('ada', { active: false }) },
      {
        salesforceActive: false,
        showsUp: false,
        standing: 'salesforce-inactive',
        next: 'sfsync users deactivate ada@example.com',
      },
    ],
  ])('%s', (_, rest, differs) => {
    const { next, ...judged } = visibilityOf(facts(rest))
    expect({ ...judged, next: next === null ? null : commandLineText(next) }).toEqual({
      ...visible,
      ...differs,
    })
  })
})

describe('anybody', () => {
  const anyone: fc.Arbitrary<PersonFacts> = fc
    .record({
      user: fc.option(fc.constantFrom(...userStates).map((state) => ({ ...ada, state }))),
      teamName: fc.option(fc.constant('North')),
      salesforceUserId: fc.option(fc.constant(adaId)),
      salesforceUser: fc.option(
        fc.constantFrom(true, false, null).map((active) => aSalesforceUser('ada', { active })),
      ),
      entered: fc.option(fc.constantFrom(enteredAda, { ...enteredAda, state: 'pending' as const })),
      candidates: fc.subarray([aSalesforceUser('ada'), aSalesforceUser('twin')]),
      lastRead: fc.constantFrom(null, { source: 'report' as const }),
    })
    .map((each) => withTodos(each))

  test('has exactly one standing, so that totals add up', () => {
    fc.assert(
      fc.property(fc.array(anyone, { maxLength: 50 }), (people) => {
        const found = people.map((each) => visibilityOf(each))
        const totals = standings.map((standing) => found.filter((each) => each.standing === standing).length)
        expect(totals.reduce((sum, total) => sum + total, 0)).toBe(people.length)
        const showing = (showsUp: boolean | null) => found.filter((each) => each.showsUp === showsUp).length
        expect(showing(true)).toBe(totals[standings.indexOf('shows-up')])
        expect(showing(null)).toBe(totals[standings.indexOf('salesforce-unknown')])
        expect(showing(true) + showing(false) + showing(null)).toBe(people.length)
      }),
    )
  })

  test('shows up when every step is done; else the first missing step is given', () => {
    fc.assert(
      fc.property(anyone, (each) => {
        const { exists, active, state, team, mapped, entered, salesforceActive, standing, next } =
          visibilityOf(each)
        const hasLeft = !exists && salesforceActive === false
        const steps: readonly [boolean, Standing][] = [
          [!hasLeft, 'salesforce-inactive'],
          [exists, 'not-in-salesscreen'],
          [state !== 'pending', 'pending'],
          [active, 'not-active'],
          [team !== null, 'no-team'],
          [mapped, 'not-mapped'],
          [salesforceActive !== false, 'salesforce-inactive'],
          [entered, 'waiting'],
          [!lacksLicense(each), 'pending'],
          [salesforceActive !== null, 'salesforce-unknown'],
        ]
        const missing = steps.find(([taken]) => !taken)
        expect(standing).toBe(missing?.[1] ?? 'shows-up')
        expect(next === null).toBe(missing === undefined || hasLeft)
      }),
    )
  })

  test('who left Salesforce and never was in SalesScreen needs nothing', () => {
    const left = facts({
      user: null,
      teamName: null,
      salesforceUser: aSalesforceUser('ada', { active: false }),
    })
    expect(visibilityOf(left)).toMatchObject({ standing: 'salesforce-inactive', showsUp: false, next: null })
  })
})
