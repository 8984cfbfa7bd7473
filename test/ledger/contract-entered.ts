import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newlyEntered } from '../../src/core/entered.ts'
import type { Mapping } from '../../src/core/model.ts'
import { type TeamTodoFacts, userTodos, type UserTodoFacts } from '../../src/core/todo.ts'
import { all } from '../support/all.ts'
import { aMapping, anEnteredUser, aSalesforceUser, aUser, salesforceUserIdOf } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import {
  anEnteredTeam,
  bothSides,
  enteredRows,
  type Entered,
  factsOf,
  known,
  north,
} from '../support/entered-worlds.ts'
import { byText } from '../support/order.ts'
import { changesBetween } from '../support/worlds.ts'
import { commit, keep, type OpenLedger } from './steps.ts'

const west = anEnteredTeam('West')
const ada = aUser('ada', { teamId: north.teamId })
const adaThere = anEnteredUser('ada', { teamId: north.teamId, salesforceUserId: salesforceUserIdOf('ada') })
const bobThere = newlyEntered(aUser('bob', { nickname: 'Bo' }), known)
const eveThere = anEnteredUser('eve', { teamId: west.teamId })
const nobody = { users: [], teams: [], mappings: [], facts: [] }
const byId = byText<UserTodoFacts>((facts) => (facts.user ?? facts.entered)?.userId ?? '')
const byTeam = byText<TeamTodoFacts>((facts) => (facts.team ?? facts.entered)?.teamId ?? '')

function decidedIn({ salesforceUserId, organizationId }: Mapping) {
  return { salesforceUserId, organizationId }
}

function entered(users: readonly (typeof adaThere)[]): Entered {
  return {
    users: new Map(users.map((row) => [row.userId, row])),
    teams: new Map([anEnteredTeam('North'), west].map((row) => [row.teamId, row])),
  }
}

