import type { Change, Plan, Refusal } from '../core/change.ts'
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
export function summaryText(changes: readonly Change[], problems: number, isWritten: boolean): string {
  const counts = new Map<Deed, Map<Subject, number>>()
  for (const change of changes) {
    const [subject, deed] = deedOf(change)
    const of = counts.get(deed) ?? new Map<Subject, number>()
    counts.set(deed, of.set(subject, (of.get(subject) ?? 0) + 1))
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

function deedOf(change: Change): readonly [Subject, Deed] {
  const isNew = change.before === null
  const isGone = change.after === null
  switch (change.entity) {
    case 'user':
      return ['user', isNew ? 'add' : isGone ? 'remove' : userDeed(change)]
    case 'team':
      return ['team', isNew ? 'add' : isGone ? 'remove' : teamDeed(change)]
    case 'mapping':
      return mappingDeed(change)
    case 'fact':
      return ['setting', isGone ? 'unset' : 'set']
    case 'decision':
      return ['decision', isGone ? 'remove' : 'record']
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
  if (before === null) return ['user', 'map']
  if (after === null) return ['user', 'unmap']
  return before.salesforceUserId === after.salesforceUserId ? ['mapping', 'confirm'] : ['user', 'remap']
}
