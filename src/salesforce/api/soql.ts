import { type DirectoryScope, typesInScope } from '../../core/salesforce-user.ts'

/** SOQL that is safe to send; only the functions of this file create it. */
export class Soql {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Writes SOQL: texts become escaped literals; other SOQL stays as it is. */
export function soql(strings: TemplateStringsArray, ...values: readonly (string | Soql)[]): Soql {
  return new Soql(String.raw({ raw: strings }, ...values.map((value) => literal(value))))
}

/** Names of fields, separated by commas; throws on what cannot be the name of a field. */
export function fieldList(fields: readonly string[]): Soql {
  const invalid = fields.find((field) => !/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/.test(field))
  if (invalid !== undefined) throw new TypeError(`"${invalid}" is not the name of a field`)
  return new Soql(fields.join(', '))
}

/** Joins pieces of SOQL. */
export function joinSoql(pieces: readonly Soql[], between: ' AND ' | ', '): Soql {
  return new Soql(pieces.map(({ text }) => text).join(between))
}

/** A time as SOQL writes it; throws on an invalid time. */
export function soqlTime(time: string): Soql {
  return new Soql(new Date(time).toISOString())
}

// Source: SOQL and SOSL reference, "Quoted String Escape Sequences".
function literal(value: string | Soql): string {
  return value instanceof Soql ? value.text : `'${value.replaceAll(/[\\']/g, '\\$&')}'`
}

// Without these, users cannot be distinguished or filtered.
const neededFields = ['Id', 'Username', 'Name', 'IsActive', 'UserType'] as const

/** Fields that an org may hide from the signed-in user; without them a user is still usable. */
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

/** Every field that a query for users may select. */
export const userFields = [...neededFields, ...optionalFields] as const

/** A field that an org may hide. */
export type OptionalField = (typeof optionalFields)[number]

/** Counts the users of a scope: cheap, and it shows that users can be queried. */
export function userCountQuery(scope: DirectoryScope): Soql {
  return soql`SELECT COUNT() FROM User${whereAll([inScope(scope)])}`
}

/** Selects users that meet all conditions. */
export function usersQuery(
  fields: readonly OptionalField[],
  conditions: readonly (Soql | undefined)[],
): Soql {
  return soql`SELECT ${fieldList([...neededFields, ...fields])} FROM User${whereAll(conditions)}`
}

/** The condition that limits users to a scope; undefined where it has none. */
export function inScope(scope: DirectoryScope): Soql | undefined {
  const types = typesInScope(scope)
  if (types === undefined) return undefined
  const [only, ...others] = types
  if (only !== undefined && others.length === 0) return soql`UserType = ${only}`
  return soql`UserType IN (${joinSoql(
    types.map((type) => soql`${type}`),
    ', ',
  )})`
}

// All given conditions in one WHERE clause.
function whereAll(conditions: readonly (Soql | undefined)[]): Soql {
  const given = conditions.filter((condition) => condition !== undefined)
  return given.length === 0 ? soql`` : soql` WHERE ${joinSoql(given, ' AND ')}`
}

/** The optional fields that a message of Salesforce quotes; its language is the user's. */
export function fieldsNamedIn(message: string): OptionalField[] {
  const quoted = new Set([...message.matchAll(/['"‘“«「]([A-Za-z.]+)['"’”»」]/gu)].map((match) => match[1]))
  return optionalFields.filter((field) => quoted.has(field) || quoted.has(field.replace(/\.Name$/, '')))
}
