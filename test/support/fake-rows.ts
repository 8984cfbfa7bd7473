import type { Change, Entity, Rows } from '../../src/core/change.ts'
import { fold } from '../../src/core/text.ts'

/** Every row of the fake ledger, by its key. */
export type FakeRows = { readonly [E in Entity]: ReadonlyMap<string, Rows[E]> }

/** A ledger that holds nothing yet. */
export const noRows: FakeRows = { user: new Map(), team: new Map(), mapping: new Map(), fact: new Map() }

/** The rows after these changes; undefined where a rule of the ledger would be broken. */
export function applied(rows: FakeRows, changes: readonly Change[]): FakeRows | undefined {
  const next = {
    user: new Map(rows.user),
    team: new Map(rows.team),
    mapping: new Map(rows.mapping),
    fact: new Map(rows.fact),
  }
  for (const { entity, key, before } of changes) if (before !== null) next[entity].delete(key)
  for (const change of changes) {
    if (change.after === null) continue
    if (next[change.entity].has(change.key)) return undefined
    insert(next, change)
  }
  return isSound(next) ? next : undefined
}

function insert(rows: { readonly [E in Entity]: Map<string, Rows[E]> }, change: Change): void {
  if (change.after === null) return
  switch (change.entity) {
    case 'user':
      rows.user.set(change.key, change.after)
      return
    case 'team':
      rows.team.set(change.key, change.after)
      return
    case 'mapping':
      rows.mapping.set(change.key, change.after)
      return
    case 'fact':
      rows.fact.set(change.key, change.after)
  }
}

function isSound(rows: FakeRows): boolean {
  const users = [...rows.user.values()]
  const teams = [...rows.team.values()]
  const mappings = [...rows.mapping.values()]
  return (
    areUnique(users.map(({ email }) => email)) &&
    areUnique(teams.map(({ name }) => fold(name))) &&
    areUnique(teams.flatMap(({ key }) => (key === null ? [] : [key]))) &&
    areUnique(mappings.map(({ salesforceUserId }) => salesforceUserId)) &&
    teams.every(({ name }) => name !== '') &&
    mappings.every(({ userId }) => rows.user.has(userId)) &&
    users.every(({ teamId }) => teamId === null || rows.team.has(teamId)) &&
    users.every(({ state, teamId }) => state !== 'spectating' || teamId === null)
  )
}

function areUnique(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length
}
