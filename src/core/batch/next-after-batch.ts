import type { Change } from '../change.ts'
import { commandText } from '../command-text.ts'

const kinds: readonly (readonly [one: string, many: string, isOne: (change: Change) => boolean])[] = [
  ['new team', 'new teams', ({ entity, before }) => entity === 'team' && before === null],
  ['new user', 'new users', ({ entity, before }) => entity === 'user' && before === null],
  [
    'changed user',
    'changed users',
    ({ entity, before, after }) => entity === 'user' && before !== null && after !== null,
  ],
  ['new mapping', 'new mappings', (change) => isMapped(change) && change.before === null],
  [
    'changed mapping (remove the old one first)',
    'changed mappings (remove the old ones first)',
    (change) => isMapped(change) && change.before !== null,
  ],
  ['mapping to remove', 'mappings to remove', ({ entity, after }) => entity === 'mapping' && after === null],
]

// A mapping that was only seen anew is the same in SalesScreen.
function isMapped({ entity, before, after }: Change): boolean {
  return entity === 'mapping' && after !== null && before?.salesforceUserId !== after.salesforceUserId
}

/** What is left to do after a batch: in SalesScreen's own screens, and to look at. */
export function nextAfterBatch(changes: readonly Change[]): string[] {
  const parts = kinds.flatMap(([one, many, isOne]) => {
    const count = changes.filter((change) => isOne(change)).length
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]
  })
  if (parts.length === 0) return []
  return [`in SalesScreen: make the same changes by hand: ${parts.join(', ')}`, commandText('status')]
}
