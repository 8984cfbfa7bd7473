import { defineCommand } from '../command.ts'
import { idColumn, numberColumn, textColumn, timeColumn } from '../output/columns.ts'
import type { Change, ChangeSetHead } from '../../core/change.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { askForChangeSet } from '../change-set-picker.ts'
import { changeSetNumber, changeSetHeadNumbered, missingChangeSet } from '../../app/history.ts'
import { interruptible } from '../../app/interrupts.ts'
import { messageLines } from '../output/message.ts'
import { changeColumns, fieldChanges } from '../output/field-changes.ts'
import { planText } from '../output/plan.ts'
import type { Column } from '../output/columns.ts'
import { renderList } from '../output/render.ts'
import { blockText } from '../output/table.ts'
import { countText } from '../../core/text.ts'
import { visibleJson } from '../../core/visible-text.ts'
import { given } from '../../core/values.ts'
import { rowNames } from '../../app/change-text.ts'

export interface ShowOptions {
  readonly changeSet?: string
}

export const showCommand = defineCommand({
  name: 'show',
  description: 'show one change set: who, when, why, and what changed',
  examples: [
    { command: 'sfsync show 12', purpose: 'every change, with the line of the file it came from' },
    { command: 'sfsync show 12 --json', purpose: 'with every row before and after the change' },
  ],
  declare: (command) => command.argument('[changeSet]', 'number of the change set (sfsync history)'),
  options: ([changeSet]) => given({ changeSet }),
  run: runShow,
})

export async function runShow(options: ShowOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  if (options.changeSet === undefined && !context.canAsk)
    throw await missingChangeSet(context, ledger, 'show')
  const number = changeSetNumber(options.changeSet ?? (await askForChangeSet(context, 'show')))
  const head = await changeSetHeadNumbered(ledger, number)
  const pages = interruptible(ledger.changesOf(number), context.dependencies.interrupted)
  switch (context.format) {
    case 'table':
      return await writeText(context, ledger, head, pages)
    case 'json':
      return await writeJson(context, head, pages)
    case 'ndjson':
      return await writeLines(context, pages)
    case 'markdown':
      return await writeMarkdown(context, ledger, head, pages)
    case 'csv':
    case 'tsv':
    case 'xlsx':
    case 'ids':
      await renderList(changeColumns, fieldsOf(pages), context.format, context.stdout)
  }
}

async function writeLines(context: Context, pages: Pages): Promise<void> {
  for await (const page of pages)
    await context.stdout.write(page.map((change) => `${visibleJson(JSON.stringify(change))}\n`).join(''))
}

type Pages = AsyncIterable<readonly Change[]>

async function* fieldsOf(pages: Pages) {
  for await (const page of pages) yield fieldChanges(page)
}

const headColumns = (recorded: Context['recorded']): readonly Column<ChangeSetHead>[] => [
  idColumn('changeSet', 'Change set', ({ number }) => number),
  timeColumn('at', 'When', ({ at }) => at),
  textColumn('actor', 'Who', ({ actor }) => actor),
  textColumn('role', 'Database role', ({ role }) => role),
  textColumn('command', 'Command', ({ command }) => recorded(command)),
  textColumn('reason', 'Why', ({ reason }) => reason),
  numberColumn('changes', 'Changes', ({ size }) => size),
]

async function writeText(context: Context, ledger: Ledger, head: ChangeSetHead, pages: Pages): Promise<void> {
  const { stdout } = context
  const columns = [
    ...headColumns(context.recorded).filter(({ key }) => key !== 'role' || head.role !== null),
    ...head.evidence.map((each) => textColumn<ChangeSetHead>('evidence', 'Evidence', () => each)),
  ]
  await stdout.write(`${blockText(columns, [head], stdout)}\n`)
  for await (const page of pages) {
    const names = await rowNames(ledger, page)
    let text = ''
    for (const change of page) {
      const source = [change.origin ?? [], change.evidence ?? []].flat().join(': ')
      const from = source === '' ? [] : await messageLines(stdout, '', { text: `    ${source}` })
      text += await planText([change], names, stdout)
      for (const line of from) text += `${stdout.paint.dim(line)}\n`
    }
    await stdout.write(text)
  }
}

async function writeMarkdown(
  context: Context,
  ledger: Ledger,
  head: ChangeSetHead,
  pages: Pages,
): Promise<void> {
  const { markdownDocument, recordLines, tableLines } = await import('../output/markdown.ts')
  const { changesTable } = await import('../output/plan-markdown.ts')
  const lines = async function* () {
    for await (const page of pages) yield page.map((change) => ({ change, isInSalesScreen: false }))
  }
  const table = await changesTable(ledger, lines(), context)
  await context.stdout.write(
    markdownDocument([
      [`### Change set ${head.number}`],
      recordLines(headColumns(context.recorded), head, context.stdout),
      tableLines(table, countText(head.size, 'change')),
    ]),
  )
}

// Written page by page: a change set may have a million changes.
async function writeJson(context: Context, head: ChangeSetHead, pages: Pages): Promise<void> {
  const { number, at, actor, role, command, reason, evidence } = head
  const start = JSON.stringify({ changeSet: number, at, actor, role, command, reason, evidence }, null, 2)
  await context.stdout.write(`${visibleJson(start.slice(0, -2))},\n  "changes": [`)
  let isFirst = true
  for await (const page of pages) {
    const texts = page.map((change) => `\n    ${visibleJson(JSON.stringify(change))}`)
    await context.stdout.write(`${isFirst || page.length === 0 ? '' : ','}${texts.join(',')}`)
    isFirst &&= page.length === 0
  }
  await context.stdout.write('\n  ]\n}\n')
}
