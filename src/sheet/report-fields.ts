import type { SalesforceUser } from '../core/salesforce-user.ts'

/** A field of a Salesforce user that a column of a report can fill. */
export type ReportField = Exclude<keyof SalesforceUser, 'frozen'>

/** Every such field, in the order of the flags that name their columns. */
export const reportFields = [
  'salesforceUserId',
  'name',
  'firstName',
  'lastName',
  'username',
  'email',
  'alias',
  'active',
  'type',
  'profile',
  'role',
  'department',
  'title',
  'manager',
  'employeeNumber',
  'federationId',
  'lastLoginAt',
] as const satisfies readonly ReportField[]

/** The column labels of one language by what the column holds: a field of a Salesforce user, or the name of a team. */
export type LanguageLabels = Partial<Readonly<Record<ReportField | 'team', readonly string[]>>>
