import { type HintParts, partsText } from '../../app/hints.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { Hint } from '../../core/hint.ts'
import { countText } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import type { Context } from '../context.ts'
import { confirmationFlag } from '../shared-flags.ts'
import { placeOf, rangesText, type SameProblem, sameProblems } from './error-rows.ts'
import { type Message, messageLines } from './message.ts'
import { type KindTexts, kindTexts } from './problem-kinds.ts'

/** How problems are to be printed. */
interface ProblemStyle {
  /** Each of them, whatever they have in common. */
  readonly all: boolean
  parts(hint: Hint): HintParts
}

/** Problems of one kind as messages: what they have in common, if anything is said about it, and single ones. */
interface ProblemGroup {
  readonly heading?: Message
  readonly members: readonly Message[]
}

/** Problems as they are printed. */
interface PrintedProblems {
  readonly groups: readonly ProblemGroup[]
  /** Whether some of them were left out, or are known only by their number. */
  readonly isShort: boolean
}

// More than this are not read one by one.
const mostOfKind = 5
const fewOfKind = 3
const mostOthers = 20
const mostValues = 5

/** Problems by kind, each kind in a few lines; all of them one by one where that is wanted. */
export function printedProblems(rows: readonly ErrorRow[], style: ProblemStyle): PrintedProblems {
  const printed = [...Map.groupBy(rows, ({ group }) => group)].map(([group, members]) => {
    const texts = kindTexts(group)
    return texts === undefined ? othersOf(group, members, style) : kindOf(texts, members, style)
  })
  return { groups: printed.map((each) => each.group), isShort: printed.some((each) => each.isShort) }
}

interface PrintedGroup {
  readonly group: ProblemGroup
  readonly isShort: boolean
}

// Rows that are no kind of problem of a file have at most a heading of their own.
function othersOf(
  group: string | undefined,
  rows: readonly ErrorRow[],
  { all, parts }: ProblemStyle,
): PrintedGroup {
  const problems = all ? rows.map((row) => alone(row)) : sameProblems(rows)
  const shown = all ? problems : problems.slice(0, mostOthers)
  return {
    group: {
      ...(group === undefined ? {} : { heading: { text: `${group}:` } }),
      members: [...shown.map((problem) => rowMessage(problem, parts)), ...moreThan(problems, shown)],
    },
    isShort: shown.length < problems.length,
  }
}

function kindOf(
  { says: [one, many], lists }: KindTexts,
  rows: readonly ErrorRow[],
  { all, parts }: ProblemStyle,
): PrintedGroup {
  const advice = commonAdvice(rows, parts)
  const head = (count: number, aside: string) => {
    const text = `${countText(count, one, many)}${aside}`
    return adviceMessage(text, advice)
  }
  const values = Map.groupBy(rows, ({ value }) => value ?? '')
  if (!all && lists === 'values' && !values.has('')) {
    const named = [...values].slice(0, mostValues).map(([value, those]) => valueText(value, those, parts))
    const rest = values.size > named.length ? ` and ${countText(values.size - named.length, 'other')}` : ''
    return {
      group: { heading: head(values.size, `: ${named.join(', ')}${rest}`), members: [] },
      isShort: rest !== '' || rows.length > Math.max(values.size, mostOfKind),
    }
  }
  const count = lists === 'values' && !values.has('') ? values.size : rowCountOf(rows)
  if (!all && lists === 'lines' && new Set(rows.map(({ reason }) => reason)).size === 1)
    return {
      group: { heading: head(count, linesText(rows)), members: [] },
      isShort: false,
    }
  const problems = all ? rows.map((row) => alone(row)) : sameProblems(rows)
  const shown = all || problems.length <= mostOfKind ? problems : problems.slice(0, fewOfKind)
  const heading = head(count, '')
  return {
    group: {
      heading: advice === undefined ? { text: `${heading.text ?? ''}:` } : heading,
      members: [
        ...shown.map(({ row, place }) =>
          rowMessage(advice === undefined ? { row, place } : { row: withoutAdvice(row), place }, parts),
        ),
        ...moreThan(problems, shown),
      ],
    },
    isShort: shown.length < problems.length,
  }
}

type Printed = Pick<SameProblem, 'row' | 'place'>

function alone(row: ErrorRow): SameProblem {
  return { row, count: 1, place: placeOf([row]) }
}

function moreThan(problems: readonly SameProblem[], shown: readonly SameProblem[]): Message[] {
  const rest = problems.slice(shown.length).reduce((sum, { count }) => sum + count, 0)
  return rest === 0 ? [] : [{ text: `... and ${rest} more` }]
}

function rowCountOf(rows: readonly ErrorRow[]): number {
  return new Set(rows.map(({ line }, at) => line ?? `row ${at}`)).size
}

