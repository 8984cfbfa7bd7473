import { lastReadHere } from '../../app/directory-age.ts'
import { interruptible } from '../../app/interrupts.ts'
import type { Hint } from '../../core/hint.ts'
import { countText } from '../../core/text.ts'
import type { DirectoryReadRecord } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import type { ListOptions } from '../lists.ts'
import { chooseColumns, type Column } from '../output/columns.ts'
import {
  folded,
  listLines,
  markdownBlock,
  markdownDocument,
  type MarkdownTable,
  markdownTable,
  markdownText,
  mostCharacters,
  tableLines,
} from '../output/markdown.ts'
import { messageText } from '../output/error-markdown.ts'
import type { Finding } from '../../app/findings.ts'
import { fixCommand, fixLines } from './finding-text.ts'

const roomForWarnings = 8_000
const roomForFixes = 20_000
const roomForTable = mostCharacters - roomForWarnings - roomForFixes - 2_000

/** The findings of `check` as they go into a document in Markdown: as many as have room, with their fixes. */
export interface CheckMarkdown {
  readonly table: MarkdownTable
  readonly fixes: readonly string[]
}

/** Reads every finding, and keeps those that have room. */
export async function gatherMarkdown(
  context: Context,
  columns: readonly Column<Finding>[],
  found: AsyncIterable<readonly Finding[]> | Iterable<readonly Finding[]>,
  options: ListOptions,
): Promise<CheckMarkdown> {
  const fixes: string[] = []
  let room = roomForFixes
  const addFix = (row: Finding) => {
    const lines = fixLines(row, (hint) => context.typed(hint))
    // A comment alone fixes nothing.
    if (room < 0 || lines.length === 1) return
    room -= lines.reduce((sum, line) => sum + line.length + 1, 0)
    fixes.push(...(room < 0 ? [`# … and more: ${context.typed(fixCommand)}`] : lines))
  }
  const noted = async function* () {
    for await (const page of interruptible(found, context.dependencies.interrupted)) {
      for (const row of page) addFix(row)
      yield page
    }
  }
  const chosen = chooseColumns(columns, options.columns, context.format)
  return { table: await markdownTable(chosen, noted(), context.stdout, roomForTable), fixes }
}

/** What is known once everything is read. */
interface CheckEnd {
  /** How many there are, shown or not. */
  readonly findings: number
  /** Whether there is nobody to check yet. */
  readonly isUnused: boolean
  /** What could not be checked. */
  readonly warnings: readonly Hint[]
  readonly lastRead: DirectoryReadRecord | null
}

/** The whole document: a headline, what could not be checked, the findings, and the commands that fix them. */
export function checkMarkdown(
  context: Context,
  { table, fixes }: CheckMarkdown,
  { findings, isUnused, warnings, lastRead }: CheckEnd,
): string {
  const nothing = isUnused ? 'No users to check yet' : 'No findings'
  const headline = findings === 0 ? nothing : countText(findings, 'finding')
  return markdownDocument([
    [`### ${headline}${warnings.length === 0 ? '' : ', but not everything was checked'}`],
    lastRead === null ? [] : [markdownText(`As of ${lastReadHere(lastRead)}.`)],
    listLines(
      'Not checked',
      warnings.map((each) => messageText(context.parts(each))),
      roomForWarnings,
    ),
    table.rows === 0 ? [] : tableLines(table, countText(findings, 'finding')),
    fixes.length === 0
      ? []
      : folded('Commands that fix it, to read before you run them', markdownBlock('sh', fixes)),
  ])
}
