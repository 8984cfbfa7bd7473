import type { Change, Entity, Rows } from '../../src/core/change.ts'
import { fold } from '../../src/core/text.ts'

/** Every row of the fake ledger, by its key. */
export type FakeRows = { readonly [E in Entity]: ReadonlyMap<string, Rows[E]> }

/** A ledger that holds nothing yet. */
export const noRows: FakeRows = copyOf({
  user: new Map(),
  team: new Map(),
  mapping: new Map(),
  fact: new Map(),
  decision: new Map(),
})

/** The rows after these changes, or the changes that would break a rule of the ledger. */
export function applied(rows: FakeRows, changes: readonly Change[]): FakeRows | readonly Change[] {
  const next = copyOf(rows)
  for (const { entity, key, before } of changes) if (before !== null) next[entity].delete(key)
  for (const change of changes) {
    if (change.after === null) continue
    if (next[change.entity].has(change.key)) return [change]
    insert(next, change)
    if (!hasUniqueRows(next)) return [change]
  }
  const broken = changes.filter((change) => leavesAReference(next, change))
  return broken.length > 0 ? broken : next
}

function copyOf(rows: FakeRows): { [E in Entity]: Map<string, Rows[E]> } {
  return {
    user: new Map(rows.user),
    team: new Map(rows.team),
    mapping: new Map(rows.mapping),
    fact: new Map(rows.fact),
    decision: new Map(rows.decision),
  }
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
      return
    case 'decision':
      rows.decision.set(change.key, change.after)
  }
}

function hasUniqueRows(rows: FakeRows): boolean {
  const users = [...rows.user.values()]
  const teams = [...rows.team.values()]
  const mappings = [...rows.mapping.values()]
  return (
    areUnique(users.map(({ email }) => email)) &&
    areUnique(teams.map(({ name }) => fold(name))) &&
    areUnique(teams.flatMap(({ key }) => (key === null ? [] : [key]))) &&
    areUnique(mappings.map(({ salesforceUserId }) => salesforceUserId)) &&
    teams.every(({ name }) => name !== '') &&
    users.every(({ state, teamId }) => state !== 'spectating' || teamId === null)
  )
}

function leavesAReference(rows: FakeRows, { entity, key, after }: Change): boolean {
  const isGone = (userId: string | null) => userId !== null && !rows.user.has(userId)
  if (after === null) {
    const decisions = [...rows.decision.values()]
    if (entity === 'user')
      return isGone(key) && (rows.mapping.has(key) || decisions.some(({ userId }) => userId === key))
    return entity === 'team' && [...rows.user.values()].some(({ teamId }) => teamId === key)
  }
  if ('email' in after) return after.teamId !== null && !rows.team.has(after.teamId)
  return 'userId' in after && isGone(after.userId)
}

function areUnique(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length
}
