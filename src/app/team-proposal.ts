import type { SalesforceUser } from '../core/salesforce-user.ts'
import { proposeTeam, type TeamProposal } from '../core/team-proposal.ts'
import type { Ledger } from '../ledger/ledger.ts'

// Enough to know where a department is.
const mostColleagues = 200

/** Proposes teams for many Salesforce users, each department and role once; by Salesforce User ID. */
export async function readTeamProposals(
  ledger: Ledger,
  users: readonly SalesforceUser[],
): Promise<ReadonlyMap<string, TeamProposal>> {
  const known = new Map<string, TeamProposal | null>()
  const proposals = new Map<string, TeamProposal>()
  for (const user of users) {
    const place = JSON.stringify([user.department, user.role])
    const proposal = known.has(place) ? known.get(place) : await readTeamProposal(ledger, user)
    known.set(place, proposal ?? null)
    if (proposal != null) proposals.set(user.salesforceUserId, proposal)
  }
  return proposals
}

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
