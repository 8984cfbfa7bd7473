import { type Change, sameRow } from './change.ts'

/** What changes made one after another come to: one change for each row that is different in the end, in the order of first touch. */
export function netChanges(changes: Iterable<Change>): Change[] {
  const net = new Map<string, Change>()
  for (const change of changes) {
    const name = `${change.entity} ${change.key}`
    net.set(name, joined(net.get(name) ?? change, change))
  }
  return [...net.values()].filter(({ before, after }) => !sameRow(before, after))
}

function joined(first: Change, last: Change): Change {
  const { key } = first
  if (first.entity === 'user' && last.entity === 'user')
    return { entity: 'user', key, before: first.before, after: last.after }
  if (first.entity === 'team' && last.entity === 'team')
    return { entity: 'team', key, before: first.before, after: last.after }
  if (first.entity === 'mapping' && last.entity === 'mapping')
    return { entity: 'mapping', key, before: first.before, after: last.after }
  if (first.entity === 'fact' && last.entity === 'fact')
    return { entity: 'fact', key, before: first.before, after: last.after }
  if (first.entity === 'decision' && last.entity === 'decision')
    return { entity: 'decision', key, before: first.before, after: last.after }
  return last
}
