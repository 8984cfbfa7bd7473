import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { collectReport } from '../../../src/app/report/collect.ts'
import { zeros } from '../../../src/app/report/tally.ts'
import { planOf } from '../../../src/core/change.ts'
import { findingKinds } from '../../../src/core/drift.ts'
import { userStates } from '../../../src/core/model.ts'
import { standings } from '../../../src/core/visibility.ts'
import { mostRows, spareReasons } from '../../../src/report/facts.ts'
import {
  aMapping,
  anEnteredUser,
  aSalesforceUser,
  aStamp,
  aTeam,
  aUser,
  teamIdOf,
} from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { aStage } from '../../support/dependencies.ts'
import { anEnteredTeam, bothSides, enteredRows } from '../../support/entered-worlds.ts'
import { aLedger, type Seed } from '../../support/seeded-ledger.ts'

const statusRows = z.array(
  z.object({
    standing: z.enum(standings),
    state: z.nullable(z.enum(userStates)),
    team: z.nullable(z.string()),
    showsUp: z.nullable(z.boolean()),
  }),
)
const findingRows = z.array(z.object({ kind: z.enum(findingKinds), email: z.nullable(z.string()) }))
const licenseRows = z.array(z.object({ reason: z.enum(spareReasons), email: z.string() }))
const historyRows = z.array(z.object({ changeSet: z.number(), changes: z.number(), actor: z.string() }))

function counted<Key extends string>(keys: readonly Key[], found: readonly Key[]): Record<Key, number> {
  const counts = zeros(keys)
  for (const key of found) counts[key] += 1
  return counts
}

// Whom SalesScreen knows by another address is listed with that one by `users licenses`.
function others(rows: readonly { readonly reason: string; readonly email: string | null }[]): string[] {
  return rows.flatMap(({ reason, email }) => (reason === 'to-deactivate' ? [] : [`${reason} ${email ?? ''}`]))
}

/** Anyone may be missing from the directory, inactive, frozen, or of an unknown state. */
const aDirectory = fc.array(
  fc.record({
    name: fc.constantFrom('ada', 'bob', 'cleo', 'dan', 'eve', 'fay'),
    active: fc.constantFrom(true, true, false, null),
    frozen: fc.constantFrom(true, false, null),
    department: fc.constantFrom(null, 'Sales', 'Service'),
  }),
)

describe('the figures', () => {
  test('are those of status, users licenses, check and history, in any company', async () => {
    await fc.assert(
      fc.asyncProperty(bothSides, aDirectory, async ({ world, entered }, found) => {
        const byName = new Map(found.map(({ name, ...rest }) => [name, aSalesforceUser(name, rest)]))
        const ledger = await aLedger({ ...world, people: [...byName.values()] })
        const there = enteredRows(entered)
        if (there.length > 0) await ledger.commit(planOf(there), aStamp())
        const facts = await collectReport(await aStage({ ledger }).context(), undefined)
        const json = async (...words: readonly string[]): Promise<unknown> =>
          JSON.parse((await aStage({ ledger }).run(...words, '--json')).stdout)
        const status = statusRows.parse(await json('status'))
        expect(facts.people.standings).toEqual(
          counted(
            standings,
            status.map(({ standing }) => standing),
          ),
        )
        expect(facts.people.states).toEqual(
          counted(
            userStates,
            status.flatMap(({ state }) => state ?? []),
          ),
        )
        expect(facts.people.funnel['shows-up']).toBe(status.filter(({ showsUp }) => showsUp === true).length)
        const licenses = licenseRows.parse(await json('users', 'licenses'))
        expect(facts.licenses.spare).toEqual(
          counted(
            spareReasons,
            licenses.map(({ reason }) => reason),
          ),
        )
        const spare = facts.licenses.rows.rows.map(({ person, reason }) => ({ reason, email: person.email }))
        expect(others(spare).toSorted()).toEqual(others(licenses).toSorted())
        const findings = findingRows.parse(await json('check', '--offline'))
        expect(facts.drift.kinds).toEqual(
          counted(
            findingKinds,
            findings.map(({ kind }) => kind),
          ),
        )
        const changed = findings.filter(({ kind }) =>
          ['renamed', 'email-changed', 'gone', 'never-seen'].includes(kind),
        )
        expect(facts.drift.changedUsers).toBe(new Set(changed.map(({ email }) => email)).size)
        const history = historyRows.parse(await json('history'))
        expect(
          facts.history.rows.map(({ number, changes, actor }) => ({
            changeSet: number,
            changes,
            actor: actor.name,
          })),
        ).toEqual(history)
        const inTeams = facts.people.teams.rows.reduce(
          (sum, { showsUp, waiting, missing }) => sum + showsUp + waiting + missing,
          0,
        )
        expect(inTeams).toBe(facts.people.funnel.known)
      }),
      { numRuns: 60 },
    )
  })
})

const company: Seed = {
  teams: [aTeam('North'), aTeam('South')],
  users: [
    aUser('ada', { teamId: teamIdOf('North') }),
    aUser('bob', { teamId: teamIdOf('South') }),
    aUser('cleo'),
    aUser('pia', { state: 'pending', teamId: teamIdOf('North') }),
    aUser('gone', { state: 'deactivated' }),
    aUser('ivy', { teamId: teamIdOf('North') }),
  ],
  mappings: [aMapping('ada'), aMapping('bob'), aMapping('ivy')],
  people: [
    aSalesforceUser('ada', { department: 'Sales' }),
    aSalesforceUser('bob', { department: 'Service' }),
    aSalesforceUser('ivy', { active: false, department: 'Sales' }),
    aSalesforceUser('new', { department: 'Sales' }),
  ],
  isEntered: true,
}

