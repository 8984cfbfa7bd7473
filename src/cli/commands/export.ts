import { defineCommand } from '../command.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { jsonDocument } from '../output/render.ts'
import { given } from '../../core/values.ts'

export interface ExportOptions {
  /** Standard output without it. */
  readonly file?: string
  readonly forReview: boolean
  readonly all: boolean
  readonly force: boolean
}

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'write a spreadsheet for deciding matches',
  description: 'write a spreadsheet in which people decide who is who; read it back with sfsync import',
  examples: [
    { command: 'sfsync export --for-review review.csv', purpose: 'a sheet to decide in' },
    { command: 'sfsync import review.csv --dry-run', purpose: 'what the decisions would change' },
  ],
  declare: (command) =>
    command
      .argument('[file]', 'the CSV file to write; standard output without it')
      .option('--for-review', 'everybody who is not mapped yet, with a column for a decision')
      .option('--all', 'also those who are mapped, and those about whom it was decided already')
      .option('--force', 'replace a file that is there'),
  options: ([file], { forReview, all, force }): ExportOptions => ({
    ...given({ file }),
    forReview: forReview === true,
    all: all === true,
    force: force === true,
  }),
  run: runExport,
})

export async function runExport(options: ExportOptions, context: Context): Promise<void> {
  const { file, forReview, all, force } = options
  if (!forReview) throw new SfsyncError('usage', 'export needs --for-review', { actions: ['sfsync dump'] })
  if (file !== undefined && !force && (await context.dependencies.describeFile(file)) !== undefined)
    throw new SfsyncError('usage', `${file} is there already; nothing was written`, {
      actions: ['name another file, or replace it with --force'],
    })
  const ledger = await context.ledger()
  const { allReviewSubjects } = await import('../../app/batch/review-sheet.ts')
  const { reviewSheetText } = await import('../../app/batch/review-sheet.ts')
  const subjects = await allReviewSubjects(ledger, { all, today: context.now().slice(0, 10) })
  const text = reviewSheetText(subjects)
  if (file === undefined) {
    await context.stdout.write(text)
    return
  }
  await context.dependencies.writeFile(file, text)
  if (context.format === 'json' || context.format === 'ndjson')
    await context.stdout.write(jsonDocument({ file, rows: subjects.length }, context.format))
  await context.note(
    `${subjects.length} ${subjects.length === 1 ? 'row' : 'rows'} to decide about in ${file}`,
  )
  await context.suggest(
    `fill in the column "Decision" (map, new, later, never, keep), then: sfsync import ${file}`,
  )
}
