import { Command } from 'commander'
import { type ErrorRow, SfsyncError } from '../../../core/errors.ts'
import type { Context } from '../../context.ts'
import { type ExitCode, exitCodes } from '../../../app/exit-codes.ts'
import { given, type CommandRunner, withExamples } from '../../command.ts'
import { columnFlags, reportFields } from '../../../salesforce/report-fields.ts'
import type { StagedRead } from '../../../ledger/ledger.ts'
import type { DirectoryReading } from '../../../salesforce/salesforce.ts'
import { interruptible } from '../../../app/interrupts.ts'
import { jsonDocument } from '../../output/render.ts'

export interface SfUsersImportOptions {
  readonly file?: string
  readonly encoding?: string
  readonly separator?: string
  readonly columns: Readonly<Record<string, string>>
  readonly replace: boolean
  readonly keepGoing: boolean
  readonly dryRun: boolean
}

type SfUsersImportFlags = Readonly<Record<string, string | boolean | undefined>>

export function sfUsersImportCommand(handle: CommandRunner): Command {
  const command = new Command('import')
    .description('read Salesforce users from an exported report or another CSV file')
    .argument('[file]', 'the file; - reads standard input')
    .option('--replace', 'drop everybody who is not in the file (without it the file is merged in)')
    .option('--keep-going', 'take the good rows although others cannot be taken; exit code 3')
    .option('-n, --dry-run', 'read and check the file, and write nothing')
    .option('--encoding <name>', 'how the text is encoded, for example ISO-8859-1 or Shift_JIS')
    .option('--separator <separator>', 'comma, semicolon, tab, pipe or the character itself')
  for (const field of reportFields)
    command.option(`${columnFlags[field]} <label>`, `label of the column that holds: ${meaning(field)}`)
  command.action((file: string | undefined, flags: SfUsersImportFlags) =>
    handle(runSfUsersImport, optionsOf(file, flags)),
  )
  return withExamples(command, [
    {
      command: 'sfsync sf-users import users-report.csv',
      purpose: 'a Users report, exported as "Details Only", .csv',
    },
    {
      command: 'sfsync sf-users import report.csv --id-column "Benutzer-ID"',
      purpose: 'when the labels defeat sfsync',
    },
    {
      command:
        'sf data query --query "SELECT Id, Name, Username, Email, IsActive FROM User" --result-format csv | sfsync sf-users import -',
      purpose: 'from the Salesforce CLI',
    },
  ])
}

function meaning(field: string): string {
  return field === 'salesforceUserId' ? 'Salesforce User ID' : field.replace(/([A-Z])/g, ' $1').toLowerCase()
}

