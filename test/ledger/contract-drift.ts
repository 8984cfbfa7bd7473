import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { driftOf } from '../../src/core/drift.ts'
import { type Mapping, type User, userStates } from '../../src/core/model.ts'
import type { SalesforceUser } from '../../src/core/salesforce-user.ts'
import type { DriftCandidate, Ledger } from '../../src/ledger/ledger.ts'
import { all } from '../support/all.ts'
import { aMapping, aRead, aSalesforceUser, aTeam, aUser, salesforceUserIdOf } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { byText } from '../support/order.ts'
import { commit, keep, type OpenLedger } from './steps.ts'

const north = aTeam('North')
const orgs = [null, '00DD0000000CpKpMAK', '00D5g0000001AbCEAU'] as const
const names = 'ada bob cleo dan eve fay guy hal ivy joy kim liv'.split(' ')

interface Life {
  readonly user: User
  readonly mapping: Mapping | null
  readonly person: SalesforceUser | null
}

const aLife = (name: string): fc.Arbitrary<Life> =>
  fc
    .record({
      state: fc.oneof(fc.constant('active' as const), fc.constantFrom(...userStates)),
      onTeam: fc.boolean(),
      isMapped: fc.boolean(),
      organizationId: fc.constantFrom(...orgs),
      seenName: fc.constantFrom(null, 'Then Example', 'Now Example'),
      seenEmail: fc.constantFrom(null, 'then@example.com', 'now@example.com'),
      isKnown: fc.boolean(),
      active: fc.constantFrom(null, true, false),
      frozen: fc.constantFrom(null, true, false),
      email: fc.constantFrom(null, 'now@example.com', 'now@example.com.invalid'),
    })
    .map((drawn) => ({
      user: aUser(name, {
        state: drawn.state,
        teamId: drawn.onTeam && drawn.state !== 'spectating' ? north.teamId : null,
      }),
      mapping: drawn.isMapped
        ? aMapping(name, name, {
            organizationId: drawn.organizationId,
            seenName: drawn.seenName,
            seenEmail: drawn.seenEmail,
          })
        : null,
      person: drawn.isKnown
        ? aSalesforceUser(name, {
            name: 'Now Example',
            active: drawn.active,
            frozen: drawn.frozen,
            email: drawn.email,
          })
        : null,
    }))

const lives = fc.tuple(...names.map((name) => aLife(name)))

async function live(ledger: Ledger, everybody: readonly Life[]): Promise<void> {
  await keep(
    ledger,
    everybody.flatMap(({ person }) => person ?? []),
  )
  await commit(ledger, [
    change.team(null, north),
    ...everybody.map(({ user }) => change.user(null, user)),
    ...everybody.flatMap(({ mapping }) => (mapping === null ? [] : [change.mapping(null, mapping)])),
  ])
}

/** Ada, by another address, mapped to the Salesforce user of a name. */
function aMatch(name: string, mapped: string, rest: Partial<SalesforceUser> = {}): Life {
  const person = aSalesforceUser(name, { name: 'Ada Example', username: null, ...rest })
  return {
    user: aUser(name, { firstName: 'Ada', teamId: north.teamId }),
    mapping: aMapping(name, mapped, { seenName: 'Ada Example' }),
    person,
  }
}

/** What core/drift.ts is told of everybody who is mapped. */
async function factsOf(ledger: Ledger): Promise<DriftCandidate[]> {
  const records = await all(ledger.users({ mapped: true }))
  return records.flatMap(({ mapping, ...rest }) =>
    mapping === null ? [] : [{ ...rest, mapping, sharedWith: [] }],
  )
}

