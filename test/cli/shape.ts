/** Keys and types of a JSON document, one key a line, as a type is written. */
export function shapeOf(value: unknown): string {
  if (Array.isArray(value)) {
    const elements = union(value)
    return elements === '' ? '[]' : `[${elements}]`
  }
  if (typeof value === 'object' && value !== null) return objectShape([value])
  return value === null ? 'null' : typeof value
}

/** What several values can be: objects with the same keys count as one. */
function union(values: readonly unknown[]): string {
  const shapes = new Set<string>()
  const objects = new Map<string, object[]>()
  for (const value of values) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const keys = Object.keys(value).join(' ')
      objects.set(keys, [...(objects.get(keys) ?? []), value])
    } else {
      shapes.add(shapeOf(value))
    }
  }
  const ofObjects = [...objects.values()].map((alike) => objectShape(alike))
  return [...ofObjects.toSorted(), ...[...shapes].toSorted()].join(' | ')
}

function objectShape(alike: readonly object[]): string {
  const entries = alike.map((each) => new Map<string, unknown>(Object.entries(each)))
  const keys = [...(entries[0]?.keys() ?? [])]
  const lines = keys.map((key) => `${key}: ${union(entries.map((each) => each.get(key)))}`)
  return `{\n${lines.map((line) => indented(line)).join('\n')}\n}`
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ')
}
