import type { SalesforceUser } from '../../src/core/salesforce-user.ts'

/** A Salesforce user and when it was last seen. */
export interface Seen {
  readonly person: SalesforceUser
  readonly at: string
}

/** The people after a reading: merged into those before, or in their place. */
export function merged(
  before: ReadonlyMap<string, Seen>,
  rows: readonly SalesforceUser[],
  at: string,
  mode: 'merge' | 'replace',
): ReadonlyMap<string, Seen> {
  const people = new Map(mode === 'merge' ? before : [])
  for (const row of rows) {
    const known = mode === 'merge' ? people.get(row.salesforceUserId)?.person : undefined
    people.set(row.salesforceUserId, { person: known === undefined ? row : mergedPerson(known, row), at })
  }
  return people
}

// A name that only repeats an address or the ID is no name.
function mergedPerson(known: SalesforceUser, row: SalesforceUser): SalesforceUser {
  const isName = ![row.username, row.email, row.salesforceUserId].includes(row.name)
  return {
    salesforceUserId: known.salesforceUserId,
    name: isName ? row.name : known.name,
    firstName: row.firstName ?? known.firstName,
    lastName: row.lastName ?? known.lastName,
    username: row.username ?? known.username,
    email: row.email ?? known.email,
    alias: row.alias ?? known.alias,
    active: row.active ?? known.active,
    frozen: row.frozen ?? known.frozen,
    type: row.type ?? known.type,
    profile: row.profile ?? known.profile,
    role: row.role ?? known.role,
    department: row.department ?? known.department,
    title: row.title ?? known.title,
    manager: row.manager ?? known.manager,
    employeeNumber: row.employeeNumber ?? known.employeeNumber,
    federationId: row.federationId ?? known.federationId,
    lastLoginAt: row.lastLoginAt ?? known.lastLoginAt,
  }
}
