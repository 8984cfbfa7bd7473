import type { Change } from '../change.ts'
import type { BatchFacts } from './decide-batch.ts'
import type { BatchRules } from './decide-row.ts'
import type { Draft } from './draft.ts'

/** What a batch did besides its changes. */
export interface BatchCourse {
  /** Rows that say what the ledger holds already. */
  readonly unchanged: number
  /** What the rows had to tell. */
  readonly told: readonly string[]
  /** Neither changes nor problems. */
  readonly isQuiet: boolean
}

/** What the admin should know although a batch can be carried out. */
export function batchWarnings(
  facts: BatchFacts,
  draft: Draft,
  rules: BatchRules,
  { unchanged, told, isQuiet }: BatchCourse,
): string[] {
  const changes = draft.changes()
  return [
    ...(isQuiet ? nothingToDo(facts) : alreadyDone(unchanged)),
    ...told,
    ...nearTeams(facts, changes, rules),
    ...(rules.kind === 'unmap' || rules.roster?.prune === true ? [] : leftWithout(draft)),
    ...showsNothing(changes, draft),
  ]
}

function nothingToDo({ file, rows, recorded }: BatchFacts): string[] {
  return [
    rows.length === 0 && recorded === undefined
      ? `${file} holds no rows below its header; nothing was written`
      : `the ledger is as ${file} says already; nothing was written`,
  ]
}

function alreadyDone(unchanged: number): string[] {
  return unchanged === 0
    ? []
    : [`${counted(unchanged, 'row says', 'rows say')} what the ledger holds already`]
}

// A new team whose name is nearly that of another one may be a slip.
function nearTeams({ known }: BatchFacts, changes: readonly Change[], { suggest }: BatchRules): string[] {
  const names = known.teams.map(({ name }) => name)
  return changes.flatMap((change) => {
    if (change.entity !== 'team' || change.before !== null || change.after === null) return []
    const near = suggest(change.after.name, names)
    return near.length === 0
      ? []
      : [`${change.after.name} is a new team, although there is ${near.join(' and ')} already`]
  })
}

const mostNamed = 5

function leftWithout(draft: Draft): string[] {
  const people = draft
    .changes()
    .flatMap(({ entity, key, after }) =>
      entity === 'mapping' && after === null ? (draft.user(key)?.email ?? []) : [],
    )
  if (people.length === 0) return []
  const more = people.length > mostNamed ? ` and ${people.length - mostNamed} more` : ''
  return [
    `${counted(people.length, 'person loses a mapping to somebody else and is', 'people lose their mappings to somebody else and are')} left without: ${people.slice(0, mostNamed).join(', ')}${more}`,
  ]
}

function showsNothing(changes: readonly Change[], draft: Draft): string[] {
  const mapped = changes.flatMap(({ entity, key, after }) =>
    entity === 'mapping' && after !== null ? (draft.user(key) ?? []) : [],
  )
  const withoutTeam = mapped.filter(({ teamId }) => teamId === null).length
  const idle = mapped.filter(({ state }) => state !== 'active').length
  return [
    ...(withoutTeam === 0
      ? []
      : [
          `${counted(withoutTeam, 'mapped person is', 'mapped people are')} on no team yet: no data will show`,
        ]),
    ...(idle === 0
      ? []
      : [
          `${counted(idle, 'mapped person is', 'mapped people are')} not active in SalesScreen: no data will show`,
        ]),
  ]
}

/** "1 row", "2 rows". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
