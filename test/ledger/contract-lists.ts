import { describe, expect, test } from 'vitest'
import type { SalesforceUserOutline } from '../../src/core/match/index.ts'
import type { UserOutline } from '../../src/core/match/suggestion.ts'
import { fullName } from '../../src/core/model.ts'
import { fold } from '../../src/core/text.ts'
import type { Ledger, UserQuery } from '../../src/ledger/ledger.ts'
import { all } from '../support/all.ts'
import {
  aFact,
  aMapping,
  aSalesforceUser,
  aTeam,
  aUser,
  email,
  salesforceUserIdOf,
  teamIdOf,
  userIdOf,
} from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { byText } from '../support/order.ts'
import { commit, emails, keep, type OpenLedger } from './steps.ts'

const north = aTeam('North')
const ase = aUser('ase', {
  email: email('åse@example.com'),
  firstName: 'Åse',
  lastName: 'Ørland',
  teamId: north.teamId,
})
const bob = aUser('bob', { nickname: 'Señor', state: 'pending' })
const twins = [
  aUser('b.twin', { firstName: 'Al', lastName: 'Twin', state: 'deactivated', teamId: north.teamId }),
  aUser('a.twin', { firstName: 'AL', lastName: 'twin' }),
]
const nameless = aUser('zoe', { firstName: '', lastName: '' })

/** Zoe has no name, the twins have the same, Åse is mapped to a person, Bob to an ID that the directory does not know. */
async function furnish(ledger: Ledger): Promise<void> {
  await keep(ledger, [aSalesforceUser('ase')])
  await commit(ledger, [
    change.team(null, north),
    ...[bob, ase, ...twins, nameless].map((user) => change.user(null, user)),
    change.mapping(null, aMapping('ase')),
    change.mapping(null, aMapping('bob')),
  ])
}

