import Papa from 'papaparse'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { fieldsAskedFor } from './fields.ts'
import type { Org } from './org.ts'
import { peopleOf } from './people.ts'
import type { UserRecord } from './records.ts'

/** The people in a table as Bulk API 2.0 answers it: a header of field names, empty for null. Throws `remote`. */
export function peopleInTable(org: Org, text: string): SalesforceUser[] {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n', skipEmptyLines: true })
  const [header, ...rows] = data
  const [problem] = errors
  if (header === undefined || problem !== undefined)
    throw org.misunderstood([problem?.message ?? 'an empty table'])
  const places = new Map(header.map((field, index) => [field, index]))
  const missing = ['Id', 'IsActive'].filter((field) => !places.has(field))
  const uneven = rows.find((row) => row.length !== header.length)
  if (missing.length > 0 || uneven !== undefined) throw org.misunderstood(['a table without its columns'])
  return peopleOf(
    org,
    rows.map((row) => recordOf((field) => row[places.get(field) ?? -1])),
  )
}

function recordOf(cell: (field: (typeof fieldsAskedFor)[number]) => string | undefined): UserRecord {
  return {
    Id: cell('Id') ?? '',
    Username: cell('Username'),
    Name: cell('Name'),
    FirstName: cell('FirstName'),
    LastName: cell('LastName'),
    Email: cell('Email'),
    Alias: cell('Alias'),
    IsActive: cell('IsActive') === 'true',
    UserType: cell('UserType'),
    Profile: { Name: cell('Profile.Name') },
    UserRole: { Name: cell('UserRole.Name') },
    Manager: { Name: cell('Manager.Name') },
    Title: cell('Title'),
    Department: cell('Department'),
    EmployeeNumber: cell('EmployeeNumber'),
    FederationIdentifier: cell('FederationIdentifier'),
    LastLoginDate: cell('LastLoginDate'),
  }
}
