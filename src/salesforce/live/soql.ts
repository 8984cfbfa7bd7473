/** A piece of SOQL that is safe to send: made by `soql` and `fieldList` alone. */
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

// Source: SOQL and SOSL reference, "Quoted String Escape Sequences".
function written(value: string | Soql): string {
  return value instanceof Soql ? value.text : `'${value.replaceAll(/[\\']/g, '\\$&')}'`
}