test('whoever left or is not active on purpose is not to show up', async () => {
  const ledger = await aLedger(company)
  const { people } = await collectReport(await aStage({ ledger }).context(), undefined)
  expect(people.funnel).toEqual({
    known: 5,
    'in-salesscreen': 4,
    'on-team': 3,
    mapped: 2,
    entered: 2,
    'shows-up': 2,
  })
  expect(people.departments.rows).toEqual([
    { name: 'Sales', showsUp: 1, waiting: 0, missing: 1 },
    { name: 'Service', showsUp: 1, waiting: 0, missing: 0 },
    { name: null, showsUp: 0, waiting: 0, missing: 2 },
  ])
  expect(people.missing.rows.map(({ person, standing }) => [person.name, standing])).toEqual([
    ['Pia Example', 'pending'],
    ['Cleo Example', 'no-team'],
    ['New Example', 'not-in-salesscreen'],
  ])
})

test('a report on a team is about its members', async () => {
  const ledger = await aLedger(company)
  const facts = await collectReport(await aStage({ ledger }).context(), 'north')
  expect(facts.team).toBe('North')
  expect(facts.people.teams.rows).toEqual([{ name: 'North', showsUp: 1, waiting: 0, missing: 1 }])
  expect(facts.mappingDays).toEqual([{ day: '2026-11-23', added: 2, replaced: 0, removed: 0 }])
  expect(facts.licenses).toMatchObject({ used: 4, spare: { inactive: 1, unmapped: 0 } })
  expect(facts.drift.rows.rows.map(({ person, kind }) => [person.name, kind])).toEqual([
    ['Ivy Example', 'inactive'],
  ])
  const bySouth = await collectReport(await aStage({ ledger }).context(), 'South')
  expect(bySouth.drift.rows.rows).toEqual([])
  await expect(collectReport(await aStage({ ledger }).context(), 'West')).rejects.toMatchObject({
    code: 'not-found',
  })
})

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T12:00:00.000Z`
const pending = (name: string) => change.user(aUser(name), aUser(name, { state: 'pending' }))

describe('a Pending user', () => {
  test('has the days left since the ledger, or SalesScreen, said so', async () => {
    const ledger = await aLedger({ users: [aUser('ada'), aUser('bob'), aUser('cleo')] })
    await ledger.commit(planOf([pending('ada')]), aStamp({ at: at(20) }))
    await ledger.commit(planOf([pending('bob')]), aStamp({ at: at(1) }))
    const there = anEnteredUser('cleo', { state: 'pending', stateSource: 'workbook', stateAt: at(15) })
    await ledger.commit(
      planOf([
        change.team(null, aTeam('North')),
        change.user(aUser('cleo'), aUser('cleo', { teamId: teamIdOf('North') })),
        change.mapping(null, aMapping('cleo')),
        ...enteredRows({
          users: new Map([
            [
              there.userId,
              { ...there, teamId: teamIdOf('North'), salesforceUserId: aMapping('cleo').salesforceUserId },
            ],
          ]),
          teams: new Map([[teamIdOf('North'), anEnteredTeam('North')]]),
        }),
      ]),
      aStamp({ at: at(15) }),
    )
    const { people } = await collectReport(await aStage({ ledger }).context(), undefined)
    expect(people.pending.rows.map(({ person, since, daysLeft }) => [person.name, since, daysLeft])).toEqual([
      ['Bob Example', at(1), -8],
      ['Cleo Example', at(15), 6],
      ['Ada Example', at(20), 11],
    ])
  })
})

test('what only the matcher, SalesScreen or the connection user shows is among the findings', async () => {
  const left = { active: false, email: 'cleo@example.com', name: 'Cleo Example' }
  const ledger = await aLedger({
    ...company,
    people: [...(company.people ?? []), aSalesforceUser('cleo', left)],
  })
  const { drift } = await collectReport(await aStage({ ledger }).context(), undefined)
  expect(drift.onlyMappings).toBe(false)
  expect(drift.rows.rows.map(({ person, kind }) => [person.name, kind])).toEqual([
    ['Ivy Example', 'inactive'],
    ['Cleo Example', 'left-unmapped'],
  ])
})

test('in a large company only mappings are checked, and the report says so', async () => {
  const users = Array.from({ length: 20_001 }, (_, number) => aUser(`person${number}`))
  const left = { active: false, email: 'person7@example.com', name: 'Person7 Example' }
  const people = [aSalesforceUser('person7', left), aSalesforceUser('person8', { active: false })]
  const ledger = await aLedger({ users, mappings: [aMapping('person8')], people })
  const { drift } = await collectReport(await aStage({ ledger }).context(), undefined)
  expect(drift).toMatchObject({ onlyMappings: true, kinds: { inactive: 1, 'left-unmapped': 0 } })
})

test('of each list the first hundred are kept, and all are counted', async () => {
  const users = Array.from({ length: 250 }, (_, number) => aUser(`person${number}`))
  const ledger = await aLedger({ users })
  const facts = await collectReport(await aStage({ ledger }).context(), undefined)
  expect(facts.people.missing.total).toBe(250)
  expect(facts.people.missing.rows).toHaveLength(mostRows)
  expect(facts.licenses.rows.total).toBe(250)
  expect(facts.licenses.rows.rows).toHaveLength(mostRows)
})
