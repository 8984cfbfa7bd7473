import type { SalesforceUserOutline } from '../../core/match/index.ts'
import type { UserOutline } from '../../core/match/suggestion.ts'
import { kysely } from './kysely.ts'
import type { Queries } from './query-runner.ts'

/** The outlines of all Salesforce users with or without a mapping. */
export async function salesforceUserOutlines(
  run: Queries,
  mapped: boolean,
): Promise<SalesforceUserOutline[]> {
  const query = kysely
    .selectFrom('salesforce_user as s')
    .select([
      's.salesforce_user_id as salesforceUserId',
      's.name',
      's.first_name as firstName',
      's.last_name as lastName',
      's.email',
      's.username',
      's.federation_id as federationId',
      's.employee_number as employeeNumber',
    ])
    .where('s.salesforce_user_id', mapped ? 'in' : 'not in', ({ selectFrom }) =>
      selectFrom('mapping').select('salesforce_user_id'),
    )
    .$castTo<SalesforceUserOutline>()
  const [ids, names, firstNames, lastNames, emails, usernames, federationIds, numbers] = await run.columns(
    query.compile(),
    [
      'salesforceUserId',
      'name',
      'firstName',
      'lastName',
      'email',
      'username',
      'federationId',
      'employeeNumber',
    ],
  )
  return ids.map((salesforceUserId, at) => ({
    salesforceUserId,
    name: names[at] ?? '',
    firstName: firstNames[at] ?? null,
    lastName: lastNames[at] ?? null,
    email: emails[at] ?? null,
    username: usernames[at] ?? null,
    federationId: federationIds[at] ?? null,
    employeeNumber: numbers[at] ?? null,
  }))
}

/** The outlines of all active and pending users with or without a mapping. */
export async function userOutlines(run: Queries, mapped: boolean): Promise<UserOutline[]> {
  const query = kysely
    .selectFrom('screen_user as u')
    .select([
      'u.user_id as userId',
      'u.email',
      'u.first_name as firstName',
      'u.last_name as lastName',
      'u.nickname',
    ])
    .where('u.state', 'in', ['active', 'pending'])
    .where('u.user_id', mapped ? 'in' : 'not in', ({ selectFrom }) => selectFrom('mapping').select('user_id'))
    .$castTo<UserOutline>()
  const [ids, emails, firstNames, lastNames, nicknames] = await run.columns(query.compile(), [
    'userId',
    'email',
    'firstName',
    'lastName',
    'nickname',
  ])
  return ids.flatMap((userId, at) => {
    const email = emails[at]
    if (email === undefined) return []
    const [firstName, lastName] = [firstNames[at] ?? '', lastNames[at] ?? '']
    return [{ userId, email, firstName, lastName, nickname: nicknames[at] ?? null }]
  })
}
