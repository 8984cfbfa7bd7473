import { type BatchDecision, type BatchFacts, decideBatch } from '../../../src/core/batch/decide-batch.ts'
import type { BatchKind, BatchRules } from '../../../src/core/batch/decide-row.ts'
import { SalesforceUserIndex, type BatchRow } from '../../../src/core/batch/rows.ts'
import type { Change } from '../../../src/core/change.ts'
import type { Mapping, Team, User } from '../../../src/core/model.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { nearest } from '../../../src/app/hints.ts'
import { teamIdOf, userIdOf } from '../../support/builders.ts'

/** What a batch meets. */
export interface World {
  readonly users?: readonly User[]
  readonly mappings?: readonly Mapping[]
  readonly teams?: readonly Team[]
  readonly people?: readonly SalesforceUser[]
  /** Decisions that the file records besides. */
  readonly recorded?: readonly Change[]
  readonly rules?: Partial<BatchRules>
}

/** Decides a batch whose first row stands on line 2; new users and teams are called new-1, new-2 and so on. */
export function decide(kind: BatchKind, world: World, ...rows: readonly BatchRow['values'][]): BatchDecision {
  return decideRows(
    kind,
    world,
    rows.map((values, index) => ({ line: index + 2, values })),
  )
}

/** The same for rows as they are. */
export function decideRows(kind: BatchKind, world: World, rows: readonly BatchRow[]): BatchDecision {
  return decideBatch(factsOf(world, rows), rulesOf(kind, world))
}

/** What a batch of these rows knows of a world. */
export function factsOf(
  { users = [], mappings = [], teams = [], people = [], recorded }: World,
  rows: readonly BatchRow[],
): BatchFacts {
  return {
    file: 'people.csv',
    rows,
    known: {
      users: users.map((user) => ({
        user,
        mapping: mappings.find(({ userId }) => userId === user.userId) ?? null,
      })),
      teams,
      activeUsers: users.length,
    },
    salesforceUsers: new SalesforceUserIndex(people),
    ...(recorded === undefined ? {} : { recorded }),
  }
}

/** The rules of a batch, with those of the world. */
export function rulesOf(kind: BatchKind, { rules = {} }: World): BatchRules {
  let made = 0
  return {
    kind,
    allowed: new Set(),
    seen: 'users.csv, read at noon',
    organizationId: null,
    licenses: null,
    rejected: () => null,
    newUserId: () => userIdOf(`new-${(made += 1)}`),
    newTeamId: () => teamIdOf(`new-${(made += 1)}`),
    suggest: nearest,
    ...rules,
  }
}

/** A change without where it came from, for stories about what is changed. */
export function bare({ entity, key, before, after }: Change): object {
  return { entity, key, before, after }
}
