import { type Change, isRefusal } from '../change.ts'
import { decideUnmap } from '../decide/map.ts'
import { fullName, type Team, type TeamId, type User } from '../model.ts'
import { parseName } from '../written-name.ts'
import type { LedgerDraft } from './draft.ts'
import { type BatchRow, problemOf, type RowProblem, unusableName } from './rows.ts'

/** A roster lists all members of its teams: other users on them are left alone, or (pruned) lose team and mapping. */
export interface RosterRules {
  readonly prune: boolean
}

/** Whether a row of a roster only names a team. */
export function isTeamAlone({ values }: BatchRow): boolean {
  return values.team !== undefined && Object.keys(values).length === 1
}

/** Creates the teams that a roster names without members; gives the problems of names that are none. */
export function createTeams(
  draft: LedgerDraft,
  rows: readonly BatchRow[],
  file: string,
  newTeamId: (name: string) => TeamId,
): RowProblem[] {
  return rows.flatMap((row) => {
    const text = row.values.team ?? ''
    if (draft.teamNamed(text) !== null) return []
    const parsed = parseName(text)
    if ('reason' in parsed) return [problemOf(row, 'team', unusableName(parsed.reason))]
    const after: Team = { teamId: newTeamId(parsed.name), name: parsed.name, key: null }
    draft.apply([{ entity: 'team', key: after.teamId, before: null, after }], {
      origin: `${file}:${row.line}`,
    })
    return []
  })
}

/** Removes team and mapping from users who are on a team of the roster but not on the roster. */
export function prune(
  draft: LedgerDraft,
  listed: ReadonlySet<string>,
  rows: readonly BatchRow[],
  file: string,
): void {
  const teams = new Set(
    rows.flatMap(({ values }) =>
      values.team === undefined ? [] : (draft.teamNamed(values.team)?.teamId ?? []),
    ),
  )
  for (const user of draft.allUsers()) {
    if (user.teamId === null || !teams.has(user.teamId) || listed.has(user.userId)) continue
    const team = draft.teamOf(user)?.name ?? ''
    draft.apply(removal(user, draft), { origin: file, evidence: `is on team ${team} but not on the roster` })
  }
}

function removal(user: User, draft: LedgerDraft): Change[] {
  const unmapped = decideUnmap(user, draft.mappingOf(user.userId))
  const offTeam: Change = { entity: 'user', key: user.userId, before: user, after: { ...user, teamId: null } }
  return [offTeam, ...(isRefusal(unmapped) ? [] : unmapped.changes)]
}

/** Mappings that a roster would remove; without pruning each is a problem. */
export function removedWithoutPruning(changes: readonly Change[], draft: LedgerDraft): RowProblem[] {
  return changes.flatMap(({ entity, key, after, origin }): RowProblem[] => {
    if (entity !== 'mapping' || after !== null) return []
    const user = draft.user(key)
    return [
      {
        line: Number(/:(\d+)$/.exec(origin ?? '')?.[1] ?? 1),
        field: 'salesforceUser',
        value: user?.email ?? key,
        group: 'would lose a mapping',
        reason: `${user === null ? key : `${fullName(user)} (${user.email})`} would lose the mapping`,
        confirmation: 'prune',
      },
    ]
  })
}
