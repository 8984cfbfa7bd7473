import {
  type Candidate,
  matchClasses,
  type MatchClass,
  type Suggestion,
} from '../../core/match/suggestion.ts'
import { fullName } from '../../core/model.ts'
import type { Column } from '../output/columns.ts'
import { prepareWidths, readingWidth, wrapped } from '../output/text.ts'
import { commandText } from '../../core/text.ts'
import { type ReverseSuggestion, reverseSuggestions } from '../../core/match/suggest.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { SuggestOptions } from './suggest.ts'
import type { Context } from '../context.ts'
import { writeList } from '../shared-flags.ts'
import { inPages, renderObjects } from '../output/render.ts'
import { suggestForAll } from '../../app/match/suggest.ts'
import { visible } from '../../core/visible-text.ts'
import type { Surface } from '../output/paint.ts'

/** What is told of a suggestion, one line a person. */
export const suggestionColumns: readonly Column<Suggestion>[] = [
  { key: 'name', label: 'Name', kind: 'text', value: ({ user }) => fullName(user) },
  { key: 'email', label: 'E-mail', kind: 'text', value: ({ user }) => user.email },
  { key: 'class', label: 'Class', kind: 'text', value: ({ matchClass }) => matchClass },
  { key: 'score', label: 'Score', kind: 'number', value: ({ candidates }) => candidates[0]?.score ?? null },
  {
    key: 'gap',
    label: 'Gap',
    kind: 'number',
    value: ({ gap, candidates }) => (candidates.length === 0 ? null : gap),
  },
  {
    key: 'salesforceUserId',
    label: 'Salesforce User ID',
    kind: 'id',
    value: ({ candidates }) => candidates[0]?.salesforceUser.salesforceUserId ?? null,
  },
  {
    key: 'salesforceName',
    label: 'Salesforce name',
    kind: 'text',
    value: ({ candidates }) => candidates[0]?.salesforceUser.name ?? null,
  },
  {
    key: 'evidence',
    label: 'Evidence',
    kind: 'text',
    value: ({ candidates }) => (candidates[0]?.evidence ?? []).map(({ text }) => text).join('; ') || null,
  },
  {
    key: 'blockers',
    label: 'But',
    kind: 'text',
    value: ({ candidates }) => (candidates[0]?.blockers ?? []).join('; ') || null,
  },
]

/** A suggestion as JSON: best candidate first. */
export function suggestionJson({ user, matchClass, gap, candidates }: Suggestion, explains: boolean): object {
  return {
    user: { id: user.userId, email: user.email, name: fullName(user), state: user.state },
    class: matchClass,
    gap,
    candidates: candidates.map(({ salesforceUser, score, evidence, blockers }) => ({
      salesforceUserId: salesforceUser.salesforceUserId,
      name: salesforceUser.name,
      score,
      evidence: evidence.map(({ text }) => text),
      blockers,
      ...(explains ? { rules: evidence.map(({ rule, weight }) => ({ rule, weight })) } : {}),
    })),
  }
}

/** Suggestions to be read, each with its best candidate and the evidence in words. */
export async function suggestionTexts(page: readonly Suggestion[], surface: Surface): Promise<string> {
  return await texts(page, surface, ({ gap, candidates: [first] }) =>
    first === undefined
      ? []
      : [
          ...spread(`score ${first.score}, gap ${gap}: ${nameOf(first)}`, surface, '  '),
          ...first.evidence.flatMap(({ text }) => spread(text, surface, '    ')),
          ...blockerLines(first, surface, '    '),
        ],
  )
}

/** Suggestions with each rule's part in the scores of the first three candidates, to be read. */
export async function explainedTexts(page: readonly Suggestion[], surface: Surface): Promise<string> {
  return await texts(page, surface, ({ candidates }) =>
    candidates
      .slice(0, 3)
      .flatMap((candidate) => [
        ...spread(`${candidate.score.toFixed(2)}  ${nameOf(candidate)}`, surface, '  '),
        ...candidate.evidence.flatMap(({ rule, text, weight }) =>
          spread(`${weight < 0 ? '' : '+'}${weight.toFixed(2)}  ${rule}: ${text}`, surface, '       '),
        ),
        ...blockerLines(candidate, surface, '       '),
      ]),
  )
}

async function texts(
  page: readonly Suggestion[],
  surface: Surface,
  linesOf: (suggestion: Suggestion) => string[],
): Promise<string> {
  await prepareWidths(page.flatMap(({ user, candidates }) => [fullName(user), ...candidates.map(nameOf)]))
  const paragraphs = page.map((suggestion) => {
    const { user, matchClass, candidates } = suggestion
    const nobody =
      candidates.length === 0 ? spread('nobody in Salesforce looks like this person', surface, '  ') : []
    const head = spread(`${fullName(user)} (${user.email}): ${matchClass}`, surface, '')
    return [...head.map((line) => surface.paint.bold(line)), ...nobody, ...linesOf(suggestion)]
  })
  return paragraphs.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n')
}

