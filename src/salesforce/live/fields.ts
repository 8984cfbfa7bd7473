import { fieldList, type Soql, soql } from './soql.ts'

// Without these a user cannot be told from another, or nobody would know whether it counts.
const neededFields = ['Id', 'Username', 'Name', 'IsActive', 'UserType'] as const

/** Fields that an org may hide from the identity that looks; a user without them is still a user. */
export const optionalFields = [
  'FirstName',
  'LastName',
  'Email',
  'Alias',
  'Profile.Name',
  'UserRole.Name',
  'Manager.Name',
  'Title',
  'Department',
  'EmployeeNumber',
  'FederationIdentifier',
  'LastLoginDate',
] as const

/** A field that an org may hide. */
export type OptionalField = (typeof optionalFields)[number]

/** Whom to read: people of the company (UserType Standard), or every user of the org. */
export interface LiveScope {
  readonly everyone: boolean
}

/** Counts the people of the company: cheap, and it shows that users can be queried. */
export const peopleCount: Soql = soql`SELECT COUNT() FROM User WHERE UserType = ${'Standard'}`

/** Asks for the users of a scope, in the order of their IDs. */
export function usersQuery(fields: readonly OptionalField[], scope: LiveScope): Soql {
  const which = scope.everyone ? soql`` : soql` WHERE UserType = ${'Standard'}`
  return soql`SELECT ${fieldList([...neededFields, ...fields])} FROM User${which} ORDER BY Id`
}

/** The optional fields that Salesforce's words quote; the words around them follow the user's language. */
export function fieldsNamedIn(words: string): OptionalField[] {
  const quoted = new Set([...words.matchAll(/['"‘“«「]([A-Za-z.]+)['"’”»」]/gu)].map((match) => match[1]))
  return optionalFields.filter((field) => quoted.has(field) || quoted.has(field.replace(/\.Name$/, '')))
}
