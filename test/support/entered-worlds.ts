import fc from 'fast-check'
import type { Change } from '../../src/core/change.ts'
import {
  type EnteredTeam,
  type EnteredUser,
  knownAs,
  type Knowledge,
  newlyEntered,
} from '../../src/core/entered.ts'
import { userStates } from '../../src/core/model.ts'
import { pairedByAddress } from '../../src/core/pairing.ts'
import type { Todo, TodoFacts } from '../../src/core/todo.ts'
import { allTodos } from '../../src/core/todo-list.ts'
import { anEnteredUser, aTeam, salesforceUserIdOf, teamIdOf } from './builders.ts'
import { aWorld, type World } from './worlds.ts'

/** Ada confirmed it at noon. */
export const known: Knowledge = { source: 'confirmed', by: 'ada', at: '2026-11-23T12:00:00.000Z' }

/** What SalesScreen has, each kind by its key. */
export interface Entered {
  readonly users: ReadonlyMap<string, EnteredUser>
  readonly teams: ReadonlyMap<string, EnteredTeam>
}

/** A ledger, and SalesScreen as it may be: with others, on other teams, mapped otherwise, some of them gone from the ledger. */
export interface BothSides {
  readonly world: World
  readonly entered: Entered
}

// Eve and the team West are never in the ledger.
const names = ['ada', 'bob', 'cleo', 'dan', 'eve'] as const
const teamNames = ['North', 'South', 'West'] as const

/** A team as SalesScreen has it. */
export function anEnteredTeam(name: string, rest: Partial<EnteredTeam> = {}): EnteredTeam {
  return { teamId: teamIdOf(name), name, ...known, ...rest }
}

const anEntered: fc.Arbitrary<Entered> = fc
  .record({
    emails: fc.shuffledSubarray([...names], { minLength: names.length }),
    users: fc.tuple(
      ...names.map((name) =>
        fc.option(
          fc.record({
            firstName: fc.constantFrom(name, 'Other'),
            nickname: fc.constantFrom(null, '', 'Ace'),
            state: fc.constantFrom(...userStates),
            team: fc.constantFrom(null, ...teamNames),
            mapped: fc.constantFrom(null, ...names),
          }),
        ),
      ),
    ),
    teams: fc.subarray([...teamNames]),
    titles: fc.shuffledSubarray([...teamNames], { minLength: teamNames.length }),
  })
  .map(({ emails, users, teams, titles }) => {
    const rows = users.flatMap((row, index) => {
      const name = names[index]
      if (row === null || name === undefined) return []
      const { firstName, nickname, state, team, mapped } = row
      const rest = {
        email: `${emails[index] ?? name}@example.com`,
        teamId: team === null || state === 'spectating' ? null : teamIdOf(team),
        salesforceUserId: mapped === null ? null : salesforceUserIdOf(mapped),
      }
      return [anEnteredUser(name, { firstName, nickname, state, ...rest })]
    })
    const isThere = (name: (typeof teamNames)[number]) =>
      teams.includes(name) || rows.some(({ teamId }) => teamId === teamIdOf(name))
    const entered = teamNames.flatMap((name, index) =>
      isThere(name) ? [anEnteredTeam(name, { name: titles[index] ?? name })] : [],
    )
    return {
      users: new Map(rows.map((row) => [row.userId, row])),
      teams: new Map(entered.map((row) => [row.teamId, row])),
    }
  })

/** Any two sides. */
export const bothSides: fc.Arbitrary<BothSides> = fc.record({ world: aWorld, entered: anEntered })

/** Both sides of everybody and every team. */
export function factsOf({ world, entered }: BothSides): TodoFacts {
  const since = { userSince: null, mappingSince: null }
  const own = world.users.map((user) => ({
    user,
    team: world.teams.find(({ teamId }) => teamId === user.teamId) ?? null,
    mapping: world.mappings.find(({ userId }) => userId === user.userId) ?? null,
    entered: entered.users.get(user.userId) ?? null,
    ...since,
  }))
  const gone = [...entered.users.values()]
    .filter(({ userId }) => world.users.every((user) => user.userId !== userId))
    .map((row) => ({ user: null, team: null, mapping: null, entered: row, ...since }))
  const teamIds = new Set([...world.teams.map(({ teamId }) => teamId), ...entered.teams.keys()])
  return {
    users: pairedByAddress([...own, ...gone]),
    teams: new Map(
      [...teamIds].map((id) => [
        id,
        {
          team: world.teams.find(({ teamId }) => teamId === id) ?? null,
          entered: entered.teams.get(id) ?? null,
          since: null,
        },
      ]),
    ),
  }
}

/** Everything that is to be entered, in order. */
export function todosOf(facts: TodoFacts): Todo[] {
  return allTodos(facts)
}

/** SalesScreen after these changes. */
export function afterwards({ users, teams }: Entered, changes: readonly Change[]): Entered {
  const after = { users: new Map(users), teams: new Map(teams) }
  for (const { entity, key, after: row } of changes)
    if (entity === 'enteredUser') put(after.users, key, row)
    else if (entity === 'enteredTeam') put(after.teams, key, row)
  return after
}

function put<Row>(rows: Map<string, Row>, key: string, row: Row | null): void {
  if (row === null) rows.delete(key)
  else rows.set(key, row)
}

/** SalesScreen with all that was decided, confirmed in every part. */
export function enteredAsDecided({ teams = [], users = [], mappings = [] }: Partial<World>): Entered {
  const rows = users.map((user) => ({
    ...newlyEntered(user, known),
    state: user.state,
    teamId: user.teamId,
    salesforceUserId: mappings.find(({ userId }) => userId === user.userId)?.salesforceUserId ?? null,
    ...knownAs.state(known),
    ...knownAs.team(known),
    ...knownAs.mapping(known),
  }))
  return {
    users: new Map(rows.map((row) => [row.userId, row])),
    teams: new Map(teams.map(({ teamId, name }) => [teamId, { teamId, name, ...known }])),
  }
}

/** The teams and users of SalesScreen as new rows of a ledger. */
export function enteredRows({ users, teams }: Entered): Change[] {
  return [
    ...[...teams.values()].map((after): Change => ({
      entity: 'enteredTeam',
      key: after.teamId,
      before: null,
      after,
    })),
    ...[...users.values()].map((after): Change => ({
      entity: 'enteredUser',
      key: after.userId,
      before: null,
      after,
    })),
  ]
}

/** The team North. */
export const north = aTeam('North')
