import { type Change, type Changes, countsOf, type Entity, type Plan, type Refusal } from '../core/change.ts'
import { countText, numberText } from '../core/text.ts'

/** What happens to the rows of some changes: before they are written, and after. */
const deeds = [
  ['add', 'to add', 'added'],
  ['map', 'to map', 'mapped'],
  ['remap', 'to remap', 'remapped'],
  ['place', 'to put on a team', 'put on a team'],
  ['move', 'to move', 'moved'],
  ['takeOff', 'to take off a team', 'taken off a team'],
  ['rename', 'to rename', 'renamed'],
  ['change', 'to change', 'changed'],
  ['reactivate', 'to reactivate', 'reactivated'],
  ['deactivate', 'to deactivate', 'deactivated'],
  ['unmap', 'to unmap', 'unmapped'],
  ['remove', 'to remove', 'removed'],
  ['confirm', 'to confirm', 'confirmed'],
  ['set', 'to set', 'set'],
  ['unset', 'to unset', 'unset'],
  ['record', 'to record', 'recorded'],
  ['update', 'to update', 'updated'],
] as const

type Deed = (typeof deeds)[number][0]
type Subject = 'team' | 'user' | 'mapping' | 'setting' | 'decision' | 'SalesScreen record'

const subjects: readonly Subject[] = ['team', 'user', 'mapping', 'setting', 'decision', 'SalesScreen record']

/** Changes in one line, `4 teams and 41 users to add, 2 to move, 1 problem`; in the past tense if they are written. */
export function summaryText(changes: Changes, problems: number, isWritten: boolean): string {
  const counts = new Map<Deed, Map<Subject, number>>()
  const add = ([subject, deed]: readonly [Subject, Deed], times: number) => {
    const of = counts.get(deed) ?? new Map<Subject, number>()
    counts.set(deed, of.set(subject, (of.get(subject) ?? 0) + times))
  }
  const all = countsOf(changes)
  for (const entity of all.entities()) {
    const [subject, addition, removal] = plainDeeds[entity]
    const { added, removed, changed } = all.of(entity)
    if (added > 0) add([subject, addition], added)
    if (removed > 0) add([subject, removal], removed)
    // Only what changes within a row has to be read.
    if (changed > 0)
      for (const change of changes)
        if (change.entity === entity && change.before !== null && change.after !== null)
          add(deedOf(change), 1)
  }
  let last: Subject | undefined
  const parts: string[] = []
  for (const [deed, planned, written] of deeds) {
    const of = counts.get(deed)
    if (of === undefined) continue
    const named = subjects.flatMap((subject) => {
      const count = of.get(subject)
      return count === undefined ? [] : [[subject, count] as const]
    })
    // `41 users to add, 2 to move`: users again.
    const isSame = named.length === 1 && named[0]?.[0] === last
    const what = named.map(([subject, count]) => (isSame ? numberText(count) : countText(count, subject)))
    parts.push(`${andText(what)} ${isWritten ? written : planned}`)
    last = named.at(-1)?.[0]
  }
  if (problems > 0) parts.push(countText(problems, 'problem'))
  return parts.join(', ')
}

/** The line for a plan that was refused because of some rows; none where no row is good. */
export function refusedSummary(
  { changes }: Pick<Plan, 'changes'>,
  problems: readonly unknown[],
): Pick<Refusal, 'summary'> {
  return changes.length === 0 ? {} : { summary: summaryText(changes, problems.length, false) }
}

function andText(texts: readonly string[]): string {
  const last = texts.at(-1) ?? ''
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`
}

// What a row that is new, or goes, is counted as.
const plainDeeds: { readonly [E in Entity]: readonly [Subject, added: Deed, removed: Deed] } = {
  user: ['user', 'add', 'remove'],
  team: ['team', 'add', 'remove'],
  mapping: ['user', 'map', 'unmap'],
  fact: ['setting', 'set', 'unset'],
  decision: ['decision', 'record', 'remove'],
  enteredUser: ['SalesScreen record', 'update', 'update'],
  enteredTeam: ['SalesScreen record', 'update', 'update'],
}

// What a row that changes is counted as.
function deedOf(change: Change): readonly [Subject, Deed] {
  switch (change.entity) {
    case 'user':
      return ['user', userDeed(change)]
    case 'team':
      return ['team', teamDeed(change)]
    case 'mapping':
      return mappingDeed(change)
    case 'fact':
      return ['setting', 'set']
    case 'decision':
      return ['decision', 'record']
    case 'enteredUser':
    case 'enteredTeam':
      return ['SalesScreen record', 'update']
  }
}

function userDeed({ before, after }: Change & { entity: 'user' }): Deed {
  if (before?.state !== after?.state) {
    if (after?.state === 'deactivated') return 'deactivate'
    if (before?.state === 'deactivated') return 'reactivate'
  }
  if (before?.teamId === after?.teamId) return 'change'
  return before?.teamId == null ? 'place' : after?.teamId == null ? 'takeOff' : 'move'
}

function teamDeed({ before, after }: Change & { entity: 'team' }): Deed {
  return before?.name === after?.name ? 'change' : 'rename'
}

function mappingDeed({ before, after }: Change & { entity: 'mapping' }): readonly [Subject, Deed] {
  return before?.salesforceUserId === after?.salesforceUserId ? ['mapping', 'confirm'] : ['user', 'remap']
}
