import type { Change, ChangeSet } from '../../core/change.ts'
import { type Decision, decisionKey } from '../../core/decision.ts'
import type { UndoFacts } from '../../core/decide-undo.ts'
import { isTeamId } from '../../core/team.ts'
import { isUserId, type UserId } from '../../core/user.ts'
import type { Ledger } from '../../ledger/ledger.ts'

/** The rows that these change sets touched, as they are now, with everybody who may stand in the way of taking them back. */
export async function undoFacts(ledger: Ledger, changeSets: readonly ChangeSet[]): Promise<UndoFacts> {
  const changes = changeSets.flatMap((changeSet) => changeSet.changes)
  const people = await ledger.usersOf({
    userIds: changes.flatMap(userIdsOf),
    emails: changes.flatMap((change) => (change.entity === 'user' ? (change.before?.email ?? []) : [])),
    salesforceUserIds: changes.flatMap((change) =>
      change.entity === 'mapping' ? (change.before?.salesforceUserId ?? []) : [],
    ),
    teamIds: changes.flatMap(({ entity, key }) => (entity === 'team' && isTeamId(key) ? [key] : [])),
  })
  const decisions = changes.some((change) => isAboutDecisions(change)) ? await allDecisions(ledger) : []
  const facts = await ledger.facts()
  const teams = await ledger.teams()
  return {
    changeSets,
    now: {
      users: new Map(people.map(({ user }) => [user.userId, user])),
      teams: new Map(teams.map(({ team }) => [team.teamId, team])),
      mappings: new Map(
        people.flatMap(({ mapping }) => (mapping === null ? [] : [[mapping.userId, mapping]])),
      ),
      facts: new Map(facts.map((fact) => [fact.name, fact])),
      decisions: new Map(decisions.map((decision) => [decisionKey(decision), decision])),
    },
  }
}

// A decision needs its user, but has a key of its own.
function userIdsOf({ entity, key, before, after }: Change): UserId[] {
  if (entity === 'decision') return [before?.userId ?? after?.userId ?? []].flat()
  return isUserId(key) ? [key] : []
}

// A user who would go may have been decided about since.
function isAboutDecisions({ entity, before }: Change): boolean {
  return entity === 'decision' || (entity === 'user' && before === null)
}

async function allDecisions(ledger: Ledger): Promise<Decision[]> {
  const all: Decision[] = []
  for await (const page of ledger.decisions()) all.push(...page)
  return all
}
