import { type Candidate, certainties, type Certainty, type Suggestion } from '../../core/match/suggestion.ts'
import { fullName } from '../../core/model.ts'
import type { Column, Surface } from '../output/columns.ts'
import { prepareWidths, readingWidth, visible, wrapped } from '../output/text.ts'
import { commandText } from '../../core/text.ts'
import { type Newcomer, turned } from '../../core/match/suggest.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { SuggestOptions } from './suggest.ts'
import type { Context } from '../context.ts'
import { writeList } from '../shared-flags.ts'
import { inPages, renderObjects } from '../output/render.ts'
import { suggestions } from '../../app/match/suggest.ts'

/** What is told of a suggestion, one line a person. */
export const suggestionColumns: readonly Column<Suggestion>[] = [
  { key: 'name', label: 'Name', kind: 'text', value: ({ user }) => fullName(user) },
  { key: 'email', label: 'E-mail', kind: 'text', value: ({ user }) => user.email },
  { key: 'class', label: 'Class', kind: 'text', value: ({ certainty }) => certainty },
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
    key: 'caps',
    label: 'But',
    kind: 'text',
    value: ({ candidates }) => (candidates[0]?.caps ?? []).join('; ') || null,
  },
]

/** A suggestion as JSON: best candidate first. */
export function suggestionJson({ user, certainty, gap, candidates }: Suggestion, explains: boolean): object {
  return {
    user: { id: user.userId, email: user.email, name: fullName(user), state: user.state },
    class: certainty,
    gap,
    candidates: candidates.map(({ salesforceUser, score, evidence, caps }) => ({
      salesforceUserId: salesforceUser.salesforceUserId,
      name: salesforceUser.name,
      score,
      evidence: evidence.map(({ text }) => text),
      caps,
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
          ...capLines(first, surface, '    '),
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
        ...capLines(candidate, surface, '       '),
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
    const { user, certainty, candidates } = suggestion
    const nobody =
      candidates.length === 0 ? spread('nobody in Salesforce looks like this person', surface, '  ') : []
    const head = spread(`${fullName(user)} (${user.email}): ${certainty}`, surface, '')
    return [...head.map((line) => surface.paint.bold(line)), ...nobody, ...linesOf(suggestion)]
  })
  return paragraphs.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n')
}

function nameOf({ salesforceUser: { name, salesforceUserId, email } }: Candidate): string {
  return `${name}, ${salesforceUserId}, ${email ?? 'no e-mail'}`
}

function capLines({ caps }: Candidate, surface: Surface, indent: string): string[] {
  return caps.flatMap((cap) => spread(`never sure: ${cap}`, surface, indent))
}

function spread(text: string, surface: Surface, indent: string): string[] {
  return wrapped(visible(text), readingWidth(surface), indent)
}

function columnsFor(context: Context): readonly Column<Newcomer>[] {
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
    { key: 'class', label: 'Class', kind: 'text', value: ({ certainty }) => certainty },
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

function nextFor({ salesforceUser, candidates: [first], certainty }: Newcomer): string {
  const id = salesforceUser.salesforceUserId
  if (first === undefined || certainty === 'none') return commandText('create-user', '--from-sf', id)
  return certainty === 'unclear'
    ? commandText('suggest', first.user.email, '--explain')
    : commandText('map', first.user.email, id)
}

/** Tells of everybody in Salesforce who is mapped to nobody whether a SalesScreen user is there, or is to be created. */
export async function tellNewcomers(
  context: Context,
  ledger: Ledger,
  options: SuggestOptions,
): Promise<void> {
  const { all, people } = await suggestions(context, ledger)
  const found = turned(all, people).filter(
    ({ certainty }) => options.classes.length === 0 || options.classes.includes(certainty),
  )
  const shown = found.slice(0, options.limit)
  if (context.format === 'json' && options.columns === undefined) {
    await renderObjects(newcomerJson, inPages(shown), context.stdout)
  } else if (context.format === 'table' && options.columns === undefined && context.stdout.isTerminal)
    await context.stdout.write(await newcomerTexts(context, shown))
  else await writeList(context, columnsFor(context), inPages(shown), options)
  const counts = certainties.flatMap((each) => countOf(found, each))
  await context.note(`${found.length} in Salesforce${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`)
}

async function newcomerTexts(context: Context, page: readonly Newcomer[]): Promise<string> {
  const { stdout } = context
  await prepareWidths(
    page.flatMap(({ salesforceUser, candidates }) => [
      salesforceUser.name,
      ...candidates.map(({ user }) => fullName(user)),
    ]),
  )
  const linesOf = (text: string, indent: string) => wrapped(visible(text), readingWidth(stdout), indent)
  const paragraphs = page.map((newcomer) => {
    const { salesforceUser, certainty, candidates } = newcomer
    const { name, salesforceUserId, email } = salesforceUser
    const [first] = candidates
    const head = linesOf(`${name}, ${salesforceUserId}, ${email ?? 'no e-mail'}: ${certainty}`, '')
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

function countOf(found: readonly Newcomer[], wanted: Certainty): string[] {
  const count = found.filter(({ certainty }) => certainty === wanted).length
  return count === 0 ? [] : [`${count} ${wanted}`]
}

function newcomerJson({ salesforceUser, certainty, gap, candidates }: Newcomer): object {
  const { salesforceUserId, name, email } = salesforceUser
  return {
    salesforceUser: { id: salesforceUserId, name, email },
    class: certainty,
    gap,
    candidates: candidates.map(({ user, score, evidence, caps }) => ({
      userId: user.userId,
      email: user.email,
      score,
      evidence: evidence.map(({ text }) => text),
      caps,
    })),
  }
}
