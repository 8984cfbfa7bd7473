/** What is wrong with a query, and where in its text. */
export class SoqlRefusal extends Error {
  readonly errorCode: string
  readonly at: number | undefined

  constructor(errorCode: string, message: string, at?: number) {
    super(message)
    this.errorCode = errorCode
    this.at = at
  }
}

/** A query that is no SOQL. */
export function malformed(message: string, at: number): SoqlRefusal {
  return new SoqlRefusal('MALFORMED_QUERY', message, at)
}

/** Salesforce's words for a field that there is not, or that the identity may not see. */
export function invalidField(field: string, object: string, at: number): SoqlRefusal {
  const [name, column] = field.split('.')
  const why =
    column === undefined
      ? `No such column '${name}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`
      : `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`
  return new SoqlRefusal('INVALID_FIELD', why, at)
}

/** Salesforce's words for an object that there is not. */
export function invalidType(object: string, at: number): SoqlRefusal {
  return new SoqlRefusal(
    'INVALID_TYPE',
    `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
    at,
  )
}

/** The whole message: where there is a place, it is shown in the query. */
export function wording(soql: string, { message, at }: SoqlRefusal): string {
  if (at === undefined) return message
  const before = soql.slice(0, at)
  const row = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  return `\n${soql}\n${' '.repeat(column - 1)}^\nERROR at Row:${row}:Column:${column}\n${message}`
}
