import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { fold } from '../../core/text.ts'

/** What `salesforce_user` tells of a person, in the order of `personValues`. */
export const personColumns = [
  'salesforce_user_id',
  'name',
  'name_key',
  'first_name',
  'last_name',
  'username',
  'email',
  'alias',
  'active',
  'frozen',
  'type',
  'profile',
  'role',
  'department',
  'title',
  'manager',
  'employee_number',
  'federation_id',
  'last_login_at',
] as const

/** A person as the values of a row, in the order of `personColumns`. */
export function personValues(user: SalesforceUser): (string | number | null)[] {
  return [
    user.salesforceUserId,
    user.name,
    fold(user.name),
    user.firstName,
    user.lastName,
    user.username,
    user.email,
    user.alias,
    user.active === null ? null : Number(user.active),
    user.frozen === null ? null : Number(user.frozen),
    user.type,
    user.profile,
    user.role,
    user.department,
    user.title,
    user.manager,
    user.employeeNumber,
    user.federationId,
    user.lastLoginAt,
  ]
}