export function driftContract(open: OpenLedger): void {
  describe('what may have drifted', () => {
    test('holds every user who may have drifted, with all that is known', async () => {
      await fc.assert(
        fc.asyncProperty(lives, fc.constantFrom(...orgs), async (everybody, organizationId) => {
          const ledger = await open()
          await live(ledger, everybody)
          const told = (await factsOf(ledger)).filter((facts) => {
            const { drifts, notChecked: outOfSight } = driftOf(
              { ...facts, crossed: null },
              { organizationId },
            )
            return drifts.length > 0 || outOfSight !== null
          })
          const found = await all(ledger.driftCandidates(organizationId))
          const wanted = new Set(told.map(({ user }) => user.userId))
          expect(found.filter(({ user }) => wanted.has(user.userId))).toEqual(told)
        }),
        { numRuns: 60 },
      )
    })

    test('is empty where nothing has changed', async () => {
      const ledger = await open()
      const everybody = names.map((name) => ({
        user: aUser(name, { teamId: north.teamId }),
        mapping: aMapping(name, name, {
          seenName: aSalesforceUser(name).name,
          seenEmail: aSalesforceUser(name).email,
        }),
        person: aSalesforceUser(name),
      }))
      await live(ledger, everybody)
      expect(await all(ledger.driftCandidates(null))).toEqual([])
    })

    test('holds whoever is mapped to the Salesforce user of another address', async () => {
      const ledger = await open()
      await live(ledger, [
        aMatch('ada', 'bob'),
        aMatch('bob', 'ada', { email: 'bob@example.com.invalid' }),
        aMatch('cleo', 'dan', { email: null, username: 'cleo@example.com' }),
        aMatch('dan', 'cleo', { email: null, username: 'dan@example.com' }),
        aMatch('eve', 'eve'),
        // Each of the others has only one of the two addresses of somebody else.
        aMatch('fay', 'guy'),
        aMatch('guy', 'hal', { email: 'elsewhere@example.com' }),
        aMatch('hal', 'fay', { email: 'nowhere@example.com' }),
      ])
      const found = await all(ledger.driftCandidates(null))
      expect(found.map(({ user }) => user.email)).toEqual([
        'ada@example.com',
        'bob@example.com',
        'cleo@example.com',
        'dan@example.com',
      ])
    })

    test('comes by name and then e-mail address', async () => {
      const ledger = await open()
      const people = [aUser('zoe', { firstName: 'Åse' }), aUser('bob'), aUser('ase', { firstName: 'ase' })]
      await live(
        ledger,
        people.map((user, index) => ({
          user,
          mapping: { ...aMapping('ada', names[index]), userId: user.userId },
          person: null,
        })),
      )
      const found = await all(ledger.driftCandidates(null))
      expect(found.map(({ user }) => user.email)).toEqual([
        'ase@example.com',
        'zoe@example.com',
        'bob@example.com',
      ])
    })
  })

  describe('what refreshes changed of one Salesforce user', () => {
    test('is listed newest first, with its time', async () => {
      const ledger = await open()
      await keep(ledger, [aSalesforceUser('ada'), aSalesforceUser('bob')])
      await refresh(ledger, '2026-11-24T12:00:00.000Z', [aSalesforceUser('ada', { active: false })])
      await refresh(ledger, '2026-11-25T12:00:00.000Z', [
        aSalesforceUser('ada', { name: 'Ada Wed', active: false }),
      ])
      await refresh(ledger, '2026-11-26T12:00:00.000Z', [aSalesforceUser('cleo')])
      const ada = {
        salesforceUserId: salesforceUserIdOf('ada'),
        email: 'ada@example.com',
        mappedTo: null,
      }
      expect(await ledger.directory.changesAbout([salesforceUserIdOf('ada')])).toEqual([
        { at: '2026-11-26T12:00:00.000Z', ...ada, name: 'Ada Wed', what: 'dropped', fields: [] },
        {
          at: '2026-11-25T12:00:00.000Z',
          ...ada,
          name: 'Ada Wed',
          what: 'changed',
          fields: [{ field: 'name', before: 'Ada Example', after: 'Ada Wed' }],
        },
        {
          at: '2026-11-24T12:00:00.000Z',
          ...ada,
          name: 'Ada Example',
          what: 'left',
          fields: [{ field: 'active', before: 'true', after: 'false' }],
        },
      ])
      expect(await ledger.directory.changesAbout([salesforceUserIdOf('nobody')])).toEqual([])
    })
  })
}

async function refresh(ledger: Ledger, at: string, people: readonly SalesforceUser[]): Promise<void> {
  const { origin } = aRead()
  const aim = { kind: 'full', origin, identity: 'ada', organizationId: '', scope: 'people' } as const
  const begun = await ledger.directory.beginRefresh(aim, at)
  begun.add(people.toSorted(byText(({ salesforceUserId }) => salesforceUserId)), 'all', [])
  const staged = await begun.finish({ at, deltaFrom: at })
  await staged.keep()
}
