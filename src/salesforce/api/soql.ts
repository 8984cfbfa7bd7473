import { type DirectoryScope, typesInScope } from '../../core/salesforce-user.ts'

/** A piece of SOQL that is safe to send: made by the functions of this file alone. */
export class Soql {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Writes SOQL: texts become escaped literals; other SOQL is taken as it is. */
export function soql(strings: TemplateStringsArray, ...values: readonly (string | Soql)[]): Soql {
  return new Soql(String.raw({ raw: strings }, ...values.map((value) => written(value))))
}

/** Names of fields with commas between them; throws on what cannot be a field's name. */
export function fieldList(fields: readonly string[]): Soql {
  const strange = fields.find((field) => !/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/.test(field))
  if (strange !== undefined) throw new TypeError(`"${strange}" is no name of a field`)
  return new Soql(fields.join(', '))
}

/** Pieces of SOQL with a word or comma between them. */
export function joinSoql(pieces: readonly Soql[], between: ' AND ' | ', '): Soql {
  return new Soql(pieces.map(({ text }) => text).join(between))
}

/** A time as SOQL writes it; throws on what is none. */
export function soqlTime(time: string): Soql {
  return new Soql(new Date(time).toISOString())
}

// Source: SOQL and SOSL reference, "Quoted String Escape Sequences".
function written(value: string | Soql): string {
  return value instanceof Soql ? value.text : `'${value.replaceAll(/[\\']/g, '\\$&')}'`
}

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

/** Every field that a query for users may ask for. */
export const fieldsAskedFor = [...neededFields, ...optionalFields] as const

/** A field that an org may hide. */
export type OptionalField = (typeof optionalFields)[number]

/** Counts the users of a scope: cheap, and it shows that users can be queried. */
export function userCountQuery(scope: DirectoryScope): Soql {
  return soql`SELECT COUNT() FROM User${whereAll([inScope(scope)])}`
}

/** Asks for users with some conditions, which all must hold. */
export function usersQuery(
  fields: readonly OptionalField[],
  conditions: readonly (Soql | undefined)[],
): Soql {
  return soql`SELECT ${fieldList([...neededFields, ...fields])} FROM User${whereAll(conditions)}`
}

/** The condition that holds users to a scope; undefined where there is none. */
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

/** Every condition that is there, behind one WHERE. */
export function whereAll(conditions: readonly (Soql | undefined)[]): Soql {
  const given = conditions.filter((condition) => condition !== undefined)
  return given.length === 0 ? soql`` : soql` WHERE ${joinSoql(given, ' AND ')}`
}

/** The optional fields that Salesforce's words quote; the words around them follow the user's language. */
export function fieldsNamedIn(words: string): OptionalField[] {
  const quoted = new Set([...words.matchAll(/['"‘“«「]([A-Za-z.]+)['"’”»」]/gu)].map((match) => match[1]))
  return optionalFields.filter((field) => quoted.has(field) || quoted.has(field.replace(/\.Name$/, '')))
}
