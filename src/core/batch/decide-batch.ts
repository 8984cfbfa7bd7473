import { countText, numberText } from '../text.ts'
import { commandLine, type Hint, hintAbout } from '../hint.ts'
import {
  type Change,
  type Changes,
  countsOf,
  type Plan,
  planOf,
  type Provenance,
  type Refusal,
} from '../change.ts'
import type { ErrorRow } from '../errors.ts'
import type { User } from '../model.ts'
import { pendingWarnings } from './licenses.ts'
import { contradictedDecisions, contradictions, lineOf } from './contradictions.ts'
import { lostCaseRows } from './lost-case.ts'
import { type BatchRules, cellProblems, decideRow } from './decide-row.ts'
import { LedgerDraft, type DraftRows } from './draft.ts'
import {
  type BatchField,
  type BatchRow,
  type SalesforceUserIndex,
  type ResolvedRow,
  resolveRow,
  type RowProblem,
  unknownUsernameGroup,
} from './rows.ts'
import { contradictingCells, shiftedColumn } from './row-identity.ts'
import { createTeams, isTeamAlone, prune, removedWithoutPruning } from './roster.ts'

/** A batch as it was read, and everything that is known about the users it names. */
export interface BatchFacts {
  /** Name of the file as the admin gave it. */
  readonly file: string
  readonly rows: readonly BatchRow[]
  /** Changes that the file asks for besides its rows: decisions to record. */
  readonly recorded?: readonly Change[]
  readonly known: DraftRows
  readonly salesforceUsers: SalesforceUserIndex
}

/** The plan of the good rows, and the problems of the others. */
export interface BatchDecision {
  /** Warns about the batch as a whole. */
  readonly plan: Plan
  /** Warnings about single rows, each with its line. */
  readonly rowWarnings: readonly Hint[]
  readonly problems: readonly RowProblem[]
  /** The IDs of the users that the rows name. */
  readonly listed: Pick<ReadonlySet<string>, 'has'>
}

// Looking for a suggestion compares a name with every user, so only this many mistyped names get one.
const mostSuggestions = 20

/** Decides the rows of a batch one after another, each as if the ones before it were committed. */
export function decideBatch(facts: BatchFacts, rules: BatchRules): BatchDecision {
  const settled = settle(facts, { ...rules, suggest: limitedSuggest(rules) })
  return {
    plan: batchPlan({ ...facts, activeUsers: facts.known.activeUsers }, rules, settled),
    rowWarnings: settled.warnings,
    listed: listedIn(settled.resolved, settled.draft),
    problems: settled.problems
      .map((problem) => (rules.seen === null ? unreadDirectory(problem) : problem))
      .toSorted((left, right) => left.line - right.line),
  }
}

/** Decides rows, whether they are a whole batch or a part of it. */
export function settle(facts: BatchFacts, rules: BatchRules) {
  const draft = new LedgerDraft(facts.known)
  const { resolved, unclear } = resolveRows(facts, draft, rules)
  const { refused, warnings, unchanged } = decideRows(facts.file, resolved, unclear, draft, rules)
  const lost = completeRoster(facts, resolved, draft, rules)
  const problems = [...unclear, ...refused, ...lost]
  const wrong = new Set(problems.map(({ line }) => line))
  const recorded = (facts.recorded ?? []).filter((change) => !wrong.has(lineOf(change)))
  const decided = draft.changes()
  return {
    draft,
    resolved,
    warnings,
    problems,
    changes: recorded.length === 0 ? decided : [...decided, ...recorded],
    similarTeams: similarTeams(facts, decided, rules),
    tally: { ...tallyOf(decided, draft), unchanged },
  }
}

/** What the plan of a batch says of its rows in numbers. */
export interface BatchTally {
  /** Rows that are in the ledger already. */
  readonly unchanged: number
  /** The e-mail addresses of users who lose their mappings. */
  readonly unmapped: readonly string[]
  /** Users who are mapped and on no team, or not active. */
  readonly withoutTeam: number
  readonly inactive: number
}

function tallyOf(changes: readonly Change[], draft: LedgerDraft): Omit<BatchTally, 'unchanged'> {
  const unmapped: string[] = []
  let [withoutTeam, inactive] = [0, 0]
  for (const { entity, key, after } of changes) {
    const user = entity === 'mapping' ? draft.user(key) : null
    if (user === null) continue
    if (after === null) unmapped.push(user.email)
    else {
      if (user.teamId === null) withoutTeam += 1
      if (user.state !== 'active') inactive += 1
    }
  }
  return { unmapped, withoutTeam, inactive }
}

