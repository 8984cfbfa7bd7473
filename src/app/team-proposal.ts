import type { SalesforceUser } from '../core/salesforce-user.ts'
import { proposeTeam, type TeamProposal } from '../core/team-proposal.ts'
import type { Ledger } from '../ledger/ledger.ts'

// Enough to know where a department is.
const mostColleagues = 200

/** Proposes a team for a Salesforce user, from the department, the role, and the teams of colleagues. */
export async function readTeamProposal(
  ledger: Ledger,
  { department, role }: Pick<SalesforceUser, 'department' | 'role'>,
): Promise<TeamProposal | null> {
  const teams = new Map((await ledger.teams()).map(({ team }) => [team.teamId, team.name]))
  const colleagues: (string | null)[] = []
  if (department !== null && teams.size > 0)
    for await (const page of ledger.directory.list({ department, mapped: true, limit: mostColleagues })) {
      const ids = page.flatMap(({ mappedTo }) => mappedTo?.userId ?? [])
      for (const { user } of await ledger.usersOf({ userIds: ids }))
        colleagues.push(user.teamId === null ? null : (teams.get(user.teamId) ?? null))
    }
  return proposeTeam({ department, role, teams: [...teams.values()], colleagues })
}
