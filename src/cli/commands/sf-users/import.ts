import { defineCommand } from '../../command.ts'
import { commandLine, withOptions } from '../../../core/hint.ts'
import { type Command, type CommandUnknownOpts, Option, type OptionValues } from '@commander-js/extra-typings'
import { SfsyncError } from '../../../core/errors.ts'
import { countText } from '../../../core/text.ts'
import type { Context } from '../../context.ts'
import { tableOptions, withTableFlags } from '../../shared-flags.ts'
import { type ExitCode, exitCodes } from '../../../app/exit-codes.ts'
import { minuteText } from '../../../app/directory-age.ts'
import { columnFlags } from '../../../salesforce/report-flags.ts'
import { reportFields } from '../../../sheet/report-fields.ts'
import { warnOfProblems } from '../../output/problems.ts'
import { jsonDocument } from '../../output/render.ts'
import { given } from '../../../core/values.ts'
import type { FileOptions } from '../../../sheet/open-file.ts'
import { importDirectory, type ImportResult } from '../../../app/directory/import-directory.ts'

export interface SfUsersImportOptions extends FileOptions {
  readonly file?: string
  readonly columns: Readonly<Record<string, string>>
  readonly replace: boolean
  readonly keepGoing: boolean
  readonly allowMismatch: boolean
  readonly dryRun: boolean
}

export const sfUsersImportCommand = defineCommand({
  name: 'import',
  summary: 'read Salesforce users from an exported report or another table',
  examples: [
    {
      command: 'sfsync sf-users import users-report.csv',
      purpose: 'a Users report, exported as "Details Only", .csv',
    },
    {
      command: 'sfsync sf-users import report.csv --id-column "Benutzer-ID"',
      purpose: 'when sfsync does not know the column labels',
    },
    {
      command:
        'sf data query --query "SELECT Id, Name, Username, Email, IsActive FROM User" --result-format csv | sfsync sf-users import -',
      purpose: 'from the Salesforce CLI',
    },
  ],
  declare: (command) =>
    withColumnFlags(
      withTableFlags(
        command
          .argument('[file]', 'the file; - reads standard input')
          .option('--replace', 'drop users who are not in the file (without it the file is merged in)')
          .option('--keep-going', 'import the good rows although others have problems; exit code 3')
          .option(
            '--allow-mismatch',
            'import users even if their IDs belong to someone else in the directory',
          )
          .option('-n, --dry-run', 'read and check the file, and change nothing'),
      ),
    ),
  options: ([file], { replace, keepGoing, allowMismatch, dryRun, ...flags }, self): SfUsersImportOptions => ({
    ...given({ file }),
    ...tableOptions(flags),
    columns: columnsNamed(self),
    replace: replace === true,
    keepGoing: keepGoing === true,
    allowMismatch: allowMismatch === true,
    dryRun: dryRun === true,
  }),
  run: runSfUsersImport,
})

// One flag for each field, so that its types would say nothing.
function withColumnFlags<Args extends unknown[], Flags extends OptionValues>(
  command: Command<Args, Flags>,
): Command<Args, Flags> {
  for (const field of reportFields)
    command.addOption(
      new Option(`${columnFlags[field]} <label>`, `label of the column that holds: ${meaning(field)}`),
    )
  return command
}

function columnsNamed(command: CommandUnknownOpts): Record<string, string> {
  const columns: Record<string, string> = {}
  for (const field of reportFields) {
    const label: unknown = command.getOptionValue(new Option(columnFlags[field]).attributeName())
    if (typeof label === 'string') columns[field] = label
  }
  return columns
}

function meaning(field: string): string {
  return field === 'salesforceUserId' ? 'Salesforce User ID' : field.replace(/([A-Z])/g, ' $1').toLowerCase()
}

export async function runSfUsersImport(options: SfUsersImportOptions, context: Context): Promise<ExitCode> {
  if (options.file === undefined)
    throw new SfsyncError('usage', 'sf-users import needs <file>', {
      actions: [
        'name the exported report, or - for standard input',
        withOptions(commandLine('sf-users import'), { help: true }),
      ],
    })
  const reading = await context.dependencies.readReport({
    file: options.file,
    columns: options.columns,
    ...tableOptions(options),
  })
  return await reportImport(context, await importDirectory(context, reading, options))
}

/** Prints what an import or a refresh did, and returns its exit code. */
export async function reportImport(context: Context, result: ImportResult): Promise<ExitCode> {
  await writeImportResult(context, result)
  return result.problems.length > 0 ? exitCodes.partial : exitCodes.done
}

function shown(count: number): string {
  return count.toLocaleString('en-US')
}

// One document, or a line and what the admin should know.
async function writeImportResult(context: Context, result: ImportResult): Promise<void> {
  const { source, origin, received, added, changed, repeated, dropped, problems, notices, written } = result
  if (context.format === 'json' || context.format === 'ndjson') {
    const document = {
      changeSet: null,
      changes: [],
      warnings: notices,
      next:
        written && received > 0
          ? [context.typed(withOptions(commandLine('sf-users list'), { unmapped: true }))]
          : [],
      read: {
        source,
        origin,
        received,
        added,
        changed,
        repeated,
        dropped,
        written,
        since: result.since,
        problems,
      },
    }
    await context.stdout.write(jsonDocument(document, context.format))
    return
  }
  const users = received - repeated
  const counts = [
    `${shown(added)} new`,
    ...(changed === null ? [] : [`${shown(changed)} changed`]),
    ...(repeated > 0
      ? [`${shown(repeated)} of ${shown(received)} rows repeat an ID (the last one counts)`]
      : []),
    ...(dropped > 0 ? [`${shown(dropped)} removed`] : []),
    ...(problems.length > 0 ? [`${countText(problems.length, 'row')} skipped`] : []),
  ].join(', ')
  await context.stdout.write(
    result.since === null
      ? `${countText(users, 'user')} read from ${origin}: ${counts}\n`
      : `up to date with ${origin}: ${counts} since ${minuteText(result.since)}\n`,
  )
  for (const notice of notices) await context.note(notice)
  await warnOfProblems(context, problems)
  if (problems.length > 0)
    await context.warn(
      `${countText(problems.length, 'row was', 'rows were')} skipped; fix ${problems.length === 1 ? 'it' : 'them'} and import the file again`,
    )
  if (!written) await context.note('dry run: nothing was changed')
  else if (users > 0) await context.suggest(withOptions(commandLine('sf-users list'), { unmapped: true }))
}
