import type { EnteredTeam } from '../entered.ts'
import type { ErrorRow } from '../errors.ts'
import type { Team, TeamId } from '../model.ts'
import { fold, tidy } from '../text.ts'
import type { AdoptFacts, WorkbookUser } from './adopt-facts.ts'
import type { KnownUser } from './adopt-users.ts'

/** One team of a workbook, and the name that SalesScreen has for it. */
export interface WorkbookTeam {
  readonly teamId: TeamId
  /** null if the team is new to the ledger. */
  readonly team: Team | null
  readonly entered: EnteredTeam | null
  readonly name: string
}

/** The teams of a workbook, by the folded name. */
export interface MatchedTeams {
  readonly teams: ReadonlyMap<string, WorkbookTeam>
  /** Names that the ledger cannot tell apart. */
  readonly unclear: readonly ErrorRow[]
}

/**
 * Finds the teams of a workbook, all names together. A team that is to be renamed still has its old name in SalesScreen,
 * unless the workbook says otherwise: it has the new name too, or its members are then where they were.
 */
export function matchTeams(
  facts: Pick<AdoptFacts, 'file' | 'teams' | 'enteredTeams'>,
  rows: readonly WorkbookUser[],
  sides: ReadonlyMap<WorkbookUser, KnownUser>,
  newTeamId: () => TeamId,
): MatchedTeams {
  const spellings = Map.groupBy(
    rows.flatMap(({ line, team }) => (team == null ? [] : [{ line, name: tidy(team) }])),
    ({ name }) => fold(name),
  )
  const [before, decided] = readingsOf(facts, new Set(spellings.keys()))
  const names = movedIn(decided, rows, sides) < movedIn(before, rows, sides) ? decided : before
  const teams = new Map<string, WorkbookTeam>()
  for (const [folded, spelled] of spellings) {
    const teamId = names.get(folded) ?? newTeamId()
    const team = facts.teams.find((each) => each.teamId === teamId) ?? null
    const entered = facts.enteredTeams.find((each) => each.teamId === teamId) ?? null
    const texts = spelled.map(({ name }) => name)
    const known = [entered?.name, team?.name].find((name) => name !== undefined && texts.includes(name))
    teams.set(folded, { teamId, team, entered, name: known ?? texts[0] ?? '' })
  }
  return { teams, unclear: [...spellings.values()].flatMap((spelled) => mergedNames(facts.file, spelled)) }
}

type Names = ReadonlyMap<string, TeamId>

// What the names of a workbook mean if nothing was renamed yet, and if all was that is to be.
function readingsOf(
  { teams, enteredTeams }: Pick<AdoptFacts, 'teams' | 'enteredTeams'>,
  used: ReadonlySet<string>,
): readonly [before: Names, decided: Names] {
  const here = new Map(teams.map(({ teamId, name }) => [fold(name), teamId]))
  const decided = new Map<TeamId, string>(teams.map(({ teamId, name }) => [teamId, fold(name)]))
  // One that only SalesScreen has is the one that the ledger has under that name.
  const there = new Map<string, TeamId>()
  for (const { teamId, name } of enteredTeams)
    if (decided.has(teamId) || !here.has(fold(name))) there.set(fold(name), teamId)
  // With its new name in the workbook, a team does not have the old one as well, unless that is still another's.
  const isRenamed = (name: string, teamId: TeamId, asked: ReadonlySet<TeamId>): boolean => {
    const next = decided.get(teamId)
    if (next === undefined || next === name || !used.has(next) || asked.has(teamId)) return false
    const other = there.get(next)
    return other === undefined || isRenamed(next, other, new Set([...asked, teamId]))
  }
  const before = [...there].filter(([name, teamId]) => !isRenamed(name, teamId, new Set()))
  const after = [...there].filter(([name, teamId]) => {
    const next = decided.get(teamId)
    return next === undefined || next === name || !used.has(next)
  })
  return [new Map([...here, ...before]), new Map([...after, ...here])]
}

// How many users would have moved to another team.
function movedIn(
  names: Names,
  rows: readonly WorkbookUser[],
  sides: ReadonlyMap<WorkbookUser, KnownUser>,
): number {
  return rows.filter((row) => {
    const { user, entered } = sides.get(row) ?? { user: null, entered: null }
    const now = row.team == null ? null : (names.get(fold(row.team)) ?? null)
    const then = entered?.teamId ?? user?.teamId ?? null
    return now !== null && then !== null && now !== then
  }).length
}

// To the ledger "Öst" and "Ost" are one name, but to SalesScreen they may be two teams.
function mergedNames(file: string, spelled: readonly { line: number; name: string }[]): ErrorRow[] {
  const [first] = spelled
  const other = spelled.find(({ name }) => plain(name) !== plain(first?.name ?? ''))
  if (first === undefined || other === undefined) return []
  return [
    {
      file,
      line: other.line,
      value: other.name,
      reason: `${first.name} (line ${first.line}) and ${other.name} differ only in accents, which sfsync takes for one team`,
      action: 'rename one of the two in SalesScreen, or spell both alike in the file if they are one team',
    },
  ]
}

function plain(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
