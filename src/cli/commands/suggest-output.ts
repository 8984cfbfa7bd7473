import { firstStep } from '../../app/first-step.ts'
import type { WriteOptions } from '../../app/write.ts'
import { readTeamProposals } from '../../app/team-proposal.ts'
import type { TeamProposal } from '../../core/team-proposal.ts'
import { createManyHint, importManyHint, nextCommands } from '../../app/match/next-commands.ts'
import { wantedReverseSuggestions } from '../../app/match/reverse.ts'
import type { MapConfirmation } from '../../core/confirmation.ts'
import type { ReverseSuggestion } from '../../core/match/reverse-suggestions.ts'
import {
  type Candidate,
  matchClasses,
  type MatchClass,
  type Suggestion,
} from '../../core/match/suggestion.ts'
import { fullName } from '../../core/model.ts'
import { numberText } from '../../core/text.ts'
import { visible } from '../../core/visible-text.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import {
  type Column,
  commandColumn,
  emailColumn,
  idColumn,
  numberColumn,
  sentenceColumn,
  textColumn,
} from '../output/columns.ts'
import type { Surface } from '../output/paint.ts'
import { inPages, renderObjects } from '../output/render.ts'
import { prepareWidths, readingWidth, wrapped } from '../output/text.ts'
import { writeList, type ListOptions } from '../lists.ts'

/** Writes suggestions and how many there are of each class. */
export async function writeSuggestions(
  context: Context,
  found: readonly Suggestion[],
  options: SuggestOptions,
): Promise<void> {
  const { explain } = options
  await writeFound(context, found, options, {
    columns: suggestionColumns,
    toJson: (each) => suggestionJson(each, explain),
    toLines: explain ? explainedLines : suggestionLines,
    isText: explain || context.stdout.isTerminal,
  })
  await context.note(countText(found, ['user', 'users'], 'Salesforce'))
  if (found.length > 0) return
  const first = await firstStep(await context.ledger())
  if (first !== undefined) await context.suggest(first)
}

/** Writes, for some or all unmapped Salesforce users, which SalesScreen user it may be, or how to create one. */
export async function writeReverseSuggestions(
  context: Context,
  ledger: Ledger,
  options: SuggestOptions,
): Promise<void> {
  const found = await wantedReverseSuggestions(context, ledger, options)
  const commandFor = await nextCommands(context, ledger, found.slice(0, options.limit))
  const next = (each: ReverseSuggestion) => context.typed(commandFor(each))
  const isInFile = context.format === 'csv' || context.format === 'xlsx'
  const created = found.filter(({ matchClass }) => matchClass === 'none')
  const teams = isInFile
    ? await readTeamProposals(
        ledger,
        created.map(({ salesforceUser }) => salesforceUser),
      )
    : new Map<string, TeamProposal>()
  await writeFound(context, found, options, {
    columns: [...reverseColumns(next), ...(isInFile ? [teamColumn(teams)] : [])],
    toJson: reverseJson,
    toLines: (each) => reverseLines(each, next(each)),
    isText: context.stdout.isTerminal,
  })
  await context.note(countText(found, ['Salesforce user', 'Salesforce users'], 'SalesScreen'))
  // Only those without a match are to be created.
  const isComplete = isInFile ? created.length === found.length : context.format === 'table'
  if (created.length <= 1 || !isComplete) return
  const areNew = [...teams.values()].some(({ isNew }) => isNew)
  await context.suggest(isInFile ? importManyHint(areNew) : createManyHint)
}

interface Output<Row> {
  readonly columns: readonly Column<Row>[]
  toJson(this: void, row: Row): object
  toLines(this: void, row: Row): readonly Line[]
  /** Whether the table format is text to read: a table of so many columns fits no terminal. */
  readonly isText: boolean
}

async function writeFound<Row>(
  context: Context,
  found: readonly Row[],
  { limit, columns }: SuggestOptions,
  output: Output<Row>,
): Promise<void> {
  const shown = found.slice(0, limit)
  if (context.format === 'json' && columns === undefined)
    await renderObjects(output.toJson, inPages(shown), context.stdout)
  else if (context.format === 'table' && columns === undefined && output.isText)
    await context.stdout.write(await paragraphs(shown.map(output.toLines), context.stdout))
  else await writeList(context, output.columns, inPages(shown), columns === undefined ? {} : { columns })
}