export function listContract(open: OpenLedger): void {
  describe('a list of users', () => {
    test('is empty in a new ledger', async () => {
      const ledger = await open()
      expect(await all(ledger.users({}))).toEqual([])
      expect(await ledger.teams()).toEqual([])
      expect(await ledger.facts()).toEqual([])
      expect(await ledger.counts()).toEqual({
        users: 0,
        activeUsers: 0,
        teams: 0,
        mappings: 0,
        changeSets: 0,
      })
    })

    test('in outline is of those who are not mapped and may still be', async () => {
      const ledger = await open()
      await furnish(ledger)
      await keep(ledger, [
        aSalesforceUser('ase'),
        aSalesforceUser('eva', { federationId: 'E1', employeeNumber: '17' }),
        aSalesforceUser('mary', { name: 'Mary Q.', firstName: null, lastName: null, email: null }),
        aSalesforceUser('solo', { lastName: null }),
      ])
      const [, alone] = twins
      const outlines = [alone, nameless].flatMap((user) =>
        user === undefined
          ? []
          : [
              {
                userId: user.userId,
                email: user.email,
                firstName: user.firstName,
                lastName: user.lastName,
                nickname: user.nickname,
              },
            ],
      )
      const byUser = byText<UserOutline>(({ userId }) => userId)
      expect((await ledger.outlines({ mapped: false })).toSorted(byUser)).toEqual(outlines.toSorted(byUser))
      const byPerson = byText<SalesforceUserOutline>(({ salesforceUserId }) => salesforceUserId)
      const person = { federationId: null, employeeNumber: null }
      expect((await ledger.directory.outlines({ mapped: false })).toSorted(byPerson)).toEqual(
        [
          {
            salesforceUserId: salesforceUserIdOf('eva'),
            name: 'Eva Example',
            firstName: 'Eva',
            lastName: 'Example',
            email: 'eva@example.com',
            username: 'eva@example.com.sales',
            federationId: 'E1',
            employeeNumber: '17',
          },
          {
            ...person,
            salesforceUserId: salesforceUserIdOf('mary'),
            name: 'Mary Q.',
            firstName: null,
            lastName: null,
            email: null,
            username: 'mary@example.com.sales',
          },
          {
            ...person,
            salesforceUserId: salesforceUserIdOf('solo'),
            name: 'Solo Example',
            firstName: 'Solo',
            lastName: null,
            email: 'solo@example.com',
            username: 'solo@example.com.sales',
          },
        ].toSorted(byPerson),
      )
    })

    test('gives what depends on each user', async () => {
      const ledger = await open()
      await furnish(ledger)
      expect(await all(ledger.users({ mapped: true }))).toEqual([
        { user: ase, team: north, mapping: aMapping('ase'), salesforceUser: aSalesforceUser('ase') },
        { user: bob, team: null, mapping: aMapping('bob'), salesforceUser: null },
      ])
    })

    test.each<[UserQuery, readonly string[]]>([
      [{}, ['zoe', 'a.twin', 'b.twin', 'åse', 'bob']],
      [{ limit: 2 }, ['zoe', 'a.twin']],
      [{ limit: 0 }, []],
      [{ states: ['pending', 'deactivated'] }, ['b.twin', 'bob']],
      [{ states: [] }, []],
      [{ teamId: teamIdOf('North') }, ['b.twin', 'åse']],
      [{ teamId: teamIdOf('South') }, []],
      [{ mapped: true }, ['åse', 'bob']],
      [{ mapped: false }, ['zoe', 'a.twin', 'b.twin']],
      [{ mapped: false, states: ['active'], limit: 1 }, ['zoe']],
      [{ onTeam: true }, ['b.twin', 'åse']],
      [{ onTeam: false, mapped: true }, ['bob']],
      [{ search: '' }, ['zoe', 'a.twin', 'b.twin', 'åse', 'bob']],
      [{ search: ' TWIN ' }, ['a.twin', 'b.twin']],
      [{ search: 'twin al' }, ['a.twin', 'b.twin']],
      [{ search: 'twin bob' }, []],
      [{ search: 'ase ørl' }, ['åse']],
      [{ search: 'ÅSE' }, ['åse']],
      [{ search: 'åse@example.com' }, ['åse']],
      [{ search: 'ase@EXAMPLE' }, ['åse']],
      [{ search: 'senor' }, ['bob']],
      [{ search: 'zoe@' }, ['zoe']],
      [{ search: '%' }, []],
      [{ search: "'" }, []],
    ])('with %j', async (query, names) => {
      const ledger = await open()
      await furnish(ledger)
      expect(await emails(ledger, query)).toEqual(names.map((name) => `${name}@example.com`))
      if (query.limit !== undefined) return
      const first = await ledger.firstUsers({ ...query, limit: 2 })
      expect(first.rows).toEqual((await all(ledger.users(query))).slice(0, 2))
      expect(first.total).toBe(names.length)
      const called = await ledger.userNames(query)
      expect(called.map((each) => each.email).toSorted()).toEqual(
        names.map((name) => `${name}@example.com`).toSorted(),
      )
    })

    test('by what Salesforce calls them, if wanted, and those who are not mapped first', async () => {
      const ledger = await open()
      await furnish(ledger)
      const search = aSalesforceUser('ase').username ?? ''
      expect(await emails(ledger, { search })).toEqual([])
      expect(await emails(ledger, { search, eitherSide: true })).toEqual(['åse@example.com'])
      expect(await emails(ledger, { search: 'zoe', eitherSide: true })).toEqual(['zoe@example.com'])
      const first = await ledger.firstUsers({ limit: 4, unmappedFirst: true })
      expect(first.rows.map(({ user }) => user.email)).toEqual([
        'zoe@example.com',
        'a.twin@example.com',
        'b.twin@example.com',
        'åse@example.com',
      ])
      expect(first.total).toBe(5)
    })
  })

  test('a long list comes complete and in order, page by page', async () => {
    const ledger = await open()
    const many = Array.from({ length: 2500 }, (_, index) => aUser(`p${String(index).padStart(4, '0')}`))
    await commit(
      ledger,
      many.map((user) => change.user(null, user)),
    )
    expect((await all(ledger.users({}))).map(({ user }) => user)).toEqual(many)
  })

  describe('users are found', () => {
    test.each([
      ['by user ID', { userId: userIdOf('ase') }, [ase]],
      ['by an unknown user ID', { userId: userIdOf('nobody') }, []],
      ['by e-mail address', { email: email('ÅSE@example.com') }, [ase]],
      ['by an unknown e-mail address', { email: email('ase@example.com') }, []],
      ['by full name, case and accents aside', { called: ' ase  ØRLAND' }, [ase]],
      ['by a full name that two have', { called: 'al twin' }, twins.toReversed()],
      ['by nickname', { called: 'SENOR' }, [bob]],
      ['not by part of a name', { called: 'ase' }, []],
      ['by Salesforce User ID', { salesforceUserId: salesforceUserIdOf('bob') }, [bob]],
      ['by an unknown Salesforce User ID', { salesforceUserId: salesforceUserIdOf('zoe') }, []],
    ] as const)('%s', async (_, key, users) => {
      const ledger = await open()
      await furnish(ledger)
      expect((await ledger.findUsers(key)).map(({ user }) => user)).toEqual(users)
    })

    test('by several keys, each once and as they are by one', async () => {
      const ledger = await open()
      await furnish(ledger)
      const found = await ledger.recordsOf({
        userIds: [userIdOf('ase'), userIdOf('nobody')],
        emails: [bob.email, ase.email],
        called: ['al twin', 'SENOR'],
        salesforceUserIds: [salesforceUserIdOf('bob')],
      })
      const one = async (called: string) => await ledger.findUsers({ called })
      expect(found).toEqual(
        [...(await one('al twin')), ...(await one('åse ørland')), ...(await one('señor'))].toSorted(
          byText(({ user }) => fold(fullName(user))),
        ),
      )
    })
  })

  test('teams are listed by name, case and accents aside, with their people counted', async () => {
    const ledger = await open()
    const teams = [aTeam('zeta'), aTeam('Éclair'), aTeam('Delta', { key: '9' }), aTeam('Fox')]
    await furnish(ledger)
    await commit(
      ledger,
      teams.map((team) => change.team(null, team)),
    )
    expect(await ledger.teams()).toEqual([
      { team: aTeam('Delta', { key: '9' }), members: 0 },
      { team: aTeam('Éclair'), members: 0 },
      { team: aTeam('Fox'), members: 0 },
      { team: north, members: 2 },
      { team: aTeam('zeta'), members: 0 },
    ])
  })

  test('facts are listed by name', async () => {
    const ledger = await open()
    const facts = [aFact('licenses', '5'), aFact('integration-initialized', 'yes'), aFact('auto-sync', 'off')]
    await commit(
      ledger,
      facts.map((fact) => change.fact(null, fact)),
    )
    expect(await ledger.facts()).toEqual(facts.toReversed())
  })

  test('people are counted by what they have', async () => {
    const ledger = await open()
    await furnish(ledger)
    expect(await ledger.counts()).toEqual({ users: 5, activeUsers: 3, teams: 1, mappings: 2, changeSets: 1 })
  })
}