function optionsOf(file: string | undefined, flags: SfUsersImportFlags): SfUsersImportOptions {
  const columns: Record<string, string> = {}
  for (const field of reportFields) {
    const label = flags[camelCase(columnFlags[field])]
    if (typeof label === 'string') columns[field] = label
  }
  return {
    ...given({ file, encoding: text(flags['encoding']), separator: text(flags['separator']) }),
    columns,
    replace: flags['replace'] === true,
    keepGoing: flags['keepGoing'] === true,
    dryRun: flags['dryRun'] === true,
  }
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function camelCase(flag: string): string {
  return flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

export async function runSfUsersImport(options: SfUsersImportOptions, context: Context): Promise<ExitCode> {
  if (options.file === undefined)
    throw new SfsyncError('usage', 'sf-users import needs <file>', {
      actions: ['name the exported report, or - for standard input', 'sfsync sf-users import --help'],
    })
  const reading = await context.parts.readReport({
    file: options.file,
    columns: options.columns,
    ...given({ encoding: options.encoding, separator: options.separator }),
  })
  return await importDirectory(context, reading, options)
}

/** How a reading is taken into the directory. */
export interface ImportDirectoryOptions {
  readonly dryRun: boolean
  readonly replace: boolean
  /** Take the good rows although others cannot be taken. */
  readonly keepGoing: boolean
}

/** What taking a reading in has come to. */
export interface ImportResult {
  readonly source: string
  readonly origin: string
  readonly received: number
  readonly added: number
  readonly changed: number | null
  readonly repeated: number
  readonly dropped: number
  readonly problems: readonly ErrorRow[]
  readonly notices: readonly string[]
  readonly written: boolean
  /** Since when news were asked for; null of everybody. */
  readonly since: string | null
}

/** Takes a whole reading into the directory or leaves it as it was; rows that cannot be taken are told one by one. */
export async function importDirectory(
  context: Context,
  reading: DirectoryReading,
  options: ImportDirectoryOptions,
): Promise<ExitCode> {
  const { directory } = await context.ledger()
  const last = await directory.lastRead()
  const { origin, organizationId } = reading.read
  const otherOrg = refuseOtherOrg(context, origin, organizationId, last?.organizationId ?? null)
  if (otherOrg !== undefined) throw otherOrg
  const staged = await directory.stage(
    { ...reading.read, at: context.now() },
    interruptible(reading.pages, context.parts.interrupted),
    options.replace ? 'replace' : 'merge',
  )
  const refusal = await refusalOf(context, reading, staged, options)
  const written = refusal === undefined && !options.dryRun
  await (written ? staged.keep() : staged.discard())
  if (refusal !== undefined) throw refusal
  await writeImportResult(context, {
    source: reading.read.source,
    origin: reading.read.origin,
    received: staged.received,
    added: staged.added,
    changed: staged.changed,
    repeated: staged.repeated,
    dropped: staged.dropped,
    problems: reading.problems,
    notices: reading.notices,
    written,
    since: null,
  })
  return reading.problems.length > 0 ? exitCodes.partial : exitCodes.done
}

/** IDs of one org mean nothing in another, so each org has a ledger of its own: the failure to throw where it has another's. */
export function refuseOtherOrg(
  context: Context,
  origin: string,
  organizationId: string | null,
  known: string | null,
): SfsyncError | undefined {
  if (known === null || organizationId === null || known === organizationId) return undefined
  return new SfsyncError(
    'conflict',
    `${origin} is another org (${organizationId}) than the one in this ledger (${known})`,
    {
      actions: [`give each org its own ledger: sfsync --profile <name> ... (now: ${context.profile})`],
    },
  )
}

async function refusalOf(
  context: Context,
  reading: DirectoryReading,
  staged: StagedRead,
  options: ImportDirectoryOptions,
): Promise<SfsyncError | undefined> {
  const { problems } = reading
  if (problems.length > 0 && !options.keepGoing) {
    for (const notice of reading.notices) await context.note(notice)
    return new SfsyncError(
      'invalid',
      `${problems.length === 1 ? 'one row' : `${problems.length} rows`} of ${reading.read.origin} cannot be taken; nothing was written`,
      {
        rows: problems,
        actions: [
          'mend these rows and import the file again',
          ...(staged.received > 0
            ? [`or take the other ${staged.received} with --keep-going (exit code 3)`]
            : []),
        ],
      },
    )
  }
  if (staged.received > 0 || !options.replace) return undefined
  const { source, origin } = reading.read
  const message = `${origin} gave no people at all; the directory stays as it was`
  return source === 'report'
    ? new SfsyncError('report-unreadable', message, {
        actions: ['check the filters of the report, or leave out --replace'],
      })
    : new SfsyncError('remote', message, {
        actions: ['check which user signs in, and its permission View All Users'],
      })
}

/** Tells what came of a reading: one document, or a line and what the admin should know. */
export async function writeImportResult(context: Context, intake: ImportResult): Promise<void> {
  const { source, origin, received, added, changed, repeated, dropped, problems, notices, written } = intake
  if (context.format === 'json' || context.format === 'ndjson') {
    const document = {
      changeSet: null,
      changes: [],
      warnings: notices,
      next: written && received > 0 ? [context.typed('sfsync sf-users list --unmapped')] : [],
      read: {
        source,
        origin,
        received,
        added,
        changed,
        repeated,
        dropped,
        written,
        since: intake.since,
        problems,
      },
    }
    await context.stdout.write(jsonDocument(document, context.format))
    return
  }
  const people = received - repeated
  const parts = [
    intake.since === null
      ? `${people} ${people === 1 ? 'person' : 'people'} read from ${origin}`
      : `news from ${origin} since ${intake.since}`,
    `${added} new`,
    ...(changed === null ? [] : [`${changed} changed`]),
    ...(repeated > 0 ? [`${repeated} of ${received} rows repeat an ID (the last one counts)`] : []),
    ...(dropped > 0 ? [`${dropped} dropped`] : []),
    ...(problems.length > 0 ? [`${problems.length} ${problems.length === 1 ? 'row' : 'rows'} left out`] : []),
  ]
  await context.stdout.write(`${parts.join(', ')}\n`)
  for (const notice of notices) await context.note(notice)
  for (const problem of problems.slice(0, 20))
    await context.warn(`${problem.file ?? origin}:${problem.line ?? '?'}: ${problem.reason}`)
  if (!written) await context.note('dry run: nothing was written')
  else if (people > 0) await context.suggest('sfsync sf-users list --unmapped')
}