/** The plan of what was decided, with what to know about the batch as a whole. */
export function batchPlan(
  facts: Pick<BatchFacts, 'file' | 'rows' | 'recorded'> & Pick<DraftRows, 'activeUsers'>,
  rules: BatchRules,
  {
    changes,
    problems,
    similarTeams: similar,
    tally,
  }: Pick<ReturnType<typeof settle>, 'problems' | 'similarTeams' | 'tally'> & { readonly changes: Changes },
): Plan {
  const isIdle = changes.length === 0 && problems.length === 0
  return planOf(changes, {
    evidence: [
      `${countText(facts.rows.length, 'row', 'rows')} read from ${facts.file}`,
      ...(rules.seen === null ? [] : [`Salesforce users from ${rules.seen}`]),
    ],
    notices:
      isIdle && !isEmpty(facts)
        ? [`no changes: the ledger already matches ${facts.file}`]
        : alreadyDone(tally.unchanged),
    warnings: [
      ...(isIdle && isEmpty(facts)
        ? [`${facts.file} has no rows below its header; nothing was changed`]
        : []),
      ...similar,
      ...(rules.kind === 'unmap' || rules.roster?.prune === true ? [] : lostMappings(tally)),
      ...invisible(tally.withoutTeam, 'on a team'),
      ...invisible(tally.inactive, 'active in SalesScreen'),
      ...pendingWarnings(changes, { licenses: rules.licenses, activeUsers: facts.activeUsers }),
      ...manyNewUsers(changes),
    ],
    next: changes.some(({ entity }) => entity !== 'decision') ? [commandLine('status')] : [],
  })
}

// Without Salesforce users every row would have the problem: the same words make it one, with what solves it.
function unreadDirectory(problem: RowProblem): RowProblem {
  if (problem.confirmation !== 'allow-unknown' && problem.group !== unknownUsernameGroup) return problem
  return {
    ...problem,
    group: 'not known in Salesforce',
    reason: 'no Salesforce users have been read yet, so this cannot be checked',
    action: { text: 'first', command: commandLine('sf-users import', '<report.csv>') },
  }
}

/** Finds the users of each row; a row of a roster that only names a team has none. */
function resolveRows(facts: BatchFacts, draft: LedgerDraft, batchRules: BatchRules) {
  const { kind, roster, suggest, allowed } = batchRules
  const creates = kind === 'create-user' || kind === 'import'
  const rules = { creates, allowsUnknown: allowed.has('allow-unknown'), suggest }
  const unclear: RowProblem[] = []
  const resolved: ResolvedRow[] = []
  for (const row of facts.rows) {
    if (roster !== undefined && isTeamAlone(row)) continue
    const outcome = resolveRow(row, draft, facts.salesforceUsers, rules)
    if (!('row' in outcome)) {
      unclear.push(...outcome)
      continue
    }
    resolved.push(outcome)
    unclear.push(...contradictingCells(outcome, draft, facts.salesforceUsers))
  }
  unclear.push(...lostCaseRows(resolved, draft))
  if (kind !== 'unmap')
    unclear.push(...contradictions(resolved), ...contradictedDecisions(resolved, facts.recorded ?? []))
  // Such a row is not decided, but what else is wrong with it is fixed in the same go.
  const unclearLines = new Set(unclear.map(({ line }) => line))
  for (const row of facts.rows)
    if (unclearLines.has(row.line)) unclear.push(...cellProblems(row, draft, batchRules))
  return { resolved, unclear }
}

/** Decides every row without problems, and applies its changes to the draft. */
function decideRows(
  file: string,
  resolved: readonly ResolvedRow[],
  unclear: readonly RowProblem[],
  draft: LedgerDraft,
  rules: BatchRules,
) {
  const unclearLines = new Set(unclear.map(({ line }) => line))
  const refused: RowProblem[] = []
  const warnings: Hint[] = []
  let unchanged = 0
  for (const each of resolved) {
    if (unclearLines.has(each.row.line)) continue
    const decided = decideRow({ ...each, user: newest(draft, each) }, draft, rules)
    refused.push(...decided.problems)
    if (decided.problems.length > 0) continue
    const origin = `${file}:${each.row.line}`
    warnings.push(...decided.warnings.map((warning) => hintAbout(origin, warning)))
    for (const change of decided.changes)
      draft.apply([change], provenanceOf(change, origin, decided.evidence))
    if (decided.changes.length === 0) unchanged += 1
  }
  const shifted = shiftedColumn(resolved, refused)
  // The cause before the rows that suffer from it.
  if (shifted !== undefined) refused.unshift(shifted)
  return { refused, warnings, unchanged }
}

