import { commandLineOf, defineCommand, type Invocation, withAnswers, writeOptions } from '../../command.ts'
import { reportFiles } from '../../file-kinds.ts'
import { typedFile } from '../../file-question.ts'
import { noteEquivalentCommand, removalFlags, withRemovalsAsked } from '../../write.ts'
import { type CommandLine, commandLine, withOptions } from '../../../core/hint.ts'
import { type Command, type CommandUnknownOpts, Option, type OptionValues } from '@commander-js/extra-typings'
import type { Context } from '../../context.ts'
import { tableOptions, withTableFlags } from '../../shared-flags.ts'
import type { ExitCode } from '../../../app/exit-codes.ts'
import { columnFlags } from '../../../salesforce/report-flags.ts'
import { reportFields } from '../../../sheet/report-fields.ts'
import type { StageMode } from '../../../ledger/ledger.ts'
import { given } from '../../../core/values.ts'
import type { FileOptions } from '../../../sheet/open-file.ts'
import { importDirectory } from '../../../app/directory/import-directory.ts'
import { namedUsers, reportImport } from './import-output.ts'

export interface SfUsersImportOptions extends FileOptions {
  readonly file?: string
  readonly columns: Readonly<Record<string, string>>
  readonly mode: StageMode
  readonly keepGoing: boolean
  readonly allowMismatch: boolean
  readonly dryRun: boolean
  readonly allChanges: boolean
  /** Exactly this many users may have left according to a complete report. */
  readonly allowRemovals?: number
}

/** An import without any flag. */
export const plainImport: SfUsersImportOptions = {
  columns: {},
  mode: 'merge',
  keepGoing: false,
  allowMismatch: false,
  dryRun: false,
  allChanges: false,
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
      command: 'sfsync sf-users import november.csv --complete',
      purpose: 'every month: who joined, left or changed since the last report',
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
          .addOption(
            new Option(
              '--complete',
              'the file lists every active user: those who are not in it have left (without it they stay as they are); if it did not list everyone, import one that does, and they are active again',
            ).conflicts(['replace', 'keepGoing']),
          )
          .option('--replace', 'drop users who are not in the file from the directory')
          .option('--keep-going', 'import the good rows although others have problems; exit code 3')
          .option(
            '--allow-mismatch',
            'import users even if their IDs belong to someone else in the directory',
          )
          .option('--all-changes', 'name everyone who joined, left or changed, not only the first ones')
          .option('-n, --dry-run', 'read and check the file, and change nothing')
          .option('--allow-removals <number>', 'with --complete: exactly this many users have left'),
      ),
    ),
  options: ([file], flags, self): SfUsersImportOptions => {
    const { dryRun, allowRemovals } = writeOptions(flags)
    return {
      ...given({ file }),
      ...tableOptions(flags),
      columns: columnsNamed(self),
      mode: flags.replace === true ? 'replace' : flags.complete === true ? 'complete' : 'merge',
      keepGoing: flags.keepGoing === true,
      allowMismatch: flags.allowMismatch === true,
      dryRun,
      allChanges: flags.allChanges === true,
      ...given({ allowRemovals }),
    }
  },
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

export async function runSfUsersImport(
  options: SfUsersImportOptions,
  context: Context,
  invocation?: Invocation,
): Promise<ExitCode> {
  const file = await typedFile(context, options.file, {
    command: 'sf-users import',
    question: 'Report file',
    kind: reportFiles,
    action: 'name the exported report, or - for standard input',
  })
  const { columns, allowRemovals } = options
  const named = namedUsers(context, options)
  const imported = async (allowed: number | undefined) => {
    const reading = await context.dependencies.readReport({ file, columns, ...tableOptions(options) })
    return await importDirectory(context, reading, {
      ...options,
      named,
      ...given({ allowRemovals: allowed }),
    })
  }
  // Standard input cannot be read twice.
  const { result, answer } =
    file === '-'
      ? { result: await imported(allowRemovals), answer: undefined }
      : await withRemovalsAsked(context, allowRemovals, imported)
  const asComplete = options.mode === 'merge' ? sameImport(file, options) : undefined
  const exitCode = await reportImport(context, result, asComplete)
  if ((options.file === undefined || answer !== undefined) && invocation !== undefined)
    await noteEquivalentCommand(context, commandLineOf(withAnswers(invocation, [file], removalFlags(answer))))
  return exitCode
}

// The file once more, as a complete one.
function sameImport(file: string, options: SfUsersImportOptions): CommandLine {
  const columns = Object.fromEntries(
    reportFields.flatMap((field) => {
      const label = options.columns[field]
      return label === undefined ? [] : [[columnFlags[field].slice(2), label]]
    }),
  )
  const { encoding, separator, sheet } = options
  return withOptions(commandLine('sf-users import', file), {
    ...columns,
    ...given({ encoding, separator, sheet }),
    complete: true,
  })
}
