import { json, type ServerAnswer } from './answer.ts'
import type { Table } from './data/table.ts'
import { wholeId } from './data/values.ts'
import type { OrgFacts } from './facts.ts'

/** Who asks, as `/services/oauth2/userinfo` tells it. Source: OpenID Connect answers of Salesforce, help page "User Info Response". */
export function userInfo(userId: string, facts: OrgFacts, users: Table, origin: string): ServerAnswer {
  const { identity, organization } = facts
  const row = users.rowOf(userId)
  const about = (field: string, otherwise: string) =>
    row === undefined ? otherwise : users.value(row, field)
  const username = about('Username', identity.username)
  return json({
    sub: `${origin}/id/${wholeId(organization.id)}/${userId}`,
    user_id: userId,
    organization_id: organization.id,
    preferred_username: username,
    name: about('Name', identity.name),
    email: about('Email', identity.username),
    email_verified: true,
    active: about('IsActive', 'true') !== false,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_GB',
    utcOffset: 0,
  })
}