// What is known from Salesforce is evidence for the mapping, not for the team in the same row.
function provenanceOf({ entity }: Change, origin: string, evidence: string | undefined): Provenance {
  return entity !== 'mapping' || evidence === undefined ? { origin } : { origin, evidence }
}

/** Does what a roster asks for besides its rows; returns names of teams that are none, and the mappings that it would remove without being pruned. */
function completeRoster(
  facts: BatchFacts,
  resolved: readonly ResolvedRow[],
  draft: LedgerDraft,
  { roster, newTeamId }: BatchRules,
): RowProblem[] {
  if (roster === undefined) return []
  const { rows, file } = facts
  const teamsAlone = rows.filter((row) => isTeamAlone(row))
  const unusable = createTeams(draft, teamsAlone, file, newTeamId)
  if (!roster.prune) return [...unusable, ...removedWithoutPruning(draft.changes(), draft)]
  prune(draft, listedIn(resolved, draft), rows, file)
  return unusable
}

/** The refusal of a batch with problems: it needs confirmation if that solves all of them, otherwise it is invalid. */
export function refuseBatch(
  problems: readonly ErrorRow[],
  rows: number,
  file: string,
  advice: readonly string[],
): Refusal {
  const lines = new Set(problems.map(({ line }) => line))
  const message = `${numberText(lines.size)} of ${countText(rows, 'row', 'rows')} of ${file} ${lines.size === 1 ? 'has a problem' : 'have problems'}; nothing was changed`
  const isConfirmable = problems.every(({ confirmation }) => confirmation !== undefined)
  return {
    code: isConfirmable ? 'decision-needed' : 'invalid',
    message,
    rows: problems,
    actions: [...(isConfirmable ? [] : ['fix these rows and try again']), ...advice],
  }
}

/** The IDs of the users that these rows name. */
export function listedIn(resolved: readonly ResolvedRow[], draft: LedgerDraft): Set<string> {
  return new Set(resolved.flatMap((each) => newest(draft, each)?.userId ?? []))
}

// The user as earlier rows left it, which may have created or moved it.
function newest(draft: LedgerDraft, { user, email }: ResolvedRow): User | null {
  return user === null ? draft.userWithEmail(email) : draft.user(user.userId)
}

function limitedSuggest({ suggest }: BatchRules): BatchRules['suggest'] {
  let left = mostSuggestions
  return (text, candidates) => {
    left -= 1
    return left < 0 ? [] : suggest(text, candidates)
  }
}

/** The problems of rows with the file, and the column as it is labeled there. */
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

function isEmpty({ rows, recorded }: Pick<BatchFacts, 'rows' | 'recorded'>): boolean {
  return rows.length === 0 && recorded === undefined
}

function alreadyDone(unchanged: number): string[] {
  return unchanged === 0 ? [] : [`${countText(unchanged, 'row', 'rows')} already in the ledger`]
}

// A new team whose name is nearly that of another one may be a typing error.
function similarTeams({ known }: BatchFacts, changes: readonly Change[], { suggest }: BatchRules): string[] {
  const names = known.teams.map(({ name }) => name)
  return changes.flatMap((change) => {
    if (change.entity !== 'team' || change.before !== null || change.after === null) return []
    const near = suggest(change.after.name, names)
    return near.length === 0
      ? []
      : [`${change.after.name} is a new team with a name similar to ${near.join(' and ')}`]
  })
}

const mostNamed = 5

function lostMappings({ unmapped }: BatchTally): string[] {
  if (unmapped.length === 0) return []
  const more = unmapped.length > mostNamed ? ` and ${numberText(unmapped.length - mostNamed)} more` : ''
  return [
    `${countText(unmapped.length, 'user loses the mapping', 'users lose their mappings')} to another user: ${unmapped.slice(0, mostNamed).join(', ')}${more}`,
  ]
}

// More than this are rarely all new to a company that uses SalesScreen already.
const fewNewUsers = 20

function manyNewUsers(changes: Changes): Hint[] {
  const count = countsOf(changes).of('user').added
  if (count <= fewNewUsers) return []
  return [
    {
      text: `${numberText(count)} users are new to the ledger; if they exist in SalesScreen already, record that first`,
      command: commandLine('users import', '<workbook>'),
    },
  ]
}

function invisible(count: number, why: string): string[] {
  if (count === 0) return []
  return [`${countText(count, 'mapped user is', 'mapped users are')} not ${why}, so no data will show`]
}
