import { type Hint, hintAbout } from '../hint.ts'
import { type Change, type Plan, planOf, type Provenance, type Refusal } from '../change.ts'
import type { ErrorRow } from '../errors.ts'
import type { User } from '../model.ts'
import { contradictions, decidedOtherwise, lineOf } from './contradictions.ts'
import { type BatchRules, decideRow } from './decide-row.ts'
import { LedgerDraft, type DraftRows } from './draft.ts'
import {
  type BatchField,
  type BatchRow,
  type People,
  type ResolvedRow,
  resolveRow,
  type RowProblem,
} from './rows.ts'
import { isTeamAlone, makeTeams, prune, removedWithoutPruning } from './roster.ts'
import { commandText } from '../text.ts'

/** A batch as it was read, and everything that is known about those it names. */
export interface BatchFacts {
  /** Name of the file as the admin gave it. */
  readonly file: string
  readonly rows: readonly BatchRow[]
  /** Changes that the file asks for besides: decisions to record. */
  readonly recorded?: readonly Change[]
  readonly known: DraftRows
  readonly people: People
}

/** What a batch comes to: the plan of its good rows, and the problems of the others. */
export interface BatchDecision {
  readonly plan: Plan
  readonly problems: readonly RowProblem[]
}

// So many mistyped names get a suggestion; looking for one costs a walk through everybody.
const suggestions = 20

/** Decides the rows of a batch one after another, each as if the ones before it were written. */
export function decideBatch(facts: BatchFacts, rules: BatchRules): BatchDecision {
  const draft = new LedgerDraft(facts.known)
  const frugal = { ...rules, suggest: sparingly(rules) }
  const { resolved, unclear } = understood(facts, draft, frugal)
  const { refused, told, unchanged } = drafted(facts.file, resolved, unclear, draft, frugal)
  const lost = completed(facts, resolved, draft, rules)
  const problems = [...unclear, ...refused, ...lost]
  const wrong = new Set(problems.map(({ line }) => line))
  const recorded = (facts.recorded ?? []).filter((change) => !wrong.has(lineOf(change)))
  const changes = [...draft.changes(), ...recorded]
  const isQuiet = changes.length === 0 && problems.length === 0
  return {
    plan: planOf(changes, {
      evidence: [`${counted(facts.rows.length, 'row', 'rows')} read from ${facts.file}`, ...seenText(rules)],
      warnings: batchWarnings(facts, draft, frugal, { unchanged, told, isQuiet }),
      next: nextAfterBatch(changes),
    }),
    problems: problems.toSorted((left, right) => left.line - right.line),
  }
}

/** Finds out whom each row is about; a row of a roster that names a team alone is about nobody. */
function understood(facts: BatchFacts, draft: LedgerDraft, { kind, roster, suggest, allowed }: BatchRules) {
  const creates = kind === 'create-user' || kind === 'import'
  const rules = { creates, allowsUnknown: allowed.has('allow-unknown'), suggest }
  const unclear: RowProblem[] = []
  const resolved: ResolvedRow[] = []
  for (const row of facts.rows) {
    if (roster !== undefined && isTeamAlone(row)) continue
    const outcome = resolveRow(row, draft, facts.people, rules)
    if ('row' in outcome) resolved.push(outcome)
    else unclear.push(...outcome)
  }
  if (kind !== 'unmap')
    unclear.push(...contradictions(resolved), ...decidedOtherwise(resolved, facts.recorded ?? []))
  return { resolved, unclear }
}

/** Decides every row that is clear, and puts what it changes into the draft. */
function drafted(
  file: string,
  resolved: readonly ResolvedRow[],
  unclear: readonly RowProblem[],
  draft: LedgerDraft,
  rules: BatchRules,
) {
  const doubted = new Set(unclear.map(({ line }) => line))
  const refused: RowProblem[] = []
  const told: Hint[] = []
  let unchanged = 0
  for (const each of resolved) {
    if (doubted.has(each.row.line)) continue
    const decided = decideRow({ ...each, user: newest(draft, each) }, draft, rules)
    refused.push(...decided.problems)
    if (decided.problems.length > 0) continue
    const origin = `${file}:${each.row.line}`
    told.push(...decided.warnings.map((warning) => hintAbout(origin, warning)))
    for (const change of decided.changes)
      draft.apply([change], provenanceOf(change, origin, decided.evidence))
    if (decided.changes.length === 0) unchanged += 1
  }
  return { refused, told, unchanged }
}

