/** A piece of SOQL that is no value: a field list or a condition that the program itself wrote. */
export class SoqlPart {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Builds SOQL: values become quoted strings, in which nothing can end the quotes; parts are taken as they are. */
export function soql(parts: TemplateStringsArray, ...values: readonly (string | SoqlPart)[]): string {
  return parts.reduce((text, part, index) => {
    const value = values[index - 1]
    return text + (value instanceof SoqlPart ? value.text : quoted(value ?? '')) + part
  })
}

// Source: "Quoted String Escape Sequences" in the SOQL reference.
function quoted(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
  return `'${escaped}'`
}