function countText(
  found: readonly { readonly matchClass: MatchClass }[],
  [one, many]: readonly [one: string, many: string],
  otherSide: string,
): string {
  const users = `${numberText(found.length)} ${found.length === 1 ? one : many}`
  const countOf = (wanted: MatchClass) => found.filter(({ matchClass }) => matchClass === wanted).length
  if (found.length > 0 && countOf('none') === found.length)
    return `${users} ${found.length === 1 ? 'has' : 'have'} no match in ${otherSide}`
  const counts = matchClasses.flatMap((each) =>
    countOf(each) === 0 ? [] : [`${countOf(each)} ${each === 'none' ? 'without a match' : each}`],
  )
  return counts.length === 0 ? users : `${users}: ${counts.join(', ')}`
}

const suggestionColumns: readonly Column<Suggestion>[] = [
  textColumn('name', 'Name', ({ user }) => fullName(user)),
  emailColumn('email', 'E-mail', ({ user }) => user.email),
  textColumn('class', 'Class', ({ matchClass }) => matchClass),
  numberColumn('score', 'Score', ({ candidates: [best] }) => best?.score ?? null),
  numberColumn('gap', 'Gap', ({ gap, candidates }) => (candidates.length === 0 ? null : gap)),
  idColumn(
    'salesforceUserId',
    'Salesforce User ID',
    ({ candidates: [best] }) => best?.salesforceUser.salesforceUserId ?? null,
  ),
  textColumn(
    'salesforceName',
    'Salesforce name',
    ({ candidates: [best] }) => best?.salesforceUser.name ?? null,
  ),
  textColumn('evidence', 'Evidence', ({ candidates: [best] }) => best?.reasons().join('; ') ?? null),
  textColumn('blockers', 'Blockers', ({ candidates: [best] }) => (best?.blockers ?? []).join('; ') || null),
]

function reverseColumns(next: (each: ReverseSuggestion) => string): readonly Column<ReverseSuggestion>[] {
  return [
    textColumn('name', 'Salesforce name', ({ salesforceUser }) => salesforceUser.name),
    idColumn(
      'salesforceUserId',
      'Salesforce User ID',
      ({ salesforceUser }) => salesforceUser.salesforceUserId,
    ),
    emailColumn('email', 'E-mail', ({ salesforceUser }) => salesforceUser.email),
    textColumn('class', 'Class', ({ matchClass }) => matchClass),
    numberColumn('score', 'Score', ({ candidates: [best] }) => best?.score ?? null),
    sentenceColumn('suggestedUser', 'SalesScreen user', ({ candidates: [best] }) =>
      best === undefined ? null : `${fullName(best.user)} (${best.user.email})`,
    ),
    commandColumn('next', 'Next', next),
  ]
}

// What `import` puts them on; empty where nothing speaks for a team.
function teamColumn(teams: ReadonlyMap<string, TeamProposal>): Column<ReverseSuggestion> {
  return textColumn(
    'team',
    'Team',
    ({ salesforceUser }) => teams.get(salesforceUser.salesforceUserId)?.name ?? null,
  )
}

function suggestionJson({ user, matchClass, gap, candidates }: Suggestion, explains: boolean): object {
  return {
    user: { id: user.userId, email: user.email, name: fullName(user), state: user.state },
    class: matchClass,
    gap,
    candidates: candidates.map(({ salesforceUser, score, evidence, reasons, blockers }) => ({
      salesforceUserId: salesforceUser.salesforceUserId,
      name: salesforceUser.name,
      score,
      evidence: reasons(),
      blockers,
      ...(explains
        ? { levels: evidence().map((each) => ({ ...each, bits: Number(bitsText(each.bits)) })) }
        : {}),
    })),
  }
}

function reverseJson({ salesforceUser, matchClass, gap, candidates }: ReverseSuggestion): object {
  const { salesforceUserId, name, email } = salesforceUser
  return {
    salesforceUser: { id: salesforceUserId, name, email },
    class: matchClass,
    gap,
    candidates: candidates.map(({ user, score, reasons, blockers }) => ({
      userId: user.userId,
      email: user.email,
      score,
      evidence: reasons(),
      blockers,
    })),
  }
}

/** A line to read, wrapped behind its indent unless it is a command to copy. */
interface Line {
  readonly indent: number
  readonly text: string
  readonly isCommand?: true
}

