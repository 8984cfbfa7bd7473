import type { HintParts } from '../../app/hints.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { Hint } from '../../core/hint.ts'
import { countText } from '../../core/text.ts'
import { confirmationFlag } from '../shared-flags.ts'
import { type Column, commandColumn, numberColumn, sentenceColumn, textColumn } from './columns.ts'
import {
  listLines,
  markdownCode,
  markdownDocument,
  markdownTable,
  markdownText,
  mostCharacters,
  tableLines,
} from './markdown.ts'
import type { Message } from './message.ts'
import type { Surface } from './paint.ts'
import { kindTexts } from './problem-kinds.ts'

/** What is printed of a failure, without secrets. */
interface ShownError {
  readonly message: string
  readonly actions: readonly Hint[]
  readonly rows: readonly ErrorRow[]
}

/** How hints are put into words. */
interface ProblemStyle {
  readonly surface: Pick<Surface, 'now'>
  parts(hint: Hint): HintParts
}

const roomForActions = 8_000
const roomForMessage = 2_000
const seeAll = `to see all of them, use ${markdownCode('--json')}`

/** A failure as a document in Markdown: what happened, the problems, and what to do next. It never reads like a plan. */
export async function errorMarkdown(
  { message, actions, rows }: ShownError,
  style: ProblemStyle,
): Promise<string> {
  return markdownDocument([
    [`### Error: ${markdownText(message)}`],
    await problemTable(rows, mostCharacters - roomForActions - roomForMessage, style),
    listLines(
      'Try',
      actions.map((action) => messageText(style.parts(action))),
      roomForActions,
    ),
  ])
}

/** Problems as a table, one row each; folded where it is long. */
export async function problemTable(
  rows: readonly ErrorRow[],
  room: number,
  { surface, parts }: ProblemStyle,
): Promise<string[]> {
  if (rows.length === 0) return []
  const columns = problemColumns(rows, parts).filter(({ value }) => rows.some((row) => value(row) !== null))
  const table = await markdownTable(columns, [rows], surface, room)
  return tableLines(table, countText(rows.length, 'problem'), seeAll)
}

function problemColumns(rows: readonly ErrorRow[], parts: ProblemStyle['parts']): Column<ErrorRow>[] {
  const isOneFile = new Set(rows.map(({ file }) => file)).size === 1
  const advice = ({ action }: ErrorRow): HintParts => (action === undefined ? {} : parts(action))
  return [
    textColumn('about', 'About', ({ group }) => (kindTexts(group) === undefined ? (group ?? null) : null)),
    textColumn('file', 'File', ({ file }) => (isOneFile ? null : (file ?? null))),
    numberColumn('line', 'Line', ({ line }) => line ?? null),
    textColumn('column', 'Column', ({ column }) => column ?? null),
    textColumn('value', 'Value', ({ value }) => value ?? null),
    sentenceColumn('reason', 'Problem', ({ reason }) => reason),
    sentenceColumn('action', 'What to do', (row) => {
      const flag = row.confirmation === undefined ? undefined : `add ${confirmationFlag(row.confirmation)}`
      return [flag, advice(row).text].filter((said) => said !== undefined).join('; ') || null
    }),
    commandColumn('command', 'Command', (row) => advice(row).command ?? null),
  ]
}

/** A message as a line of Markdown, with its command as code. */
export function messageText({ text = '', command }: Message): string {
  if (command === undefined) return markdownText(text)
  return text === '' ? markdownCode(command) : `${markdownText(text)}: ${markdownCode(command)}`
}