// What was seen in Salesforce speaks for the mapping, not for the team beside it.
function provenanceOf({ entity }: Change, origin: string, evidence: string | undefined): Provenance {
  return entity !== 'mapping' || evidence === undefined ? { origin } : { origin, evidence }
}

/** Does what a roster asks for besides its rows; gives who would lose a mapping although nobody asked for that. */
function completed(
  facts: BatchFacts,
  resolved: readonly ResolvedRow[],
  draft: LedgerDraft,
  { roster, newTeamId }: BatchRules,
): RowProblem[] {
  if (roster === undefined) return []
  const { rows, file } = facts
  makeTeams(
    draft,
    rows.filter((row) => isTeamAlone(row)),
    file,
    newTeamId,
  )
  if (!roster.prune) return removedWithoutPruning(draft.changes(), draft)
  prune(draft, listedIn(resolved, draft), rows, file)
  return []
}

/** The refusal of a batch that has problems: it needs confirmation where that lets each of them through, else it is invalid. */
export function refuseBatch(
  problems: readonly ErrorRow[],
  rows: number,
  file: string,
  advice: readonly string[],
): Refusal {
  const lines = new Set(problems.map(({ line }) => line))
  const message = `${lines.size} of ${counted(rows, 'row', 'rows')} of ${file} ${lines.size === 1 ? 'has a problem' : 'have problems'}; nothing was written`
  const isConfirmable = problems.every(({ confirmation }) => confirmation !== undefined)
  return {
    code: isConfirmable ? 'decision-needed' : 'invalid',
    message,
    rows: problems,
    actions: [...(isConfirmable ? [] : ['fix these rows and try again']), ...advice],
  }
}

function listedIn(resolved: readonly ResolvedRow[], draft: LedgerDraft): Set<string> {
  return new Set(resolved.flatMap((each) => newest(draft, each)?.userId ?? []))
}

// Somebody whom an earlier row created or moved.
function newest(draft: LedgerDraft, { user, email }: ResolvedRow): User | null {
  return user === null ? draft.withEmail(email) : draft.user(user.userId)
}

function sparingly({ suggest }: BatchRules): BatchRules['suggest'] {
  let left = suggestions
  return (text, candidates) => {
    left -= 1
    return left < 0 ? [] : suggest(text, candidates)
  }
}

/** The problems of rows as an admin reads them: with the file, and the column as the file calls it. */
export function problemRows(
  problems: readonly RowProblem[],
  file: string,
  labelOf: (field: BatchField) => string | undefined,
): ErrorRow[] {
  return problems.map(({ line, field, value, group, reason, confirmation, action }) => {
    const column = labelOf(field)
    return {
      file,
      line,
      ...(column === undefined ? {} : { column }),
      value,
      reason,
      ...(confirmation === undefined ? {} : { confirmation }),
      ...(action === undefined ? {} : { action }),
      group,
    }
  })
}

function seenText({ seen }: BatchRules): string[] {
  return seen === null ? [] : [`Salesforce users as in ${seen}`]
}

/** What a batch did besides its changes. */
export interface BatchEffects {
  /** Rows that say what the ledger holds already. */
  readonly unchanged: number
  /** What the rows had to tell. */
  readonly told: readonly Hint[]
  /** Neither changes nor problems. */
  readonly isQuiet: boolean
}

/** What the admin should know although a batch can be carried out. */
export function batchWarnings(
  facts: BatchFacts,
  draft: LedgerDraft,
  rules: BatchRules,
  { unchanged, told, isQuiet }: BatchEffects,
): Hint[] {
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

function leftWithout(draft: LedgerDraft): string[] {
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

function showsNothing(changes: readonly Change[], draft: LedgerDraft): string[] {
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