/** What solves all rows of a kind: a flag, or something to do; undefined where they differ. */
interface Advice {
  readonly flag?: string
  readonly action?: HintParts
}

function commonAdvice(rows: readonly ErrorRow[], parts: ProblemStyle['parts']): Advice | undefined {
  const { confirmation, action } = rows[0] ?? {}
  if (rows.some((row) => row.confirmation !== confirmation)) return undefined
  if (confirmation !== undefined) return { flag: confirmationFlag(confirmation) }
  const first = action === undefined ? '' : partsText(parts(action))
  const isCommon =
    first !== '' && rows.every((row) => row.action !== undefined && partsText(parts(row.action)) === first)
  return isCommon && action !== undefined ? { action: parts(action) } : undefined
}

function adviceMessage(text: string, advice: Advice | undefined): Message {
  if (advice === undefined) return { text }
  if (advice.flag !== undefined) return { text: `${text}: add ${advice.flag}` }
  const { text: action, command } = advice.action ?? {}
  return { text: [text, action].filter(Boolean).join(': '), ...given({ command }) }
}

function withoutAdvice({ confirmation, action, ...row }: ErrorRow): ErrorRow {
  // Beside a flag, what to do differs from row to row.
  return confirmation === undefined || action === undefined ? row : { ...row, action }
}

// `North (11 rows)`, `Nroth (line 7; did you mean North?)`.
function valueText(value: string, rows: readonly ErrorRow[], parts: ProblemStyle['parts']): string {
  const [first] = rows
  const lines = new Set(rows.flatMap(({ line }) => line ?? []))
  const where =
    lines.size > 1 ? countText(lines.size, 'row') : lines.size === 1 ? `line ${[...lines].join('')}` : ''
  // Where there is a flag, it is what all have in common.
  const own =
    first?.confirmation === undefined || first.action === undefined ? '' : partsText(parts(first.action))
  const aside = [where, own].filter(Boolean).join('; ')
  return aside === '' ? value : `${value} (${aside})`
}

function linesText(rows: readonly ErrorRow[]): string {
  const lines = new Set(rows.flatMap(({ line }) => line ?? []))
  if (lines.size === 0) return ''
  return ` (${lines.size === 1 ? 'line' : 'lines'} ${rangesText([...lines])})`
}

function rowMessage(
  { row: { column, reason, confirmation, action }, place: rowPlace }: Printed,
  parts: ProblemStyle['parts'],
): Message {
  const place = rowPlace === '' ? '' : `${rowPlace}: `
  const where = column === undefined ? '' : `${column}: `
  const aside = (...doing: readonly (string | undefined)[]) => {
    const said = doing.filter(Boolean).join('; ')
    return `${place}${where}${reason}${said === '' ? '' : `  (${said})`}`
  }
  const flag = confirmation === undefined ? undefined : confirmationFlag(confirmation)
  if (action === undefined) return { text: aside(flag) }
  const { text, command } = parts(action)
  return {
    text: aside(flag, text),
    ...given({ command }),
    oneLine: aside(flag, partsText({ ...given({ text, command }) })),
  }
}

/** The lines of problems in an error: each kind indented, and its rows below it. */
export async function problemLines(
  { groups }: PrintedProblems,
  surface: Parameters<typeof messageLines>[0],
): Promise<string[]> {
  const messages = groups.flatMap(({ heading, members }) =>
    heading === undefined
      ? members.map((each) => indented(each, '  '))
      : [indented(heading, '  '), ...members.map((each) => indented(each, '    '))],
  )
  return (await Promise.all(messages.map(async (each) => await messageLines(surface, '', each)))).flat()
}

/** Warns of problems that do not keep the rest from being done. */
export async function warnOfProblems(context: Context, rows: readonly ErrorRow[]): Promise<void> {
  const printed = printedProblems(rows, { all: context.allProblems, parts: (hint) => context.parts(hint) })
  for (const { heading, members } of printed.groups) {
    if (heading === undefined) for (const each of members) await context.warnOf(each)
    else {
      await context.warnOf(heading)
      for (const each of members) await context.stderr.write(await printedText(indented(each, '  '), context))
    }
  }
  if (printed.isShort) await context.note(allProblemsHint)
}

async function printedText(message: Message, { stderr }: Context): Promise<string> {
  return (await messageLines(stderr, '', message)).map((line) => `${line}\n`).join('')
}

/** How to see what was only counted. */
export const allProblemsHint = 'to list every problem one by one, add --all-problems'

function indented({ text, oneLine, ...rest }: Message, margin: string): Message {
  return {
    ...rest,
    text: margin + (text ?? ''),
    ...(oneLine === undefined ? {} : { oneLine: margin + oneLine }),
  }
}
