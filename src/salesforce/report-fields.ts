import type { SalesforceUser } from '../core/salesforce-user.ts'

/** A field of a Salesforce user that a column of a report can fill. */
export type ReportField = Exclude<keyof SalesforceUser, 'frozen'>

/** The flag that names the column of each field. */
export const columnFlags: Readonly<Record<ReportField, string>> = {
  salesforceUserId: '--id-column',
  name: '--name-column',
  firstName: '--first-name-column',
  lastName: '--last-name-column',
  username: '--username-column',
  email: '--email-column',
  alias: '--alias-column',
  active: '--active-column',
  type: '--type-column',
  profile: '--profile-column',
  role: '--role-column',
  department: '--department-column',
  title: '--title-column',
  manager: '--manager-column',
  employeeNumber: '--employee-number-column',
  federationId: '--federation-id-column',
  lastLoginAt: '--last-login-column',
}

/** Every such field, in the order of `columnFlags`. */
export const reportFields: readonly ReportField[] = Object.keys(columnFlags).filter(isReportField)

function isReportField(name: string): name is ReportField {
  return Object.hasOwn(columnFlags, name)
}
