import type { Change } from '../../core/change.ts'
import { type Facts, factsOf } from '../../core/relied-on.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { Team } from '../../core/team.ts'
import { isUserId, type User } from '../../core/user.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { rejections } from '../decisions/find.ts'

/** What each of these changes relies on, in their order; decisions count by `today`, YYYY-MM-DD. */
export async function factsOfAll(
  ledger: Ledger,
  changes: readonly Change[],
  today: string,
): Promise<readonly Facts[]> {
  const mappings = changes.flatMap((change) => (change.entity === 'mapping' ? [change] : []))
  const people = await ledger.usersOf({
    userIds: mappings.flatMap(({ key }) => (isUserId(key) ? [key] : [])),
  })
  const seen = await ledger.directory.findAll({
    salesforceUserIds: mappings.flatMap(({ after }) => after?.salesforceUserId ?? []),
  })
  const users = new Map<string, User>(people.map(({ user }) => [user.userId, user]))
  const persons = new Map<string, SalesforceUser>(seen.map((person) => [person.salesforceUserId, person]))
  const teams = new Map<string, Team>((await ledger.teams()).map(({ team }) => [team.teamId, team]))
  const own = new Set(changes.map(({ entity, key }) => `${entity} ${key}`))
  const known = {
    user: (userId: string) => users.get(userId) ?? null,
    team: (teamId: string) => teams.get(teamId) ?? null,
    salesforceUser: (id: string) => persons.get(id) ?? null,
    rejected: await rejections(ledger, today),
  }
  return changes.map((change) => factsOf(change, known, (key) => own.has(key)))
}
