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
export function joined(pieces: readonly Soql[], between: ' AND ' | ', '): Soql {
  return new Soql(pieces.map(({ text }) => text).join(between))
}

/** A time as SOQL writes it; throws on what is none. */
export function moment(time: string): Soql {
  return new Soql(new Date(time).toISOString())
}

// Source: SOQL and SOSL reference, "Quoted String Escape Sequences".
function written(value: string | Soql): string {
  return value instanceof Soql ? value.text : `'${value.replaceAll(/[\\']/g, '\\$&')}'`
}
