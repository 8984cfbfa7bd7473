import { Readable } from 'node:stream'
import { fillWorkbook } from '../../../app/todo-workbook.ts'
import { massMapping } from '../../../app/todo-file.ts'
import { readMappingSystem, readTodos, type TodoList, type TodoQuery } from '../../../app/todo.ts'
import { refuseLedgerFile, requireNewFile } from '../../../app/output-files.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { todoKindTexts } from '../../../core/explain/texts.ts'
import { commandLine, withOptions } from '../../../core/hint.ts'
import { countText } from '../../../core/text.ts'
import { type Todo, todoKinds } from '../../../core/todo.ts'
import { given } from '../../../core/values.ts'
import type { Ledger } from '../../../ledger/ledger.ts'
import { todoPage } from '../../../salesscreen/todo-page.ts'
import { defineCommand } from '../../command.ts'
import type { Context } from '../../context.ts'
import { typedNewFile } from '../../file-question.ts'
import { listWorkbook } from '../../output/workbook.ts'
import { jsonDocument, listText } from '../../output/render.ts'
import { todoColumns, todoQuery } from './list.ts'

export interface TodoExportOptions extends TodoQuery {
  readonly file?: string
  readonly forMassMapping: boolean
  /** SalesScreen's own workbook, and the file for its changed copy. */
  readonly workbook?: string
  readonly out?: string
  /** The sheet of the workbook. */
  readonly sheet?: string
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
    {
      command: 'sfsync todo export --workbook users.xlsx --out upload.xlsx',
      purpose: "SalesScreen's own workbook with the changes in it, to upload",
    },
  ],
  declare: (command) =>
    command
      .argument('[file]', 'a file that ends in .html, .xlsx, .csv or .tsv')
      .option('--kind <kinds>', `only these kinds (${todoKinds.join(', ')})`)
      .option('--team <team>', 'only this team and its members')
      .option('--for <tool>', 'mass-mapping: rows of e-mail, external ID and system, without a header')
      .option(
        '--workbook <template>',
        "SalesScreen's own workbook of all existing users, to change only what must be",
      )
      .option('--out <file>', 'with --workbook: the changed workbook')
      .option('--sheet <name>', 'with --workbook: the sheet of the users')
      .option('--force', 'replace an existing file'),
  options: ([file], flags): TodoExportOptions => ({
    ...todoQuery([], flags),
    ...given({ file, workbook: flags.workbook, out: flags.out, sheet: flags.sheet }),
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
  const { force } = options
  const wantedFormat = (name: string) =>
    options.forMassMapping || options.workbook !== undefined ? 'mass-mapping' : formatOf(name)
  const file = await typedNewFile(context, fileOf(options), {
    command: 'todo export',
    question: options.forMassMapping ? 'File to write' : 'File to write (.html, .xlsx, .csv or .tsv)',
    initial: options.forMassMapping ? 'mapping.csv' : 'todo.html',
    action: 'name the file, for example todo.html',
    force,
    check: wantedFormat,
  })
  const format = wantedFormat(file)
  await refuseLedgerFile(context, file)
  if (!force) await requireNewFile(context, file)
  const ledger = await context.ledger()
  const list = await readTodos(ledger, options)
  const rows =
    options.workbook !== undefined
      ? await writeWorkbook(
          context,
          ledger,
          list,
          { template: options.workbook, ...given({ sheet: options.sheet }) },
          file,
        )
      : format === 'mass-mapping'
        ? await writeMassMapping(context, ledger, list, file)
        : await writeList(context, list, file, format)
  if (context.format === 'json' || context.format === 'ndjson')
    await context.stdout.write(jsonDocument({ file, rows }, context.format))
}

function fileOf({ file, workbook, out, sheet, forMassMapping }: TodoExportOptions): string | undefined {
  if (workbook === undefined && out === undefined && sheet === undefined) return file
  if (workbook === undefined || out === undefined || file !== undefined || forMassMapping)
    throw new SfsyncError('usage', '--workbook and --out go together, without <file> and --for', {
      actions: [withOptions(commandLine('todo export'), { workbook: 'users.xlsx', out: 'upload.xlsx' })],
    })
  return out
}

type FileFormat = 'html' | 'xlsx' | 'csv' | 'tsv'

function formatOf(file: string): FileFormat {
  const [, ending = ''] = /\.([a-z]+)$/i.exec(file) ?? []
  const format = (['html', 'xlsx', 'csv', 'tsv'] as const).find((each) => each === ending.toLowerCase())
  if (format !== undefined) return format
  throw new SfsyncError(
    'usage',
    `the format is unknown: the name of ${file} must end in .html, .xlsx, .csv or .tsv`,
  )
}

async function writeList(
  context: Context,
  list: TodoList,
  file: string,
  format: FileFormat,
): Promise<number> {
  const { todos, system } = list
  const columns = todoColumns(system)
  const text =
    format === 'html'
      ? todoPage(list, context.now(), context.typed(commandLine('todo done')))
      : format === 'xlsx'
        ? await listWorkbook(columns, todos)
        : await listText(columns, todos, format)
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
  const { isKnown } = await readMappingSystem(ledger)
  const { text, rows, left } = massMapping(list)
  await warnOfOmitted(context, left, (todo, reason) => `left out: ${todo.user?.email ?? ''} ${reason}`)
  if (rows === 0) {
    await context.note('no mappings to enter; no file was written')
    return 0
  }
  await context.dependencies.writeFile(file, text)
  if (!isKnown)
    await context.warn({
      text: 'the system is called "Salesforce" in these rows; if SalesScreen has another name for it',
      command: commandLine('settings set', 'mapping-system', '<name>'),
    })
  await context.note(`${countText(rows, 'mapping')} written to ${file}`)
  return rows
}

const mostWarned = 3

// Many of one kind for one reason are counted, so that what was written stays in view.
async function warnOfOmitted(
  context: Context,
  left: readonly { readonly todo: Todo; readonly reason: string }[],
  textOf: (todo: Todo, reason: string) => string,
): Promise<void> {
  const groups = Map.groupBy(left, ({ todo, reason }) => `${todo.kind} ${reason}`)
  for (const group of groups.values()) {
    const [first] = group
    if (first === undefined) continue
    if (group.length <= mostWarned)
      for (const { todo, reason } of group) await context.warn(textOf(todo, reason))
    else
      await context.warn({
        text: `left out: ${countText(group.length, 'user')} to ${todoKindTexts[first.todo.kind]}: ${first.reason}; see them`,
        command: withOptions(commandLine('todo'), { kind: first.todo.kind }),
      })
  }
}

async function writeWorkbook(
  context: Context,
  ledger: Ledger,
  list: TodoList,
  from: Parameters<typeof fillWorkbook>[3],
  file: string,
): Promise<number> {
  const { dependencies } = context
  if ((await dependencies.realPath(file)) === (await dependencies.realPath(from.template)))
    throw new SfsyncError('usage', `${file} is the workbook itself; it was not overwritten`, {
      actions: ['name another file with --out'],
    })
  const { bytes, notices, carried, partly, left } = await fillWorkbook(context, ledger, list, from)
  for (const notice of notices) await context.note(notice)
  await warnOfOmitted(
    context,
    left,
    (todo, reason) =>
      `not in the workbook: ${todoKindTexts[todo.kind]} ${todo.user?.email ?? todo.team ?? ''}: ${reason}`,
  )
  if (bytes === undefined) {
    await context.note('nothing to upload; no file was written')
    return 0
  }
  await dependencies.writeFile(file, Readable.from([bytes]))
  const inPart = partly === 0 ? '' : `, and ${partly} in part,`
  await context.note(`${countText(carried, 'thing')} to enter in SalesScreen${inPart} written to ${file}`)
  await context.suggest({
    text: 'upload it in SalesScreen; when that is done',
    command: withOptions(commandLine('todo done'), { file }),
  })
  return carried
}
