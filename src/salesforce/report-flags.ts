import type { ReportField } from '../sheet/report-fields.ts'

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
