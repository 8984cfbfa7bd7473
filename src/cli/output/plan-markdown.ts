import { changeDetails, firstShown, rowNames, type ShownChange, subjects } from '../../app/change-text.ts'
import type { Change, Plan } from '../../core/change.ts'
import type { Hint } from '../../core/hint.ts'
import { countText } from '../../core/text.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { type Column, textColumn } from './columns.ts'
import { messageText, problemTable } from './error-markdown.ts'
import {
  listLines,
  markdownDocument,
  type MarkdownTable,
  markdownTable,
  markdownText,
  mostCharacters,
  tableLines,
} from './markdown.ts'
import type { Pages } from './table.ts'

/** A change as a row of a table. */
interface ChangeLine {
  readonly change: Change
  readonly details: string
}

const lineColumns: readonly Column<ChangeLine>[] = [
  textColumn('change', 'Change', ({ change: { before, after } }) =>
    before === null ? 'add' : after === null ? 'remove' : 'change',
  ),
  textColumn('entity', 'What', ({ change: { entity } }) => subjects[entity]),
  textColumn('details', 'Details', ({ details }) => details),
  textColumn('source', 'Source', ({ change: { origin } }) => origin ?? null),
]

// What is said beside the changes leaves most of the room to them.
const roomForList = 8_000
const roomForTable = mostCharacters - 5 * roomForList

/** What a plan changes as a document in Markdown: a headline, what the admin should know, and the changes. */
export async function planMarkdown(
  context: Context,
  ledger: Ledger,
  { changes, notices = [], warnings, problems = [], next }: Plan,
  [headline, ...closing]: readonly [string, ...string[]],
): Promise<string> {
  // Of a line, not even the frame has room more often.
  const { first, total } = firstShown(changes, roomForTable / 20)
  const table = await changesTable(ledger, [first], context)
  const hints = (said: readonly Hint[]) => said.map((each) => messageText(context.parts(each)))
  const problemLines = await problemTable(problems, roomForList, {
    surface: context.stdout,
    parts: (hint) => context.parts(hint),
  })
  return markdownDocument([
    [`### ${markdownText(headline.charAt(0).toUpperCase() + headline.slice(1))}`],
    closing.map((line) => markdownText(line)),
    listLines('Notes', hints(notices), roomForList),
    listLines('Warnings', hints(warnings), roomForList),
    problemLines,
    total === 0 ? [] : tableLines({ ...table, rows: total }, countText(changes.length, 'change')),
    listLines('Next', hints(next), roomForList),
  ])
}

/** Changes as a table. */
export async function changesTable(
  ledger: Ledger,
  pages: Pages<ShownChange>,
  { stdout }: Pick<Context, 'stdout'>,
): Promise<MarkdownTable> {
  const lines = async function* () {
    for await (const page of pages) {
      const names = await rowNames(
        ledger,
        page.map(({ change }) => change),
      )
      yield page.map((each) => ({ change: each.change, details: changeDetails(each, names) }))
    }
  }
  return await markdownTable(lineColumns, lines(), stdout, roomForTable)
}
