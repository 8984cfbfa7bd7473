import type { Candidate, Suggestion } from '../../core/match/suggestion.ts'
import { fullName } from '../../core/user.ts'
import { prepareWidths } from '../output/display-width.ts'
import type { Surface } from '../output/surface.ts'
import { visible } from '../output/visible.ts'
import { readingWidth, wrapped } from '../output/wrapped.ts'

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
