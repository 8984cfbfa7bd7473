import { commandText } from '../../core/command-text.ts'
import { type Newcomer, turned } from '../../core/match/turned.ts'
import { certainties, type Certainty } from '../../core/match/suggestion.ts'
import { fullName } from '../../core/user.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { SuggestOptions } from '../commands/suggest.ts'
import type { Context } from '../context.ts'
import { writeList } from '../list/flags.ts'
import type { Column } from '../output/columns.ts'
import { prepareWidths } from '../output/display-width.ts'
import { renderObjects } from '../output/json.ts'
import { inPages } from '../output/render.ts'
import { visible } from '../output/visible.ts'
import { readingWidth, wrapped } from '../output/wrapped.ts'
import { suggestions } from './suggestions.ts'

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
  const spread = (text: string, indent: string) => wrapped(visible(text), readingWidth(stdout), indent)
  const paragraphs = page.map((newcomer) => {
    const { salesforceUser, certainty, candidates } = newcomer
    const { name, salesforceUserId, email } = salesforceUser
    const [first] = candidates
    const head = spread(`${name}, ${salesforceUserId}, ${email ?? 'no e-mail'}: ${certainty}`, '')
    const evidence = first?.evidence.map(({ text }) => text).join('; ') ?? ''
    const who =
      first === undefined
        ? 'nobody in SalesScreen looks like this person'
        : `${fullName(first.user)} (${first.user.email}): score ${first.score}; ${evidence}`
    return [
      ...head.map((line) => stdout.paint.bold(line)),
      ...spread(who, '  '),
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
