import { allReviewSubjects, reviewSheetText, reviewWorkbook } from '../../app/batch/review-sheet.ts'
import { refuseLedgerFile, requireNewFile } from '../../app/output-files.ts'
import { countText } from '../../core/text.ts'
import { commandLineOf, defineCommand, type Invocation, withAnswers } from '../command.ts'
import { typedNewFile } from '../file-question.ts'
import { noteEquivalentCommand } from '../write.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine } from '../../core/hint.ts'
import type { Context } from '../context.ts'
import { jsonDocument } from '../output/render.ts'
import { given } from '../../core/values.ts'
import type { ReviewSubject } from '../../core/review/review-row.ts'
import { isWorkbookName } from '../../sheet/write-sheet.ts'
import { requireNoTerminal } from '../output/workbook.ts'

export interface ExportOptions {
  /** Standard output without it. */
  readonly file?: string
  readonly forReview: boolean
  readonly all: boolean
  readonly force: boolean
}

export const exportCommand = defineCommand({
  name: 'export',
  description: 'write a spreadsheet for deciding on mappings; read it back with sfsync import',
  examples: [
    { command: 'sfsync export --for-review review.xlsx', purpose: 'write a review sheet' },
    { command: 'sfsync import review.xlsx --dry-run', purpose: 'preview what the decisions change' },
  ],
  declare: (command) =>
    command
      .argument('[file]', 'workbook (.xlsx) or CSV file to write; standard output if - or omitted')
      .option('--for-review', 'all users without a mapping, with a column for a decision')
      .option('--all', 'include users who are mapped or already decided')
      .option('--force', 'replace an existing file'),
  options: ([file], { forReview, all, force }): ExportOptions => ({
    ...given({ file }),
    forReview: forReview === true,
    all: all === true,
    force: force === true,
  }),
  run: runExport,
})

export async function runExport(
  typed: ExportOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  const { options, line } = await answered(typed, context, invocation)
  const { all, force } = options
  const file = options.file === '-' ? undefined : options.file
  if (file !== undefined) await refuseLedgerFile(context, file)
  if (file !== undefined && !force) await requireNewFile(context, file)
  const ledger = await context.ledger()
  const subjects = await allReviewSubjects(ledger, { all, today: context.today() })
  if (file === undefined) {
    await writeToOutput(context, subjects)
    return
  }
  const content = isWorkbookName(file) ? reviewWorkbook(subjects) : reviewSheetText(subjects)
  await context.dependencies.writeFile(file, content)
  if (context.format === 'json' || context.format === 'ndjson')
    await context.stdout.write(jsonDocument({ file, rows: subjects.length }, context.format))
  await context.note(`${countText(subjects.length, 'row')} to decide written to ${file}`)
  await context.suggest({
    text: 'fill in the column "Decision" (map, new, later, never or keep), then',
    command: commandLine('import', file),
  })
  if (line.prompted) await noteEquivalentCommand(context, commandLineOf(line))
}

interface Answered {
  readonly options: ExportOptions
  readonly line: Invocation
}

async function answered(options: ExportOptions, context: Context, line: Invocation): Promise<Answered> {
  if (options.forReview) return { options, line }
  if (!context.canAsk)
    throw new SfsyncError('usage', 'export needs --for-review', {
      actions: [{ text: 'to export the whole ledger', command: commandLine('dump') }],
    })
  const all =
    options.all ||
    (await (
      await context.prompts()
    ).choose('Which users do you want to decide on?', [
      { name: 'users without a mapping', value: false },
      { name: 'all users', value: true, description: 'including users who are already mapped or decided' },
    ]))
  const file = await typedNewFile(context, options.file, {
    command: 'export',
    question: 'File to write (.xlsx or .csv)',
    initial: 'review.xlsx',
    action: 'name the file',
    force: options.force,
  })
  const flags = [['--for-review'], ...(all ? [['--all']] : [])]
  return { options: { ...options, file, all, forReview: true }, line: withAnswers(line, [file], flags) }
}

async function writeToOutput(context: Context, subjects: readonly ReviewSubject[]): Promise<void> {
  if (context.format !== 'xlsx') return await context.stdout.write(reviewSheetText(subjects))
  requireNoTerminal(context.stdout)
  for await (const piece of reviewWorkbook(subjects)) await context.stdout.write(piece)
}
