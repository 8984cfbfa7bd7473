import fc from 'fast-check'
import { type Change, sameRow } from '../../src/core/change.ts'
import { type CompanyFact, type Mapping, type Team, type User, userStates } from '../../src/core/model.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { aFact, aMapping, aTeam, aUser, email, teamIdOf } from './builders.ts'
import { change } from './changes.ts'
import { all } from './all.ts'
import { byText } from './order.ts'

/** Everything that a ledger holds at one moment, each kind by its key. */
export interface World {
  readonly users: readonly User[]
  readonly teams: readonly Team[]
  readonly mappings: readonly Mapping[]
  readonly facts: readonly CompanyFact[]
}

const names = ['ada', 'bob', 'cleo', 'dan'] as const
const teamNames = ['North', 'South'] as const

/** Any world that keeps the rules of the ledger, with addresses and Salesforce users that may have changed hands. */
export const aWorld: fc.Arbitrary<World> = fc
  .record({
    present: fc.uniqueArray(fc.constantFrom(...names)),
    emails: permutation(names),
    persons: permutation(names),
    states: fc.array(fc.constantFrom(...userStates), { minLength: 4, maxLength: 4 }),
    teams: fc.array(fc.constantFrom(null, ...teamNames), { minLength: 4, maxLength: 4 }),
    mapped: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    teamTitles: permutation(teamNames),
    licenses: fc.option(fc.nat(3)),
  })
  .map(({ present, emails, persons, states, teams, mapped, teamTitles, licenses }) => {
    const isPresent = (_: unknown, index: number) => present.some((name) => name === names[index])
    const users = names.map((name, index) => {
      const [state = 'active', team = null] = [states[index], teams[index]]
      const teamId = team === null || state === 'spectating' ? null : teamIdOf(team)
      return aUser(name, { email: email(`${emails[index] ?? name}@example.com`), state, teamId })
    })
    const mappings = names.map((name, index) => aMapping(name, persons[index]))
    return sorted({
      users: users.filter(isPresent),
      teams: teamNames.map((name, index) => ({ ...aTeam(name), name: teamTitles[index] ?? name })),
      mappings: mappings.filter((_, index) => mapped[index] === true && isPresent(_, index)),
      facts: licenses === null ? [] : [aFact('licenses', String(licenses))],
    })
  })

function permutation<T extends string>(texts: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...texts], { minLength: texts.length })
}

/** The changes that make the second world out of the first. */
export function changesBetween(before: World, after: World): Change[] {
  return [
    ...pairs(before.mappings, after.mappings, ({ userId }) => userId).map((pair) => change.mapping(...pair)),
    ...pairs(before.users, after.users, ({ userId }) => userId).map((pair) => change.user(...pair)),
    ...pairs(before.teams, after.teams, ({ teamId }) => teamId).map((pair) => change.team(...pair)),
    ...pairs(before.facts, after.facts, ({ name }) => name).map((pair) => change.fact(...pair)),
  ]
}

function pairs<Row extends object>(
  before: readonly Row[],
  after: readonly Row[],
  keyOf: (row: Row) => string,
): [Row | null, Row | null][] {
  const keys = new Set([...before, ...after].map(keyOf))
  const rowOf = (rows: readonly Row[], key: string) => rows.find((row) => keyOf(row) === key) ?? null
  return [...keys]
    .map((key): [Row | null, Row | null] => [rowOf(before, key), rowOf(after, key)])
    .filter(([left, right]) => !sameRow(left, right))
}

/** What a ledger holds now. */
export async function worldOf(ledger: Ledger): Promise<World> {
  const records = await all(ledger.users({}))
  return sorted({
    users: records.map(({ user }) => user),
    teams: (await ledger.teams()).map(({ team }) => team),
    mappings: records.flatMap(({ mapping }) => (mapping === null ? [] : [mapping])),
    facts: await ledger.facts(),
  })
}

function sorted({ users, teams, mappings, facts }: World): World {
  return {
    users: users.toSorted(byText(({ userId }) => userId)),
    teams: teams.toSorted(byText(({ teamId }) => teamId)),
    mappings: mappings.toSorted(byText(({ userId }) => userId)),
    facts: facts.toSorted(byText(({ name }) => name)),
  }
}
