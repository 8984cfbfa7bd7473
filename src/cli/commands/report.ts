import { hintText } from '../../app/hints.ts'
import { refuseLedgerFile, requireNewFile } from '../../app/output-files.ts'
import { collectReport } from '../../app/report/collect.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Hint } from '../../core/hint.ts'
import { countText } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import { anonymousFacts } from '../../report/anonymous.ts'
import { reportPage } from '../../report/report-page.ts'
import { defineCommand } from '../command.ts'
import type { Context } from '../context.ts'
import { typedNewFile } from '../file-question.ts'
import { isCommandWithOutput } from '../json-schemas.ts'
import { requireTable } from '../lists.ts'
import { jsonDocument } from '../output/render.ts'

export interface ReportOptions {
  /** Standard output if `-`; asked for if missing. */
  readonly file?: string
  readonly team?: string
  readonly anonymous: boolean
  readonly force: boolean
}

export const reportCommand = defineCommand({
  name: 'report',
  description: 'write one page with figures and charts, to look at or to print; it works offline',
  examples: [
    { command: 'sfsync report report.html', purpose: 'who shows up, what to do now, and what changed' },
    { command: 'sfsync report north.html --team "Sales North"', purpose: 'for the head of one team' },
    { command: 'sfsync report - --anonymous > report.html', purpose: 'without names, to pass on' },
  ],
  declare: (command) =>
    command
      .argument('[file]', 'a file that ends in .html; standard output if -')
      .option('--team <team>', 'only this team and its members')
      .option('--anonymous', 'numbers instead of names, addresses and IDs')
      .option('--force', 'replace an existing file'),
  options: ([file], flags): ReportOptions => ({
    ...given({ file, team: flags.team }),
    anonymous: flags.anonymous === true,
    force: flags.force === true,
  }),
  run: runReport,
})

export async function runReport(options: ReportOptions, context: Context): Promise<void> {
  const { force } = options
  const file = await typedNewFile(context, options.file, {
    command: 'report',
    question: 'File to write (.html)',
    initial: 'report.html',
    action: 'name the file, for example report.html',
    force,
    check: requirePageName,
  })
  if (file === '-') requireTable(context, 'report -', 'name a file for the page')
  else {
    requirePageName(file)
    await refuseLedgerFile(context, file)
    if (!force) await requireNewFile(context, file)
    await context.dependencies.requireRoom(file)
  }
  const collected = await collectReport(context, options.team)
  const facts = options.anonymous ? anonymousFacts(collected, isCommandWithOutput) : collected
  // A profile and the path of a ledger say whose they are, too.
  const typed = (hint: Hint) => (options.anonymous ? hintText(hint) : context.typed(hint))
  const page = reportPage(facts, {
    typed,
    recorded: options.anonymous ? (command) => command : context.recorded,
  })
  if (file === '-') {
    await context.stdout.write(page)
    return
  }
  await context.dependencies.writeFile(file, page)
  const { known, 'shows-up': showsUp } = facts.people.funnel
  if (context.format === 'json' || context.format === 'ndjson')
    await context.stdout.write(jsonDocument({ file, people: known, showsUp }, context.format))
  await context.note(`report on ${countText(known, 'person', 'people')} written to ${file}`)
  await context.suggest(`open ${file} in a browser; print it from there`)
}

function requirePageName(file: string): void {
  if (/\.html?$/i.test(file)) return
  throw new SfsyncError('usage', `a report is a web page: the name of ${file} must end in .html`)
}
