import Papa from 'papaparse'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { fieldsAskedFor } from './fields.ts'
import type { Org } from './org.ts'
import { peopleOf } from './people.ts'
import type { UserRecord } from './records.ts'
import { slices } from './slices.ts'

type Cell = (field: (typeof fieldsAskedFor)[number]) => string | undefined

/** The people in a table as Bulk API 2.0 answers it, some at a time: a header of field names, empty for null. Throws `remote`. */
export function* peopleInTable(org: Org, table: Buffer): Generator<SalesforceUser[]> {
  let header: readonly string[] | undefined
  for (const slice of slices(table)) {
    const rows = rowsOf(org, slice)
    header ??= headerOf(org, rows.splice(0, 1)[0])
    yield peopleOf(org, recordsOf(org, header, rows))
  }
  if (header === undefined) throw org.misunderstood(['an empty table'])
}

function rowsOf(org: Org, slice: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(slice, {
    delimiter: ',',
    newline: '\n',
    skipEmptyLines: true,
  })
  const [problem] = errors
  if (problem !== undefined) throw org.misunderstood([problem.message])
  return data
}

function headerOf(org: Org, row: string[] | undefined): readonly string[] {
  if (row?.includes('Id') === true && row.includes('IsActive')) return row
  throw org.misunderstood(['a table without its columns'])
}

function recordsOf(org: Org, header: readonly string[], rows: readonly string[][]): UserRecord[] {
  if (rows.some((row) => row.length !== header.length)) throw org.misunderstood(['a row that is not whole'])
  const places = new Map(header.map((field, index) => [field, index]))
  return rows.map((row) => recordOf((field) => row[places.get(field) ?? -1]))
}

function recordOf(cell: Cell): UserRecord {
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