function nameOf({ salesforceUser: { name, salesforceUserId, email } }: Candidate): string {
  return `${name}, ${salesforceUserId}, ${email ?? 'no e-mail'}`
}

function blockerLines({ blockers }: Candidate, surface: Surface, indent: string): string[] {
  return blockers.flatMap((blocker) => spread(`never sure: ${blocker}`, surface, indent))
}

function spread(text: string, surface: Surface, indent: string): string[] {
  return wrapped(visible(text), readingWidth(surface), indent)
}

function columnsFor(context: Context): readonly Column<ReverseSuggestion>[] {
  return [
    {
      key: 'name',
      label: 'Salesforce name',
      kind: 'text',
      value: ({ salesforceUser }) => salesforceUser.name,
    },
    {
      key: 'salesforceUserId',
      label: 'Salesforce User ID',
      kind: 'id',
      value: ({ salesforceUser }) => salesforceUser.salesforceUserId,
    },
    { key: 'email', label: 'E-mail', kind: 'text', value: ({ salesforceUser }) => salesforceUser.email },
    { key: 'class', label: 'Class', kind: 'text', value: ({ matchClass }) => matchClass },
    { key: 'score', label: 'Score', kind: 'number', value: ({ candidates }) => candidates[0]?.score ?? null },
    {
      key: 'user',
      label: 'SalesScreen user',
      kind: 'text',
      value: ({ candidates: [first] }) =>
        first === undefined ? null : `${fullName(first.user)} (${first.user.email})`,
    },
    { key: 'next', label: 'Next', kind: 'text', value: (newcomer) => context.typed(nextFor(newcomer)) },
  ]
}

function nextFor({ salesforceUser, candidates: [first], matchClass }: ReverseSuggestion): string {
  const id = salesforceUser.salesforceUserId
  if (first === undefined || matchClass === 'none') return commandText('create-user', '--from-sf', id)
  return matchClass === 'unclear'
    ? commandText('suggest', first.user.email, '--explain')
    : commandText('map', first.user.email, id)
}

/** Tells of everybody in Salesforce who is mapped to nobody whether a SalesScreen user is there, or is to be created. */
export async function writeReverseSuggestions(
  context: Context,
  ledger: Ledger,
  options: SuggestOptions,
): Promise<void> {
  const { all, people } = await suggestForAll(context, ledger)
  const found = reverseSuggestions(all, people).filter(
    ({ matchClass }) => options.classes.length === 0 || options.classes.includes(matchClass),
  )
  const shown = found.slice(0, options.limit)
  if (context.format === 'json' && options.columns === undefined) {
    await renderObjects(newcomerJson, inPages(shown), context.stdout)
  } else if (context.format === 'table' && options.columns === undefined && context.stdout.isTerminal)
    await context.stdout.write(await newcomerTexts(context, shown))
  else await writeList(context, columnsFor(context), inPages(shown), options)
  const counts = matchClasses.flatMap((each) => countOf(found, each))
  await context.note(`${found.length} in Salesforce${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`)
}

async function newcomerTexts(context: Context, page: readonly ReverseSuggestion[]): Promise<string> {
  const { stdout } = context
  await prepareWidths(
    page.flatMap(({ salesforceUser, candidates }) => [
      salesforceUser.name,
      ...candidates.map(({ user }) => fullName(user)),
    ]),
  )
  const linesOf = (text: string, indent: string) => wrapped(visible(text), readingWidth(stdout), indent)
  const paragraphs = page.map((newcomer) => {
    const { salesforceUser, matchClass, candidates } = newcomer
    const { name, salesforceUserId, email } = salesforceUser
    const [first] = candidates
    const head = linesOf(`${name}, ${salesforceUserId}, ${email ?? 'no e-mail'}: ${matchClass}`, '')
    const evidence = first?.evidence.map(({ text }) => text).join('; ') ?? ''
    const who =
      first === undefined
        ? 'nobody in SalesScreen looks like this person'
        : `${fullName(first.user)} (${first.user.email}): score ${first.score}; ${evidence}`
    return [
      ...head.map((line) => stdout.paint.bold(line)),
      ...linesOf(who, '  '),
      `  ${visible(context.typed(nextFor(newcomer)))}`,
    ]
  })
  return paragraphs.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n')
}

function countOf(found: readonly ReverseSuggestion[], wanted: MatchClass): string[] {
  const count = found.filter(({ matchClass }) => matchClass === wanted).length
  return count === 0 ? [] : [`${count} ${wanted}`]
}

function newcomerJson({ salesforceUser, matchClass, gap, candidates }: ReverseSuggestion): object {
  const { salesforceUserId, name, email } = salesforceUser
  return {
    salesforceUser: { id: salesforceUserId, name, email },
    class: matchClass,
    gap,
    candidates: candidates.map(({ user, score, evidence, blockers }) => ({
      userId: user.userId,
      email: user.email,
      score,
      evidence: evidence.map(({ text }) => text),
      blockers,
    })),
  }
}