export function enteredContract(open: OpenLedger): void {
  describe('users as SalesScreen has them', () => {
    test('are read by ID, by team, or all, in order of their IDs', async () => {
      const ledger = await open()
      expect(await all(ledger.enteredUsers())).toEqual([])
      await commit(ledger, enteredRows(entered([adaThere, bobThere, eveThere])))
      const sorted = [adaThere, bobThere, eveThere].toSorted(byText(({ userId }) => userId))
      expect(await all(ledger.enteredUsers())).toEqual(sorted)
      expect(await all(ledger.enteredUsers({ userIds: [bobThere.userId] }))).toEqual([bobThere])
      expect(await all(ledger.enteredUsers({ teamIds: [west.teamId] }))).toEqual([eveThere])
      expect(await all(ledger.enteredUsers({ userIds: [], teamIds: [] }))).toEqual([])
      expect(await all(ledger.enteredUsers({ userIds: [adaThere.userId], teamIds: [west.teamId] }))).toEqual(
        sorted.filter((row) => row !== bobThere),
      )
    })
  })

  test('how everyone stands is read by name, with what SalesScreen has and whether Salesforce lets them in', async () => {
    const ledger = await open()
    const bob = aUser('bob')
    const other = salesforceUserIdOf('eve')
    const otherwise = [
      anEnteredUser('cy0', { email: 'Other@example.com' }),
      anEnteredUser('cy1', { firstName: 'O"her' }),
      anEnteredUser('cy2', { lastName: 'Other' }),
      anEnteredUser('cy3', { nickname: 'Other' }),
      anEnteredUser('cy4', { state: 'pending' }),
      anEnteredUser('cy5', { teamId: west.teamId }),
      anEnteredUser('cy6', { salesforceUserId: other }),
    ]
    const others = otherwise.map((_, at) => aUser(`cy${at}`))
    await keep(ledger, [aSalesforceUser('ada', { active: false, frozen: true, department: 'Sales' })])
    await commit(ledger, [
      change.team(null, north),
      change.user(null, bob),
      change.user(null, ada),
      change.mapping(null, aMapping('ada')),
      change.mapping(null, aMapping('bob')),
      ...others.map((user) => change.user(null, user)),
      ...enteredRows(entered([adaThere, ...otherwise])),
    ])
    expect(await all(ledger.standings())).toEqual([
      {
        user: ada,
        team: north,
        mapping: decidedIn(aMapping('ada')),
        entered: 'as-decided',
        login: { active: false, frozen: true, department: 'Sales' },
      },
      { user: bob, team: null, mapping: decidedIn(aMapping('bob')), entered: null, login: null },
      ...others.map((user, at) => ({ user, team: null, mapping: null, entered: otherwise[at], login: null })),
    ])
  })

  describe('what is to be entered', () => {
    test('is read with both sides, and since when they differ', async () => {
      const ledger = await open()
      await commit(ledger, [change.team(null, north), change.user(null, ada)], {
        at: '2026-11-24T08:00:00.000Z',
      })
      await commit(ledger, [change.mapping(null, aMapping('ada'))], { at: '2026-11-27T08:00:00.000Z' })
      const facts = {
        user: ada,
        team: north,
        mapping: decidedIn(aMapping('ada')),
        entered: null,
        userSince: '2026-11-24T08:00:00.000Z',
        mappingSince: '2026-11-27T08:00:00.000Z',
      }
      expect(await all(ledger.userTodoFacts())).toEqual([facts])
      expect(await all(ledger.userTodoFacts(undefined, { times: false }))).toEqual([
        { ...facts, userSince: null, mappingSince: null },
      ])
      expect(await ledger.teamTodoFacts()).toEqual([
        { team: north, entered: null, since: '2026-11-24T08:00:00.000Z' },
      ])
      await commit(ledger, enteredRows(entered([adaThere])))
      expect(await all(ledger.userTodoFacts())).toEqual([])
      expect(await all(ledger.userTodoFacts([ada.userId]))).toEqual([{ ...facts, entered: adaThere }])
      expect((await ledger.teamTodoFacts()).toSorted(byTeam)).toEqual(
        [
          { team: north, entered: anEnteredTeam('North'), since: '2026-11-24T08:00:00.000Z' },
          { team: null, entered: west, since: null },
        ].toSorted(byTeam),
      )
    })

    test('of users whom the ledger removed is always read, since their removal', async () => {
      const ledger = await open()
      await commit(ledger, [change.user(null, aUser('bob')), ...enteredRows(entered([bobThere, eveThere]))])
      const at = '2026-11-28T08:00:00.000Z'
      await commit(ledger, [change.user(aUser('bob'), null)], { at })
      const gone = { user: null, team: null, mapping: null, mappingSince: null }
      const both = [
        { ...gone, entered: bobThere, userSince: at },
        { ...gone, entered: eveThere, userSince: null },
      ].toSorted(byId)
      await commit(ledger, [change.user(null, aUser('cy'))])
      const everyone = await all(ledger.userTodoFacts())
      expect(everyone.slice(0, 2).toSorted(byId)).toEqual(both)
      expect(everyone.slice(2)).toMatchObject([{ user: aUser('cy') }])
      expect((await all(ledger.userTodoFacts([]))).toSorted(byId)).toEqual(both)
    })

    test('is read of everybody for whom the rules find something, whatever the two sides are', async () => {
      await fc.assert(
        fc.asyncProperty(bothSides, async (both) => {
          const ledger = await open()
          const rows = [...changesBetween(nobody, both.world), ...enteredRows(both.entered)]
          if (rows.length > 0) await commit(ledger, rows)
          const read = await all(ledger.userTodoFacts())
          const found = new Map(read.map((each) => [(each.user ?? each.entered)?.userId ?? '', bare(each)]))
          for (const user of both.world.users) {
            const facts = {
              user,
              team: both.world.teams.find(({ teamId }) => teamId === user.teamId) ?? null,
              mapping: both.world.mappings.find(({ userId }) => userId === user.userId) ?? null,
              entered: both.entered.users.get(user.userId) ?? null,
            }
            const own = found.get(user.userId)
            if (own === undefined)
              expect(userTodos({ ...facts, userSince: null, mappingSince: null })).toEqual([])
            else expect(own).toEqual({ ...facts, mapping: facts.mapping && decidedIn(facts.mapping) })
          }
          for (const [id, row] of both.entered.users)
            if (both.world.users.every(({ userId }) => userId !== id))
              expect(found.get(id)).toEqual({ user: null, team: null, mapping: null, entered: row })
          const teams = (await ledger.teamTodoFacts()).map((each) => ({ ...each, since: null }))
          expect(teams.toSorted(byTeam)).toEqual([...factsOf(both).teams.values()].toSorted(byTeam))
        }),
        { numRuns: 60 },
      )
    })
  })
}

function bare({ user, team, mapping, entered: row }: UserTodoFacts) {
  return { user, team, mapping, entered: row }
}
