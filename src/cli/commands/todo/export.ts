import { massMapping } from '../../../app/todo-file.ts'
import { readTodos, type TodoList, type TodoQuery } from '../../../app/todo.ts'
import { refuseLedgerFile } from '../../../app/output-files.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { commandLine, withOptions } from '../../../core/hint.ts'
import { countText } from '../../../core/text.ts'
import { todoKinds } from '../../../core/todo.ts'
import { given } from '../../../core/values.ts'
import type { Ledger } from '../../../ledger/ledger.ts'
import { todoPage } from '../../../salesscreen/todo-page.ts'
import { defineCommand } from '../../command.ts'
import type { Context } from '../../context.ts'
import { jsonDocument, listText } from '../../output/render.ts'
import { todoColumns, todoQuery } from './list.ts'

export interface TodoExportOptions extends TodoQuery {
  readonly file?: string
  readonly forMassMapping: boolean
  readonly force: boolean
}

export const todoExportCommand = defineCommand({
  name: 'export',
  summary: 'write the list as a page to work through, or as a table',
  examples: [
    { command: 'sfsync todo export todo.html', purpose: 'a page with copy buttons and boxes to tick' },
    { command: 'sfsync todo export todo.csv --kind create-user', purpose: 'the users to create, as a table' },
    {
      command: 'sfsync todo export mappings.csv --for mass-mapping',
      purpose: 'rows for the browser extension that maps in bulk',
    },
  ],
  declare: (command) =>
    command
      .argument('[file]', 'a file that ends in .html, .csv or .tsv')
      .option('--kind <kinds>', `only these kinds (${todoKinds.join(', ')})`)
      .option('--team <team>', 'only this team and its members')
      .option('--for <tool>', 'mass-mapping: rows of e-mail, external ID and system, without a header')
      .option('--force', 'replace an existing file'),
  options: ([file], flags): TodoExportOptions => ({
    ...todoQuery([], flags),
    ...given({ file }),
    forMassMapping: isMassMapping(flags.for),
    force: flags.force === true,
  }),
  run: runTodoExport,
})

function isMassMapping(text: string | undefined): boolean {
  if (text === undefined || text === 'mass-mapping') return text !== undefined
  throw new SfsyncError('usage', `--for must be mass-mapping, not "${text}"`)
}

export async function runTodoExport(options: TodoExportOptions, context: Context): Promise<void> {
  const { file, force } = options
  if (file === undefined)
    throw new SfsyncError('usage', 'todo export needs <file>', {
      actions: [commandLine('todo export', 'todo.html')],
    })
  const format = options.forMassMapping ? 'mass-mapping' : formatOf(file)
  await refuseLedgerFile(context, file)
  if (!force && (await context.dependencies.describeFile(file)) !== undefined)
    throw new SfsyncError('usage', `${file} already exists; it was not overwritten`, {
      actions: ['choose another file, or replace it with --force'],
    })
  const ledger = await context.ledger()
  const list = await readTodos(ledger, options)
  const rows =
    format === 'mass-mapping'
      ? await writeMassMapping(context, ledger, list, file)
      : await writeList(context, list, file, format)
  if (context.format === 'json' || context.format === 'ndjson')
    await context.stdout.write(jsonDocument({ file, rows }, context.format))
}

function formatOf(file: string): 'html' | 'csv' | 'tsv' {
  const [, ending = ''] = /\.([a-z]+)$/i.exec(file) ?? []
  const format = (['html', 'csv', 'tsv'] as const).find((each) => each === ending.toLowerCase())
  if (format !== undefined) return format
  throw new SfsyncError(
    'usage',
    `${file} does not say what to write: its name must end in .html, .csv or .tsv`,
  )
}

async function writeList(
  context: Context,
  { todos }: TodoList,
  file: string,
  format: 'html' | 'csv' | 'tsv',
): Promise<number> {
  const text =
    format === 'html'
      ? todoPage(todos, context.now(), context.typed(commandLine('todo done')))
      : await listText(todoColumns, todos, format)
  await context.dependencies.writeFile(file, text)
  await context.note(`${countText(todos.length, 'thing')} to enter in SalesScreen written to ${file}`)
  if (todos.length === 0) return 0
  await context.suggest({
    text: format === 'html' ? 'open it in a browser; when things are done' : 'when all of them are done',
    command: withOptions(commandLine('todo done'), { file: format === 'html' ? '-' : file }),
  })
  return todos.length
}

async function writeMassMapping(
  context: Context,
  ledger: Ledger,
  list: TodoList,
  file: string,
): Promise<number> {
  const setting = (await ledger.facts()).find(({ name }) => name === 'mapping-system')
  const { text, rows, left } = massMapping(list, setting?.value ?? 'Salesforce')
  await context.dependencies.writeFile(file, text)
  for (const { todo, reason } of left.slice(0, mostTold))
    await context.warn(`left out: ${todo.user?.email ?? ''} ${reason}`)
  if (left.length > mostTold) await context.warn(`... and ${left.length - mostTold} more left out`)
  if (setting === undefined)
    await context.warn({
      text: 'the system is called "Salesforce" in these rows; if SalesScreen calls it otherwise',
      command: commandLine('settings set', 'mapping-system', '<name>'),
    })
  await context.note(`${countText(rows, 'mapping')} written to ${file}`)
  return rows
}

const mostTold = 20