function line(indent: number, text: string): Line {
  return { indent, text }
}

function suggestionLines({ gap, notSure, candidates: [best], ...rest }: Suggestion): Line[] {
  if (best === undefined) return [headOf(rest), noMatchLine]
  return [
    headOf(rest),
    line(2, `score ${best.score}, gap ${gap}: ${nameOf(best)}`),
    ...best.reasons().map((text) => line(4, text)),
    ...notSureLines(best, notSure),
  ]
}

const mostExplained = 3

function explainedLines({ candidates, notSure, ...rest }: Suggestion): Line[] {
  const explained = candidates
    .slice(0, mostExplained)
    .flatMap((candidate, at) => [
      line(2, `score ${candidate.score}: ${nameOf(candidate)}`),
      ...bitLines(candidate),
      ...notSureLines(candidate, at === 0 ? notSure : null),
    ])
  return [headOf(rest), ...(explained.length === 0 ? [noMatchLine] : explained)]
}

// What each level says, and the sum: each bit doubles the odds.
function bitLines({ evidence }: Candidate): Line[] {
  const levels = evidence()
  const sum = levels.reduce((all, { bits }) => all + bits, 0)
  return [...levels.map(({ text, bits }) => bitLine(bits, text)), bitLine(sum, `total: ${oddsText(sum)}`)]
}

function bitLine(bits: number, text: string): Line {
  const figure = bitsText(bits)
  return line(4 + Math.max(0, 5 - figure.length), `${figure}  ${text}`)
}

function bitsText(bits: number): string {
  return `${bits < 0 ? '' : '+'}${bits.toFixed(1)}`
}

function oddsText(bits: number): string {
  const odds = 2 ** Math.abs(bits)
  const rounded = odds < 10 ? Number(odds.toPrecision(2)) : Math.round(Number(odds.toPrecision(2)))
  const text = numberText(rounded)
  return bits < 0 ? `${text} to 1 against this person` : `${text} to 1 for this person`
}

function headOf({ user, matchClass }: Pick<Suggestion, 'user' | 'matchClass'>): Line {
  return line(0, `${fullName(user)} (${user.email}): ${matchClass}`)
}

const noMatchLine = line(2, 'no Salesforce user matches')

function nameOf({
  salesforceUser: { name, salesforceUserId, email },
}: Pick<Candidate, 'salesforceUser'>): string {
  return `${name}, ${salesforceUserId}, ${email ?? 'no e-mail'}`
}

function notSureLines({ blockers }: Candidate, notSure: string | null): Line[] {
  const reasons = notSure === null ? blockers : [...blockers, notSure]
  return reasons.map((reason) => line(4, `not sure: ${reason}`))
}

function reverseLines(
  { salesforceUser, matchClass, candidates: [best] }: ReverseSuggestion,
  next: string,
): Line[] {
  const evidence = best?.reasons().join('; ') ?? ''
  return [
    line(0, `${nameOf({ salesforceUser })}: ${matchClass}`),
    line(
      2,
      best === undefined
        ? 'no unmapped SalesScreen user matches'
        : `${fullName(best.user)} (${best.user.email}): score ${best.score}; ${evidence}`,
    ),
    { indent: 2, text: next, isCommand: true },
  ]
}

async function paragraphs(all: readonly (readonly Line[])[], surface: Surface): Promise<string> {
  await prepareWidths(all.flat().map(({ text }) => text))
  const printed = ({ indent, text, isCommand }: Line) =>
    wrapped(visible(text), isCommand === true ? Infinity : readingWidth(surface), ' '.repeat(indent))
  return all
    .map(([head, ...rest]) => [
      ...(head === undefined ? [] : printed(head).map((each) => surface.paint.bold(each))),
      ...rest.flatMap(printed),
    ])
    .map((lines) => lines.map((each) => `${each}\n`).join(''))
    .join('\n')
}
export interface SuggestOptions extends ListOptions, WriteOptions {
  readonly people: readonly string[]
  readonly classes: readonly MatchClass[]
  readonly explain: boolean
  /** Suggestions in reverse: for Salesforce users. */
  readonly forSalesforce: boolean
  /** A condition; every suggestion that meets it is mapped. */
  readonly accept?: string
  readonly allowed: readonly MapConfirmation[]
}
